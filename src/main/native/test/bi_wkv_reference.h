// Bi-WKV and its gradients as the formula says them: every weight of every pair of tokens, in double precision.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

namespace rwkv_sss_test {

// One batch and channel. `scale_*` is the sum of the magnitudes that a result was summed from: what an error is
// measured against, since a gradient may cancel to nothing.
struct Column {
  std::vector<double> y, dk, dv, scale_y, scale_dk, scale_dv;
  double dw = 0, du = 0, scale_dw = 0, scale_du = 0;
};

inline Column reference_column(const std::vector<double>& k, const std::vector<double>& v,
                               const std::vector<double>& grad, double w, double u) {
  const std::int64_t tokens = std::int64_t(k.size());
  Column out;
  for (auto* x : {&out.y, &out.dk, &out.dv, &out.scale_y, &out.scale_dk, &out.scale_dv}) x->assign(k.size(), 0);
  std::vector<double> weight(k.size());
  for (std::int64_t t = 0; t < tokens; ++t) {
    double largest = -INFINITY;
    for (std::int64_t i = 0; i < tokens; ++i) {
      weight[i] = i == t ? u + k[i] : k[i] - double(std::llabs(t - i) - 1) * w / double(tokens);
      largest = std::fmax(largest, weight[i]);
    }
    double sum = 0;
    for (double& x : weight) sum += x = std::exp(x - largest);
    for (std::int64_t i = 0; i < tokens; ++i) {
      weight[i] /= sum;
      out.y[t] += weight[i] * v[i];
      out.scale_y[t] += weight[i] * std::fabs(v[i]);
    }
    for (std::int64_t i = 0; i < tokens; ++i) {
      const double share = grad[t] * weight[i], spread = v[i] - out.y[t];
      const double size = std::fabs(share) * (std::fabs(v[i]) + std::fabs(out.y[t]));
      out.dv[i] += share;
      out.scale_dv[i] += std::fabs(share);
      out.dk[i] += share * spread;
      out.scale_dk[i] += size;
      if (i == t) {
        out.du += share * spread;
        out.scale_du += size;
      } else {
        const double distance = double(std::llabs(t - i) - 1) / double(tokens);
        out.dw -= distance * share * spread;
        out.scale_dw += distance * size;
      }
    }
  }
  return out;
}

}  // namespace rwkv_sss_test
