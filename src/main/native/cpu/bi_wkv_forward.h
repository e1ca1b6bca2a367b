// Bi-WKV forward for one block of channels of one batch.
//
// The sequence is cut into chunks that stay in the L2 cache. In each, future sums come from the right (future_sums.h)
// and past sums from the left, which meet them. A sequence of more than one chunk is scanned once beforehand, right to
// left, for the future sum at each chunk's end.
#pragma once

#include "cpu/future_sums.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

template <class Rows>
struct ForwardRows {
  Rows k, v, y;
};

template <class Scan, class Rows, int Vectors>
class ForwardScan {
 public:
  using Lane = typename Scan::Lane;
  using State = typename Scan::State;

  ForwardScan(std::int64_t tokens, const ForwardRows<Rows>& rows)
      : tokens_(tokens),
        chunk_(tokens < chunk_tokens ? tokens : chunk_tokens),
        chunks_((tokens + chunk_ - 1) / chunk_),
        y_(rows.y),
        futures_(rows.k, rows.v) {
    Pieces count;
    place(count);
    Pieces pieces(thread_scratch(count.size()));
    place(pieces);
  }

  bool has_memory() const { return ends_ != nullptr; }
  const KeyRange<Lane, Vectors>& range() const { return futures_.range; }

  // False, with nothing written, if this form does not span the keys.
  bool run(const BiWkvShape& shape, const Block<Lane, Vectors>& block) {
    futures_.prepare(shape, block);
    State future[Vectors], past[Vectors];
    for (int j = 0; j < Vectors; ++j) future[j] = past[j] = Scan::empty();
    for (std::int64_t c = chunks_ - 1; c >= 0; --c) {
      for (int j = 0; j < Vectors; ++j) ends_[c * Vectors + j] = future[j];
      if (c > 0) futures_.template scan<false>(c * chunk_, end_of(c), future);
    }
    for (std::int64_t c = 0; c < chunks_; ++c) {
      for (int j = 0; j < Vectors; ++j) future[j] = ends_[c * Vectors + j];
      futures_.template scan<true>(c * chunk_, end_of(c), future);
      if (c == 0 && !block.template spanned_by<Scan>(range())) return false;
      meet_past(c * chunk_, end_of(c), past);
    }
    return true;
  }

 private:
  void place(Pieces& pieces) {
    futures_.place(pieces, chunk_);
    pieces.take(ends_, chunks_ * Vectors);
  }
  std::int64_t end_of(std::int64_t c) const { return c * chunk_ + chunk_ < tokens_ ? c * chunk_ + chunk_ : tokens_; }

  void meet_past(std::int64_t begin, std::int64_t end, State (&carried)[Vectors]) const {
    State past[Vectors], local[Vectors];
    Channel<Lane> channel[Vectors];
    for (int j = 0; j < Vectors; ++j) channel[j] = futures_.token_channel[j];
    const Rows y_rows = y_;
    const auto* kept = futures_.kept(0);
    for (std::int64_t from = begin; from < end; from += strip_tokens) {
      const std::int64_t to = from + strip_tokens < end ? from + strip_tokens : end;
      const State* future = futures_.strip(from - begin, to - from);
      for (int j = 0; j < Vectors; ++j) {
        Scan::copy(past[j], carried[j]);
        Scan::copy(local[j], Scan::empty());
      }
      for (std::int64_t s = from; s < to; ++s, kept += Vectors, future += Vectors) {
        y_rows.prefetch_write(s + prefetch_rows < end ? s + prefetch_rows : end - 1);
        for (int j = 0; j < Vectors; ++j) {
          y_rows.write(s, j, Scan::output(past[j], future[j], channel[j], kept[j].token, kept[j].v));
          Scan::push(past[j], channel[j], kept[j].token, kept[j].v);
          Scan::push(local[j], channel[j], kept[j].token, kept[j].v);
        }
      }
      for (int j = 0; j < Vectors; ++j) Scan::join(carried[j], futures_.strip_channel[j], local[j]);
    }
  }

  std::int64_t tokens_, chunk_, chunks_;
  Rows y_;
  FutureSums<Scan, Rows, Vectors> futures_;
  State* ends_ = nullptr;  // each chunk's future at its end
};

template <class Stored, class Lane, int Vectors, bool Whole>
bool forward_block(const BiWkvForward& call, std::int64_t batch, std::int64_t first, std::int64_t channels) {
  using Rows = SequenceRows<Stored, Lane, Whole>;
  const BiWkvShape& shape = call.shape;
  const ForwardRows<Rows> rows = {Rows(call.k, shape.order, batch, first, channels),
                                  Rows(call.v, shape.order, batch, first, channels),
                                  Rows(call.y, shape.order, batch, first, channels)};
  if (shape.tokens == 0) return true;
  if (shape.tokens == 1) {  // the one weight divides out, however small exp(u) is
    for (int j = 0; j < Vectors; ++j) rows.y.write(0, j, rows.v.read(0, j));
    return true;
  }
  return run_in_form<ForwardScan, Lane, Vectors>(shape, first, channels, rows, [](const auto&) { return true; });
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
