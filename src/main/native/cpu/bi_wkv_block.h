// One block of channels of one batch: its constants, and which form of the recurrence its numbers allow.
#pragma once

#include "cpu/sequence_rows.h"
#include "rwkv_sss/bi_wkv_linear.h"
#include "rwkv_sss/bi_wkv_scaled.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

inline double channel_value(const PerChannel& values, std::int64_t channel) {
  const std::int64_t i = channel * values.stride;
  switch (values.element) {
    case Element::float32: return static_cast<const float*>(values.data)[i];
    case Element::float64: return static_cast<const double*>(values.data)[i];
    case Element::float16: return to_real(static_cast<const Float16*>(values.data)[i]);
    case Element::bfloat16: return to_real(static_cast<const BFloat16*>(values.data)[i]);
  }
  return 0;
}

template <class Lane, int Vectors>
struct Block {
  static constexpr int count = LaneTraits<Lane>::count;
  static constexpr int width = count * Vectors;

  std::int64_t first, channels;  // channels <= width
  Lane reference[Vectors];       // the largest k, subtracted from each
  bool linear;

  template <class Rows>
  static Block of(const BiWkvShape& shape, std::int64_t first, std::int64_t channels, const Rows& k) {
    Block block;
    block.first = first;
    block.channels = channels;
    Lane largest[Vectors], smallest[Vectors];
    for (int j = 0; j < Vectors; ++j) largest[j] = smallest[j] = k.read(0, j);
    for (std::int64_t s = 1; s < shape.tokens; ++s) {
      for (int j = 0; j < Vectors; ++j) {
        const Lane x = k.read(s, j);
        largest[j] = larger(x, largest[j]);
        smallest[j] = smaller(x, smallest[j]);
      }
    }
    block.linear = true;
    for (int j = 0; j < Vectors; ++j) {
      block.reference[j] = largest[j];
      RealOf<Lane> high[count], low[count];
      store(high, largest[j]);
      store(low, smallest[j]);
      for (int i = 0; i < count && j * count + i < channels; ++i) {
        const std::int64_t channel = first + j * count + i;
        block.linear = block.linear && linear_is_safe<RealOf<Lane>>(double(high[i]) - double(low[i]),
                                                                    channel_value(shape.w, channel),
                                                                    channel_value(shape.u, channel));
      }
    }
    return block;
  }

  template <class Scan>
  void constants(const BiWkvShape& shape, Channel<Lane> (&out)[Vectors]) const {
    using Real = RealOf<Lane>;
    for (int j = 0; j < Vectors; ++j) {
      Real decay[count] = {}, rest[count] = {}, self[count] = {};
      IntOf<Real> decay_exponent[count] = {}, self_exponent[count] = {};
      for (int i = 0; i < count && j * count + i < channels; ++i) {
        const std::int64_t channel = first + j * count + i;
        const Channel<Real> c = Scan::channel(channel_value(shape.w, channel) / double(shape.tokens),
                                              channel_value(shape.u, channel));
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

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
