// Products of a few rows with a weight matrix, for the joined steps of a prediction (step_linear.h, step_gate_mix.h,
// step_channel_mix.h). Rows stand in memory as they are; the weights are packed once per call into panels of two
// vectors' width, so that the inner loop is nothing but multiply-adds from registers and one stream of weights. What
// becomes of a sum is the caller's: it sees each vector of results while it is in a register.
#pragma once

#include "cpu/fused_lanes.h"

namespace rwkv_sss {
namespace {

constexpr int product_lanes = widest<float>();
constexpr int panel_columns = 2 * product_lanes;
/** Rows whose sums stay in registers together: two vectors each, with room for a panel's two and a broadcast one. */
constexpr int tile_rows = product_lanes == 16 ? 12 : 6;

/** How many numbers a packed (columns, depth) matrix takes. */
inline int64_t packed_count(int64_t columns, int64_t depth) {
  return (columns + panel_columns - 1) / panel_columns * panel_columns * depth;
}

/** A weight matrix in panels: panel_columns columns for each step of the depth, missing columns zero. */
struct PackedMatrix {
  const float* panels;
  int64_t columns, depth;
};

/** Packs row-major weights (columns, depth), each row the weights of one result. */
inline PackedMatrix pack_panels(const float* weight, int64_t columns, int64_t depth, float* to) {
  float* panel = to;
  for (int64_t first = 0; first < columns; first += panel_columns, panel += panel_columns * depth) {
    const int64_t filled = columns - first < panel_columns ? columns - first : panel_columns;
    // A few cache lines of each row of weights at a time: what is written stays in the first cache meanwhile, and what
    // is read comes in runs long enough to be fetched ahead.
    for (int64_t begin = 0; begin < depth; begin += 64) {
      const int64_t end = begin + 64 < depth ? begin + 64 : depth;
      for (int64_t c = 0; c < filled; ++c) {
        const float* from = weight + (first + c) * depth;
        for (int64_t k = begin; k < end; ++k) panel[k * panel_columns + c] = from[k];
      }
      for (int64_t c = filled; c < panel_columns; ++c)
        for (int64_t k = begin; k < end; ++k) panel[k * panel_columns + c] = 0;
    }
  }
  return PackedMatrix{to, columns, depth};
}

/** One operand pair of a sum of products: rows of numbers, `stride` apart, and what they are multiplied by. */
struct Factor {
  const float* rows;
  int64_t stride;
  PackedMatrix matrix;
  Factor from(int64_t row) const { return Factor{rows + row * stride, stride, matrix}; }
};

template <int Rows> using TileSums = Lanes<float, product_lanes>[Rows][2];

template <int Rows> inline void add_products(TileSums<Rows>& sum, const float* rows, int64_t stride, const float* panel,
                                             int64_t depth) {
  Lanes<float, product_lanes> low[Rows], high[Rows];
  RWKV_SSS_UNROLL_ALL for (int i = 0; i < Rows; ++i) {
    low[i] = sum[i][0];
    high[i] = sum[i][1];
  }
  for (int64_t k = 0; k < depth; ++k, panel += panel_columns) {
    const Lanes<float, product_lanes> left = load<product_lanes>(panel),
                                      right = load<product_lanes>(panel + product_lanes);
    RWKV_SSS_UNROLL_ALL for (int i = 0; i < Rows; ++i) {
      const float x = rows[i * stride + k];
      low[i] += x * left;
      high[i] += x * right;
    }
  }
  RWKV_SSS_UNROLL_ALL for (int i = 0; i < Rows; ++i) {
    sum[i][0] = low[i];
    sum[i][1] = high[i];
  }
}

/** finish(Count<N>, row, column, sums of N columns) for one tile. */
template <int Rows, int Factors, class Finish>
inline void product_tile(const Factor (&factors)[Factors], int64_t row, int64_t column, const Finish& finish) {
  TileSums<Rows> sum = {};
  for (const Factor& f : factors)
    add_products<Rows>(sum, f.rows + row * f.stride, f.stride, f.matrix.panels + column * f.matrix.depth,
                       f.matrix.depth);
  const int64_t columns = factors[0].matrix.columns;
  for (int i = 0; i < Rows; ++i)
    for (int half = 0; half < 2; ++half) {
      const int64_t at = column + half * product_lanes;
      if (at + product_lanes <= columns) {
        finish(Count<product_lanes>{}, row + i, at, sum[i][half]);
      } else {
        float single[product_lanes];
        memcpy(single, &sum[i][half], sizeof single);
        for (int64_t c = at; c < columns; ++c) finish(Count<1>{}, row + i, c, single[c - at]);
      }
    }
}

template <int Rows, int Factors, class Finish>
inline void product_rest(const Factor (&factors)[Factors], int64_t rest, int64_t row, int64_t column,
                         const Finish& finish) {
  if constexpr (Rows > 0) {
    if (rest == Rows)
      product_tile<Rows>(factors, row, column, finish);
    else
      product_rest<Rows - 1>(factors, rest, row, column, finish);
  }
}

/**
 * The sum of the factors' products, rows 0 to `rows` - 1. The panel of weights that all rows pass stays in the first
 * cache; the rows should fit the second.
 */
template <int Factors, class Finish> inline void product(const Factor (&factors)[Factors], int64_t rows,
                                                         const Finish& finish) {
  for (int64_t column = 0; column < factors[0].matrix.columns; column += panel_columns) {
    int64_t row = 0;
    for (; row + tile_rows <= rows; row += tile_rows) product_tile<tile_rows>(factors, row, column, finish);
    product_rest<tile_rows - 1>(factors, rows - row, row, column, finish);
  }
}

/** Rows that a thread takes at once, given the numbers of working memory that each needs: these fit the second cache. */
inline int64_t strip_rows(int64_t numbers_per_row) {
  const int64_t fitting = 40960 / (numbers_per_row > 0 ? numbers_per_row : 1);
  const int64_t rows = fitting < 48 ? 48 : fitting > 384 ? 384 : fitting;
  return rows / tile_rows * tile_rows;
}

}  // namespace
}  // namespace rwkv_sss
