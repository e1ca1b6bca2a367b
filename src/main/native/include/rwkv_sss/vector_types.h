// Vectors of channels, in the vector extension of GCC and clang: one source for SSE2, AVX2, AVX-512 and NEON.
// A compiler without it (MSVC) gets one channel at a time, as does any with RWKV_SSS_SCALAR, for tests; build with
// clang-cl there for speed.
#pragma once

#include <cstdint>

#include "rwkv_sss/host_device.h"

#if defined(__GNUC__) && !defined(__CUDACC__) && !defined(RWKV_SSS_SCALAR)
#define RWKV_SSS_VECTORS 1
#endif

#if defined(__AVX512F__)
#define RWKV_SSS_VECTOR_BYTES 64
#elif defined(__AVX2__)
#define RWKV_SSS_VECTOR_BYTES 32
#else
#define RWKV_SSS_VECTOR_BYTES 16
#endif

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

#if defined(RWKV_SSS_VECTORS)

typedef float VectorFloat __attribute__((vector_size(RWKV_SSS_VECTOR_BYTES)));
typedef std::int32_t VectorInt32 __attribute__((vector_size(RWKV_SSS_VECTOR_BYTES)));
typedef double VectorDouble __attribute__((vector_size(RWKV_SSS_VECTOR_BYTES)));
typedef std::int64_t VectorInt64 __attribute__((vector_size(RWKV_SSS_VECTOR_BYTES)));

RWKV_SSS_HD VectorInt32 to_bits(VectorFloat x) { return (VectorInt32)x; }
RWKV_SSS_HD VectorInt64 to_bits(VectorDouble x) { return (VectorInt64)x; }
RWKV_SSS_HD VectorFloat from_bits(VectorInt32 bits) { return (VectorFloat)bits; }
RWKV_SSS_HD VectorDouble from_bits(VectorInt64 bits) { return (VectorDouble)bits; }

#else

typedef float VectorFloat;
typedef double VectorDouble;

#endif

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
