// Gradients of Bi-WKV for one block of channels of one batch; the algebra is in rwkv_sss/bi_wkv_linear.h.
//
// Three scans of each chunk (see bi_wkv_forward.h): future sums from the right; past sums from the left, which meet
// them, give each token's mark and carry the marks of earlier tokens along; then the marks of later tokens from the
// right, which write dk and dv. A sequence of more than one chunk runs the first two once more, for the sums at the
// chunks' borders.
#pragma once

#include "cpu/future_sums.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

template <class Rows>
struct BackwardRows {
  Rows grad, k, v, dk, dv;
};

template <class Scan, class Rows, int Vectors>
class BackwardScan {
 public:
  using Lane = typename Scan::Lane;
  using Real = RealOf<Lane>;
  using State = typename Scan::State;
  using Mark = typename Scan::Mark;
  using Adjoint = typename Scan::Adjoint;

  BackwardScan(std::int64_t tokens, const BackwardRows<Rows>& rows)
      : tokens_(tokens),
        chunk_(tokens < chunk_tokens ? tokens : chunk_tokens),
        chunks_((tokens + chunk_ - 1) / chunk_),
        rows_(rows),
        futures_(rows.k, rows.v) {
    Pieces count;
    place(count);
    Pieces pieces(thread_scratch(count.size()));
    place(pieces);
  }

  bool has_memory() const { return borders_ != nullptr; }
  const KeyRange<Lane, Vectors>& range() const { return futures_.range; }

  // False, with nothing written, if this form does not span the keys.
  bool run(const BiWkvShape& shape, const Block<Lane, Vectors>& block) {
    futures_.prepare(shape, block);
    State future[Vectors];
    Left left[Vectors];
    Adjoint later[Vectors];
    for (int j = 0; j < Vectors; ++j) {
      future[j] = Scan::empty();
      left[j] = {Scan::empty(), Scan::none(), Scan::no_adjoint()};
      later[j] = Scan::no_adjoint();
    }
    for (std::int64_t c = chunks_ - 1; c >= 0; --c) {
      for (int j = 0; j < Vectors; ++j) borders_[c * Vectors + j].future_at_end = future[j];
      if (c > 0) futures_.template scan<false>(c * chunk_, end_of(c), future);
    }
    // The last chunk's sums stay for the scan from the right, which begins there.
    for (std::int64_t c = 0; c < chunks_; ++c) {
      for (int j = 0; j < Vectors; ++j) {
        borders_[c * Vectors + j].left_at_begin = left[j];
        future[j] = borders_[c * Vectors + j].future_at_end;
      }
      futures_.template scan<true>(c * chunk_, end_of(c), future);
      if (c == 0 && !block.template spanned_by<Scan>(range())) return false;
      meet_past(c * chunk_, end_of(c), left);
    }
    for (std::int64_t c = chunks_ - 1; c >= 0; --c) {
      if (c < chunks_ - 1) {
        for (int j = 0; j < Vectors; ++j) {
          left[j] = borders_[c * Vectors + j].left_at_begin;
          future[j] = borders_[c * Vectors + j].future_at_end;
        }
        futures_.template scan<true>(c * chunk_, end_of(c), future);
        const Sums counted = sums_;
        meet_past(c * chunk_, end_of(c), left);
        sums_ = counted;  // these tokens were counted on the way to the right
      }
      meet_later(c * chunk_, end_of(c), later);
    }
    return true;
  }

  double dw(int channel) const { return -sums_.dw[channel] / double(tokens_); }
  double du(int channel) const { return sums_.du[channel]; }

 private:
  static constexpr int count = LaneTraits<Lane>::count;
  static constexpr int width = count * Vectors;

  struct Left {
    State past;
    typename Scan::Distant distant;
    Adjoint earlier;
  };
  struct Border {
    State future_at_end;
    Left left_at_begin;
  };
  struct Sums {
    double dw[width] = {}, du[width] = {};
  };

  void place(Pieces& pieces) {
    futures_.place(pieces, chunk_);
    pieces.take(marks_, chunk_ * Vectors);
    pieces.take(begins_, (chunk_ + strip_tokens - 1) / strip_tokens * Vectors);
    pieces.take(strip_, strip_tokens * Vectors);
    pieces.take(borders_, chunks_ * Vectors);
  }
  std::int64_t end_of(std::int64_t c) const { return c * chunk_ + chunk_ < tokens_ ? c * chunk_ + chunk_ : tokens_; }

  // Sums over a strip are in the vectors' own precision, sums of these in double.
  static void add_up(const Lane (&lanes)[Vectors], double (&sums)[width]) {
    for (int j = 0; j < Vectors; ++j) {
      Real values[count];
      store(values, lanes[j]);
      for (int i = 0; i < count; ++i) sums[j * count + i] += double(values[i]);
    }
  }

  void meet_past(std::int64_t begin, std::int64_t end, Left (&carried)[Vectors]) {
    Left left[Vectors], local[Vectors];
    Channel<Lane> channel[Vectors];
    for (int j = 0; j < Vectors; ++j) channel[j] = futures_.token_channel[j];
    const Rows grad_rows = rows_.grad;
    const auto* kept = futures_.kept(0);
    Mark* marks = marks_;
    Adjoint* begins = begins_;
    for (std::int64_t from = begin; from < end; from += strip_tokens, begins += Vectors) {
      const std::int64_t to = from + strip_tokens < end ? from + strip_tokens : end;
      const State* future = futures_.strip(from - begin, to - from);
      Lane dw[Vectors] = {}, du[Vectors] = {};
      for (int j = 0; j < Vectors; ++j) {
        left[j] = carried[j];
        local[j] = {Scan::empty(), Scan::none(), Scan::no_adjoint()};
        Scan::copy(begins[j], carried[j].earlier);
      }
      for (std::int64_t s = from; s < to; ++s, kept += Vectors, future += Vectors, marks += Vectors) {
        grad_rows.prefetch_read(s + prefetch_rows < end ? s + prefetch_rows : end - 1);
        for (int j = 0; j < Vectors; ++j) {
          const Mark mark =
              Scan::mark(left[j].past, future[j], channel[j], kept[j].token, kept[j].v, grad_rows.read(s, j));
          dw[j] += Scan::decay_gradient(left[j].earlier, future[j], channel[j]) +
                   Scan::decay_gradient(mark, left[j].past, left[j].distant);
          du[j] += Scan::self_gradient(mark, channel[j], kept[j].token, kept[j].v);
          Scan::copy(marks[j], mark);
          Scan::push(left[j].earlier, channel[j], mark);
          Scan::push(left[j].past, left[j].distant, channel[j], kept[j].token, kept[j].v);
          Scan::push(local[j].earlier, channel[j], mark);
          Scan::push(local[j].past, local[j].distant, channel[j], kept[j].token, kept[j].v);
        }
      }
      for (int j = 0; j < Vectors; ++j) {
        Scan::join(carried[j].past, carried[j].distant, futures_.strip_channel[j], Real(strip_tokens), local[j].past,
                   local[j].distant);
        Scan::join(carried[j].earlier, futures_.strip_channel[j], local[j].earlier);
      }
      add_up(dw, sums_.dw);
      add_up(du, sums_.du);
    }
  }

  // The marks earlier than each token of a strip, made again from the sum at its begin: see future_sums.h.
  const Adjoint* earlier_strip(std::int64_t begin, std::int64_t tokens) const {
    Adjoint earlier[Vectors];
    Channel<Lane> channel[Vectors];
    for (int j = 0; j < Vectors; ++j) {
      Scan::copy(earlier[j], begins_[begin / strip_tokens * Vectors + j]);
      channel[j] = futures_.token_channel[j];
    }
    const Mark* marks = marks_ + begin * Vectors;
    for (Adjoint *to = strip_, *end = strip_ + tokens * Vectors; to < end; to += Vectors, marks += Vectors) {
      for (int j = 0; j < Vectors; ++j) {
        Scan::copy(to[j], earlier[j]);
        Scan::push(earlier[j], channel[j], marks[j]);
      }
    }
    return strip_;
  }

  void meet_later(std::int64_t begin, std::int64_t end, Adjoint (&carried)[Vectors]) const {
    Adjoint later[Vectors], local[Vectors];
    Channel<Lane> channel[Vectors];
    for (int j = 0; j < Vectors; ++j) channel[j] = futures_.token_channel[j];
    const Rows dk_rows = rows_.dk, dv_rows = rows_.dv;
    for (std::int64_t strip = (end - begin - 1) / strip_tokens; strip >= 0; --strip) {
      const std::int64_t from = begin + strip * strip_tokens;
      const std::int64_t to = from + strip_tokens < end ? from + strip_tokens : end;
      const Adjoint* earlier = earlier_strip(from - begin, to - from) + (to - from) * Vectors;
      const auto* kept = futures_.kept(to - begin);
      const Mark* marks = marks_ + (to - begin) * Vectors;
      for (int j = 0; j < Vectors; ++j) {
        Scan::copy(later[j], carried[j]);
        Scan::copy(local[j], Scan::no_adjoint());
      }
      for (std::int64_t s = to - 1; s >= from; --s) {
        earlier -= Vectors;
        kept -= Vectors;
        marks -= Vectors;
        const std::int64_t soon = s - prefetch_rows > begin ? s - prefetch_rows : begin;
        dk_rows.prefetch_write(soon);
        dv_rows.prefetch_write(soon);
        for (int j = 0; j < Vectors; ++j) {
          Lane dk, dv;
          Scan::token_gradient(later[j], earlier[j], marks[j], channel[j], kept[j].token, kept[j].v, dk, dv);
          dk_rows.write(s, j, dk);
          dv_rows.write(s, j, dv);
          Scan::push(later[j], channel[j], marks[j]);
          Scan::push(local[j], channel[j], marks[j]);
        }
      }
      for (int j = 0; j < Vectors; ++j) Scan::join(carried[j], futures_.strip_channel[j], local[j]);
    }
  }

  std::int64_t tokens_, chunk_, chunks_;
  BackwardRows<Rows> rows_;
  FutureSums<Scan, Rows, Vectors> futures_;
  Mark* marks_ = nullptr;      // of each token of the chunk
  Adjoint* begins_ = nullptr;  // the marks earlier than each strip
  Adjoint* strip_ = nullptr;   // the marks earlier than each token of one strip
  Border* borders_ = nullptr;  // of each chunk
  Sums sums_;
};

template <class Stored, class Lane, int Vectors, bool Whole>
bool backward_block(const BiWkvBackward& call, std::int64_t batch, std::int64_t first, std::int64_t channels) {
  using Rows = SequenceRows<Stored, Lane, Whole>;
  const BiWkvShape& shape = call.shape;
  const BackwardRows<Rows> rows = {
      Rows(call.grad, shape.order, batch, first, channels), Rows(call.k, shape.order, batch, first, channels),
      Rows(call.v, shape.order, batch, first, channels), Rows(call.dk, shape.order, batch, first, channels),
      Rows(call.dv, shape.order, batch, first, channels)};
  double* dw = call.partial + 2 * batch * shape.channels + first;
  double* du = dw + shape.channels;
  if (shape.tokens <= 1) {  // y = v
    for (int j = 0; shape.tokens == 1 && j < Vectors; ++j) {
      rows.dk.write(0, j, Lane{});
      rows.dv.write(0, j, rows.grad.read(0, j));
    }
    for (std::int64_t i = 0; i < channels; ++i) dw[i] = du[i] = 0;
    return true;
  }
  return run_in_form<BackwardScan, Lane, Vectors>(shape, first, channels, rows, [&](const auto& scan) {
    for (std::int64_t i = 0; i < channels; ++i) {
      dw[i] = scan.dw(int(i));
      du[i] = scan.du(int(i));
    }
    return true;
  });
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
