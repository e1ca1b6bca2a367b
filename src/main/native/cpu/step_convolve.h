// A 3 x 3 convolution to few results, the last step of a head: each result is a sum over channels, so channels are the
// vector and four neighbouring pixels share the taps that are loaded.
#pragma once

#include <algorithm>

#include "cpu/fused_lanes.h"
#include "cpu/scratch.h"
#include "rwkv_sss/prediction_steps.h"

namespace rwkv_sss {
namespace {

/** Results that are summed at a time; more take further passes over the row. */
constexpr int results_together = 4;

/** What all pixels share: taps as (map, row, column, result, channel), and a row of zeros. */
struct FewTaps {
  const float *taps[2], *zeros;
};

inline int64_t few_taps_count(const ConvolveStep& p) {
  return 9 * p.results * (p.channels[0] + p.channels[1]) + std::max(p.channels[0], p.channels[1]);
}

/** Reorders (results, channels of both maps, 3, 3). */
inline FewTaps reorder_taps(const ConvolveStep& p, float* to) {
  const int64_t all = p.channels[0] + p.channels[1];
  FewTaps taps{};
  for (int map = 0; map < 2; ++map) {
    const int64_t first = map == 0 ? 0 : p.channels[0];
    taps.taps[map] = to;
    for (int64_t tap = 0; tap < 9; ++tap)
      for (int64_t k = 0; k < p.results; ++k)
        for (int64_t c = 0; c < p.channels[map]; ++c) *to++ = p.weight[(k * all + first + c) * 9 + tap];
  }
  taps.zeros = to;
  memset(to, 0, size_t(std::max(p.channels[0], p.channels[1])) * sizeof(float));
  return taps;
}

/** Pixels w to w + Pixels - 1 of a line, results from `first` on. */
template <int Pixels, int Results>
inline void convolve_few(const ConvolveStep& p, const FewTaps& shared, int64_t line, int64_t w, int64_t first) {
  constexpr int wide = widest<float>();
  Lanes<float, wide> sums[Pixels][Results] = {};
  float rest[Pixels][Results] = {};
  const int64_t h = line % p.height;
  for (int map = 0; map < 2; ++map) {
    const int64_t channels = p.channels[map];
    for (int64_t ky = h > 0 ? 0 : 1; ky < (h + 1 < p.height ? 3 : 2); ++ky) {
      const float* row = p.x[map] + ((line + ky - 1) * p.width + w) * channels;
      const float* left = w > 0 ? row - channels : shared.zeros;
      const float* right = w + Pixels < p.width ? row + Pixels * channels : shared.zeros;
      const float* taps = shared.taps[map] + (3 * ky * p.results + first) * channels;
      const int64_t next_tap = p.results * channels;
      for_lanes<float>(0, channels, [&](auto lanes, int64_t c) {
        constexpr int N = decltype(lanes)::value;
        Lanes<float, N> x[Pixels + 2];
        x[0] = load<N>(left + c);
        RWKV_SSS_UNROLL for (int i = 0; i < Pixels; ++i) x[i + 1] = load<N>(row + i * channels + c);
        x[Pixels + 1] = load<N>(right + c);
        RWKV_SSS_UNROLL for (int kx = 0; kx < 3; ++kx) RWKV_SSS_UNROLL for (int k = 0; k < Results; ++k) {
          const Lanes<float, N> tap = load<N>(taps + kx * next_tap + k * channels + c);
          RWKV_SSS_UNROLL for (int i = 0; i < Pixels; ++i) {
            if constexpr (N == wide)
              sums[i][k] += tap * x[i + kx];
            else
              rest[i][k] += sum_lanes<float, N>(tap * x[i + kx]);
          }
        }
      });
    }
  }
  float* out = p.out + (line * p.width + w) * p.results + first;
  for (int i = 0; i < Pixels; ++i)
    for (int k = 0; k < Results; ++k)
      out[i * p.results + k] = p.bias[first + k] + rest[i][k] + sum_lanes<float, wide>(sums[i][k]);
}

template <int Results> inline void convolve_line(const ConvolveStep& p, const FewTaps& shared, int64_t line,
                                                 int64_t first) {
  int64_t w = 0;
  for (; w + 4 <= p.width; w += 4) convolve_few<4, Results>(p, shared, line, w, first);
  for (; w < p.width; ++w) convolve_few<1, Results>(p, shared, line, w, first);
}

inline int32_t convolve_joined(const ConvolveStep& p, ParallelFor parallel) {
  float* memory = static_cast<float*>(call_scratch(size_t(few_taps_count(p)) * sizeof(float)));
  if (!memory) return -1;
  const FewTaps shared = reorder_taps(p, memory);
  const int64_t numbers = p.width * (p.channels[0] + p.channels[1]) * p.results;
  return parallel_rows(parallel, p.batch * p.height, numbers, [&](int64_t begin, int64_t end) {
    for (int64_t line = begin; line < end; ++line)
      for (int64_t first = 0; first < p.results; first += results_together) {
        switch (std::min<int64_t>(p.results - first, results_together)) {
          case 1: convolve_line<1>(p, shared, line, first); break;
          case 2: convolve_line<2>(p, shared, line, first); break;
          case 3: convolve_line<3>(p, shared, line, first); break;
          default: convolve_line<results_together>(p, shared, line, first); break;
        }
      }
  });
}

}  // namespace
}  // namespace rwkv_sss
