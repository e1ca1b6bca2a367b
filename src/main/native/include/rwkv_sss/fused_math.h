// Scalar arithmetic of the fused block ops, shared by the host kernels, the CUDA kernels and
// their host-run twins, so that a CPU test covers what the GPU computes.
//
// Everything stands in an unnamed namespace: the CPU kernels are compiled several times with
// different instruction sets, and a linker that merged their inline functions could hand
// AVX-512 code to a machine without it.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "rwkv_sss/half_types.h"

namespace rwkv_sss {

namespace {

template <class To, class From> RWKV_SSS_HD To cast_bits(const From& from) {
  static_assert(sizeof(To) == sizeof(From), "sizes differ");
  To to;
  memcpy(&to, &from, sizeof to);
  return to;
}

/** The type that sums and products of T are held in. */
template <class T> struct AccumulatorOf {
  typedef float type;
};
template <> struct AccumulatorOf<double> {
  typedef double type;
};
template <class T> using Accumulator = typename AccumulatorOf<T>::type;

// ---- exp ------------------------------------------------------------------------------------

/** Constants of exp for float. The logistic function made of it has a relative error below 2e-7. */
template <class A> struct ExpConstants {
  typedef uint32_t Bits;
  static constexpr float lowest = -87.3f, highest = 88.37f, log2e = 1.44269504f;
  static constexpr float ln2_high = 0.693359375f, ln2_low = -2.12194440e-4f;
  static constexpr float round = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
  static constexpr int shift = 23;
  static constexpr uint32_t one = 0x3F800000u;
};
/** Constants of exp for double; relative error of the logistic function below 2e-15. */
template <> struct ExpConstants<double> {
  typedef uint64_t Bits;
  static constexpr double lowest = -708.0, highest = 709.0, log2e = 1.4426950408889634074;
  static constexpr double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
  static constexpr double round = 6755399441055744.0;  // 1.5 * 2^52
  static constexpr int shift = 52;
  static constexpr uint64_t one = 0x3FF0000000000000ull;
};

/**
 * exp(x) of a scalar or of a vector of lanes V with unsigned lanes U; x is clamped to the range
 * whose result is a normal number, NaN stays NaN. x = n ln2 + r, exp(x) = 2^n exp(r), and exp(r) =
 * 1 + r + r^2 q(r) with q fitted on |r| <= ln2/2. A gate needs no exponent outside the number's own
 * range, so this is shorter than exponential.h, which the scans need.
 */
template <class A, class V, class U> RWKV_SSS_HD V exp_lanes(V x) {
  typedef ExpConstants<A> K;
  const V zero = V{};
  x = x < K::lowest ? zero + K::lowest : x;
  x = x > K::highest ? zero + K::highest : x;
  const V shifted = x * K::log2e + K::round;
  const V n = shifted - K::round;
  const V r = (x - n * K::ln2_high) - n * K::ln2_low;
  V q;
  if (sizeof(A) == 4) {
    q = zero + A(1.39262508e-3);
    q = q * r + A(8.36323288e-3);
    q = q * r + A(4.16665542e-2);
    q = q * r + A(1.66665766e-1);
  } else {
    q = zero + A(1.6086677666787361503e-10);
    q = q * r + A(2.0918212319133978201e-9);
    q = q * r + A(2.5052070959803661989e-8);
    q = q * r + A(2.7557263077309411451e-7);
    q = q * r + A(2.7557319247344509509e-6);
    q = q * r + A(2.4801587336630946966e-5);
    q = q * r + A(1.9841269841263251867e-4);
    q = q * r + A(1.3888888888879003084e-3);
    q = q * r + A(8.3333333333333340131e-3);
    q = q * r + A(4.1666666666666676865e-2);
    q = q * r + A(1.6666666666666666667e-1);
  }
  q = q * r + A(0.5);
  q = (q * r) * r + r + A(1);
  // The low bits of the shifted value hold n; the shift moves them into the exponent.
  const U scale = (cast_bits<U>(shifted) << K::shift) + K::one;
  return q * cast_bits<V>(scale);
}

/** The logistic function; 0 and 1 within 1e-38 far out. */
template <class A, class V, class U> RWKV_SSS_HD V sigmoid_lanes(V x) { return A(1) / (exp_lanes<A, V, U>(-x) + A(1)); }

RWKV_SSS_HD float sigmoid(float x) { return sigmoid_lanes<float, float, uint32_t>(x); }
RWKV_SSS_HD double sigmoid(double x) { return sigmoid_lanes<double, double, uint64_t>(x); }

// ---- gates, mixes and norms, of a number or of a vector of lanes V ---------------------------

/** Gradient of r in sigmoid(r) * value, s being the sigmoid and through = s times the output's gradient. */
template <class A, class V> RWKV_SSS_HD V gate_gradient(V through, V value, V s) {
  return through * value * (A(1) - s);
}

/** From low (weight 0) to high (weight 1). */
template <class A, class V> RWKV_SSS_HD V between(V low, V high, A weight) { return low + weight * (high - low); }

/** max(x, 0), written so that NaN, which compares false, is kept. */
template <class A, class V> RWKV_SSS_HD V positive_part(V x) { return x < A(0) ? V{} : x; }

/** A token's number and its neighbour's, mixed by mu; apart = the number - shifted. */
template <class V> RWKV_SSS_HD V mixed(V shifted, V mu, V apart) { return shifted + mu * apart; }

/** What both mixes' gradients send to the number itself, and to its neighbour. */
template <class V> RWKV_SSS_HD V mix_gradient(V grad_a, V mu_a, V grad_b, V mu_b) {
  return grad_a * mu_a + grad_b * mu_b;
}
template <class A, class V> RWKV_SSS_HD V shifted_gradient(V grad_a, V mu_a, V grad_b, V mu_b) {
  return grad_a * (A(1) - mu_a) + grad_b * (A(1) - mu_b);
}

/** Mean and 1/sqrt(variance + eps) of a pixel's channels. */
template <class A> struct Moments {
  A mean, rstd;
  static RWKV_SSS_HD Moments of(A mean, A variance, double eps) {
    return Moments{mean, A(1) / A(sqrt(variance + A(eps)))};
  }
  template <class V> RWKV_SSS_HD V normed(V x) const { return (x - mean) * rstd; }
  /** Of x, from the gradients of all normed numbers: scaled = this one's, and the means of those and of those times the normed. */
  template <class V> RWKV_SSS_HD V gradient(V scaled, V normed, A mean_scaled, A mean_product) const {
    return (scaled - mean_scaled - normed * mean_product) * rstd;
  }
};

// ---- 16-bit floats --------------------------------------------------------------------------

/** binary16 in the low half of each 32-bit lane -> the bits of the same float. */
template <class V, class U> RWKV_SSS_HD V half_to_float_lanes(U bits) {
  const U magnitude = (bits & 0x7FFFu) << 13;
  // Subnormals become normal through the multiplication by 2^112.
  U value = cast_bits<U>(cast_bits<V>(magnitude) * 5.192296858534828e33f);
  value = magnitude >= 0x0F800000u ? (value | 0x7F800000u) : value;  // Inf, NaN
  return cast_bits<V>(value | ((bits & 0x8000u) << 16));
}

/** float -> binary16, to nearest even, in the low half of each 32-bit lane. */
template <class V, class U> RWKV_SSS_HD U float_to_half_lanes(V x) {
  const U all = cast_bits<U>(x);
  const U bits = all & 0x7FFFFFFFu;
  const U subnormal = cast_bits<U>(cast_bits<V>(bits) + 0.5f) - 0x3F000000u;
  const U normal = (bits + 0xC8000FFFu + ((bits >> 13) & 1u)) >> 13;
  U value = bits < 0x38800000u ? subnormal : normal;
  const U large = bits > 0x7F800000u ? U{} + 0x7E00u : U{} + 0x7C00u;
  value = bits >= 0x47800000u ? large : value;
  return value | ((all & 0x80000000u) >> 16);
}

/** float -> bfloat16, to nearest even, in the low half of each 32-bit lane. */
template <class V, class U> RWKV_SSS_HD U float_to_bfloat_lanes(V x) {
  const U bits = cast_bits<U>(x);
  const U rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
  return (bits & 0x7FFFFFFFu) > 0x7F800000u ? ((bits >> 16) | 0x40u) : rounded;
}

template <class T> RWKV_SSS_HD T from_accumulator(Accumulator<T> x) {
  T stored;
  from_real(x, stored);
  return stored;
}

// ---- coordinates ----------------------------------------------------------------------------

/** Two neighbouring grid points and the weight of the second. */
template <class A> struct Between {
  int64_t low, high;
  A weight;
};

/**
 * Where pixel p lies among the centres of the windows of size w: (p + 0.5)/w - 0.5, clamped to
 * [0, tokens-1]. In whole numbers up to the last division, so exact at any image size.
 */
template <class A> RWKV_SSS_HD Between<A> between_tokens(int64_t p, int64_t w, int64_t tokens) {
  const int64_t n = 2 * p + 1 - w;
  if (n <= 0) return Between<A>{0, 0, A(0)};
  if (n >= 2 * w * (tokens - 1)) return Between<A>{tokens - 1, tokens - 1, A(0)};
  return Between<A>{n / (2 * w), n / (2 * w) + 1, A(n % (2 * w)) / A(2 * w)};
}

/** First pixel whose lower token is t (or the pixels before the first centre, for t = 0). */
RWKV_SSS_HD int64_t first_pixel_above(int64_t t, int64_t w, int64_t tokens, int64_t size) {
  if (t <= 0) return 0;
  if (t >= tokens) return size;
  const int64_t p = w * t + w / 2;
  return p < size ? p : size;
}

/** A sampling position along one axis: the pixels around it, and d(position)/d(coordinate). */
template <class A> struct Sample {
  int64_t low, high;
  A weight, slope;
};

/** Clamp to [0, size-1]; outside (and for NaN) the border is read and the slope is zero. */
template <class A> RWKV_SSS_HD Sample<A> sample_at(A coordinate, int64_t size) {
  const A last = A(size - 1);
  if (!(coordinate > A(0))) return Sample<A>{0, 0, A(0), A(0)};
  if (coordinate >= last) return Sample<A>{size - 1, size - 1, A(0), A(0)};
  const int64_t low = int64_t(coordinate);
  return Sample<A>{low, low + 1, coordinate - A(low), A(1)};
}

}  // namespace
}  // namespace rwkv_sss
