// Whether a scan order is a permutation, found where it lies: on a GPU, the host would have to wait for the answer.
#pragma once

#include "rwkv_sss/bi_wkv_params.h"
#include "rwkv_sss/host_device.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

// Memory of a check, zero beforehand.
struct OrderCheck {
  std::int32_t* fault;  // not zero once a position was found whose token is none, or that of another position
  std::uint32_t* seen;  // a bit for each token
};
RWKV_SSS_HD std::int64_t order_check_words(std::int64_t tokens) { return 1 + (tokens + 31) / 32; }
RWKV_SSS_HD OrderCheck order_check_at(std::int32_t* words) {
  return {words, reinterpret_cast<std::uint32_t*>(words + 1)};
}

// What was found, in one word, so that it is written whole; 0: nothing.
RWKV_SSS_HD std::uint64_t order_fault(std::int64_t position, std::int32_t index) {
  return std::uint64_t(1) << 63 | std::uint64_t(position) << 32 | std::uint32_t(index);
}
inline std::int64_t position_of(std::uint64_t fault) { return std::int64_t(fault << 1 >> 33); }
inline std::int32_t index_of(std::uint64_t fault) { return std::int32_t(std::uint32_t(fault)); }

// One position. Every token is named once if and only if none of the positions has a fault, in whatever order or at
// once they are checked.
RWKV_SSS_HD std::uint64_t check_position(const std::int32_t* order, std::int64_t tokens, std::int64_t position,
                                         const OrderCheck& check) {
  const std::int32_t index = order[position];
  if (index >= 0 && index < tokens) {
    std::uint32_t* word = check.seen + index / 32;
    const std::uint32_t bit = std::uint32_t(1) << (index % 32);
#if defined(__CUDA_ARCH__)
    const std::uint32_t before = atomicOr(word, bit);
#else
    const std::uint32_t before = *word;
    *word |= bit;
#endif
    if (!(before & bit)) return 0;
  }
  *check.fault = 1;
  return order_fault(position, index);
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
