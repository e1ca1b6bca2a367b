// While this lives, the thread's subnormal results become zero.
//
// A sum that decays towards zero passes through the subnormals, where many processors are a hundred times slower;
// it lies then some 1e-20 below the other terms of its denominator.
#pragma once

#include "rwkv_sss/host_device.h"

#if defined(__SSE2__) || defined(_M_X64)
#include <xmmintrin.h>
#endif

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

#if defined(__SSE2__) || defined(_M_X64)
class FlushSubnormals {
 public:
  FlushSubnormals() : saved_(_mm_getcsr()) { _mm_setcsr(saved_ | 0x8000u); }
  ~FlushSubnormals() { _mm_setcsr(saved_); }
  FlushSubnormals(const FlushSubnormals&) = delete;
  FlushSubnormals& operator=(const FlushSubnormals&) = delete;

 private:
  unsigned saved_;
};
#else
// AArch64 handles subnormals at full speed, and its flush to zero would take float16's with it: it applies to what is
// read as well, and half_types.h reads them as subnormal float32.
class FlushSubnormals {
 public:
  FlushSubnormals() {}
  ~FlushSubnormals() {}
};
#endif

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
