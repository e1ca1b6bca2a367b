#include "cpu/processor.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace rwkv_sss {

#if defined(__x86_64__)
namespace {

struct Registers {
  unsigned a = 0, b = 0, c = 0, d = 0;
};

// All zero for a leaf that the processor does not know.
Registers leaf(unsigned number) {
  Registers r;
  if (!__get_cpuid_count(number, 0, &r.a, &r.b, &r.c, &r.d)) r = Registers();
  return r;
}

constexpr bool has(unsigned word, unsigned bits) { return (word & bits) == bits; }

// The parts of the registers that the system saves when it changes threads (XCR0).
unsigned saved_state() {
  constexpr unsigned osxsave = 1u << 27;
  if (!has(leaf(1).c, osxsave)) return 0;
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

constexpr unsigned ymm_state = 0x06;
#if defined(__APPLE__)
// macOS saves the upper parts from a thread's first use on, and XCR0 tells of them only then.
constexpr unsigned zmm_state = ymm_state;
#else
constexpr unsigned zmm_state = 0xe6;
#endif

}  // namespace

bool runs_avx2() {
  constexpr unsigned fma_and_avx = 1u << 12 | 1u << 28, avx2 = 1u << 5;
  return has(leaf(1).c, fma_and_avx) && has(leaf(7).b, avx2) && has(saved_state(), ymm_state);
}

bool runs_avx512() {
  constexpr unsigned f_dq_bw_vl = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31;
  return runs_avx2() && has(leaf(7).b, f_dq_bw_vl) && has(saved_state(), zmm_state);
}
#else
bool runs_avx2() { return false; }
bool runs_avx512() { return false; }
#endif

}  // namespace rwkv_sss
