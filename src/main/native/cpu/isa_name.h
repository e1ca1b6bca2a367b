// Names made of the instruction set that a kernel source is compiled for.
#pragma once

#include "rwkv_sss/host_device.h"

#define RWKV_SSS_JOIN_(a, b) a##b
#define RWKV_SSS_JOIN(a, b) RWKV_SSS_JOIN_(a, b)
#define RWKV_SSS_TEXT_(a) #a
#define RWKV_SSS_TEXT(a) RWKV_SSS_TEXT_(a)

// kernels_ becomes kernels_avx2, and the text "avx2".
#define RWKV_SSS_OF_ISA(name) RWKV_SSS_JOIN(name, RWKV_SSS_ISA)
#define RWKV_SSS_ISA_TEXT RWKV_SSS_TEXT(RWKV_SSS_ISA)
