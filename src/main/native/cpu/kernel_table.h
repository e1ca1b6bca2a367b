// The CPU kernels of one instruction set, and the choice of one at run time.
#pragma once

#include "rwkv_sss/bi_wkv_params.h"

namespace rwkv_sss {

struct FusedKernels;
struct PredictionKernels;

// An item is one block of channels of one batch: item = batch * blocks + block. Kernels return false when memory
// for their intermediate sums is exhausted, and never throw: they run inside libtorch's thread pool.
struct KernelTable {
  const char* name;
  std::int64_t (*forward_width)(Element);  // channels of a block
  std::int64_t (*backward_width)(Element);
  bool (*forward)(const BiWkvForward&, std::int64_t first_item, std::int64_t end_item);
  bool (*backward)(const BiWkvBackward&, std::int64_t first_item, std::int64_t end_item);
  // The other ops, compiled for the same instruction set.
  const FusedKernels& (*fused)();
  const PredictionKernels& (*prediction)();
};

// The best that this processor runs; chosen once.
const KernelTable& kernels();

// Every table that was compiled in and that this processor runs, for the tests.
int runnable_kernels(const KernelTable** tables, int capacity);

}  // namespace rwkv_sss
