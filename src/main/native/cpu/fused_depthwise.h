// depthwise3: x + depthwise 3x3(x3) convolution + bias, channels-last.
//
// Eight neighbouring pixels of a row are computed together, channel vector by channel vector:
// their sums stay in registers while the (up to 9) input rows pass by, so each input vector is
// loaded once for three products. The gradient of x is the same sum with the taps mirrored; the
// gradient of the taps keeps eight output gradients in registers in the same way.
#pragma once

#include "cpu/fused_lanes.h"

namespace rwkv_sss {
namespace {

/** The input rows that one output row sees: those inside the image, with their three taps each. */
template <class T, class A> struct TapRows {
  const T* row[9];
  const A* taps[9];
  int64_t tap[9];  // number of the row of taps, 0..8
  int count = 0;

  /** `line` counts image rows over the batch; taps holds (rows of taps, 3, channels). */
  TapRows(const T* x, const A* all_taps, const Depthwise3& p, int64_t line) {
    const int64_t h = line % p.size.height, d = line / p.size.height % p.size.depth,
                  row_numbers = p.size.width * p.channels;
    const int64_t reach = p.axes == 3 ? 1 : 0;
    for (int64_t kd = -reach; kd <= reach; ++kd)
      for (int64_t kh = -1; kh <= 1; ++kh) {
        if (d + kd < 0 || d + kd >= p.size.depth || h + kh < 0 || h + kh >= p.size.height) continue;
        const int64_t number = (kd + reach) * 3 + kh + 1;
        row[count] = x + (line + kd * p.size.height + kh) * row_numbers;
        taps[count] = all_taps ? all_taps + number * 3 * p.channels : nullptr;
        tap[count++] = number;
      }
  }
};

/**
 * P output pixels from pixel w on. Beyond the left and right end, `zeros` (a row of channels)
 * stands in for the missing pixel.
 */
template <int P, class T, class A>
inline void convolve_pixels(const TapRows<T, A>& rows, const T* x, const A* bias, const T* zeros, int64_t w,
                            int64_t width, int64_t channels, T* out) {
  const bool has_left = w > 0, has_right = w + P < width;
  for_lanes<A>(0, channels, [&](auto lanes, int64_t c) {
    constexpr int N = decltype(lanes)::value;
    Lanes<A, N> sum[P];
    const Lanes<A, N> start = load<N>(bias + c);
    RWKV_SSS_UNROLL for (int i = 0; i < P; ++i) sum[i] = start + load<N>(x + i * channels + c);
    for (int k = 0; k < rows.count; ++k) {
      const T* row = rows.row[k] + w * channels + c;
      const A* taps = rows.taps[k] + c;
      const Lanes<A, N> left = load<N>(taps), middle = load<N>(taps + channels), right = load<N>(taps + 2 * channels);
      Lanes<A, N> value = load<N>(has_left ? row - channels : zeros);
      sum[0] += left * value;
      RWKV_SSS_UNROLL for (int i = 0; i < P; ++i) {
        value = load<N>(row + i * channels);
        if (i > 0) sum[i - 1] += right * value;
        sum[i] += middle * value;
        if (i + 1 < P) sum[i + 1] += left * value;
      }
      value = load<N>(has_right ? row + P * channels : zeros);
      sum[P - 1] += right * value;
    }
    RWKV_SSS_UNROLL for (int i = 0; i < P; ++i) store<N>(out + i * channels + c, sum[i]);
  });
}

/** f(Count<P>, w): the pixels of a row in runs of 8, then 4, 2, 1. */
template <class F> inline void for_pixels(int64_t width, const F& f) {
  int64_t w = 0;
  for (; w + 8 <= width; w += 8) f(Count<8>{}, w);
  if (w + 4 <= width) {
    f(Count<4>{}, w);
    w += 4;
  }
  if (w + 2 <= width) {
    f(Count<2>{}, w);
    w += 2;
  }
  if (w < width) f(Count<1>{}, w);
}

inline int64_t tap_rows_of(const Depthwise3& p) { return p.axes == 3 ? 9 : 3; }

/** out = x + convolution with taps (rows of taps, 3, channels) + bias. */
template <class T, class A>
int32_t convolve(const Depthwise3& p, const T* x, const A* taps, const A* bias, T* out, ParallelFor parallel) {
  const int64_t channels = p.channels, lines = p.batch * p.size.depth * p.size.height,
                row_numbers = p.size.width * channels;
  const Scratch<T> zeros(channels);
  memset(zeros.get(), 0, size_t(channels) * sizeof(T));
  return parallel_rows(parallel, lines, row_numbers, [&](int64_t begin, int64_t end) {
    for (int64_t line = begin; line < end; ++line) {
      const TapRows<T, A> rows(x, taps, p, line);
      for_pixels(p.size.width, [&](auto pixels, int64_t w) {
        const int64_t at = line * row_numbers + w * channels;
        convolve_pixels<decltype(pixels)::value>(rows, x + at, bias, zeros.get(), w, p.size.width, channels, out + at);
      });
    }
  });
}

template <class T> int32_t depthwise3(const Depthwise3& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const int64_t count = tap_rows_of(p) * 3 * p.channels;
  const Scratch<A> taps(count), bias(p.channels);
  const T *weight = static_cast<const T*>(p.weight), *shift = static_cast<const T*>(p.bias);
  for (int64_t i = 0; i < count; ++i) taps[i] = to_real(weight[i]);
  for (int64_t i = 0; i < p.channels; ++i) bias[i] = to_real(shift[i]);
  return convolve(p, static_cast<const T*>(p.x), taps.get(), bias.get(), static_cast<T*>(p.out), parallel);
}

/** Adds the products of P output gradients with their inputs to the taps' sums, and them to bias'. */
template <int P, class T, class A>
inline void correlate_pixels(const TapRows<T, A>& rows, const T* grad, const T* zeros, int64_t w, int64_t width,
                             int64_t channels, A* sum_taps, A* sum_bias) {
  const bool has_left = w > 0, has_right = w + P < width;
  for_lanes<A>(0, channels, [&](auto lanes, int64_t c) {
    constexpr int N = decltype(lanes)::value;
    Lanes<A, N> g[P], total{};
    RWKV_SSS_UNROLL for (int i = 0; i < P; ++i) {
      g[i] = load<N>(grad + i * channels + c);
      total += g[i];
    }
    store<N>(sum_bias + c, load<N>(sum_bias + c) + total);
    for (int k = 0; k < rows.count; ++k) {
      const T* row = rows.row[k] + w * channels + c;
      A* taps = sum_taps + rows.tap[k] * 3 * channels + c;
      Lanes<A, N> left = load<N>(taps), middle = load<N>(taps + channels), right = load<N>(taps + 2 * channels);
      Lanes<A, N> value = load<N>(has_left ? row - channels : zeros);
      left += g[0] * value;
      RWKV_SSS_UNROLL for (int i = 0; i < P; ++i) {
        value = load<N>(row + i * channels);
        if (i > 0) right += g[i - 1] * value;
        middle += g[i] * value;
        if (i + 1 < P) left += g[i + 1] * value;
      }
      value = load<N>(has_right ? row + P * channels : zeros);
      right += g[P - 1] * value;
      store<N>(taps, left);
      store<N>(taps + channels, middle);
      store<N>(taps + 2 * channels, right);
    }
  });
}

template <class T> int32_t depthwise3_backward(const Depthwise3& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const int64_t channels = p.channels, tap_numbers = tap_rows_of(p) * 3 * channels;
  const T *weight = static_cast<const T*>(p.weight), *grad = static_cast<const T*>(p.grad),
          *x = static_cast<const T*>(p.x);
  {
    // What reached a pixel through tap k returns through the tap opposite of k.
    const Scratch<A> mirrored(tap_numbers), none(channels);
    const int64_t taps = tap_rows_of(p) * 3;
    for (int64_t k = 0; k < taps; ++k)
      for (int64_t c = 0; c < channels; ++c)
        mirrored[k * channels + c] = to_real(weight[(taps - 1 - k) * channels + c]);
    for (int64_t c = 0; c < channels; ++c) none[c] = 0;
    const int32_t error = convolve(p, grad, mirrored.get(), none.get(), static_cast<T*>(p.grad_x), parallel);
    if (error) return error;
  }
  const int64_t lines = p.batch * p.size.depth * p.size.height, row_numbers = p.size.width * channels;
  const int64_t parts = parts_of(lines, row_numbers), stride = tap_numbers + channels;
  const Scratch<A> partial(parts * stride);
  const Scratch<T> zeros(channels);
  memset(zeros.get(), 0, size_t(channels) * sizeof(T));
  const int32_t error = parallel_rows(parallel, parts, lines / parts * row_numbers, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; ++part) {
      A *sum_taps = &partial[part * stride], *sum_bias = sum_taps + tap_numbers;
      memset(sum_taps, 0, size_t(stride) * sizeof(A));
      for (int64_t line = lines * part / parts; line < lines * (part + 1) / parts; ++line) {
        const TapRows<T, A> rows(x, nullptr, p, line);
        for_pixels(p.size.width, [&](auto pixels, int64_t w) {
          correlate_pixels<decltype(pixels)::value>(rows, grad + line * row_numbers + w * channels, zeros.get(), w,
                                                    p.size.width, channels, sum_taps, sum_bias);
        });
      }
    }
  });
  if (error) return error;
  add_parts(partial.get(), stride, parts, tap_numbers, static_cast<T*>(p.grad_weight));
  add_parts(partial.get() + tap_numbers, stride, parts, channels, static_cast<T*>(p.grad_bias));
  return 0;
}

}  // namespace
}  // namespace rwkv_sss
