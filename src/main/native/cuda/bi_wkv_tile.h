// How a sequence is cut into threads and blocks.
#pragma once

#include "rwkv_sss/bi_wkv_block_program.h"
#include "rwkv_sss/scan_order.h"

namespace rwkv_sss {

constexpr int chunk_tokens_cuda = 1024;  // sequences up to this are one chunk: every number is read once

// Eight channels of float32 are a memory sector. The arrays of a segment are registers, of which 512 threads have 128
// each: the heavier programs take half the tokens and half the channels.
template <bool backward, bool linear>
struct Tile {
  static constexpr int length = linear && !backward ? 16 : 8;
  static constexpr int channels = linear && !backward ? 8 : 4;
  static constexpr int max_segments = chunk_tokens_cuda / length;
  static constexpr int max_threads = max_segments * channels;

  static SegmentGrid grid(std::int64_t tokens) {
    const std::int64_t in_chunk = tokens < chunk_tokens_cuda ? tokens : chunk_tokens_cuda;
    const int per_warp = 32 / channels;
    const int segments = int((in_chunk + length - 1) / length);
    return {channels, (segments + per_warp - 1) / per_warp * per_warp, length};
  }
};

RWKV_SSS_HD std::int64_t chunks_of(std::int64_t tokens) { return (tokens + chunk_tokens_cuda - 1) / chunk_tokens_cuda; }

// A flag for every eight channels of a batch: set by the linear form where it does not serve, so that the scaled form,
// launched behind it, knows where to work. No word of it passes through the host, which would stop the stream.
constexpr int flag_channels = 8;
RWKV_SSS_HD std::int64_t flags_per_batch(std::int64_t channels) {
  return (channels + flag_channels - 1) / flag_channels;
}
// Behind the flags stands the check of the order, where there is one.
RWKV_SSS_HD OrderCheck order_check_of(const BiWkvShape& shape, std::int32_t* flags) {
  return order_check_at(flags + shape.batch * flags_per_batch(shape.channels));
}
RWKV_SSS_HD bool order_failed(const BiWkvShape& shape, std::int32_t* flags) {
  return shape.order && *order_check_of(shape, flags).fault;
}

// Bytes of shared memory for a block, and the pieces of it.
template <class Real, class Sum>
struct SharedLayout {
  static std::size_t bytes(const SegmentGrid& grid) {
    return sizeof(Channel<Real>) * span_levels * grid.channels + sizeof(Sum) * (grid.threads() + grid.channels);
  }
  static __device__ __forceinline__ BlockMemory<Real, Sum> of(char* shared, const SegmentGrid& grid) {
    BlockMemory<Real, Sum> memory;
    memory.spans = reinterpret_cast<Channel<Real>*>(shared);
    memory.exchange = reinterpret_cast<Sum*>(memory.spans + span_levels * grid.channels);
    memory.total = memory.exchange + grid.threads();
    return memory;
  }
};

// Which chunk and channels a block works on. Neighbouring blocks take neighbouring channels of one chunk.
inline __device__ ChunkPlace place_of(const BiWkvShape& shape, const SegmentGrid& grid) {
  const std::int64_t groups = (shape.channels + grid.channels - 1) / grid.channels;
  const std::int64_t chunks = chunks_of(shape.tokens);
  const std::int64_t block = blockIdx.x + std::int64_t(blockIdx.y) * gridDim.x;
  ChunkPlace at;
  at.first_channel = block % groups * grid.channels;
  at.chunk = block / groups % chunks;
  at.batch = block / groups / chunks;
  at.chunks = chunks;
  return at;
}

inline __device__ std::int32_t* flag_of(const BiWkvShape& shape, const ChunkPlace& at, std::int32_t* flags) {
  return flags + at.batch * flags_per_batch(shape.channels) + at.first_channel / flag_channels;
}

}  // namespace rwkv_sss
