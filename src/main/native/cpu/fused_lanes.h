// Vectors of channels for the fused CPU kernels: load, store, sigmoid, and a loop over a row of
// channels of any length that never reads past its end.
//
// GCC and Clang turn the vector types into whatever the file is compiled for (SSE2, AVX2,
// AVX-512, NEON); another compiler gets scalars, slow but right.
#pragma once

#include <atomic>
#include <cstdlib>
#include <new>
#include <type_traits>

#include "rwkv_sss/fused_math.h"
#include "rwkv_sss/fused_ops.h"
#include "rwkv_sss/vector_types.h"

#if defined(RWKV_SSS_VECTORS)
#define RWKV_SSS_UNROLL _Pragma("GCC unroll 8")
#define RWKV_SSS_UNROLL_ALL _Pragma("GCC unroll 16")
#else
#define RWKV_SSS_UNROLL
#define RWKV_SSS_UNROLL_ALL
#endif

namespace rwkv_sss {
namespace {

template <class A, int N> struct LanesOf {
#if defined(RWKV_SSS_VECTORS)
  typedef A type __attribute__((vector_size(N * sizeof(A))));
#endif
};
template <class A> struct LanesOf<A, 1> {
  typedef A type;
};
template <class A, int N> using Lanes = typename LanesOf<A, N>::type;
template <class A, int N> using UnsignedLanes =
    Lanes<typename std::conditional<sizeof(A) == 8, uint64_t, uint32_t>::type, N>;

/** The widest number of lanes of A on this instruction set. */
#if defined(RWKV_SSS_VECTORS)
template <class A> constexpr int widest() { return RWKV_SSS_VECTOR_BYTES / int(sizeof(A)); }
#else
template <class A> constexpr int widest() { return 1; }
#endif

template <int N> using Count = std::integral_constant<int, N>;

template <int N> inline Lanes<uint32_t, N> widen(const uint16_t* p) {
  if constexpr (N == 1) {
    return *p;
  } else {
#if defined(RWKV_SSS_VECTORS)
    Lanes<uint16_t, N> narrow;
    memcpy(&narrow, p, sizeof narrow);
    return __builtin_convertvector(narrow, Lanes<uint32_t, N>);
#endif
  }
}

template <int N> inline void narrow(uint16_t* p, Lanes<uint32_t, N> wide) {
  if constexpr (N == 1) {
    *p = uint16_t(wide);
  } else {
#if defined(RWKV_SSS_VECTORS)
    const Lanes<uint16_t, N> result = __builtin_convertvector(wide, Lanes<uint16_t, N>);
    memcpy(p, &result, sizeof result);
#endif
  }
}

template <int N> inline Lanes<float, N> load(const float* p) {
  Lanes<float, N> v;
  memcpy(&v, p, sizeof v);
  return v;
}
template <int N> inline Lanes<double, N> load(const double* p) {
  Lanes<double, N> v;
  memcpy(&v, p, sizeof v);
  return v;
}
template <int N> inline Lanes<float, N> load(const Float16* p) {
  return half_to_float_lanes<Lanes<float, N>, Lanes<uint32_t, N>>(widen<N>(&p->bits));
}
template <int N> inline Lanes<float, N> load(const BFloat16* p) {
  const Lanes<uint32_t, N> bits = widen<N>(&p->bits) << 16;
  return cast_bits<Lanes<float, N>>(bits);
}

template <int N> inline void store(float* p, Lanes<float, N> v) { memcpy(p, &v, sizeof v); }
template <int N> inline void store(double* p, Lanes<double, N> v) { memcpy(p, &v, sizeof v); }
template <int N> inline void store(Float16* p, Lanes<float, N> v) {
  narrow<N>(&p->bits, float_to_half_lanes<Lanes<float, N>, Lanes<uint32_t, N>>(v));
}
template <int N> inline void store(BFloat16* p, Lanes<float, N> v) {
  narrow<N>(&p->bits, float_to_bfloat_lanes<Lanes<float, N>, Lanes<uint32_t, N>>(v));
}

template <class A, int N> inline Lanes<A, N> gate(Lanes<A, N> x) {
  return sigmoid_lanes<A, Lanes<A, N>, UnsignedLanes<A, N>>(x);
}

/** Sum of all lanes, by halves: a chain of single lanes would cost more than the loop before it. */
template <class A, int N> inline A sum_lanes(Lanes<A, N> v) {
  if constexpr (N == 1) {
    return v;
  } else {
    Lanes<A, N / 2> half[2];
    memcpy(half, &v, sizeof v);
    return sum_lanes<A, N / 2>(half[0] + half[1]);
  }
}

/** f(Count<N>, c) for consecutive runs of N channels that cover [begin, end): wide, then 4, then 1. */
template <class A, class F> inline void for_lanes(int64_t begin, int64_t end, const F& f) {
  constexpr int wide = widest<A>();
  int64_t c = begin;
  for (; c + wide <= end; c += wide) f(Count<wide>{}, c);
  if constexpr (wide > 4) {
    for (; c + 4 <= end; c += 4) f(Count<4>{}, c);
  }
  if constexpr (wide > 1) {
    for (; c < end; ++c) f(Count<1>{}, c);
  }
}

/** Working memory of a call or of one of its threads, uninitialised. */
template <class A> class Scratch {
 public:
  explicit Scratch(int64_t count) : data_(static_cast<A*>(std::malloc(size_t(count > 0 ? count : 1) * sizeof(A)))) {
    if (!data_) throw std::bad_alloc();
  }
  ~Scratch() { std::free(data_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  A* get() const { return data_; }
  A& operator[](int64_t i) const { return data_[i]; }

 private:
  A* data_;
};

/**
 * body(begin, end) over [0, count), in parts of at least about 16 thousand numbers. No exception
 * may pass through libtorch's thread pool: exhausted memory becomes the returned error.
 */
template <class F> inline int32_t parallel_rows(ParallelFor parallel, int64_t count, int64_t numbers_per_row,
                                                const F& body) {
  if (count <= 0) return 0;
  struct Work {
    const F* body;
    std::atomic<bool> complete;
  } work{&body, {true}};
  const int64_t grain = numbers_per_row >= 16384 ? 1 : 16384 / (numbers_per_row > 0 ? numbers_per_row : 1);
  const int32_t error = parallel(
      0, count, grain,
      [](int64_t begin, int64_t end, void* context) {
        Work* shared = static_cast<Work*>(context);
        try {
          (*shared->body)(begin, end);
        } catch (const std::bad_alloc&) {
          shared->complete = false;
        }
      },
      &work);
  return error ? error : work.complete ? 0 : -1;
}

/**
 * Sums over pixels are taken part by part, and the parts then added in order. Their number
 * depends on the size of the data alone, so gradients do not change with the thread count.
 */
inline int64_t parts_of(int64_t rows, int64_t numbers_per_row) {
  int64_t parts = rows * numbers_per_row / 65536;
  if (parts > 32) parts = 32;
  if (parts > rows) parts = rows;
  return parts > 0 ? parts : 1;
}

/** out[i] = sum over the parts of partial[part][i]. */
template <class T, class A> inline void add_parts(const A* partial, int64_t stride, int64_t parts, int64_t count,
                                                  T* out) {
  for_lanes<A>(0, count, [&](auto lanes, int64_t i) {
    constexpr int N = decltype(lanes)::value;
    Lanes<A, N> sum{};
    for (int64_t part = 0; part < parts; ++part) sum += load<N>(partial + part * stride + i);
    store<N>(out + i, sum);
  });
}

/** Calls f with a value of the stored type. */
template <class F> inline int32_t by_element(Element element, const F& f) {
  switch (element) {
    case Element::float32: return f(float{});
    case Element::float64: return f(double{});
    case Element::float16: return f(Float16{});
    default: return f(BFloat16{});
  }
}

}  // namespace
}  // namespace rwkv_sss
