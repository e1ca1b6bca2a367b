// Passes of gated_upsample and norm_pool: pixels and windows.
#pragma once

#include "cuda/fused_passes.h"

namespace rwkv_sss {
namespace {

/** The token grid at a pixel: interpolated between up to 8 tokens. */
template <class T> RWKV_SSS_HD Accumulator<T> upsampled(const GatedUpsample& p, const Extent& grid, const Place& at) {
  typedef Accumulator<T> A;
  const T* y = static_cast<const T*>(p.y);
  const Between<A> d = between_tokens<A>(at.d, p.window.depth, grid.depth),
                   h = between_tokens<A>(at.h, p.window.height, grid.height);
  const Between<A> w = between_tokens<A>(at.w, p.window.width, grid.width);
  A sum = 0;
  for (int corner = 0; corner < 4; ++corner) {
    const bool far_d = corner & 2, far_h = corner & 1;
    const A weight = (far_d ? d.weight : A(1) - d.weight) * (far_h ? h.weight : A(1) - h.weight);
    if (weight == A(0)) continue;
    const int64_t row = pixel_at(at.b, far_d ? d.high : d.low, far_h ? h.high : h.low, 0, grid);
    const A low = to_real(y[(row + w.low) * p.channels + at.c]), high = to_real(y[(row + w.high) * p.channels + at.c]);
    sum += weight * between(low, high, w.weight);
  }
  return sum;
}

template <class T> struct GatedPixel {
  GatedUpsample p;
  Extent grid;
  RWKV_SSS_HD void operator()(int64_t i) const {
    const Accumulator<T> up = upsampled<T>(p, grid, place_of(i, p.size, p.channels));
    static_cast<T*>(p.out)[i] = from_accumulator<T>(sigmoid(to_real(static_cast<const T*>(p.r)[i])) * up);
  }
};

template <class T> struct GatedPixelGradient {
  GatedUpsample p;
  Extent grid;
  RWKV_SSS_HD void operator()(int64_t i) const {
    typedef Accumulator<T> A;
    const A up = upsampled<T>(p, grid, place_of(i, p.size, p.channels)),
            s = sigmoid(to_real(static_cast<const T*>(p.r)[i]));
    static_cast<T*>(p.grad_r)[i] =
        from_accumulator<T>(gate_gradient<A>(to_real(static_cast<const T*>(p.grad)[i]) * s, up, s));
  }
};

/** Weight of token t at a pixel. */
template <class A> RWKV_SSS_HD A share_of(const Between<A>& at, int64_t t) {
  return (at.low == t ? A(1) - at.weight : A(0)) + (at.high == t ? at.weight : A(0));
}

/** A token gathers from the pixels between its neighbours' centres, in raster order. */
template <class T> struct GatedTokenGradient {
  GatedUpsample p;
  Extent grid;
  RWKV_SSS_HD void operator()(int64_t i) const {
    typedef Accumulator<T> A;
    const Place t = place_of(i, grid, p.channels);
    const int64_t last_d = first_pixel_above(t.d + 1, p.window.depth, grid.depth, p.size.depth);
    const int64_t last_h = first_pixel_above(t.h + 1, p.window.height, grid.height, p.size.height);
    const int64_t last_w = first_pixel_above(t.w + 1, p.window.width, grid.width, p.size.width);
    A sum = 0;
    for (int64_t d = first_pixel_above(t.d - 1, p.window.depth, grid.depth, p.size.depth); d < last_d; ++d)
      for (int64_t h = first_pixel_above(t.h - 1, p.window.height, grid.height, p.size.height); h < last_h; ++h) {
        const A across = share_of(between_tokens<A>(d, p.window.depth, grid.depth), t.d) *
                         share_of(between_tokens<A>(h, p.window.height, grid.height), t.h);
        for (int64_t w = first_pixel_above(t.w - 1, p.window.width, grid.width, p.size.width); w < last_w; ++w) {
          const int64_t at = pixel_at(t.b, d, h, w, p.size) * p.channels + t.c;
          const A weight = across * share_of(between_tokens<A>(w, p.window.width, grid.width), t.w);
          sum += weight * sigmoid(to_real(static_cast<const T*>(p.r)[at])) * to_real(static_cast<const T*>(p.grad)[at]);
        }
      }
    static_cast<T*>(p.grad_y)[i] = from_accumulator<T>(sum);
  }
};

template <class T, class Launch> void run_gated_upsample(const GatedUpsample& p, ScratchWords, const Launch& launch) {
  launch(p.batch * p.size.count() * p.channels, GatedPixel<T>{p, windows_of(p.size, p.window)});
}

template <class T, class Launch> void run_gated_upsample_backward(const GatedUpsample& p, ScratchWords,
                                                                  const Launch& launch) {
  const Extent grid = windows_of(p.size, p.window);
  launch(p.batch * p.size.count() * p.channels, GatedPixelGradient<T>{p, grid});
  launch(p.batch * grid.count() * p.channels, GatedTokenGradient<T>{p, grid});
}

// ---- norm_pool --------------------------------------------------------------------------------

template <class T> struct PixelMoments {
  NormPool p;
  Moments<Accumulator<T>>* moments;
  RWKV_SSS_HD void operator()(int64_t pixel) const {
    typedef Accumulator<T> A;
    const T* x = static_cast<const T*>(p.x) + pixel * p.channels;
    A sum = 0, squares = 0;
    for (int64_t c = 0; c < p.channels; ++c) sum += to_real(x[c]);
    const A mean = sum / A(p.channels);
    for (int64_t c = 0; c < p.channels; ++c) {
      const A apart = to_real(x[c]) - mean;
      squares += apart * apart;
    }
    moments[pixel] = Moments<A>::of(mean, squares / A(p.channels), p.eps);
  }
};

template <class T> RWKV_SSS_HD Accumulator<T> normed_number(const NormPool& p, const Moments<Accumulator<T>>* moments,
                                                            int64_t i) {
  return moments[i / p.channels].normed(Accumulator<T>(to_real(static_cast<const T*>(p.x)[i])));
}

template <class T> struct NormedNumber {
  NormPool p;
  const Moments<Accumulator<T>>* moments;
  RWKV_SSS_HD Accumulator<T> value(int64_t i) const {
    const int64_t c = i % p.channels;
    return normed_number<T>(p, moments, i) * to_real(static_cast<const T*>(p.weight)[c]) +
           to_real(static_cast<const T*>(p.bias)[c]);
  }
  RWKV_SSS_HD void operator()(int64_t i) const { static_cast<T*>(p.normed)[i] = from_accumulator<T>(value(i)); }
};

template <class T> struct PooledNumber {
  NormedNumber<T> number;
  Extent grid;
  RWKV_SSS_HD void operator()(int64_t i) const {
    typedef Accumulator<T> A;
    const NormPool& p = number.p;
    const Place t = place_of(i, grid, p.channels);
    const int64_t last_d = smaller_of((t.d + 1) * p.window.depth, p.size.depth),
                  last_h = smaller_of((t.h + 1) * p.window.height, p.size.height);
    const int64_t last_w = smaller_of((t.w + 1) * p.window.width, p.size.width);
    A sum = 0;
    int64_t count = 0;
    for (int64_t d = t.d * p.window.depth; d < last_d; ++d)
      for (int64_t h = t.h * p.window.height; h < last_h; ++h)
        for (int64_t w = t.w * p.window.width; w < last_w; ++w, ++count)
          sum += number.value(pixel_at(t.b, d, h, w, p.size) * p.channels + t.c);
    static_cast<T*>(p.pooled)[i] = from_accumulator<T>(sum / A(count));
  }
};

/** The gradient that reaches normed number i, directly and through its window's mean. */
template <class T> RWKV_SSS_HD Accumulator<T> normed_gradient(const NormPool& p, const Extent& grid, int64_t i) {
  typedef Accumulator<T> A;
  const Place at = place_of(i, p.size, p.channels);
  const int64_t gd = at.d / p.window.depth, gh = at.h / p.window.height, gw = at.w / p.window.width;
  const int64_t count = smaller_of(p.size.depth - gd * p.window.depth, p.window.depth) *
                        smaller_of(p.size.height - gh * p.window.height, p.window.height) *
                        smaller_of(p.size.width - gw * p.window.width, p.window.width);
  const int64_t token = pixel_at(at.b, gd, gh, gw, grid) * p.channels + at.c;
  return to_real(static_cast<const T*>(p.grad_normed)[i]) +
         to_real(static_cast<const T*>(p.grad_pooled)[token]) / A(count);
}

template <class T> struct NormGradientPixel {
  NormPool p;
  Extent grid;
  const Moments<Accumulator<T>>* moments;
  RWKV_SSS_HD void operator()(int64_t pixel) const {
    typedef Accumulator<T> A;
    const int64_t first = pixel * p.channels;
    A mean = 0, mean_normed = 0;
    for (int64_t c = 0; c < p.channels; ++c) {
      const A scaled = normed_gradient<T>(p, grid, first + c) * to_real(static_cast<const T*>(p.weight)[c]);
      mean += scaled;
      mean_normed += scaled * normed_number<T>(p, moments, first + c);
    }
    mean /= A(p.channels);
    mean_normed /= A(p.channels);
    for (int64_t c = 0; c < p.channels; ++c) {
      const A scaled = normed_gradient<T>(p, grid, first + c) * to_real(static_cast<const T*>(p.weight)[c]);
      const A gradient = moments[pixel].gradient(scaled, normed_number<T>(p, moments, first + c), mean, mean_normed);
      static_cast<T*>(p.grad_x)[first + c] = from_accumulator<T>(gradient);
    }
  }
};

template <class T> struct NormWeightTerm {
  NormPool p;
  Extent grid;
  const Moments<Accumulator<T>>* moments;
  bool with_normed;
  RWKV_SSS_HD Accumulator<T> operator()(int64_t pixel, int64_t c) const {
    const int64_t i = pixel * p.channels + c;
    const Accumulator<T> g = normed_gradient<T>(p, grid, i);
    return with_normed ? g * normed_number<T>(p, moments, i) : g;
  }
};

template <class T, class Launch> void run_norm_pool(const NormPool& p, ScratchWords scratch, const Launch& launch) {
  const Extent grid = windows_of(p.size, p.window);
  const int64_t pixels = p.batch * p.size.count();
  Moments<Accumulator<T>>* moments = scratch.take<Moments<Accumulator<T>>>(pixels);
  launch(pixels, PixelMoments<T>{p, moments});
  launch(pixels * p.channels, NormedNumber<T>{p, moments});
  launch(p.batch * grid.count() * p.channels, PooledNumber<T>{{p, moments}, grid});
}

template <class T, class Launch> void run_norm_pool_backward(const NormPool& p, ScratchWords scratch,
                                                             const Launch& launch) {
  typedef Accumulator<T> A;
  const Extent grid = windows_of(p.size, p.window);
  const int64_t pixels = p.batch * p.size.count();
  Moments<A>* moments = scratch.take<Moments<A>>(pixels);
  A* partial = scratch.take<A>(sum_parts_of(pixels) * p.channels);
  launch(pixels, PixelMoments<T>{p, moments});
  launch(pixels, NormGradientPixel<T>{p, grid, moments});
  sum_columns<T>(NormWeightTerm<T>{p, grid, moments, true}, pixels, p.channels, partial, p.grad_weight, launch);
  sum_columns<T>(NormWeightTerm<T>{p, grid, moments, false}, pixels, p.channels, partial, p.grad_bias, launch);
}

inline int64_t scratch_words(const GatedUpsample&) { return 0; }
inline int64_t scratch_words(const NormPool& p) {
  const int64_t pixels = p.batch * p.size.count();
  return 2 * pixels + sum_parts_of(pixels) * p.channels;
}

}  // namespace
}  // namespace rwkv_sss
