// The arguments of the Bi-WKV ops, checked once for every device.
#pragma once

#include "registration/boxed.h"
#include "registration/element.h"

namespace rwkv_sss {

struct BiWkvArguments {
  TensorHandle grad;  // backward only
  TensorHandle k, v, w, u, order;

  static BiWkvArguments of_forward(Call& call);
  static BiWkvArguments of_backward(Call& call);

  // Throws OpError unless ranks, sizes, dtypes and devices fit together. Reads no element.
  void check(const char* op) const;
  // Throws OpError unless order, which must lie on the CPU, is a permutation of 0 .. T-1.
  void check_permutation(const char* op) const;
  BiWkvShape shape() const;
};

// A (B, T, C) tensor for a kernel.
Sequence sequence_of(const TensorHandle& tensor);

}  // namespace rwkv_sss
