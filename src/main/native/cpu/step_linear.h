// A linear layer, or the sum of two, in strips of rows.
#pragma once

#include "cpu/packed_product.h"
#include "cpu/scratch.h"
#include "rwkv_sss/prediction_steps.h"

namespace rwkv_sss {
namespace {

template <int Terms> int32_t linear_of(const LinearStep& p, ParallelFor parallel) {
  int64_t packed = 0, depth = 0;
  for (int i = 0; i < Terms; ++i) {
    packed += packed_count(p.columns, p.term[i].depth);
    depth += p.term[i].depth;
  }
  float* panels = static_cast<float*>(call_scratch(size_t(packed) * sizeof(float)));
  if (!panels) return -1;
  Factor factors[Terms];
  for (int i = 0; i < Terms; ++i) {
    const LinearStep::Term& t = p.term[i];
    factors[i] = Factor{t.rows, t.depth, pack_panels(t.weight, p.columns, t.depth, panels)};
    panels += packed_count(p.columns, t.depth);
  }
  const int64_t rows = strip_rows(depth + p.columns);
  return parallel_rows(parallel, (p.rows + rows - 1) / rows, rows * p.columns, [&](int64_t begin, int64_t end) {
    for (int64_t strip = begin; strip < end; ++strip) {
      const int64_t first = strip * rows, count = p.rows - first < rows ? p.rows - first : rows;
      Factor here[Terms];
      for (int i = 0; i < Terms; ++i) here[i] = factors[i].from(first);
      float* out = p.out + first * p.columns;
      product(here, count, [&](auto lanes, int64_t row, int64_t column, auto sum) {
        constexpr int N = decltype(lanes)::value;
        if (p.bias) sum += load<N>(p.bias + column);
        store<N>(out + row * p.columns + column, sum);
      });
    }
  });
}

inline int32_t linear(const LinearStep& p, ParallelFor parallel) {
  return p.terms == 1 ? linear_of<1>(p, parallel) : linear_of<2>(p, parallel);
}

}  // namespace
}  // namespace rwkv_sss
