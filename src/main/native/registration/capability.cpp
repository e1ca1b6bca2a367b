// Here and not in cpu/dispatch.cpp: what comes out of a static library is hidden (cmake/stub.cmake).
#include "cpu/kernel_table.h"

#if defined(_WIN32)
#define RWKV_SSS_EXPORT extern "C" __declspec(dllexport)
#else
#define RWKV_SSS_EXPORT extern "C" __attribute__((visibility("default")))
#endif

// Which kernels this process runs: "avx512", "avx2", or "baseline" (SSE2, or NEON on AArch64).
RWKV_SSS_EXPORT const char* rwkv_sss_cpu_capability() { return rwkv_sss::kernels().name; }
