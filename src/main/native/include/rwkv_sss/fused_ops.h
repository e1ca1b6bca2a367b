// What the fused block ops take: plain structs over raw pointers, so that kernels know nothing of
// libtorch and can be run from a C++ test. All feature arrays are channels-last and contiguous:
// (batch, depth, height, width, channels), depth = 1 in 2D. Arrays that a call does not use are null: start from `{}`.
#pragma once

#include <cstdint>

#include "rwkv_sss/bi_wkv_params.h"  // Element; the 16-bit types are computed in float
#include "rwkv_sss/host_device.h"

namespace rwkv_sss {

struct Extent {
  int64_t depth, height, width;
  RWKV_SSS_HD int64_t count() const { return depth * height * width; }
};

/** Number of windows along each axis; the last one may be partial. */
inline Extent windows_of(const Extent& size, const Extent& window) {
  return Extent{(size.depth + window.depth - 1) / window.depth, (size.height + window.height - 1) / window.height,
                (size.width + window.width - 1) / window.width};
}

/** out = sigmoid(r) * upsampled(y). Forward reads r, y; backward reads grad, r, y. */
struct GatedUpsample {
  Element element;
  int64_t batch, channels;
  Extent size, window;
  const void *grad, *r, *y;
  void* out;              // forward, shape of r
  void *grad_r, *grad_y;  // backward
};

/** out_m = s + mu_m (x - s) with s the neighbour's value, zero where the neighbour is -1. */
struct ShiftLerp {
  Element element;
  int64_t batch, tokens, channels, groups;
  const void *grad_a, *grad_b;  // backward
  const void *x, *mu_a, *mu_b;
  const int32_t* neighbours;  // (groups, tokens), in [-1, tokens)
  const int32_t* group_ends;  // (groups), ascending, at most channels
  void *out_a, *out_b;        // forward
  void *grad_x, *grad_mu_a, *grad_mu_b;
};

/** LayerNorm over channels, and the mean of its result over each window. */
struct NormPool {
  Element element;
  int64_t batch, channels;
  Extent size, window;
  double eps;
  const void *grad_normed, *grad_pooled;  // backward
  const void *x, *weight, *bias;
  void *normed, *pooled;  // forward; on the CPU normed may be null: only the means are wanted
  void *grad_x, *grad_weight, *grad_bias;
};

/** Twofold upsampling at learned positions. offset: (batch, size, 2^axes * groups * axes). */
struct DySample {
  Element element;
  int64_t batch, channels, groups, axes;  // axes 2 (height, width) or 3
  Extent size;                            // of x; the output is twice as large on each axis
  const void *grad, *x, *offset;
  void* out;
  void *grad_x, *grad_offset;
};

/** out = x + sigmoid(r) * v over n numbers. */
struct GateAdd {
  Element element;
  int64_t count;
  const void *grad, *x, *r, *v;
  void* out;
  void *grad_r, *grad_v;
};

/** out = x + depthwise 3^axes convolution + bias, zero padding. weight: (3,) 3, 3, channels. */
struct Depthwise3 {
  Element element;
  int64_t batch, channels, axes;
  Extent size;
  const void *grad, *x, *weight, *bias;
  void* out;
  void *grad_x, *grad_weight, *grad_bias;
};

/** out = max(x, 0)^2 over n numbers. */
struct SquareRelu {
  Element element;
  int64_t count;
  const void *grad, *x;
  void *out, *grad_x;
};

/** Runs body over [begin, end) in parts of about `grain`; the signature of torch_parallel_for. */
using ParallelBody = void (*)(int64_t begin, int64_t end, void* context);
using ParallelFor = int32_t (*)(int64_t begin, int64_t end, int64_t grain, ParallelBody body, void* context);

/** The CPU kernels as compiled for one instruction set. Each returns 0, or an error if memory is exhausted. */
struct FusedKernels {
  const char* instruction_set;
  int32_t (*gated_upsample)(const GatedUpsample&, ParallelFor);
  int32_t (*gated_upsample_backward)(const GatedUpsample&, ParallelFor);
  int32_t (*shift_lerp)(const ShiftLerp&, ParallelFor);
  int32_t (*shift_lerp_backward)(const ShiftLerp&, ParallelFor);
  int32_t (*norm_pool)(const NormPool&, ParallelFor);
  int32_t (*norm_pool_backward)(const NormPool&, ParallelFor);
  int32_t (*dysample)(const DySample&, ParallelFor);
  int32_t (*dysample_backward)(const DySample&, ParallelFor);
  int32_t (*gate_add)(const GateAdd&, ParallelFor);
  int32_t (*gate_add_backward)(const GateAdd&, ParallelFor);
  int32_t (*depthwise3)(const Depthwise3&, ParallelFor);
  int32_t (*depthwise3_backward)(const Depthwise3&, ParallelFor);
  int32_t (*square_relu)(const SquareRelu&, ParallelFor);
  int32_t (*square_relu_backward)(const SquareRelu&, ParallelFor);
};

/** The kernels of the instruction set that kernel_table.h chose for this processor. */
const FusedKernels& fused_kernels();

}  // namespace rwkv_sss
