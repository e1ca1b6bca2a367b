// Ways to run the parts of a loop, with the signature of torch_parallel_for; results must not tell them apart.
#pragma once

#include <algorithm>

#include "rwkv_sss/fused_ops.h"

namespace rwkv_sss_test {

inline int32_t all_at_once(int64_t begin, int64_t end, int64_t, rwkv_sss::ParallelBody body, void* context) {
  if (begin < end) body(begin, end, context);
  return 0;
}
inline int32_t backwards_singly(int64_t begin, int64_t end, int64_t, rwkv_sss::ParallelBody body, void* context) {
  for (int64_t i = end; i-- > begin;) body(i, i + 1, context);
  return 0;
}
inline int32_t in_threes(int64_t begin, int64_t end, int64_t, rwkv_sss::ParallelBody body, void* context) {
  for (int64_t i = begin; i < end; i += 3) body(i, std::min(i + 3, end), context);
  return 0;
}

}  // namespace rwkv_sss_test
