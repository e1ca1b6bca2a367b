// gate_add and square_relu: one pass over memory each.
#pragma once

#include "cpu/fused_lanes.h"

namespace rwkv_sss {
namespace {

/** f(Count<N>, i) over all numbers, in parallel. */
template <class T, class F> inline int32_t for_all(ParallelFor parallel, int64_t count, const F& f) {
  return parallel_rows(parallel, (count + 1023) / 1024, 1024, [&](int64_t begin, int64_t end) {
    const int64_t last = end * 1024 < count ? end * 1024 : count;
    for_lanes<Accumulator<T>>(begin * 1024, last, f);
  });
}

template <class T> int32_t gate_add(const GateAdd& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const T *x = static_cast<const T*>(p.x), *r = static_cast<const T*>(p.r), *v = static_cast<const T*>(p.v);
  T* out = static_cast<T*>(p.out);
  return for_all<T>(parallel, p.count, [=](auto lanes, int64_t i) {
    constexpr int N = decltype(lanes)::value;
    store<N>(out + i, load<N>(x + i) + gate<A, N>(load<N>(r + i)) * load<N>(v + i));
  });
}

template <class T> int32_t gate_add_backward(const GateAdd& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const T *grad = static_cast<const T*>(p.grad), *r = static_cast<const T*>(p.r), *v = static_cast<const T*>(p.v);
  T *grad_r = static_cast<T*>(p.grad_r), *grad_v = static_cast<T*>(p.grad_v);
  return for_all<T>(parallel, p.count, [=](auto lanes, int64_t i) {
    constexpr int N = decltype(lanes)::value;
    const Lanes<A, N> s = gate<A, N>(load<N>(r + i));
    const Lanes<A, N> through = load<N>(grad + i) * s;
    store<N>(grad_v + i, through);
    store<N>(grad_r + i, gate_gradient<A>(through, load<N>(v + i), s));
  });
}

template <class T> int32_t square_relu(const SquareRelu& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const T* x = static_cast<const T*>(p.x);
  T* out = static_cast<T*>(p.out);
  return for_all<T>(parallel, p.count, [=](auto lanes, int64_t i) {
    constexpr int N = decltype(lanes)::value;
    const Lanes<A, N> positive = positive_part<A, Lanes<A, N>>(load<N>(x + i));
    store<N>(out + i, positive * positive);
  });
}

template <class T> int32_t square_relu_backward(const SquareRelu& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const T *grad = static_cast<const T*>(p.grad), *x = static_cast<const T*>(p.x);
  T* grad_x = static_cast<T*>(p.grad_x);
  return for_all<T>(parallel, p.count, [=](auto lanes, int64_t i) {
    constexpr int N = decltype(lanes)::value;
    const Lanes<A, N> positive = positive_part<A, Lanes<A, N>>(load<N>(x + i));
    store<N>(grad_x + i, (positive + positive) * load<N>(grad + i));
  });
}

}  // namespace
}  // namespace rwkv_sss
