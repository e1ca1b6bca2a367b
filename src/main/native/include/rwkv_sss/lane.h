// A lane is what the scan arithmetic is written in: a scalar (CUDA, tests) or a vector of channels (vector_types.h).
// Comparison, ?: and the operators mean the same for both; this header names what differs.
#pragma once

#include <cstdint>
#include <cstring>

#include "rwkv_sss/vector_types.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

template <class Lane>
struct LaneTraits;

template <>
struct LaneTraits<float> {
  using Real = float;
  using Int = std::int32_t;  // as wide as Real, so that masks and exponents fit its vectors
  static constexpr int count = 1;
};

template <>
struct LaneTraits<double> {
  using Real = double;
  using Int = std::int64_t;
  static constexpr int count = 1;
};

#if defined(RWKV_SSS_VECTORS)
template <>
struct LaneTraits<VectorFloat> {
  using Real = float;
  using Int = VectorInt32;
  static constexpr int count = RWKV_SSS_VECTOR_BYTES / 4;
};
template <>
struct LaneTraits<VectorDouble> {
  using Real = double;
  using Int = VectorInt64;
  static constexpr int count = RWKV_SSS_VECTOR_BYTES / 8;
};
#endif

template <class Lane>
using RealOf = typename LaneTraits<Lane>::Real;
template <class Lane>
using IntOf = typename LaneTraits<Lane>::Int;

template <class Real>
struct FloatLayout;
template <>
struct FloatLayout<float> {
  static constexpr int mantissa_bits = 23, bias = 127;
};
template <>
struct FloatLayout<double> {
  static constexpr int mantissa_bits = 52, bias = 1023;
};

RWKV_SSS_HD std::int32_t to_bits(float x) {
  std::int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}
RWKV_SSS_HD std::int64_t to_bits(double x) {
  std::int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}
RWKV_SSS_HD float from_bits(std::int32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
RWKV_SSS_HD double from_bits(std::int64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

RWKV_SSS_HD float not_a_number() { return from_bits(std::int32_t(0x7fc00000)); }

template <class Lane>
RWKV_SSS_HD Lane larger(Lane a, Lane b) {
  return a > b ? a : b;
}
template <class Lane>
RWKV_SSS_HD Lane smaller(Lane a, Lane b) {
  return a < b ? a : b;
}
// The same number in every lane.
template <class Lane>
RWKV_SSS_HD Lane splat(RealOf<Lane> x) {
  return Lane{} + x;
}
template <class Lane>
RWKV_SSS_HD IntOf<Lane> splat_int(IntOf<RealOf<Lane>> n) {
  return IntOf<Lane>{} + n;
}

// 2^n; 0 below the normal range, the largest power above it.
template <class Lane>
RWKV_SSS_HD Lane power_of_two(IntOf<Lane> n) {
  using Layout = FloatLayout<RealOf<Lane>>;
  using Narrow = IntOf<RealOf<Lane>>;
  const IntOf<Lane> low = splat_int<Lane>(Narrow(-Layout::bias)), high = splat_int<Lane>(Narrow(Layout::bias));
  n = smaller(larger(n, low), high);
  // The biased exponent 0 with an empty mantissa is zero itself, so the lower bound needs no select.
  return from_bits((n + Narrow(Layout::bias)) << Layout::mantissa_bits);
}

// The number whose exponent bits are the lowest bits of x.
RWKV_SSS_HD float exponent_only(float x) { return from_bits(std::int32_t(std::uint32_t(to_bits(x)) << 23)); }
RWKV_SSS_HD double exponent_only(double x) { return from_bits(std::int64_t(std::uint64_t(to_bits(x)) << 52)); }
#if defined(RWKV_SSS_VECTORS)
RWKV_SSS_HD VectorFloat exponent_only(VectorFloat x) { return from_bits(to_bits(x) << 23); }
RWKV_SSS_HD VectorDouble exponent_only(VectorDouble x) { return from_bits(to_bits(x) << 52); }
#endif

// floor(log2 x) of a normal positive x; some harmless number of anything else.
template <class Lane>
RWKV_SSS_HD IntOf<Lane> exponent_of(Lane x) {
  using Layout = FloatLayout<RealOf<Lane>>;
  using Narrow = IntOf<RealOf<Lane>>;
  return (to_bits(x) >> Layout::mantissa_bits) - Narrow(Layout::bias);
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
