// Chooses the fused kernels that go with the instruction set chosen in dispatch.cpp.
#include <cstring>

#include "cpu/kernel_table.h"
#include "rwkv_sss/fused_ops.h"

namespace rwkv_sss {

const FusedKernels& fused_kernels_baseline();
#if defined(RWKV_SSS_WITH_AVX2)
const FusedKernels& fused_kernels_avx2();
#endif
#if defined(RWKV_SSS_WITH_AVX512)
const FusedKernels& fused_kernels_avx512();
#endif

namespace {

const FusedKernels& fused_kernels_named(const char* name) {
#if defined(RWKV_SSS_WITH_AVX512)
    if (!std::strcmp(name, "avx512")) return fused_kernels_avx512();
#endif
#if defined(RWKV_SSS_WITH_AVX2)
    if (!std::strcmp(name, "avx2")) return fused_kernels_avx2();
#endif
    (void)name;
    return fused_kernels_baseline();
}

}  // namespace

const FusedKernels& fused_kernels() {
    static const FusedKernels& chosen = fused_kernels_named(kernels().name);
    return chosen;
}

int runnable_fused_kernels(const FusedKernels** tables, int capacity) {
    const KernelTable* sets[8];
    const int count = runnable_kernels(sets, capacity < 8 ? capacity : 8);
    for (int i = 0; i < count; ++i) tables[i] = &fused_kernels_named(sets[i]->name);
    return count;
}

}  // namespace rwkv_sss
