// The fused block ops for many small threads: each op is a sequence of passes, each pass a
// function of one index that writes places of its own. `launch(count, pass)` runs a pass over
// [0, count): a CUDA kernel in fused_ops.cu, a plain loop in the test program, which so covers
// all that the GPU computes.
//
// Where places are shared (scattered gradients) the sums are kept in 64-bit whole numbers: their
// addition is associative, so the result does not depend on the order in which threads arrive.
#pragma once

#include "rwkv_sss/fused_math.h"
#include "rwkv_sss/fused_ops.h"

namespace rwkv_sss {
namespace {

/** Consecutive pieces of the scratch memory, counted in 8-byte words. */
class ScratchWords {
 public:
  explicit ScratchWords(void* memory) : memory_(static_cast<char*>(memory)), used_(0) {}
  template <class W> W* take(int64_t count) {
    W* piece = reinterpret_cast<W*>(memory_ + used_ * 8);
    used_ += (count * int64_t(sizeof(W)) + 7) / 8;
    return piece;
  }
  int64_t used() const { return used_; }

 private:
  char* memory_;
  int64_t used_;
};

// ---- sums over pixels -------------------------------------------------------------------------

/** Parts in which the rows of a sum are taken; depends on the size alone. */
inline int64_t sum_parts_of(int64_t rows) { return rows < 64 ? (rows > 0 ? 1 : 0) : rows / 64 < 512 ? rows / 64 : 512; }

/** One column of one part: term(row, column), added in the order of the rows. */
template <class A, class Term> struct PartialColumn {
  Term term;
  int64_t rows, columns, parts;
  A* partial;
  RWKV_SSS_HD void operator()(int64_t i) const {
    const int64_t part = i / columns, column = i % columns, end = rows * (part + 1) / parts;
    A sum = 0;
    for (int64_t row = rows * part / parts; row < end; ++row) sum += term(row, column);
    partial[i] = sum;
  }
};

template <class T, class A> struct WholeColumn {
  const A* partial;
  int64_t columns, parts;
  T* out;
  RWKV_SSS_HD void operator()(int64_t column) const {
    A sum = 0;
    for (int64_t part = 0; part < parts; ++part) sum += partial[part * columns + column];
    out[column] = from_accumulator<T>(sum);
  }
};

template <class T, class Term, class Launch>
void sum_columns(const Term& term, int64_t rows, int64_t columns, Accumulator<T>* partial, void* out,
                 const Launch& launch) {
  typedef Accumulator<T> A;
  const int64_t parts = sum_parts_of(rows);
  launch(parts * columns, PartialColumn<A, Term>{term, rows, columns, parts, partial});
  launch(columns, WholeColumn<T, A>{partial, columns, parts, static_cast<T*>(out)});
}

// ---- scattered sums ---------------------------------------------------------------------------

/** Sums of up to 2^23 terms of at most the largest magnitude, to 2^-39 of it. */
constexpr int fixed_bits = 39;

RWKV_SSS_HD void raise_to(uint64_t* largest, double value) {
  // Magnitudes compare like their bits; so do NaN, above infinity.
  const uint64_t bits = cast_bits<uint64_t>(value) & 0x7FFFFFFFFFFFFFFFull;
#if defined(__CUDA_ARCH__)
  atomicMax(reinterpret_cast<unsigned long long*>(largest), static_cast<unsigned long long>(bits));
#else
  if (bits > *largest) *largest = bits;
#endif
}

RWKV_SSS_HD void add_to(int64_t* sum, int64_t value) {
#if defined(__CUDA_ARCH__)
  atomicAdd(reinterpret_cast<unsigned long long*>(sum), static_cast<unsigned long long>(value));
#else
  *sum += value;
#endif
}

RWKV_SSS_HD bool is_finite_bits(uint64_t largest) { return largest < 0x7FF0000000000000ull; }

/** The power of two that brings the largest magnitude below 2^fixed_bits; 0 if there is nothing to add. */
RWKV_SSS_HD double fixed_scale(uint64_t largest) {
  const int64_t exponent = int64_t(largest >> 52);
  if (exponent == 0 || !is_finite_bits(largest)) return 0;
  const int64_t scaled = 1023 + fixed_bits - (exponent - 1023) - 1;
  return cast_bits<double>(uint64_t(scaled > 2046 ? 2046 : scaled < 1 ? 1 : scaled) << 52);
}

RWKV_SSS_HD int64_t to_fixed(double value, double scale) {
  const double scaled = value * scale;
  return int64_t(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

/** The sum as a number; NaN where a term was not finite, as one place cannot be told from another. */
RWKV_SSS_HD double from_fixed(int64_t sum, uint64_t largest) {
  if (!is_finite_bits(largest)) return cast_bits<double>(uint64_t(0x7FF8000000000000ull));
  const double scale = fixed_scale(largest);
  return scale == 0 ? 0 : double(sum) / scale;
}

struct ClearWords {
  int64_t* words;
  RWKV_SSS_HD void operator()(int64_t i) const { words[i] = 0; }
};

// ---- places -----------------------------------------------------------------------------------

/** Coordinates of a number of a channels-last array. */
struct Place {
  int64_t b, d, h, w, c;
};

RWKV_SSS_HD Place place_of(int64_t i, const Extent& size, int64_t channels) {
  Place at;
  at.c = i % channels;
  i /= channels;
  at.w = i % size.width;
  i /= size.width;
  at.h = i % size.height;
  i /= size.height;
  at.d = i % size.depth;
  at.b = i / size.depth;
  return at;
}

RWKV_SSS_HD int64_t pixel_at(int64_t b, int64_t d, int64_t h, int64_t w, const Extent& size) {
  return ((b * size.depth + d) * size.height + h) * size.width + w;
}

RWKV_SSS_HD int64_t smaller_of(int64_t a, int64_t b) { return a < b ? a : b; }

}  // namespace
}  // namespace rwkv_sss
