// Boxed kernels of the joined steps for one device, and their registration. The including file defines
// RWKV_SSS_RUN(step, table), a callable (params, tensor) that runs that entry of that table.
#pragma once

#include "registration/prediction_arguments.h"

#define RWKV_SSS_STEPS_BOXED                                                                                     \
  void linear_kernel(Call& call) { step_linear(call, RWKV_SSS_RUN(linear, prediction_kernels), 1); }             \
  void linear_sum_kernel(Call& call) { step_linear(call, RWKV_SSS_RUN(linear, prediction_kernels), 2); }         \
  void norm_pooled_kernel(Call& call) { step_norm_pooled(call, RWKV_SSS_RUN(norm_pool, fused_kernels)); }        \
  void gate_mix_kernel(Call& call) { step_gate_mix(call, RWKV_SSS_RUN(gate_mix, prediction_kernels)); }          \
  void channel_mix_kernel(Call& call) { step_channel_mix(call, RWKV_SSS_RUN(channel_mix, prediction_kernels)); } \
  void convolve_joined_kernel(Call& call) {                                                                      \
    step_convolve_joined(call, RWKV_SSS_RUN(convolve_joined, prediction_kernels));                               \
  }

#define RWKV_SSS_STEPS_IMPLEMENT                           \
  .implement("linear", boxed<linear_kernel>)               \
      .implement("linear_sum", boxed<linear_sum_kernel>)   \
      .implement("norm_pooled", boxed<norm_pooled_kernel>) \
      .implement("gate_mix_", boxed<gate_mix_kernel>)      \
      .implement("channel_mix", boxed<channel_mix_kernel>) \
      .implement("convolve_joined", boxed<convolve_joined_kernel>)
