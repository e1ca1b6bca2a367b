// A block of GPU threads goes over one chunk of the sequence for a few channels, a segment per thread; the host runs
// the same program, thread after thread, for the tests.
//
// A Team runs the phases. each(f) calls f(thread) for every thread and then waits for all of them; Private<T> is a
// variable of each thread; any(flag) tells whether the flag is set in one of them. Thread t has channel t % channels
// and segment t / channels: neighbouring threads read neighbouring channels.
#pragma once

#include "rwkv_sss/bi_wkv_segment.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

// The channels of one step, and of 1, 2, 4 ... segments of steps: 128 segments at most.
constexpr int span_levels = 9;

struct SegmentGrid {
  int channels, segments, length;
  RWKV_SSS_HD int threads() const { return channels * segments; }
};

// Continues every segment's sum by those before it (rightwards) or behind it, log2(segments) joins deep: neither the
// depth of a serial scan nor its rounding. On return each thread has the sum of what lies beyond its own segment,
// `edge` (what lies beyond the whole chunk) included, and total[channel] that of the whole chunk and the edge.
template <class Scan, class Team, class Sum>
RWKV_SSS_HD void scan_segments(Team& team, bool rightwards, int channels, int segments, int length,
                               const Channel<typename Scan::Real>* spans, typename Team::template Private<Sum>& mine,
                               typename Team::template Private<Sum>& edge, Sum* exchange, Sum* total) {
  const int first = rightwards ? 0 : segments - 1, last = rightwards ? segments - 1 : 0;
  team.each([&](int t) {
    // A segment of fewer tokens is the sequence's last: beyond it lies nothing that could be decayed too far.
    if (t / channels == first) {
      Sum sum = edge[t];
      join_steps<Scan>(sum, spans[channels + t % channels], length, mine[t]);
      mine[t] = sum;
    }
  });
  int level = 1;
  for (int step = 1; step < segments; step *= 2, ++level) {
    team.each([&](int t) { exchange[t] = mine[t]; });
    team.each([&](int t) {
      const int other = rightwards ? t / channels - step : t / channels + step;
      if (other >= 0 && other < segments) {
        Sum sum = exchange[other * channels + t % channels];
        join_steps<Scan>(sum, spans[level * channels + t % channels], step * length, mine[t]);
        mine[t] = sum;
      }
    });
  }
  team.each([&](int t) { exchange[t] = mine[t]; });
  team.each([&](int t) {
    if (total && t / channels == last) total[t % channels] = mine[t];
    const int other = rightwards ? t / channels - 1 : t / channels + 1;
    mine[t] = t / channels == first ? edge[t] : exchange[other * channels + t % channels];
  });
}

// The channel constants that a block needs, by all of its threads. A span longer than the sequence joins nothing to
// nothing, but with a growing weight its factor could be infinite: it is taken as long as the sequence.
template <class Scan, class Team, class Steps>
RWKV_SSS_HD void prepare_spans(Team& team, int channels, int threads, int length, std::int64_t tokens,
                               const Steps& decay_and_bonus, Channel<typename Scan::Real>* spans) {
  team.each([&](int t) {
    for (int i = t; i < span_levels * channels; i += threads) {
      const int level = i / channels;
      double steps = level == 0 ? 1 : double(length) * double(1 << (level - 1));
      steps = steps < double(tokens) ? steps : double(tokens);
      double decay, bonus;
      decay_and_bonus(i % channels, decay, bonus);
      spans[i] = Scan::channel(steps * decay, bonus);
    }
  });
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
