// Passes of gate_add, square_relu, depthwise3, shift_lerp and dysample.
#pragma once

#include "cuda/fused_passes.h"
#include "rwkv_sss/fused_sampling.h"

namespace rwkv_sss {
namespace {

template <class T> struct GateAddNumber {
  GateAdd p;
  RWKV_SSS_HD void operator()(int64_t i) const {
    const Accumulator<T> s = sigmoid(to_real(static_cast<const T*>(p.r)[i]));
    static_cast<T*>(p.out)[i] =
        from_accumulator<T>(to_real(static_cast<const T*>(p.x)[i]) + s * to_real(static_cast<const T*>(p.v)[i]));
  }
};

template <class T> struct GateAddGradient {
  GateAdd p;
  RWKV_SSS_HD void operator()(int64_t i) const {
    typedef Accumulator<T> A;
    const A s = sigmoid(to_real(static_cast<const T*>(p.r)[i])),
            through = to_real(static_cast<const T*>(p.grad)[i]) * s;
    static_cast<T*>(p.grad_v)[i] = from_accumulator<T>(through);
    static_cast<T*>(p.grad_r)[i] =
        from_accumulator<T>(gate_gradient<A>(through, A(to_real(static_cast<const T*>(p.v)[i])), s));
  }
};

template <class T> struct SquareReluNumber {
  SquareRelu p;
  bool gradient;
  RWKV_SSS_HD void operator()(int64_t i) const {
    typedef Accumulator<T> A;
    const A positive = positive_part<A>(A(to_real(static_cast<const T*>(p.x)[i])));
    if (gradient)
      static_cast<T*>(p.grad_x)[i] =
          from_accumulator<T>((positive + positive) * to_real(static_cast<const T*>(p.grad)[i]));
    else
      static_cast<T*>(p.out)[i] = from_accumulator<T>(positive * positive);
  }
};

template <class T, class Launch> void run_gate_add(const GateAdd& p, ScratchWords, const Launch& launch) {
  launch(p.count, GateAddNumber<T>{p});
}
template <class T, class Launch> void run_gate_add_backward(const GateAdd& p, ScratchWords, const Launch& launch) {
  launch(p.count, GateAddGradient<T>{p});
}
template <class T, class Launch> void run_square_relu(const SquareRelu& p, ScratchWords, const Launch& launch) {
  launch(p.count, SquareReluNumber<T>{p, false});
}
template <class T, class Launch> void run_square_relu_backward(const SquareRelu& p, ScratchWords,
                                                               const Launch& launch) {
  launch(p.count, SquareReluNumber<T>{p, true});
}

// ---- depthwise3 -------------------------------------------------------------------------------

/** The number at an offset of `tap` from a place, 0 outside; taps count in raster order. */
template <class T> RWKV_SSS_HD Accumulator<T> at_tap(const Depthwise3& p, const T* from, const Place& at, int64_t tap) {
  const int64_t d = at.d + (p.axes == 3 ? tap / 9 - 1 : 0), h = at.h + tap / 3 % 3 - 1, w = at.w + tap % 3 - 1;
  if (d < 0 || d >= p.size.depth || h < 0 || h >= p.size.height || w < 0 || w >= p.size.width) return 0;
  return to_real(from[pixel_at(at.b, d, h, w, p.size) * p.channels + at.c]);
}

template <class T> struct ConvolvedNumber {
  Depthwise3 p;
  bool mirrored;  // the gradient of x: from grad, through the opposite taps, without bias
  RWKV_SSS_HD void operator()(int64_t i) const {
    const T *from = static_cast<const T*>(mirrored ? p.grad : p.x), *weight = static_cast<const T*>(p.weight);
    const Place at = place_of(i, p.size, p.channels);
    const int64_t taps = p.axes == 3 ? 27 : 9;
    Accumulator<T> sum = to_real(from[i]);
    if (!mirrored) sum += to_real(static_cast<const T*>(p.bias)[at.c]);
    for (int64_t tap = 0; tap < taps; ++tap)
      sum += to_real(weight[(mirrored ? taps - 1 - tap : tap) * p.channels + at.c]) * at_tap(p, from, at, tap);
    static_cast<T*>(mirrored ? p.grad_x : p.out)[i] = from_accumulator<T>(sum);
  }
};

/** Columns are (tap, channel); with `bias`, channels alone. */
template <class T> struct TapTerm {
  Depthwise3 p;
  bool bias;
  RWKV_SSS_HD Accumulator<T> operator()(int64_t pixel, int64_t column) const {
    const int64_t i = pixel * p.channels + column % p.channels;
    const Accumulator<T> g = to_real(static_cast<const T*>(p.grad)[i]);
    return bias ? g : g * at_tap(p, static_cast<const T*>(p.x), place_of(i, p.size, p.channels), column / p.channels);
  }
};

template <class T, class Launch> void run_depthwise3(const Depthwise3& p, ScratchWords, const Launch& launch) {
  launch(p.batch * p.size.count() * p.channels, ConvolvedNumber<T>{p, false});
}

template <class T, class Launch> void run_depthwise3_backward(const Depthwise3& p, ScratchWords scratch,
                                                              const Launch& launch) {
  const int64_t pixels = p.batch * p.size.count(), columns = (p.axes == 3 ? 27 : 9) * p.channels;
  Accumulator<T>* partial = scratch.take<Accumulator<T>>(sum_parts_of(pixels) * columns);
  launch(pixels * p.channels, ConvolvedNumber<T>{p, true});
  sum_columns<T>(TapTerm<T>{p, false}, pixels, columns, partial, p.grad_weight, launch);
  sum_columns<T>(TapTerm<T>{p, true}, pixels, p.channels, partial, p.grad_bias, launch);
}

// ---- shift_lerp -------------------------------------------------------------------------------

/** Index of the number that number i of x takes over, or -1. */
RWKV_SSS_HD int64_t shifted_from(const ShiftLerp& p, int64_t i) {
  const int64_t c = i % p.channels, row = i / p.channels, t = row % p.tokens;
  int64_t g = 0;
  while (g < p.groups && c >= p.group_ends[g]) ++g;
  if (g == p.groups) return i;
  // Out of range, which a CUDA call cannot report without waiting, counts as no neighbour.
  const int64_t n = p.neighbours[g * p.tokens + t];
  return n < 0 || n >= p.tokens ? -1 : (row - t + n) * p.channels + c;
}

template <class T> RWKV_SSS_HD Accumulator<T> apart_from_shifted(const ShiftLerp& p, int64_t i) {
  const T* x = static_cast<const T*>(p.x);
  const int64_t from = shifted_from(p, i);
  return from < 0 ? to_real(x[i]) : to_real(x[i]) - to_real(x[from]);
}

template <class T> struct ShiftedNumber {
  ShiftLerp p;
  RWKV_SSS_HD void operator()(int64_t i) const {
    typedef Accumulator<T> A;
    const int64_t from = shifted_from(p, i), c = i % p.channels;
    const A s = from < 0 ? A(0) : A(to_real(static_cast<const T*>(p.x)[from])),
            apart = to_real(static_cast<const T*>(p.x)[i]) - s;
    static_cast<T*>(p.out_a)[i] = from_accumulator<T>(mixed(s, A(to_real(static_cast<const T*>(p.mu_a)[c])), apart));
    static_cast<T*>(p.out_b)[i] = from_accumulator<T>(mixed(s, A(to_real(static_cast<const T*>(p.mu_b)[c])), apart));
  }
};

/** What number i's outputs send back to its neighbour; step 0 finds the largest, 1 adds, 2 finishes. */
template <class T> struct ShiftGradient {
  ShiftLerp p;
  int step;
  uint64_t* largest;
  int64_t* sums;
  RWKV_SSS_HD void operator()(int64_t i) const {
    typedef Accumulator<T> A;
    const int64_t c = i % p.channels, from = shifted_from(p, i);
    const A ga = to_real(static_cast<const T*>(p.grad_a)[i]), gb = to_real(static_cast<const T*>(p.grad_b)[i]);
    const A ma = to_real(static_cast<const T*>(p.mu_a)[c]), mb = to_real(static_cast<const T*>(p.mu_b)[c]);
    if (step == 2) {
      const A sent = A(from_fixed(sums[i], *largest));
      // An unshifted number is its own neighbour: mu has no say.
      static_cast<T*>(p.grad_x)[i] =
          from_accumulator<T>(from == i && c >= last_end() ? ga + gb : mix_gradient(ga, ma, gb, mb) + sent);
    } else if (from >= 0 && c < last_end()) {
      const A back = shifted_gradient<A>(ga, ma, gb, mb);
      if (step == 0)
        raise_to(largest, back);
      else
        add_to(sums + from, to_fixed(back, fixed_scale(*largest)));
    }
  }
  RWKV_SSS_HD int64_t last_end() const { return p.groups > 0 ? p.group_ends[p.groups - 1] : 0; }
};

template <class T> struct MuTerm {
  ShiftLerp p;
  bool second;
  RWKV_SSS_HD Accumulator<T> operator()(int64_t row, int64_t c) const {
    const int64_t i = row * p.channels + c;
    return to_real(static_cast<const T*>(second ? p.grad_b : p.grad_a)[i]) * apart_from_shifted<T>(p, i);
  }
};

template <class T, class Launch> void run_shift_lerp(const ShiftLerp& p, ScratchWords, const Launch& launch) {
  launch(p.batch * p.tokens * p.channels, ShiftedNumber<T>{p});
}

template <class T, class Launch> void run_shift_lerp_backward(const ShiftLerp& p, ScratchWords scratch,
                                                              const Launch& launch) {
  const int64_t rows = p.batch * p.tokens, numbers = rows * p.channels;
  int64_t* sums = scratch.take<int64_t>(numbers + 1);
  uint64_t* largest = reinterpret_cast<uint64_t*>(sums + numbers);
  Accumulator<T>* partial = scratch.take<Accumulator<T>>(sum_parts_of(rows) * p.channels);
  launch(numbers + 1, ClearWords{sums});
  for (int step = 0; step < 3; ++step) launch(numbers, ShiftGradient<T>{p, step, largest, sums});
  sum_columns<T>(MuTerm<T>{p, false}, rows, p.channels, partial, p.grad_mu_a, launch);
  sum_columns<T>(MuTerm<T>{p, true}, rows, p.channels, partial, p.grad_mu_b, launch);
}

// ---- dysample ---------------------------------------------------------------------------------

/** One number of the output: step 0 samples; with a gradient, step 1 finds the largest, 2 adds it to x's sums. */
template <class T, int Axes> struct SampledNumber {
  DySample p;
  int step;
  uint64_t* largest;
  int64_t* sums;
  RWKV_SSS_HD void operator()(int64_t i) const {
    typedef Accumulator<T> A;
    if (step == 1) {
      raise_to(largest, to_real(static_cast<const T*>(p.grad)[i]));
      return;
    }
    constexpr int corners = 1 << Axes;
    const Axial<Axes> axial(p.size);
    const int64_t pixels = p.size.count(), c = i % p.channels, item = i / p.channels / (pixels * corners);
    int64_t at[Axes];
    const int sub = axial.of_output(i / p.channels, at);
    const int64_t g = c / (p.channels / p.groups), pixel = item * pixels + axial.input_pixel(at);
    const T* offset = static_cast<const T*>(p.offset) + ((pixel * corners + sub) * p.groups + g) * Axes;
    const SampledPlace<A, Axes> place(at, sub, axial.size, offset);
    A sum = 0;
    for (int k = 0; k < corners; ++k) {
      const int64_t there = (item * pixels + place.pixel(k, axial.size)) * p.channels + c;
      if (step == 0)
        sum += place.weight(k) * to_real(static_cast<const T*>(p.x)[there]);
      else
        add_to(sums + there,
               to_fixed(double(place.weight(k)) * to_real(static_cast<const T*>(p.grad)[i]), fixed_scale(*largest)));
    }
    if (step == 0) static_cast<T*>(p.out)[i] = from_accumulator<T>(sum);
  }
};

template <class T> struct FixedToStored {
  const int64_t* sums;
  const uint64_t* largest;
  T* out;
  RWKV_SSS_HD void operator()(int64_t i) const {
    out[i] = from_accumulator<T>(Accumulator<T>(from_fixed(sums[i], *largest)));
  }
};

/** The offsets of one (pixel, sub-pixel, group). */
template <class T, int Axes> struct OffsetGradient {
  DySample p;
  RWKV_SSS_HD void operator()(int64_t i) const {
    typedef Accumulator<T> A;
    constexpr int corners = 1 << Axes;
    const Axial<Axes> axial(p.size);
    const int64_t pixels = p.size.count(), per_group = p.channels / p.groups;
    const int64_t g = i % p.groups, item = i / p.groups / corners / pixels;
    const int sub = int(i / p.groups % corners);
    int64_t at[Axes];
    axial.position(i / p.groups / corners % pixels, at);
    const SampledPlace<A, Axes> place(at, sub, axial.size, static_cast<const T*>(p.offset) + i * Axes);
    const T* grad = static_cast<const T*>(p.grad) +
                    (item * pixels * corners + axial.output_pixel(at, sub)) * p.channels + g * per_group;
    A sum[Axes] = {};
    for (int k = 0; k < corners; ++k) {
      const T* x =
          static_cast<const T*>(p.x) + (item * pixels + place.pixel(k, axial.size)) * p.channels + g * per_group;
      A product = 0;
      for (int64_t c = 0; c < per_group; ++c) product += to_real(grad[c]) * to_real(x[c]);
      RWKV_SSS_DEVICE_UNROLL for (int a = 0; a < Axes; ++a) sum[a] += place.slope(k, a) * product;
    }
    RWKV_SSS_DEVICE_UNROLL for (int a = 0; a < Axes; ++a) static_cast<T*>(p.grad_offset)[i * Axes + a] =
        from_accumulator<T>(sum[a]);
  }
};

template <class T, int Axes, class Launch> void run_dysample_axes(const DySample& p, const Launch& launch) {
  launch((p.batch * p.size.count() * p.channels) << Axes, SampledNumber<T, Axes>{p, 0, nullptr, nullptr});
}

template <class T, class Launch> void run_dysample(const DySample& p, ScratchWords, const Launch& launch) {
  if (p.axes == 3)
    run_dysample_axes<T, 3>(p, launch);
  else
    run_dysample_axes<T, 2>(p, launch);
}

template <class T, int Axes, class Launch> void run_dysample_backward_axes(const DySample& p, ScratchWords scratch,
                                                                           const Launch& launch) {
  const int64_t pixels = p.batch * p.size.count(), numbers = pixels * p.channels;
  int64_t* sums = scratch.take<int64_t>(numbers + 1);
  uint64_t* largest = reinterpret_cast<uint64_t*>(sums + numbers);
  launch(numbers + 1, ClearWords{sums});
  for (int step = 1; step < 3; ++step) launch(numbers << Axes, SampledNumber<T, Axes>{p, step, largest, sums});
  launch(numbers, FixedToStored<T>{sums, largest, static_cast<T*>(p.grad_x)});
  launch((pixels * p.groups) << Axes, OffsetGradient<T, Axes>{p});
}

template <class T, class Launch> void run_dysample_backward(const DySample& p, ScratchWords scratch,
                                                            const Launch& launch) {
  if (p.axes == 3)
    run_dysample_backward_axes<T, 3>(p, scratch, launch);
  else
    run_dysample_backward_axes<T, 2>(p, scratch, launch);
}

inline int64_t scratch_words(const GateAdd&) { return 0; }
inline int64_t scratch_words(const SquareRelu&) { return 0; }
inline int64_t scratch_words(const Depthwise3& p) {
  return sum_parts_of(p.batch * p.size.count()) * (p.axes == 3 ? 27 : 9) * p.channels;
}
inline int64_t scratch_words(const ShiftLerp& p) {
  const int64_t rows = p.batch * p.tokens;
  return rows * p.channels + 1 + sum_parts_of(rows) * p.channels;
}
inline int64_t scratch_words(const DySample& p) { return p.batch * p.size.count() * p.channels + 1; }

}  // namespace
}  // namespace rwkv_sss
