// The fused block ops written out number by number in double, from their definitions and without
// the kernels' shared arithmetic: what the kernels are compared with.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "rwkv_sss/fused_ops.h"

namespace rwkv_sss_test {

using Numbers = std::vector<double>;
using rwkv_sss::Extent;

inline double logistic(double x) { return 1 / (1 + std::exp(-x)); }

struct Corner {
  int64_t index;
  double weight;
};

/** Linear interpolation at a coordinate clamped to the axis. */
inline std::vector<Corner> along_axis(double coordinate, int64_t size) {
  coordinate = std::min(std::max(coordinate, 0.0), double(size - 1));
  const int64_t low = std::min<int64_t>(int64_t(std::floor(coordinate)), std::max<int64_t>(size - 2, 0));
  if (size == 1) return {{0, 1.0}};
  return {{low, 1 - (coordinate - low)}, {low + 1, coordinate - low}};
}

inline Numbers gated_upsample(const rwkv_sss::GatedUpsample& p, const Numbers& r, const Numbers& y) {
  const Extent g = windows_of(p.size, p.window);
  Numbers out(r.size());
  int64_t i = 0;
  for (int64_t b = 0; b < p.batch; ++b)
    for (int64_t d = 0; d < p.size.depth; ++d)
      for (int64_t h = 0; h < p.size.height; ++h)
        for (int64_t w = 0; w < p.size.width; ++w)
          for (int64_t c = 0; c < p.channels; ++c, ++i) {
            double up = 0;
            for (const Corner& cd : along_axis((d + 0.5) / p.window.depth - 0.5, g.depth))
              for (const Corner& ch : along_axis((h + 0.5) / p.window.height - 0.5, g.height))
                for (const Corner& cw : along_axis((w + 0.5) / p.window.width - 0.5, g.width))
                  up += cd.weight * ch.weight * cw.weight *
                        y[(((b * g.depth + cd.index) * g.height + ch.index) * g.width + cw.index) * p.channels + c];
            out[i] = logistic(r[i]) * up;
          }
  return out;
}

/** Both outputs, one after the other. */
inline Numbers shift_lerp(const rwkv_sss::ShiftLerp& p, const Numbers& x, const Numbers& mu_a, const Numbers& mu_b) {
  Numbers out(2 * x.size());
  for (int64_t b = 0; b < p.batch; ++b)
    for (int64_t t = 0; t < p.tokens; ++t)
      for (int64_t c = 0; c < p.channels; ++c) {
        int64_t from = t;
        for (int64_t g = p.groups - 1; g >= 0; --g)
          if (c < p.group_ends[g]) from = p.neighbours[g * p.tokens + t];
        const int64_t i = (b * p.tokens + t) * p.channels + c;
        const double s = from < 0 ? 0 : x[(b * p.tokens + from) * p.channels + c];
        out[i] = s + mu_a[c] * (x[i] - s);
        out[x.size() + i] = s + mu_b[c] * (x[i] - s);
      }
  return out;
}

/** The normalised array, then the window means. */
inline Numbers norm_pool(const rwkv_sss::NormPool& p, const Numbers& x, const Numbers& weight, const Numbers& bias) {
  const Extent g = windows_of(p.size, p.window);
  Numbers out(x.size()), sum(p.batch * g.count() * p.channels), count(sum.size());
  for (int64_t pixel = 0; pixel < p.batch * p.size.count(); ++pixel) {
    const double* v = x.data() + pixel * p.channels;
    double mean = 0, variance = 0;
    for (int64_t c = 0; c < p.channels; ++c) mean += v[c] / p.channels;
    for (int64_t c = 0; c < p.channels; ++c) variance += (v[c] - mean) * (v[c] - mean) / p.channels;
    const int64_t w = pixel % p.size.width, h = pixel / p.size.width % p.size.height;
    const int64_t d = pixel / (p.size.width * p.size.height) % p.size.depth, b = pixel / p.size.count();
    const int64_t token =
        ((b * g.depth + d / p.window.depth) * g.height + h / p.window.height) * g.width + w / p.window.width;
    for (int64_t c = 0; c < p.channels; ++c) {
      const double n = (v[c] - mean) / std::sqrt(variance + p.eps) * weight[c] + bias[c];
      out[pixel * p.channels + c] = n;
      sum[token * p.channels + c] += n;
      count[token * p.channels + c] += 1;
    }
  }
  for (size_t i = 0; i < sum.size(); ++i) out.push_back(sum[i] / count[i]);
  return out;
}

inline Numbers dysample(const rwkv_sss::DySample& p, const Numbers& x, const Numbers& offset) {
  const bool deep = p.axes == 3;
  const int64_t D = p.size.depth, H = p.size.height, W = p.size.width, C = p.channels, subs = deep ? 8 : 4;
  const int64_t OD = deep ? 2 * D : 1;
  Numbers out(size_t(p.batch * D * H * W * subs * C));
  for (int64_t b = 0; b < p.batch; ++b)
    for (int64_t od = 0; od < OD; ++od)
      for (int64_t oh = 0; oh < 2 * H; ++oh)
        for (int64_t ow = 0; ow < 2 * W; ++ow)
          for (int64_t c = 0; c < C; ++c) {
            const int64_t d = deep ? od / 2 : 0, h = oh / 2, w = ow / 2;
            const int64_t sub = (deep ? od % 2 * 4 : 0) + oh % 2 * 2 + ow % 2, group = c / (C / p.groups);
            const double* o =
                &offset[(((b * D + d) * H + h) * W + w) * subs * p.groups * p.axes + (sub * p.groups + group) * p.axes];
            const auto place = [](int64_t i, int64_t half, double delta) {
              return i + 0.5 * half - 0.25 + 0.25 * delta;
            };
            double value = 0;
            for (const Corner& cd : along_axis(deep ? place(d, od % 2, o[0]) : 0, D))
              for (const Corner& ch : along_axis(place(h, oh % 2, o[p.axes - 2]), H))
                for (const Corner& cw : along_axis(place(w, ow % 2, o[p.axes - 1]), W))
                  value += cd.weight * ch.weight * cw.weight *
                           x[(((b * D + cd.index) * H + ch.index) * W + cw.index) * C + c];
            out[(((b * OD + od) * 2 * H + oh) * 2 * W + ow) * C + c] = value;
          }
  return out;
}

inline Numbers depthwise3(const rwkv_sss::Depthwise3& p, const Numbers& x, const Numbers& weight, const Numbers& bias) {
  const int64_t D = p.size.depth, H = p.size.height, W = p.size.width, C = p.channels, reach = p.axes == 3 ? 1 : 0;
  Numbers out(x.size());
  int64_t i = 0;
  for (int64_t b = 0; b < p.batch; ++b)
    for (int64_t d = 0; d < D; ++d)
      for (int64_t h = 0; h < H; ++h)
        for (int64_t w = 0; w < W; ++w)
          for (int64_t c = 0; c < C; ++c, ++i) {
            out[i] = x[i] + bias[c];
            int64_t tap = 0;
            for (int64_t kd = -reach; kd <= reach; ++kd)
              for (int64_t kh = -1; kh <= 1; ++kh)
                for (int64_t kw = -1; kw <= 1; ++kw, ++tap) {
                  const int64_t dd = d + kd, hh = h + kh, ww = w + kw;
                  if (dd < 0 || dd >= D || hh < 0 || hh >= H || ww < 0 || ww >= W) continue;
                  out[i] += weight[tap * C + c] * x[(((b * D + dd) * H + hh) * W + ww) * C + c];
                }
          }
  return out;
}

}  // namespace rwkv_sss_test
