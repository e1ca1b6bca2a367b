// What the launches of both directions share.
#pragma once

#include <cuda_runtime.h>

#include "cuda/bi_wkv_tile.h"
#include "cuda/on_device.h"

namespace rwkv_sss {

// Checks the order, if there is one, for the kernels that are launched behind.
void launch_order_check(const BiWkvShape& shape, std::int32_t* flags, cudaStream_t stream);

// Blocks beyond the first grid axis's limit go to the second.
inline dim3 blocks_of(std::int64_t count) {
  const std::int64_t limit = 1 << 30;
  if (count <= limit) return dim3(unsigned(count), 1, 1);
  return dim3(unsigned(limit), unsigned((count + limit - 1) / limit), 1);
}

inline std::int64_t block_count(const BiWkvShape& shape, const SegmentGrid& grid) {
  return shape.batch * chunks_of(shape.tokens) * ((shape.channels + grid.channels - 1) / grid.channels);
}

inline const char* launch_error() {
  const cudaError_t error = cudaGetLastError();
  return error == cudaSuccess ? nullptr : cudaGetErrorString(error);
}

// join_chunks, a thread for each batch and channel. The linear form leaves flagged channels alone, the scaled takes them.
template <class Scan, class Sum, bool linear>
__global__ void join_chunks_kernel(BiWkvShape shape, Edges<Sum> edges, Sum nothing, const std::int32_t* flags) {
  const std::int64_t i = blockIdx.x * std::int64_t(blockDim.x) + threadIdx.x;
  if (i >= shape.batch * shape.channels) return;
  const std::int64_t batch = i / shape.channels, channel = i % shape.channels;
  if ((flags[batch * flags_per_batch(shape.channels) + channel / flag_channels] != 0) == linear) return;
  join_chunks<Scan>(shape, batch, channel, chunks_of(shape.tokens), chunk_tokens_cuda, edges, nothing);
}

template <class Scan, class Sum, bool linear>
void launch_join(const BiWkvShape& shape, const Edges<Sum>& edges, const Sum& nothing, const std::int32_t* flags,
                 cudaStream_t stream) {
  const std::int64_t threads = shape.batch * shape.channels;
  join_chunks_kernel<Scan, Sum, linear>
      <<<blocks_of((threads + 63) / 64), 64, 0, stream>>>(shape, edges, nothing, flags);
}

// Arrays of (B, chunks, C) sums, one behind the other.
template <class Sum>
Edges<Sum> edges_at(char*& memory, const BiWkvShape& shape) {
  const std::int64_t count = shape.batch * chunks_of(shape.tokens) * shape.channels;
  Edges<Sum> edges;
  edges.before = reinterpret_cast<Sum*>(memory);
  edges.behind = edges.before + count;
  memory += 2 * count * sizeof(Sum);
  return edges;
}

template <class Sum>
std::size_t edge_bytes(const BiWkvShape& shape) {
  return std::size_t(2 * shape.batch * chunks_of(shape.tokens) * shape.channels) * sizeof(Sum);
}

}  // namespace rwkv_sss
