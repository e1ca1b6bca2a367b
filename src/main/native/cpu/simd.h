// The vector that goes with a type of number, and its way to and from memory.
#pragma once

#include "rwkv_sss/lane.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

template <class Real>
struct VectorOf;
template <>
struct VectorOf<float> {
  using type = VectorFloat;
};
template <>
struct VectorOf<double> {
  using type = VectorDouble;
};

template <class Lane, class Narrow>
RWKV_SSS_HD Lane load(const Narrow* from) {
  Lane x;
  memcpy(&x, from, sizeof x);
  return x;
}
template <class Lane, class Narrow>
RWKV_SSS_HD void store(Narrow* to, Lane x) {
  memcpy(to, &x, sizeof x);
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
