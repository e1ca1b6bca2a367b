// Boxed kernels of all fused ops for one device, and their registration. The including file
// defines RWKV_SSS_RUN(op, table), a callable (params, tensor) that runs that entry of that table of kernels.
#pragma once

#include "registration/fused_arguments.h"

#define RWKV_SSS_FUSED_OPS(each) \
  each(gated_upsample) each(shift_lerp) each(norm_pool) each(dysample) each(gate_add) each(depthwise3) each(square_relu)

#define RWKV_SSS_FUSED_BOXED(op)                                                             \
  void op##_kernel(Call& call) { fused_##op(call, RWKV_SSS_RUN(op, fused_kernels), false); } \
  void op##_backward_kernel(Call& call) { fused_##op(call, RWKV_SSS_RUN(op##_backward, fused_kernels), true); }

#define RWKV_SSS_FUSED_IMPLEMENT(op) \
  .implement(#op, boxed<op##_kernel>).implement(#op "_backward", boxed<op##_backward_kernel>)
