// What a Bi-WKV kernel is told: plain pointers and strides, no tensor library.
#pragma once

#include <cstdint>

namespace rwkv_sss {

enum class Element : std::int32_t { float32, float64, float16, bfloat16 };

// (B, T, C), strides in elements.
struct Sequence {
  void* data;
  std::int64_t batch_stride, token_stride, channel_stride;
};

// (C)
struct PerChannel {
  const void* data;
  std::int64_t stride;
  Element element;
};

struct BiWkvShape {
  std::int64_t batch, tokens, channels;
  Element element;  // of every Sequence
  PerChannel w, u;
  // Position s of the scan holds token order[s]; null: s itself. A permutation: checked beforehand on the CPU, by the
  // kernels themselves on CUDA.
  const std::int32_t* order;
};

struct BiWkvForward {
  BiWkvShape shape;
  Sequence k, v, y;
};

struct BiWkvBackward {
  BiWkvShape shape;
  Sequence grad, k, v, dk, dv;
  // (B, 2, C), on CUDA (B, chunks, 2, C): each part's own gradients of w and u, to be summed in this order.
  double* partial;
};

}  // namespace rwkv_sss
