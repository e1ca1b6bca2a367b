// gated_upsample: sigmoid(r) times the token grid interpolated to pixels. One row of tokens is
// interpolated across rows (and planes) into working memory, then along the row pixel by pixel.
#pragma once

#include "cpu/fused_lanes.h"

namespace rwkv_sss {
namespace {

/** The token rows around one pixel row, and their weights: 1 (weight 1) to 4 in 3D. */
template <class A> struct TokenRows {
  int64_t offset[4];  // in token rows, within one batch item
  A weight[4];
  int count = 0;

  TokenRows(const Between<A>& d, const Between<A>& h, int64_t grid_height) {
    for (int corner = 0; corner < 4; ++corner) {
      const bool far_d = corner & 2, far_h = corner & 1;
      const A w = (far_d ? d.weight : A(1) - d.weight) * (far_h ? h.weight : A(1) - h.weight);
      if (w == A(0)) continue;
      offset[count] = (far_d ? d.high : d.low) * grid_height + (far_h ? h.high : h.low);
      weight[count++] = w;
    }
  }
};

/** row[i] = weighted sum of the token rows, for one row of n = grid width * channels numbers. */
template <class T, class A> inline void interpolate_rows(const T* y, const TokenRows<A>& rows, int64_t n, A* row) {
  const T* source[4];
  for (int k = 0; k < rows.count; ++k) source[k] = y + rows.offset[k] * n;
  for_lanes<A>(0, n, [&](auto lanes, int64_t i) {
    constexpr int N = decltype(lanes)::value;
    Lanes<A, N> sum = rows.weight[0] * load<N>(source[0] + i);
    for (int k = 1; k < rows.count; ++k) sum += rows.weight[k] * load<N>(source[k] + i);
    store<N>(row + i, sum);
  });
}

template <class T> int32_t gated_upsample(const GatedUpsample& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const Extent grid = windows_of(p.size, p.window);
  const int64_t channels = p.channels, rows_per_item = p.size.depth * p.size.height;
  const int64_t row_numbers = p.size.width * channels, token_row = grid.width * channels;
  return parallel_rows(parallel, p.batch * rows_per_item, row_numbers, [&](int64_t begin, int64_t end) {
    Scratch<A> row(token_row);
    for (int64_t line = begin; line < end; ++line) {
      const int64_t b = line / rows_per_item, d = line % rows_per_item / p.size.height, h = line % p.size.height;
      const TokenRows<A> rows(between_tokens<A>(d, p.window.depth, grid.depth),
                              between_tokens<A>(h, p.window.height, grid.height), grid.height);
      interpolate_rows(static_cast<const T*>(p.y) + b * grid.count() * channels, rows, token_row, row.get());
      const T* r = static_cast<const T*>(p.r) + line * row_numbers;
      T* out = static_cast<T*>(p.out) + line * row_numbers;
      for (int64_t w = 0; w < p.size.width; ++w, r += channels, out += channels) {
        const Between<A> along = between_tokens<A>(w, p.window.width, grid.width);
        const A *low = row.get() + along.low * channels, *high = row.get() + along.high * channels;
        const A weight = along.weight;
        for_lanes<A>(0, channels, [=](auto lanes, int64_t c) {
          constexpr int N = decltype(lanes)::value;
          const Lanes<A, N> up = between<A, Lanes<A, N>>(load<N>(low + c), load<N>(high + c), weight);
          store<N>(out + c, gate<A, N>(load<N>(r + c)) * up);
        });
      }
    }
  });
}

/**
 * One unit of work is all pixel rows between two neighbouring token rows (four in 3D): it alone
 * writes those rows' shares, one grid of shares per corner, which are added afterwards. So there
 * is no race, and the order of summation does not depend on the threads.
 */
template <class T> int32_t gated_upsample_backward(const GatedUpsample& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const Extent grid = windows_of(p.size, p.window);
  const int64_t channels = p.channels, units_per_item = grid.depth * grid.height;
  const int64_t row_numbers = p.size.width * channels, token_row = grid.width * channels;
  const int64_t grid_numbers = p.batch * grid.count() * channels;
  const int corners = grid.depth > 1 ? 4 : 2;
  Scratch<A> shares(corners * grid_numbers);

  const int64_t unit_numbers = row_numbers * p.window.depth * p.window.height;
  int32_t error = parallel_rows(parallel, p.batch * units_per_item, unit_numbers, [&](int64_t begin, int64_t end) {
    Scratch<A> row(token_row), row_grad(token_row);
    for (int64_t unit = begin; unit < end; ++unit) {
      const int64_t b = unit / units_per_item, gd = unit % units_per_item / grid.height, gh = unit % grid.height;
      for (int k = 0; k < corners; ++k)
        memset(&shares[k * grid_numbers + unit * token_row], 0, size_t(token_row) * sizeof(A));
      const int64_t first_d = first_pixel_above(gd, p.window.depth, grid.depth, p.size.depth);
      const int64_t last_d = first_pixel_above(gd + 1, p.window.depth, grid.depth, p.size.depth);
      const int64_t first_h = first_pixel_above(gh, p.window.height, grid.height, p.size.height);
      const int64_t last_h = first_pixel_above(gh + 1, p.window.height, grid.height, p.size.height);
      for (int64_t d = first_d; d < last_d; ++d)
        for (int64_t h = first_h; h < last_h; ++h) {
          const Between<A> at_d = between_tokens<A>(d, p.window.depth, grid.depth);
          const Between<A> at_h = between_tokens<A>(h, p.window.height, grid.height);
          interpolate_rows(static_cast<const T*>(p.y) + b * grid.count() * channels,
                           TokenRows<A>(at_d, at_h, grid.height), token_row, row.get());
          memset(row_grad.get(), 0, size_t(token_row) * sizeof(A));
          int64_t at = ((b * p.size.depth + d) * p.size.height + h) * row_numbers;
          for (int64_t w = 0; w < p.size.width; ++w, at += channels) {
            const Between<A> along = between_tokens<A>(w, p.window.width, grid.width);
            const A *low = row.get() + along.low * channels, *high = row.get() + along.high * channels;
            A *grad_low = row_grad.get() + along.low * channels, *grad_high = row_grad.get() + along.high * channels;
            const T *r = static_cast<const T*>(p.r) + at, *grad = static_cast<const T*>(p.grad) + at;
            T* grad_r = static_cast<T*>(p.grad_r) + at;
            const A weight = along.weight;
            for_lanes<A>(0, channels, [=](auto lanes, int64_t c) {
              constexpr int N = decltype(lanes)::value;
              const Lanes<A, N> up = between<A, Lanes<A, N>>(load<N>(low + c), load<N>(high + c), weight);
              const Lanes<A, N> s = gate<A, N>(load<N>(r + c));
              const Lanes<A, N> through = load<N>(grad + c) * s;
              store<N>(grad_r + c, gate_gradient<A>(through, up, s));
              // One after the other: at the border low and high are the same token.
              store<N>(grad_low + c, load<N>(grad_low + c) + (A(1) - weight) * through);
              store<N>(grad_high + c, load<N>(grad_high + c) + weight * through);
            });
          }
          for (int k = 0; k < corners; ++k) {
            const A w = ((k & 2) ? at_d.weight : A(1) - at_d.weight) * ((k & 1) ? at_h.weight : A(1) - at_h.weight);
            if (w == A(0)) continue;
            A* share = &shares[k * grid_numbers + unit * token_row];
            const A* from = row_grad.get();
            for_lanes<A>(0, token_row, [=](auto lanes, int64_t i) {
              constexpr int N = decltype(lanes)::value;
              store<N>(share + i, load<N>(share + i) + w * load<N>(from + i));
            });
          }
        }
    }
  });
  if (error) return error;

  return parallel_rows(parallel, p.batch * units_per_item, token_row, [&](int64_t begin, int64_t end) {
    for (int64_t unit = begin; unit < end; ++unit) {
      const int64_t gd = unit % units_per_item / grid.height, gh = unit % grid.height;
      const A* from[4] = {&shares[unit * token_row]};
      int count = 1;
      for (int k = 1; k < corners; ++k) {
        const int64_t back_d = (k >> 1) & 1, back_h = k & 1;
        if (gd < back_d || gh < back_h) continue;
        from[count++] = &shares[k * grid_numbers + (unit - back_d * grid.height - back_h) * token_row];
      }
      T* grad_y = static_cast<T*>(p.grad_y) + unit * token_row;
      for_lanes<A>(0, token_row, [&](auto lanes, int64_t i) {
        constexpr int N = decltype(lanes)::value;
        Lanes<A, N> sum = load<N>(from[0] + i);
        for (int k = 1; k < count; ++k) sum += load<N>(from[k] + i);
        store<N>(grad_y + i, sum);
      });
    }
  });
}

}  // namespace
}  // namespace rwkv_sss
