// exp as mantissa x 2^exponent, by a polynomial that the compiler can inline and vectorise.
#pragma once

#include "rwkv_sss/lane.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

template <class Lane>
struct Power {
  Lane mantissa;  // in [0.70, 1.42]
  IntOf<Lane> exponent;
};

// Arguments are clamped to +-limit: beyond it a weight is 0 or infinite next to any other weight.
template <class Real>
struct ExpRange;
template <>
struct ExpRange<float> {
  static constexpr float limit = 2.0e6f;
  static constexpr float round = 12582912.0f;  // 1.5 x 2^23: adding it rounds to an integer in the low bits
  static constexpr float ln2_high = 0.693359375f, ln2_low = -2.12194440e-4f;  // 9 bits: n * high is exact to n = 2^15
};
template <>
struct ExpRange<double> {
  static constexpr double limit = 1.0e9;
  static constexpr double round = 6755399441055744.0;  // 1.5 x 2^52
  static constexpr double ln2_high = 0.69314718036912382, ln2_low = 1.9082149292705877e-10;
};

// (exp r - 1 - r) / r^2 on |r| <= ln2 / 2. Weighted least-maximum fit; error of exp 3e-9 before rounding.
template <class Lane>
RWKV_SSS_HD Lane exp_tail(Lane r, float) {
  Lane p = splat<Lane>(1.381460583e-03f);
  p = p * r + 8.368718982e-03f;
  p = p * r + 4.166838810e-02f;
  p = p * r + 1.666652061e-01f;
  return p * r + 4.999999345e-01f;
}
// The Taylor series to r^14: remainder below 1e-18.
template <class Lane>
RWKV_SSS_HD Lane exp_tail(Lane r, double) {
  Lane p = splat<Lane>(1.0 / 87178291200.0);
  p = p * r + 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  return p * r + 0.5;
}

// exp x. A NaN argument gives a NaN mantissa and a bounded exponent.
template <class Lane>
RWKV_SSS_HD Power<Lane> split_exp(Lane x) {
  using Real = RealOf<Lane>;
  using Range = ExpRange<Real>;
  const Lane low = splat<Lane>(-Range::limit), high = splat<Lane>(Range::limit);
  x = x < low ? low : x;
  x = x > high ? high : x;
  const Lane shifted = x * Real(1.4426950408889634) + Range::round;
  const Lane n = shifted - Range::round;
  const Lane r = (x - n * Range::ln2_high) - n * Range::ln2_low;
  const Lane tail = exp_tail(r, Real());
  Power<Lane> result;
  result.mantissa = (tail * r + Real(1)) * r + Real(1);
  result.exponent = to_bits(shifted) - to_bits(Range::round);
  return result;
}

// exp x for |x| within the limits of LinearRange; NaN gives NaN, anything beyond gives some number.
template <class Lane>
RWKV_SSS_HD Lane short_exponential(Lane x) {
  using Real = RealOf<Lane>;
  using Range = ExpRange<Real>;
  // With the exponent's bias in the rounding constant, a shift leaves the bits of 2^n and drops all others.
  const Real round = Range::round + FloatLayout<Real>::bias;
  const Lane shifted = x * Real(1.4426950408889634) + round;
  const Lane n = shifted - round;
  const Lane r = (x - n * Range::ln2_high) - n * Range::ln2_low;
  return ((exp_tail(r, Real()) * r + Real(1)) * r + Real(1)) * exponent_only(shifted);
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
