// Bi-WKV forward for one block of channels of one batch.
//
// The sequence is cut into chunks whose intermediate sums stay in the L2 cache. Inside a chunk: future sums from
// right to left, kept; then past sums from left to right, which meet them. A sequence of more than one chunk is
// scanned once beforehand, right to left, for the future sum at each chunk's end.
#pragma once

#include "cpu/bi_wkv_block.h"
#include "cpu/scratch.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

constexpr std::int64_t forward_chunk = 1024;

template <class Scan, class Rows, int Vectors>
class ForwardScan {
 public:
  using Lane = typename Scan::Lane;

  ForwardScan(const BiWkvForward& call, const Block<Lane, Vectors>& block, const Rows& k, const Rows& v, const Rows& y)
      : tokens_(call.shape.tokens), block_(block), k_(k), v_(v), y_(y) {
    block.template constants<Scan>(call.shape, channel_);
  }

  bool run() {
    const std::int64_t chunk = tokens_ < forward_chunk ? tokens_ : forward_chunk;
    const std::int64_t chunks = (tokens_ + chunk - 1) / chunk;
    const std::size_t bytes = sizeof(Kept) * Vectors * chunk + sizeof(typename Scan::State) * Vectors * chunks;
    kept_ = static_cast<Kept*>(thread_scratch(bytes));
    if (!kept_) return false;
    auto* ends = reinterpret_cast<typename Scan::State*>(kept_ + Vectors * chunk);

    typename Scan::State future[Vectors], past[Vectors];
    for (int j = 0; j < Vectors; ++j) future[j] = past[j] = Scan::empty();
    for (std::int64_t c = chunks - 1; c >= 0; --c) {
      for (int j = 0; j < Vectors; ++j) ends[c * Vectors + j] = future[j];
      if (c > 0) skip_future(c * chunk, c * chunk + chunk < tokens_ ? c * chunk + chunk : tokens_, future);
    }
    for (std::int64_t c = 0; c < chunks; ++c) {
      const std::int64_t begin = c * chunk, end = begin + chunk < tokens_ ? begin + chunk : tokens_;
      for (int j = 0; j < Vectors; ++j) future[j] = ends[c * Vectors + j];
      keep_future(begin, end, future);
      meet_past(begin, end, past);
    }
    return true;
  }

 private:
  struct Kept {
    typename Scan::Token token;
    typename Scan::State future;
  };

  void skip_future(std::int64_t begin, std::int64_t end, typename Scan::State (&future)[Vectors]) const {
    for (std::int64_t s = end - 1; s >= begin; --s) {
      for (int j = 0; j < Vectors; ++j) {
        Scan::push(future[j], channel_[j], Scan::token(k_.read(s, j) - block_.reference[j]), v_.read(s, j));
      }
    }
  }

  // The parameter is copied into locals, here and below: through a pointer the compiler would store it at each token.
  void keep_future(std::int64_t begin, std::int64_t end, const typename Scan::State (&from)[Vectors]) const {
    typename Scan::State future[Vectors];
    for (int j = 0; j < Vectors; ++j) future[j] = from[j];
    Kept* kept = kept_ + (end - begin) * Vectors;
    for (std::int64_t s = end - 1; s >= begin; --s) {
      kept -= Vectors;
      for (int j = 0; j < Vectors; ++j) {
        const typename Scan::Token token = Scan::token(k_.read(s, j) - block_.reference[j]);
        kept[j].token = token;
        kept[j].future = future[j];
        Scan::push(future[j], channel_[j], token, v_.read(s, j));
      }
    }
  }

  void meet_past(std::int64_t begin, std::int64_t end, typename Scan::State (&carried)[Vectors]) const {
    typename Scan::State past[Vectors];
    for (int j = 0; j < Vectors; ++j) past[j] = carried[j];
    const Kept* kept = kept_;
    for (std::int64_t s = begin; s < end; ++s, kept += Vectors) {
      for (int j = 0; j < Vectors; ++j) {
        const Lane v = v_.read(s, j);
        y_.write(s, j, Scan::output(past[j], kept[j].future, channel_[j], kept[j].token, v));
        Scan::push(past[j], channel_[j], kept[j].token, v);
      }
    }
    for (int j = 0; j < Vectors; ++j) carried[j] = past[j];
  }

  std::int64_t tokens_;
  const Block<Lane, Vectors>& block_;
  Channel<Lane> channel_[Vectors];
  Rows k_, v_, y_;
  Kept* kept_ = nullptr;
};

template <class Stored, class Lane, int Vectors, bool Whole>
bool forward_block(const BiWkvForward& call, std::int64_t batch, std::int64_t first, std::int64_t channels) {
  using Rows = SequenceRows<Stored, Lane, Whole>;
  const BiWkvShape& shape = call.shape;
  const Rows k(call.k, shape.order, batch, first, channels), v(call.v, shape.order, batch, first, channels);
  const Rows y(call.y, shape.order, batch, first, channels);
  if (shape.tokens == 1) {  // the one weight divides out, however small exp(u) is
    for (int j = 0; j < Vectors; ++j) y.write(0, j, v.read(0, j));
    return true;
  }
  const auto block = Block<Lane, Vectors>::of(shape, first, channels, k);
  if (block.linear) return ForwardScan<LinearScan<Lane>, Rows, Vectors>(call, block, k, v, y).run();
  return ForwardScan<ScaledScan<Lane>, Rows, Vectors>(call, block, k, v, y).run();
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
