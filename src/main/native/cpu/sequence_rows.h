// Reads and writes the rows of a (T, C) plane for one block of channels, through the scan order.
#pragma once

#include "cpu/simd.h"
#include "rwkv_sss/bi_wkv_params.h"
#include "rwkv_sss/half_types.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

// Whole: every lane of the block is a channel and channels are adjacent, so a row is read as vectors.
// Otherwise channels are read one by one and the missing ones are zero, which no recurrence minds.
template <class Stored, class Lane, bool Whole>
class SequenceRows {
 public:
  SequenceRows(const Sequence& sequence, const std::int32_t* order, std::int64_t batch, std::int64_t first_channel,
               std::int64_t channels)
      : base_(static_cast<Stored*>(sequence.data) + batch * sequence.batch_stride +
              first_channel * sequence.channel_stride),
        token_stride_(sequence.token_stride),
        channel_stride_(sequence.channel_stride),
        channels_(channels),
        order_(order) {}

  RWKV_SSS_HD Lane read(std::int64_t position, int vector) const {
    const Stored* row = row_at(position);
    if constexpr (Whole && std::is_same<Stored, RealOf<Lane>>::value) {
      return load<Lane>(row + vector * count);
    } else {
      RealOf<Lane> lanes[count];
      for (int i = 0; i < count; ++i) {
        const std::int64_t channel = vector * count + i;
        if constexpr (Whole) {
          lanes[i] = to_real(row[channel]);
        } else {
          lanes[i] = channel < channels_ ? RealOf<Lane>(to_real(row[channel * channel_stride_])) : RealOf<Lane>(0);
        }
      }
      return load<Lane>(lanes);
    }
  }

  RWKV_SSS_HD void write(std::int64_t position, int vector, Lane x) const {
    Stored* row = row_at(position);
    if constexpr (Whole && std::is_same<Stored, RealOf<Lane>>::value) {
      store(row + vector * count, x);
    } else {
      RealOf<Lane> lanes[count];
      store(lanes, x);
      for (int i = 0; i < count; ++i) {
        const std::int64_t channel = vector * count + i;
        if constexpr (Whole) {
          from_real(lanes[i], row[channel]);
        } else if (channel < channels_) {
          from_real(lanes[i], row[channel * channel_stride_]);
        }
      }
    }
  }

  // Asks for the row that is read (or written) some positions later: rows lie a whole token apart, too far for the
  // processor to guess, and through an order anywhere.
  RWKV_SSS_HD void prefetch_read(std::int64_t position) const { prefetch<0>(position); }
  RWKV_SSS_HD void prefetch_write(std::int64_t position) const { prefetch<1>(position); }

 private:
  static constexpr int count = LaneTraits<Lane>::count;

  template <int write>
  RWKV_SSS_HD void prefetch(std::int64_t position) const {
#if defined(__GNUC__)
    const Stored* row = row_at(position);
    __builtin_prefetch(row, write, 3);
    if constexpr (sizeof(Stored) * count > 32) __builtin_prefetch(row + count, write, 3);
#endif
  }

  RWKV_SSS_HD Stored* row_at(std::int64_t position) const {
    return base_ + (order_ ? std::int64_t(order_[position]) : position) * token_stride_;
  }

  Stored* base_;
  std::int64_t token_stride_, channel_stride_, channels_;
  const std::int32_t* order_;
};

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
