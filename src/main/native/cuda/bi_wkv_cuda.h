// Bi-WKV on the current CUDA device, as the registration sees it: no CUDA header.
#pragma once

#include <cstddef>

#include "rwkv_sss/bi_wkv_params.h"

namespace rwkv_sss {

// The device memory that a call needs beside its tensors. The flags must be zero.
struct BiWkvWorkspace {
  void* memory;
  std::int32_t* flags;
};
std::size_t bi_wkv_forward_bytes(const BiWkvShape& shape);
std::size_t bi_wkv_backward_bytes(const BiWkvShape& shape);
std::int64_t bi_wkv_flags(const BiWkvShape& shape);
// Parts that the backward pass leaves in `partial`, (parts, 2, C), of each batch.
std::int64_t bi_wkv_backward_chunks(const BiWkvShape& shape);

// The fault of an order (rwkv_sss/scan_order.h) that calls before this one found, which is forgotten then; or 0.
std::uint64_t take_order_fault();

// Launches on a stream (a cudaStream_t); null, or CUDA's text of what went wrong.
const char* bi_wkv_forward_cuda(const BiWkvForward& call, const BiWkvWorkspace& workspace, void* stream, int device);
// dw and du are contiguous, of the element types of w and u.
const char* bi_wkv_backward_cuda(const BiWkvBackward& call, void* dw, void* du, const BiWkvWorkspace& workspace,
                                 void* stream, int device);

}  // namespace rwkv_sss
