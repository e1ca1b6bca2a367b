// float16 and bfloat16 as 16-bit patterns, converted with round-to-nearest-even.
#pragma once

#include "rwkv_sss/lane.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

struct Float16 {
  std::uint16_t bits;
};
struct BFloat16 {
  std::uint16_t bits;
};

RWKV_SSS_HD float to_real(float x) { return x; }
RWKV_SSS_HD double to_real(double x) { return x; }
RWKV_SSS_HD float to_real(BFloat16 x) { return from_bits(std::int32_t(std::uint32_t(x.bits) << 16)); }
RWKV_SSS_HD float to_real(Float16 x) {
  const std::uint32_t sign = std::uint32_t(x.bits & 0x8000u) << 16, magnitude = std::uint32_t(x.bits & 0x7fffu) << 13;
  if (magnitude >= 0x0f800000u) return from_bits(std::int32_t(sign | 0x7f800000u | magnitude));
  // 2^112 moves the exponent to its place in a float, and makes normal numbers of the subnormal ones.
  return from_bits(std::int32_t(sign | std::uint32_t(to_bits(from_bits(std::int32_t(magnitude)) * 0x1p112f))));
}

RWKV_SSS_HD void from_real(float x, float& to) { to = x; }
RWKV_SSS_HD void from_real(double x, double& to) { to = x; }
RWKV_SSS_HD void from_real(float x, BFloat16& to) {
  const std::uint32_t bits = std::uint32_t(to_bits(x));
  const std::uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  to.bits = x == x ? std::uint16_t(rounded) : std::uint16_t(0x7fc0u);
}
RWKV_SSS_HD void from_real(float x, Float16& to) {
  const std::uint32_t bits = std::uint32_t(to_bits(x)), sign = bits & 0x80000000u, magnitude = bits ^ sign;
  std::uint32_t half;
  if (magnitude > 0x7f800000u) {
    half = 0x7e00u;
  } else if (magnitude >= 0x477ff000u) {  // from 65520 on, the nearest is infinity
    half = 0x7c00u;
  } else if (magnitude < 0x38800000u) {
    // Subnormal: adding 0.5 leaves the rounded multiple of 2^-24 in the low bits.
    half = std::uint32_t(to_bits(from_bits(std::int32_t(magnitude)) + 0.5f)) - 0x3f000000u;
  } else {
    half = (magnitude - 0x38000000u + 0xfffu + ((magnitude >> 13) & 1u)) >> 13;
  }
  to.bits = std::uint16_t((sign >> 16) | half);
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
