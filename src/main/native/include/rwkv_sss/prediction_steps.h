// What the joined steps of a prediction take: several operations of a block done strip by strip, so that nothing
// between them goes through memory. float32 on the CPU, without gradients; training and other devices run the same
// steps one by one (fused_ops.h and libtorch's own products).
#pragma once

#include "rwkv_sss/fused_ops.h"

namespace rwkv_sss {

/** out = sum over the terms of rows * weight^T, + bias. */
struct LinearStep {
  struct Term {
    const float *rows, *weight;  // (rows, depth), (columns, depth)
    int64_t depth;
  };
  int64_t rows, columns;
  int terms;  // 1 or 2
  Term term[2];
  const float* bias;  // (columns) or null
  float* out;         // (rows, columns)
};

/** x += output (sigmoid(receptance LN(x)) * upsampled(y)): the end of a spatial mix, at full resolution. */
struct GateMixStep {
  int64_t batch, channels;
  Extent size, window;
  double eps;
  float* x;                              // (batch, size, channels), written over
  const float *norm_weight, *norm_bias;  // (channels)
  const float* y;                        // (batch, ceil(size / window), channels)
  const float *receptance, *output;      // (channels, channels)
};

/** out = x + sigmoid(receptance r) * (value relu(key k)^2), k and r being LN(x) mixed with its shift. */
struct ChannelMixStep {
  int64_t batch, tokens, channels, hidden, groups;
  double eps;
  const float* x;                         // (batch, tokens, channels)
  const float *norm_weight, *norm_bias;   // (channels)
  const float *mu_key, *mu_receptance;    // (channels)
  const int32_t* neighbours;              // (groups, tokens), in [-1, tokens)
  const int32_t* group_ends;              // (groups), ascending, at most channels
  const float *key, *receptance, *value;  // (hidden, channels), (channels, channels), (channels, hidden)
  float* out;
};

/** The 3 x 3 convolution, zero padding, of two maps taken as one by their channels: the logits of a head. 2D. */
struct ConvolveStep {
  int64_t batch, height, width, results, channels[2];
  const float* x[2];    // (batch, height, width, channels)
  const float* weight;  // (results, channels of both, 3, 3)
  const float* bias;    // (results)
  float* out;           // (batch, height, width, results)
};

/** The joined steps as compiled for one instruction set. Each returns 0, or an error if memory is exhausted. */
struct PredictionKernels {
  const char* instruction_set;
  int32_t (*linear)(const LinearStep&, ParallelFor);
  int32_t (*gate_mix)(const GateMixStep&, ParallelFor);
  int32_t (*channel_mix)(const ChannelMixStep&, ParallelFor);
  int32_t (*convolve_joined)(const ConvolveStep&, ParallelFor);
};

/** The kernels of the instruction set that kernel_table.h chose for this processor. */
const PredictionKernels& prediction_kernels();

}  // namespace rwkv_sss
