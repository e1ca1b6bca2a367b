// The arguments of the joined steps of a prediction: taken from the stack, checked, outputs allocated. `run(params,
// tensor)` then does the work, or nothing on the meta device. float32 without gradients: an input that wants one is refused
// nowhere, because libtorch's C interface cannot tell; callers run these where nothing is recorded.
#pragma once

#include "registration/fused_arguments.h"
#include "rwkv_sss/prediction_steps.h"

namespace rwkv_sss {

inline void require_float32(const FusedArguments& a, const char* name, const TensorHandle& x) {
  require(x.dtype() == aoti_torch_dtype_float32(), a.op(), ": ", name, " is ", dtype_text(x.dtype()), "; pass float32");
}

inline const float* numbers(const TensorHandle& x) { return static_cast<const float*>(pointer(x)); }
inline float* writable(const TensorHandle& x) { return static_cast<float*>(pointer(x)); }

/** (columns, depth) weights for rows of `depth` numbers. */
inline TensorHandle weight_for(const FusedArguments& a, const char* name, TensorHandle weight, int64_t columns,
                               int64_t depth, const char* feature_name, const TensorHandle& feature) {
  a.match(name, weight, {columns, depth}, "(results, inputs)", feature_name, feature);
  return dense(std::move(weight));
}

/** linear(x, weight, bias), or linear_sum(x, weight, x2, weight2, bias). */
template <class Run> void step_linear(Call& call, const Run& run, int terms) {
  FusedArguments a(terms == 1 ? "linear" : "linear_sum", call);
  TensorHandle x[2], weight[2];
  for (int i = 0; i < terms; ++i) {
    x[i] = a.tensor(2 * i);
    weight[i] = a.tensor(2 * i + 1);
  }
  TensorHandle bias = call.optional_tensor(2 * terms);
  require_float32(a, "x", x[0]);
  require(x[0].dimensions() >= 1, a.op(), ": x has shape ", x[0].shape_text(), "; pass (..., inputs)");
  require(weight[0].dimensions() == 2, a.op(), ": weight has shape ", weight[0].shape_text(),
          "; pass (results, inputs)");
  const int64_t columns = weight[0].size(0);
  std::vector<int64_t> shape = x[0].sizes();
  LinearStep p{};
  p.rows = 1;
  p.columns = columns;
  p.terms = terms;
  for (size_t d = 0; d + 1 < shape.size(); ++d) p.rows *= shape[d];
  for (int i = 0; i < terms; ++i) {
    const char *name = i ? "x2" : "x", *weight_name = i ? "weight2" : "weight";
    require(x[i].dimensions() == x[0].dimensions(), a.op(), ": ", name, " has shape ", x[i].shape_text(), " but x has ",
            x[0].shape_text(), "; pass both with the same rows");
    const int64_t depth = x[i].size(int(x[i].dimensions()) - 1);
    if (i) {
      std::vector<int64_t> rows = shape;
      rows.back() = depth;
      a.match(name, x[i], rows, "as many rows as x", "x", x[0]);
    }
    weight[i] = weight_for(a, weight_name, std::move(weight[i]), columns, depth, name, x[i]);
    x[i] = dense(std::move(x[i]));
    p.term[i] = {numbers(x[i]), numbers(weight[i]), depth};
  }
  if (bias) {
    a.match("bias", bias, {columns}, "one entry per result", "x", x[0]);
    bias = dense(std::move(bias));
    p.bias = numbers(bias);
  }
  shape.back() = columns;
  TensorHandle out = TensorHandle::empty(shape, x[0].dtype(), x[0]);
  p.out = writable(out);
  run(p, x[0]);
  a.returns(0, std::move(out));
}

/** norm_pooled(x, weight, bias, eps, wd, wh, ww): the window means of norm_pool alone. */
template <class Run> void step_norm_pooled(Call& call, const Run& run) {
  FusedArguments a("norm_pooled", call);
  TensorHandle x = a.tensor(0), weight = a.tensor(1), bias = a.tensor(2);
  const double eps = a.epsilon(3);
  a.feature("x", x);
  const Extent window = a.window(4, axes_of(x));
  weight = a.per_channel("weight", std::move(weight), x);
  bias = a.per_channel("bias", std::move(bias), x);
  x = dense(std::move(x));
  TensorHandle pooled = TensorHandle::empty(grid_shape(x, windows_of(extent_of(x), window)), x.dtype(), x);
  NormPool p = on_grid<NormPool>(x);
  p.window = window;
  p.eps = eps;
  p.x = pointer(x);
  p.weight = pointer(weight);
  p.bias = pointer(bias);
  p.pooled = pointer(pooled);
  run(p, x);
  a.returns(0, std::move(pooled));
}

/** gate_mix_(x, norm_weight, norm_bias, eps, y, receptance, output, wd, wh, ww). */
template <class Run> void step_gate_mix(Call& call, const Run& run) {
  FusedArguments a("gate_mix_", call);
  TensorHandle x = a.tensor(0), norm_weight = a.tensor(1), norm_bias = a.tensor(2), y = a.tensor(4),
               receptance = a.tensor(5), output = a.tensor(6);
  const double eps = a.epsilon(3);
  a.feature("x", x);
  require_float32(a, "x", x);
  require(x.is_contiguous(), a.op(), ": x is not contiguous and would be written over; pass a contiguous tensor");
  const Extent window = a.window(7, axes_of(x));
  a.match("y", y, grid_shape(x, windows_of(extent_of(x), window)), "(B, ceil(S / window), C)", "x", x);
  norm_weight = a.per_channel("norm_weight", std::move(norm_weight), x);
  norm_bias = a.per_channel("norm_bias", std::move(norm_bias), x);
  y = dense(std::move(y));
  const int64_t channels = channels_of(x);
  receptance = weight_for(a, "receptance", std::move(receptance), channels, channels, "x", x);
  output = weight_for(a, "output", std::move(output), channels, channels, "x", x);
  const GateMixStep p{
      x.size(0),          channels,   extent_of(x),        window,         eps, writable(x), numbers(norm_weight),
      numbers(norm_bias), numbers(y), numbers(receptance), numbers(output)};
  run(p, x);
}

/** channel_mix(x, norm_weight, norm_bias, eps, mu_key, mu_receptance, neighbours, group_ends, key, receptance, value). */
template <class Run> void step_channel_mix(Call& call, const Run& run) {
  FusedArguments a("channel_mix", call);
  TensorHandle x = a.tensor(0), norm_weight = a.tensor(1), norm_bias = a.tensor(2), mu_key = a.tensor(4),
               mu_receptance = a.tensor(5);
  TensorHandle neighbours = a.tensor(6), group_ends = a.tensor(7), key = a.tensor(8), receptance = a.tensor(9),
               value = a.tensor(10);
  const double eps = a.epsilon(3);
  a.tokens("x", x);
  require_float32(a, "x", x);
  norm_weight = a.per_channel("norm_weight", std::move(norm_weight), x);
  norm_bias = a.per_channel("norm_bias", std::move(norm_bias), x);
  mu_key = a.per_channel("mu_key", std::move(mu_key), x);
  mu_receptance = a.per_channel("mu_receptance", std::move(mu_receptance), x);
  a.shift_tables(neighbours, group_ends, "x", x);
  neighbours = dense(std::move(neighbours));
  group_ends = dense(std::move(group_ends));
  a.index_values(neighbours, group_ends, x.size(2));
  require(key.dimensions() == 2, a.op(), ": key has shape ", key.shape_text(), "; pass (hidden, C)");
  const int64_t channels = x.size(2), hidden = key.size(0);
  key = weight_for(a, "key", std::move(key), hidden, channels, "x", x);
  receptance = weight_for(a, "receptance", std::move(receptance), channels, channels, "x", x);
  value = weight_for(a, "value", std::move(value), channels, hidden, "x", x);
  x = dense(std::move(x));
  TensorHandle out = empty_like(x);
  const ChannelMixStep p{x.size(0),
                         x.size(1),
                         channels,
                         hidden,
                         group_ends.size(0),
                         eps,
                         numbers(x),
                         numbers(norm_weight),
                         numbers(norm_bias),
                         numbers(mu_key),
                         numbers(mu_receptance),
                         static_cast<const int32_t*>(pointer(neighbours)),
                         static_cast<const int32_t*>(pointer(group_ends)),
                         numbers(key),
                         numbers(receptance),
                         numbers(value),
                         writable(out)};
  run(p, x);
  a.returns(0, std::move(out));
}

/** convolve_joined(x, x2, weight, bias). */
template <class Run> void step_convolve_joined(Call& call, const Run& run) {
  FusedArguments a("convolve_joined", call);
  TensorHandle x = a.tensor(0), x2 = a.tensor(1), weight = a.tensor(2), bias = a.tensor(3);
  require_float32(a, "x", x);
  require(x.dimensions() == 4, a.op(), ": x has shape ", x.shape_text(), "; pass channels-last (B, H, W, C)");
  require(x2.dimensions() == 4, a.op(), ": x2 has shape ", x2.shape_text(), "; pass channels-last (B, H, W, C)");
  std::vector<int64_t> shape = x.sizes();
  shape.back() = channels_of(x2);
  a.match("x2", x2, shape, "as many pixels as x", "x", x);
  require(weight.dimensions() == 4, a.op(), ": weight has shape ", weight.shape_text(),
          "; pass (results, C + C2, 3, 3)");
  const int64_t results = weight.size(0);
  a.match("weight", weight, {results, channels_of(x) + channels_of(x2), 3, 3}, "(results, C + C2, 3, 3)", "x", x);
  a.match("bias", bias, {results}, "one entry per result", "x", x);
  x = dense(std::move(x));
  x2 = dense(std::move(x2));
  weight = dense(std::move(weight));
  bias = dense(std::move(bias));
  shape.back() = results;
  TensorHandle out = TensorHandle::empty(shape, x.dtype(), x);
  const ConvolveStep p{x.size(0),
                       x.size(1),
                       x.size(2),
                       results,
                       {channels_of(x), channels_of(x2)},
                       {numbers(x), numbers(x2)},
                       numbers(weight),
                       numbers(bias),
                       writable(out)};
  run(p, x);
  a.returns(0, std::move(out));
}

}  // namespace rwkv_sss
