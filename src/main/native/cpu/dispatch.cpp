#include "cpu/kernel_table.h"

#if defined(_MSC_VER) && !defined(__clang__)
#define RWKV_SSS_HAS(feature) false  // MSVC builds the baseline alone, see vector_types.h
#elif defined(__x86_64__) || defined(_M_X64)
#define RWKV_SSS_HAS(feature) bool(__builtin_cpu_supports(feature))
#else
#define RWKV_SSS_HAS(feature) false
#endif

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
  if (n < capacity && RWKV_SSS_HAS("avx512f") && RWKV_SSS_HAS("avx512dq") && RWKV_SSS_HAS("avx512bw") &&
      RWKV_SSS_HAS("avx512vl")) {
    tables[n++] = &kernels_avx512();
  }
#endif
#if defined(RWKV_SSS_WITH_AVX2)
  if (n < capacity && RWKV_SSS_HAS("avx2") && RWKV_SSS_HAS("fma")) tables[n++] = &kernels_avx2();
#endif
  if (n < capacity) tables[n++] = &kernels_baseline();
  return n;
}

const KernelTable& kernels() {
  static const KernelTable& chosen = [] () -> const KernelTable& {
    const KernelTable* best = nullptr;
    runnable_kernels(&best, 1);
    return *best;
  }();
  return chosen;
}

}  // namespace rwkv_sss
