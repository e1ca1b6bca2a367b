// One block of channels of one batch: its constants, and which form of the recurrence its numbers allow.
#pragma once

#include <cmath>
#include <limits>
#include <type_traits>

#include "cpu/sequence_rows.h"
#include "rwkv_sss/bi_wkv_linear.h"
#include "rwkv_sss/bi_wkv_scaled.h"
#include "rwkv_sss/channel_value.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

// The largest and smallest k of each channel. NaN is passed over: it makes its own way through the recurrences.
template <class Lane, int Vectors>
struct KeyRange {
  Lane largest[Vectors], smallest[Vectors];

  KeyRange() {
    const RealOf<Lane> infinity = std::numeric_limits<RealOf<Lane>>::infinity();
    for (int j = 0; j < Vectors; ++j) {
      largest[j] = splat<Lane>(-infinity);
      smallest[j] = splat<Lane>(infinity);
    }
  }
  RWKV_SSS_HD void include(int j, Lane k) {
    largest[j] = larger(k, largest[j]);
    smallest[j] = smaller(k, smallest[j]);
  }
};

template <class Lane, int Vectors, class Rows>
KeyRange<Lane, Vectors> key_range(std::int64_t tokens, const Rows& k) {
  KeyRange<Lane, Vectors> range;
  for (std::int64_t s = 0; s < tokens; ++s) {
    for (int j = 0; j < Vectors; ++j) range.include(j, k.read(s, j));
  }
  return range;
}

// exp of each number. libm's, one by one, took longer than all the rest of a short sequence, so vectors compute it where
// they are wide enough to gain. Beyond +-700 it stays what it is there: as good as zero, and the linear form allows
// nothing so large.
template <int count>
void exponentials(double (&x)[count]) {
  constexpr int step = LaneTraits<VectorDouble>::count;
  static_assert(count % step == 0, "vectors of numbers are whole vectors of doubles");
  if constexpr (step < 4) {
    for (double& value : x) value = std::exp(value);
    return;
  }
  for (int i = 0; i < count; i += step) {
    const VectorDouble value = load<VectorDouble>(x + i), limit = splat<VectorDouble>(700);
    store(x + i, short_exponential(smaller(larger(value, -limit), limit)));
  }
}

template <class Lane, int Vectors>
struct Block {
  using Real = RealOf<Lane>;
  static constexpr int count = LaneTraits<Lane>::count;
  static constexpr int width = count * Vectors;

  std::int64_t first, channels;  // channels <= width
  Lane reference[Vectors];       // subtracted from k

  Block(std::int64_t first_channel, std::int64_t channel_count) : first(first_channel), channels(channel_count) {
    for (int j = 0; j < Vectors; ++j) reference[j] = Lane{};
  }

  void refer_to(const KeyRange<Lane, Vectors>& range) {
    for (int j = 0; j < Vectors; ++j) reference[j] = range.largest[j];
  }

  bool linear_allows(const BiWkvShape& shape) const {
    for (std::int64_t c = first; c < first + channels; ++c) {
      if (!rwkv_sss::linear_allows<Real>(channel_value(shape.w, c), channel_value(shape.u, c))) return false;
    }
    return true;
  }

  template <class Scan>
  bool spanned_by(const KeyRange<Lane, Vectors>& range) const {
    for (int j = 0; j < Vectors; ++j) {
      Real high[count], low[count], zero[count];
      store(high, range.largest[j]);
      store(low, range.smallest[j]);
      store(zero, reference[j]);
      for (int i = 0; i < count; ++i) {
        if (!Scan::spans(double(low[i]) - double(zero[i]), double(high[i]) - double(zero[i]))) return false;
      }
    }
    return true;
  }

  template <class Scan>
  void constants(const BiWkvShape& shape, std::int64_t steps, Channel<Lane> (&out)[Vectors]) const {
    for (int j = 0; j < Vectors; ++j) {
      const std::int64_t left = channels - j * count;
      const int here = left < 0 ? 0 : left < count ? int(left) : count;
      double exponent[count] = {}, bonus[count] = {};
      for (int i = 0; i < here; ++i) {
        const std::int64_t channel = first + j * count + i;
        exponent[i] = -double(steps) * channel_value(shape.w, channel) / double(shape.tokens);
        bonus[i] = channel_value(shape.u, channel);
      }
      constexpr bool linear = std::is_same<Scan, LinearScan<Lane>>::value;
      if constexpr (linear) {
        exponentials(exponent);
        exponentials(bonus);
      }
      Real decay[count] = {}, rest[count] = {}, self[count] = {};
      IntOf<Real> decay_exponent[count] = {}, self_exponent[count] = {};
      for (int i = 0; i < here; ++i) {
        Channel<Real> c;
        if constexpr (linear) {
          c = linear_channel<Real>(exponent[i], bonus[i]);
        } else {
          c = Scan::channel(-exponent[i], bonus[i]);
        }
        decay[i] = c.decay;
        rest[i] = c.decay_rest;
        self[i] = c.self;
        decay_exponent[i] = c.decay_exponent;
        self_exponent[i] = c.self_exponent;
      }
      out[j] = {load<Lane>(decay), load<Lane>(rest), load<Lane>(self), load<IntOf<Lane>>(decay_exponent),
                load<IntOf<Lane>>(self_exponent)};
    }
  }
};

// Runs a scan in the form that its numbers allow: first the linear one as if k needed no reference, which it mostly
// does not; that pass learns the range of k on its way, before anything is written.
template <template <class, class, int> class Scan, class Lane, int Vectors, template <class> class Group, class Rows,
          class Finish>
bool run_in_form(const BiWkvShape& shape, std::int64_t first, std::int64_t channels, const Group<Rows>& rows,
                 const Finish& finish) {
  using Linear = Scan<LinearScan<Lane>, Rows, Vectors>;
  using Scaled = Scan<ScaledScan<Lane>, Rows, Vectors>;
  Block<Lane, Vectors> block(first, channels);
  if (block.linear_allows(shape)) {
    Linear scan(shape.tokens, rows);
    if (!scan.has_memory()) return false;
    bool done = scan.run(shape, block);
    if (!done) {
      block.refer_to(scan.range());
      done = block.template spanned_by<LinearScan<Lane>>(scan.range()) && scan.run(shape, block);
    }
    if (done) return finish(scan);
  } else {
    block.refer_to(key_range<Lane, Vectors>(shape.tokens, rows.k));
  }
  Scaled scan(shape.tokens, rows);
  if (!scan.has_memory()) return false;
  scan.run(shape, block);
  return finish(scan);
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
