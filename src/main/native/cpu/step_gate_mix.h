// The end of a spatial mix in strips of pixels: norm, receptance, gate, output projection, sum.
#pragma once

#include "cpu/fused_gated_upsample.h"
#include "cpu/fused_norm_pool.h"
#include "cpu/packed_product.h"
#include "cpu/scratch.h"
#include "rwkv_sss/prediction_steps.h"

namespace rwkv_sss {
namespace {

/** to = LN(x) of one pixel. */
inline void normalise_pixel(const float* x, const Moments<float>& m, const float* weight, const float* bias,
                            int64_t channels, float* to) {
  for_lanes<float>(0, channels, [=](auto lanes, int64_t c) {
    constexpr int N = decltype(lanes)::value;
    store<N>(to + c, m.normed(load<N>(x + c)) * load<N>(weight + c) + load<N>(bias + c));
  });
}

/** Multiplies the gate of each pixel from `first` on by the tokens around it; row is working memory of a row of tokens. */
inline void gate_pixels(const GateMixStep& p, const Extent& grid, int64_t first, int64_t count, float* row,
                        float* gates) {
  const int64_t channels = p.channels, lines = p.size.depth * p.size.height;
  int64_t interpolated = -1;
  for (int64_t i = 0; i < count; ++i, gates += channels) {
    const int64_t line = (first + i) / p.size.width, w = (first + i) % p.size.width;
    if (line != interpolated) {
      const int64_t b = line / lines, d = line % lines / p.size.height, h = line % p.size.height;
      const TokenRows<float> rows(between_tokens<float>(d, p.window.depth, grid.depth),
                                  between_tokens<float>(h, p.window.height, grid.height), grid.height);
      interpolate_rows(p.y + b * grid.count() * channels, rows, grid.width * channels, row);
      interpolated = line;
    }
    const Between<float> along = between_tokens<float>(w, p.window.width, grid.width);
    const float *low = row + along.low * channels, *high = row + along.high * channels, weight = along.weight;
    for_lanes<float>(0, channels, [=](auto lanes, int64_t c) {
      constexpr int N = decltype(lanes)::value;
      const Lanes<float, N> up = between<float, Lanes<float, N>>(load<N>(low + c), load<N>(high + c), weight);
      store<N>(gates + c, gate<float, N>(load<N>(gates + c)) * up);
    });
  }
}

inline int32_t gate_mix(const GateMixStep& p, ParallelFor parallel) {
  const Extent grid = windows_of(p.size, p.window);
  const int64_t channels = p.channels, pixels = p.batch * p.size.count(), one = packed_count(channels, channels);
  float* panels = static_cast<float*>(call_scratch(size_t(2 * one) * sizeof(float)));
  if (!panels) return -1;
  const PackedMatrix receptance = pack_panels(p.receptance, channels, channels, panels);
  const PackedMatrix output = pack_panels(p.output, channels, channels, panels + one);
  const int64_t rows = strip_rows(3 * channels);
  return parallel_rows(parallel, (pixels + rows - 1) / rows, 4 * rows * channels, [&](int64_t begin, int64_t end) {
    float* work =
        static_cast<float*>(thread_scratch(size_t(2 * rows * channels + grid.width * channels) * sizeof(float)));
    if (!work) throw std::bad_alloc();
    float *normed = work, *gated = normed + rows * channels, *row = gated + rows * channels;
    for (int64_t strip = begin; strip < end; ++strip) {
      const int64_t first = strip * rows, count = pixels - first < rows ? pixels - first : rows;
      float* x = p.x + first * channels;
      for (int64_t i = 0; i < count; ++i)
        normalise_pixel(x + i * channels, moments_of(x + i * channels, channels, p.eps), p.norm_weight, p.norm_bias,
                        channels, normed + i * channels);
      product({Factor{normed, channels, receptance}}, count, [=](auto lanes, int64_t r, int64_t c, auto sum) {
        store<decltype(lanes)::value>(gated + r * channels + c, sum);
      });
      gate_pixels(p, grid, first, count, row, gated);
      product({Factor{gated, channels, output}}, count, [=](auto lanes, int64_t r, int64_t c, auto sum) {
        constexpr int N = decltype(lanes)::value;
        float* at = x + r * channels + c;
        store<N>(at, load<N>(at) + sum);
      });
    }
  });
}

}  // namespace
}  // namespace rwkv_sss
