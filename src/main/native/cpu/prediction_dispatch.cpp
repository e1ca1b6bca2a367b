// Chooses the joined steps that go with the instruction set chosen in dispatch.cpp.
#include <cstring>

#include "cpu/kernel_table.h"
#include "rwkv_sss/prediction_steps.h"

namespace rwkv_sss {

const PredictionKernels& prediction_kernels_baseline();
#if defined(RWKV_SSS_WITH_AVX2)
const PredictionKernels& prediction_kernels_avx2();
#endif
#if defined(RWKV_SSS_WITH_AVX512)
const PredictionKernels& prediction_kernels_avx512();
#endif

namespace {

const PredictionKernels& prediction_kernels_named(const char* name) {
#if defined(RWKV_SSS_WITH_AVX512)
    if (!std::strcmp(name, "avx512")) return prediction_kernels_avx512();
#endif
#if defined(RWKV_SSS_WITH_AVX2)
    if (!std::strcmp(name, "avx2")) return prediction_kernels_avx2();
#endif
    (void)name;
    return prediction_kernels_baseline();
}

}  // namespace

const PredictionKernels& prediction_kernels() {
    static const PredictionKernels& chosen = prediction_kernels_named(kernels().name);
    return chosen;
}

int runnable_prediction_kernels(const PredictionKernels** tables, int capacity) {
    const KernelTable* sets[8];
    const int count = runnable_kernels(sets, capacity < 8 ? capacity : 8);
    for (int i = 0; i < count; ++i) tables[i] = &prediction_kernels_named(sets[i]->name);
    return count;
}

}  // namespace rwkv_sss
