// What lets one header serve g++, clang, MSVC and nvcc.
#pragma once

#if defined(__CUDACC__)
#define RWKV_SSS_HD __host__ __device__ __forceinline__
#elif defined(_MSC_VER)
#define RWKV_SSS_HD __forceinline
#else
#define RWKV_SSS_HD inline __attribute__((always_inline))
#endif

// Before a loop of constant count whose arrays are to be registers of a GPU thread; the host's compiler knows no such
// pragma.
#if defined(__CUDA_ARCH__)
#define RWKV_SSS_DEVICE_UNROLL _Pragma("unroll")
#else
#define RWKV_SSS_DEVICE_UNROLL
#endif

// The kernel sources are compiled once per instruction set. Everything they inline lives in a
// namespace of that instruction set: otherwise the linker would keep one copy of each inline function,
// possibly the AVX-512 one, for all of them.
#if !defined(RWKV_SSS_ISA)
#define RWKV_SSS_ISA portable
#endif
