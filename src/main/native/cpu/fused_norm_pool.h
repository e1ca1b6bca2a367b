// norm_pool: LayerNorm over channels and the window means of its result, while the row is hot.
#pragma once

#include "cpu/fused_lanes.h"

namespace rwkv_sss {
namespace {

/** Moments of one pixel's channels; the variance in a second pass. */
template <class T> inline Moments<Accumulator<T>> moments_of(const T* x, int64_t channels, double eps) {
  typedef Accumulator<T> A;
  Lanes<A, widest<A>()> wide{};
  A rest = 0;
  const auto add = [&](auto lanes, auto value) {
    if constexpr (decltype(lanes)::value == widest<A>())
      wide += value;
    else
      rest += sum_lanes<A, decltype(lanes)::value>(value);
  };
  for_lanes<A>(0, channels, [&](auto lanes, int64_t c) { add(lanes, load<decltype(lanes)::value>(x + c)); });
  const A mean = (sum_lanes<A, widest<A>()>(wide) + rest) / A(channels);
  wide = Lanes<A, widest<A>()>{};
  rest = 0;
  for_lanes<A>(0, channels, [&](auto lanes, int64_t c) {
    const auto apart = load<decltype(lanes)::value>(x + c) - mean;
    add(lanes, apart * apart);
  });
  const A variance = (sum_lanes<A, widest<A>()>(wide) + rest) / A(channels);
  return Moments<A>::of(mean, variance, eps);
}

template <class T> int32_t norm_pool(const NormPool& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const Extent grid = windows_of(p.size, p.window);
  const int64_t channels = p.channels, units_per_item = grid.depth * grid.height, token_row = grid.width * channels;
  const T *weight = static_cast<const T*>(p.weight), *bias = static_cast<const T*>(p.bias);
  const int64_t unit_numbers = p.size.width * channels * p.window.depth * p.window.height;
  // One unit of work is one row of windows.
  return parallel_rows(parallel, p.batch * units_per_item, unit_numbers, [&](int64_t begin, int64_t end) {
    Scratch<A> sums(token_row);
    for (int64_t unit = begin; unit < end; ++unit) {
      const int64_t b = unit / units_per_item, gd = unit % units_per_item / grid.height, gh = unit % grid.height;
      const int64_t first_d = gd * p.window.depth, first_h = gh * p.window.height;
      const int64_t last_d = first_d + p.window.depth < p.size.depth ? first_d + p.window.depth : p.size.depth;
      const int64_t last_h = first_h + p.window.height < p.size.height ? first_h + p.window.height : p.size.height;
      memset(sums.get(), 0, size_t(token_row) * sizeof(A));
      for (int64_t d = first_d; d < last_d; ++d)
        for (int64_t h = first_h; h < last_h; ++h) {
          const int64_t line = ((b * p.size.depth + d) * p.size.height + h) * p.size.width * channels;
          const T* x = static_cast<const T*>(p.x) + line;
          for (int64_t w = 0; w < p.size.width; ++w, x += channels) {
            T* normed = p.normed ? static_cast<T*>(p.normed) + line + w * channels : nullptr;
            const Moments<A> m = moments_of(x, channels, p.eps);
            A* sum = sums.get() + w / p.window.width * channels;
            for_lanes<A>(0, channels, [=](auto lanes, int64_t c) {
              constexpr int N = decltype(lanes)::value;
              const Lanes<A, N> n = m.normed(load<N>(x + c)) * load<N>(weight + c) + load<N>(bias + c);
              if (normed) store<N>(normed + c, n);
              store<N>(sum + c, load<N>(sum + c) + n);
            });
          }
        }
      for (int64_t gw = 0; gw < grid.width; ++gw) {
        const int64_t left = p.size.width - gw * p.window.width;
        const int64_t wide = left < p.window.width ? left : p.window.width;
        const A scale = A(1) / A((last_d - first_d) * (last_h - first_h) * wide);
        const A* sum = sums.get() + gw * channels;
        T* pooled = static_cast<T*>(p.pooled) + unit * token_row + gw * channels;
        for_lanes<A>(0, channels, [=](auto lanes, int64_t c) {
          constexpr int N = decltype(lanes)::value;
          store<N>(pooled + c, load<N>(sum + c) * scale);
        });
      }
    }
  });
}

/** Pixels that exist in the window at position g of an axis. */
inline int64_t window_extent(int64_t g, int64_t window, int64_t size) {
  const int64_t left = size - g * window;
  return left < window ? left : window;
}

template <class T> int32_t norm_pool_backward(const NormPool& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const Extent grid = windows_of(p.size, p.window);
  const int64_t channels = p.channels, lines = p.batch * p.size.depth * p.size.height;
  const int64_t parts = parts_of(lines, p.size.width * channels);
  const T* weight = static_cast<const T*>(p.weight);
  Scratch<A> partial(parts * 2 * channels);
  const int32_t error =
      parallel_rows(parallel, parts, lines / parts * p.size.width * channels, [&](int64_t begin, int64_t end) {
        Scratch<A> row(2 * channels);
        A *normed = row.get(), *weighted = normed + channels;
        for (int64_t part = begin; part < end; ++part) {
          A *sum_weight = &partial[part * 2 * channels], *sum_bias = sum_weight + channels;
          memset(sum_weight, 0, size_t(2 * channels) * sizeof(A));
          for (int64_t line = lines * part / parts; line < lines * (part + 1) / parts; ++line) {
            const int64_t h = line % p.size.height, d = line / p.size.height % p.size.depth;
            const int64_t b = line / (p.size.height * p.size.depth);
            const int64_t gd = d / p.window.depth, gh = h / p.window.height;
            const int64_t deep_high =
                window_extent(gd, p.window.depth, p.size.depth) * window_extent(gh, p.window.height, p.size.height);
            const int64_t grid_line = ((b * grid.depth + gd) * grid.height + gh) * grid.width;
            for (int64_t w = 0; w < p.size.width; ++w) {
              const int64_t at = (line * p.size.width + w) * channels, gw = w / p.window.width;
              const T *x = static_cast<const T*>(p.x) + at, *grad = static_cast<const T*>(p.grad_normed) + at;
              const T* grad_pooled = static_cast<const T*>(p.grad_pooled) + (grid_line + gw) * channels;
              T* grad_x = static_cast<T*>(p.grad_x) + at;
              const A share = A(1) / A(deep_high * window_extent(gw, p.window.width, p.size.width));
              const Moments<A> m = moments_of(x, channels, p.eps);
              A mean = 0, mean_normed = 0;
              Lanes<A, widest<A>()> wide{}, wide_normed{};
              for_lanes<A>(0, channels, [&](auto lanes, int64_t c) {
                constexpr int N = decltype(lanes)::value;
                const Lanes<A, N> n = m.normed(load<N>(x + c));
                const Lanes<A, N> g = load<N>(grad + c) + share * load<N>(grad_pooled + c);
                const Lanes<A, N> scaled = g * load<N>(weight + c);
                store<N>(sum_weight + c, load<N>(sum_weight + c) + g * n);
                store<N>(sum_bias + c, load<N>(sum_bias + c) + g);
                store<N>(normed + c, n);
                store<N>(weighted + c, scaled);
                if constexpr (N == widest<A>()) {
                  wide += scaled;
                  wide_normed += scaled * n;
                } else {
                  mean += sum_lanes<A, N>(scaled);
                  mean_normed += sum_lanes<A, N>(scaled * n);
                }
              });
              mean = (mean + sum_lanes<A, widest<A>()>(wide)) / A(channels);
              mean_normed = (mean_normed + sum_lanes<A, widest<A>()>(wide_normed)) / A(channels);
              for_lanes<A>(0, channels, [=](auto lanes, int64_t c) {
                constexpr int N = decltype(lanes)::value;
                store<N>(grad_x + c, m.gradient(load<N>(weighted + c), load<N>(normed + c), mean, mean_normed));
              });
            }
          }
        }
      });
  if (error) return error;
  add_parts(partial.get(), 2 * channels, lines > 0 ? parts : 0, channels, static_cast<T*>(p.grad_weight));
  add_parts(partial.get() + channels, 2 * channels, lines > 0 ? parts : 0, channels, static_cast<T*>(p.grad_bias));
  return 0;
}

}  // namespace
}  // namespace rwkv_sss
