// The fused block ops on the current CUDA device, as the registration sees them: no CUDA header.
#pragma once

#include "rwkv_sss/fused_ops.h"

namespace rwkv_sss {

/**
 * Words of 8 bytes of device memory that the op (or its backward) works in, and the op itself on a
 * stream (a cudaStream_t). Returns null, or CUDA's text of a launch that failed.
 */
#define RWKV_SSS_FUSED_CUDA(op, Params)                                                          \
  const char* op##_cuda(const Params& params, void* scratch, void* stream, int device);          \
  const char* op##_backward_cuda(const Params& params, void* scratch, void* stream, int device); \
  int64_t fused_cuda_scratch_words(const Params& params);

RWKV_SSS_FUSED_CUDA(gated_upsample, GatedUpsample)
RWKV_SSS_FUSED_CUDA(shift_lerp, ShiftLerp)
RWKV_SSS_FUSED_CUDA(norm_pool, NormPool)
RWKV_SSS_FUSED_CUDA(dysample, DySample)
RWKV_SSS_FUSED_CUDA(gate_add, GateAdd)
RWKV_SSS_FUSED_CUDA(depthwise3, Depthwise3)
RWKV_SSS_FUSED_CUDA(square_relu, SquareRelu)
#undef RWKV_SSS_FUSED_CUDA

}  // namespace rwkv_sss
