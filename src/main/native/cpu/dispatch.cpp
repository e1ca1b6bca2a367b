// Chooses the kernels of all ops by what the processor runs.
#include "cpu/kernel_table.h"
#include "cpu/processor.h"
#include "rwkv_sss/fused_ops.h"
#include "rwkv_sss/prediction_steps.h"

namespace rwkv_sss {

const KernelTable& kernels_baseline();
#if defined(RWKV_SSS_WITH_AVX2)
const KernelTable& kernels_avx2();
#endif
#if defined(RWKV_SSS_WITH_AVX512)
const KernelTable& kernels_avx512();
#endif

int runnable_kernels(const KernelTable** tables, int capacity) {
  int n = 0;
#if defined(RWKV_SSS_WITH_AVX512)
  if (n < capacity && runs_avx512()) tables[n++] = &kernels_avx512();
#endif
#if defined(RWKV_SSS_WITH_AVX2)
  if (n < capacity && runs_avx2()) tables[n++] = &kernels_avx2();
#endif
  if (n < capacity) tables[n++] = &kernels_baseline();
  return n;
}

const KernelTable& kernels() {
  static const KernelTable& chosen = []() -> const KernelTable& {
    const KernelTable* best = nullptr;
    runnable_kernels(&best, 1);
    return *best;
  }();
  return chosen;
}

const FusedKernels& fused_kernels() { return kernels().fused(); }
const PredictionKernels& prediction_kernels() { return kernels().prediction(); }

}  // namespace rwkv_sss
