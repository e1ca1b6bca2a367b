// Gradients of Bi-WKV for one block of channels of one batch; the algebra is in rwkv_sss/bi_wkv_linear.h.
//
// Inside a chunk three scans: future sums from right to left, kept; past sums from left to right, which meet them,
// give each token's mark and carry the marks of earlier tokens along; then the marks of later tokens from right to
// left, which meet the rest and write dk and dv. A sequence of more than one chunk first runs the first two scans
// once for the sums at the chunks' borders.
#pragma once

#include "cpu/bi_wkv_block.h"
#include "cpu/scratch.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

constexpr std::int64_t backward_chunk = 1024;

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
  using Adjoint = typename Scan::Adjoint;

  BackwardScan(const BiWkvBackward& call, const Block<Lane, Vectors>& block, const BackwardRows<Rows>& rows)
      : tokens_(call.shape.tokens), block_(block), rows_(rows) {
    block.template constants<Scan>(call.shape, channel_);
  }

  bool run() {
    const std::int64_t chunk = tokens_ < backward_chunk ? tokens_ : backward_chunk;
    const std::int64_t chunks = (tokens_ + chunk - 1) / chunk;
    const std::size_t bytes = (sizeof(Kept) * chunk + sizeof(Border) * chunks) * Vectors;
    kept_ = static_cast<Kept*>(thread_scratch(bytes));
    if (!kept_) return false;
    Border* borders = reinterpret_cast<Border*>(kept_ + Vectors * chunk);

    State future[Vectors], past[Vectors];
    Adjoint earlier[Vectors], later[Vectors];
    for (int j = 0; j < Vectors; ++j) {
      future[j] = past[j] = Scan::empty();
      earlier[j] = later[j] = Scan::no_adjoint();
    }
    for (std::int64_t c = chunks - 1; c >= 0; --c) {
      for (int j = 0; j < Vectors; ++j) borders[c * Vectors + j].future_at_end = future[j];
      if (c > 0) skip_future(c * chunk, end_of(c, chunk), future);
    }
    for (std::int64_t c = 0; c < chunks; ++c) {
      Border* border = borders + c * Vectors;
      for (int j = 0; j < Vectors; ++j) {
        border[j].past_at_begin = past[j];
        border[j].earlier_at_begin = earlier[j];
      }
      if (c == chunks - 1) break;
      keep_future(c * chunk, end_of(c, chunk), border);
      meet_past(c * chunk, end_of(c, chunk), past, earlier);
    }
    for (int i = 0; i < width; ++i) dw_[i] = du_[i] = 0;
    for (std::int64_t c = chunks - 1; c >= 0; --c) {
      const Border* border = borders + c * Vectors;
      for (int j = 0; j < Vectors; ++j) {
        past[j] = border[j].past_at_begin;
        earlier[j] = border[j].earlier_at_begin;
      }
      keep_future(c * chunk, end_of(c, chunk), border);
      meet_past(c * chunk, end_of(c, chunk), past, earlier);
      meet_later(c * chunk, end_of(c, chunk), later);
    }
    return true;
  }

  double dw(int channel) const { return -dw_[channel] / double(tokens_); }
  double du(int channel) const { return du_[channel]; }

 private:
  static constexpr int count = LaneTraits<Lane>::count;
  static constexpr int width = count * Vectors;
  // Sums over this many tokens are kept in the vectors' own precision, sums of these in double.
  static constexpr std::int64_t strip = 64;

  struct Kept {
    typename Scan::Token token;
    State sum;  // the future first, then the past
    typename Scan::Mark mark;
    Adjoint earlier;
  };
  struct Border {
    State future_at_end, past_at_begin;
    Adjoint earlier_at_begin;
  };

  std::int64_t end_of(std::int64_t c, std::int64_t chunk) const {
    return c * chunk + chunk < tokens_ ? c * chunk + chunk : tokens_;
  }

  static void add_up(const Lane (&lanes)[Vectors], double (&sums)[width]) {
    for (int j = 0; j < Vectors; ++j) {
      Real values[count];
      store(values, lanes[j]);
      for (int i = 0; i < count; ++i) sums[j * count + i] += double(values[i]);
    }
  }

  void skip_future(std::int64_t begin, std::int64_t end, State (&future)[Vectors]) const {
    for (std::int64_t s = end - 1; s >= begin; --s) {
      for (int j = 0; j < Vectors; ++j) {
        Scan::push(future[j], channel_[j], Scan::token(rows_.k.read(s, j) - block_.reference[j]), rows_.v.read(s, j));
      }
    }
  }

  void keep_future(std::int64_t begin, std::int64_t end, const Border* border) const {
    State future[Vectors];
    for (int j = 0; j < Vectors; ++j) future[j] = border[j].future_at_end;
    Kept* kept = kept_ + (end - begin) * Vectors;
    for (std::int64_t s = end - 1; s >= begin; --s) {
      kept -= Vectors;
      for (int j = 0; j < Vectors; ++j) {
        const typename Scan::Token token = Scan::token(rows_.k.read(s, j) - block_.reference[j]);
        kept[j].token = token;
        kept[j].sum = future[j];
        Scan::push(future[j], channel_[j], token, rows_.v.read(s, j));
      }
    }
  }

  void meet_past(std::int64_t begin, std::int64_t end, State (&carried)[Vectors], Adjoint (&carried_marks)[Vectors]) {
    State past[Vectors];
    Adjoint earlier[Vectors];
    for (int j = 0; j < Vectors; ++j) {
      past[j] = carried[j];
      earlier[j] = carried_marks[j];
    }
    Kept* kept = kept_;
    for (std::int64_t from = begin; from < end; from += strip) {
      const std::int64_t to = from + strip < end ? from + strip : end;
      Lane dw[Vectors] = {}, du[Vectors] = {};
      for (std::int64_t s = from; s < to; ++s, kept += Vectors) {
        for (int j = 0; j < Vectors; ++j) {
          const Lane v = rows_.v.read(s, j);
          const State future = kept[j].sum;
          const typename Scan::Token token = kept[j].token;
          const typename Scan::Mark mark = Scan::mark(past[j], future, channel_[j], token, v, rows_.grad.read(s, j));
          dw[j] += Scan::decay_gradient(earlier[j], future, channel_[j]);
          du[j] += Scan::self_gradient(mark, channel_[j], token, v);
          kept[j].sum = past[j];
          kept[j].mark = mark;
          kept[j].earlier = earlier[j];
          Scan::push(earlier[j], channel_[j], mark);
          Scan::push(past[j], channel_[j], token, v);
        }
      }
      add_up(dw, dw_);
      add_up(du, du_);
    }
    for (int j = 0; j < Vectors; ++j) {
      carried[j] = past[j];
      carried_marks[j] = earlier[j];
    }
  }

  void meet_later(std::int64_t begin, std::int64_t end, Adjoint (&carried)[Vectors]) {
    Adjoint later[Vectors];
    for (int j = 0; j < Vectors; ++j) later[j] = carried[j];
    const Kept* kept = kept_ + (end - begin) * Vectors;
    for (std::int64_t to = end; to > begin; to -= strip) {
      const std::int64_t from = to - strip > begin ? to - strip : begin;
      Lane dw[Vectors] = {};
      for (std::int64_t s = to - 1; s >= from; --s) {
        kept -= Vectors;
        for (int j = 0; j < Vectors; ++j) {
          const Kept& here = kept[j];
          Lane dk, dv;
          Scan::token_gradient(later[j], here.earlier, here.mark, channel_[j], here.token, rows_.v.read(s, j), dk, dv);
          rows_.dk.write(s, j, dk);
          rows_.dv.write(s, j, dv);
          dw[j] += Scan::decay_gradient(later[j], here.sum, channel_[j]);
          Scan::push(later[j], channel_[j], here.mark);
        }
      }
      add_up(dw, dw_);
    }
    for (int j = 0; j < Vectors; ++j) carried[j] = later[j];
  }

  std::int64_t tokens_;
  const Block<Lane, Vectors>& block_;
  Channel<Lane> channel_[Vectors];
  BackwardRows<Rows> rows_;
  Kept* kept_ = nullptr;
  double dw_[width] = {}, du_[width] = {};
};

template <class Scan, class Rows, class Lane, int Vectors>
bool run_backward(const BiWkvBackward& call, const Block<Lane, Vectors>& block, const BackwardRows<Rows>& rows,
                  double* dw, double* du) {
  BackwardScan<Scan, Rows, Vectors> scan(call, block, rows);
  if (!scan.run()) return false;
  for (std::int64_t i = 0; i < block.channels; ++i) {
    dw[i] = scan.dw(int(i));
    du[i] = scan.du(int(i));
  }
  return true;
}

template <class Stored, class Lane, int Vectors, bool Whole>
bool backward_block(const BiWkvBackward& call, std::int64_t batch, std::int64_t first, std::int64_t channels) {
  using Rows = SequenceRows<Stored, Lane, Whole>;
  const BiWkvShape& shape = call.shape;
  const BackwardRows<Rows> rows = {Rows(call.grad, shape.order, batch, first, channels),
                                   Rows(call.k, shape.order, batch, first, channels),
                                   Rows(call.v, shape.order, batch, first, channels),
                                   Rows(call.dk, shape.order, batch, first, channels),
                                   Rows(call.dv, shape.order, batch, first, channels)};
  double* dw = call.partial + 2 * batch * shape.channels + first;
  double* du = dw + shape.channels;
  if (shape.tokens == 1) {  // y = v
    for (int j = 0; j < Vectors; ++j) {
      rows.dk.write(0, j, Lane{});
      rows.dv.write(0, j, rows.grad.read(0, j));
    }
    for (std::int64_t i = 0; i < channels; ++i) dw[i] = du[i] = 0;
    return true;
  }
  const auto block = Block<Lane, Vectors>::of(shape, first, channels, rows.k);
  if (block.linear) return run_backward<LinearScan<Lane>>(call, block, rows, dw, du);
  return run_backward<ScaledScan<Lane>>(call, block, rows, dw, du);
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
