// The arguments of the fused block ops: taken from the stack, checked, made contiguous, outputs
// allocated, and the kernel's parameters filled in; the same for every device. `run(params,
// tensor)` then does the work on that tensor's device, or nothing on the meta device.
#pragma once

#include <initializer_list>

#include "registration/boxed.h"
#include "registration/element.h"
#include "rwkv_sss/fused_ops.h"
#include "rwkv_sss/op_error.h"

namespace rwkv_sss {

/** Checks of one op; every failure says what was got, what was wanted and what to do. */
class FusedArguments {
 public:
  FusedArguments(const char* op, Call& call) : op_(op), call_(call) {}

  const char* op() const { return op_; }
  TensorHandle tensor(int argument) { return call_.tensor(argument); }
  /** A window's extent, at least 1. */
  int64_t window(int argument, const char* name) const;
  Extent window(int first_argument, int64_t axes) const;

  /** What is added to a variance, at least 0. */
  double epsilon(int argument) const;

  /** The feature tensor that the others are measured by: (B, (D,) H, W, C) of real numbers. */
  void feature(const char* name, const TensorHandle& x) const;
  void real(const char* name, const TensorHandle& x) const;
  /** A feature tensor of tokens: (B, T, C) of real numbers. */
  void tokens(const char* name, const TensorHandle& x) const;
  /** Same dtype and device as the feature tensor, and this shape; `meaning` names the shape. */
  void match(const char* name, const TensorHandle& x, const std::vector<int64_t>& shape, const char* meaning,
             const char* feature_name, const TensorHandle& feature) const;
  /** One number per channel of the feature tensor x, row-major. */
  TensorHandle per_channel(const char* name, TensorHandle numbers, const TensorHandle& x) const;
  void index(const char* name, const TensorHandle& x, const char* feature_name, const TensorHandle& feature) const;
  /** The index tensors of a shift of (B, T, C) tokens: their types and shapes. */
  void shift_tables(const TensorHandle& neighbours, const TensorHandle& group_ends, const char* feature_name,
                    const TensorHandle& feature) const;
  /** Values of the index tensors of a shift, where the CPU can read them. */
  void index_values(const TensorHandle& neighbours, const TensorHandle& group_ends, int64_t channels) const;

  void returns(int result, TensorHandle tensor) { call_.returns(result, std::move(tensor)); }

 private:
  const char* op_;
  Call& call_;
};

/** Extents of (B, (D,) H, W, C), depth 1 in 2D. */
Extent extent_of(const TensorHandle& x);
std::vector<int64_t> grid_shape(const TensorHandle& x, const Extent& grid);
inline int64_t axes_of(const TensorHandle& x) { return x.dimensions() - 2; }
inline int64_t channels_of(const TensorHandle& x) { return x.size(int(x.dimensions()) - 1); }
/** Row-major, copied only if it is not. */
TensorHandle dense(TensorHandle x);
/** Null on the meta device, where asking for memory is an error. */
void* pointer(const TensorHandle& x);
inline TensorHandle empty_like(const TensorHandle& x) { return TensorHandle::empty(x.sizes(), x.dtype(), x); }
/** Parameters of an op on a feature tensor (B, (D,) H, W, C); the arrays are still null. */
template <class Params> Params on_grid(const TensorHandle& x) {
  Params p{};
  p.element = element_of(x);
  p.batch = x.size(0);
  p.channels = channels_of(x);
  p.size = extent_of(x);
  return p;
}

template <class Run> void fused_gated_upsample(Call& call, const Run& run, bool backward) {
  FusedArguments a(backward ? "gated_upsample_backward" : "gated_upsample", call);
  const int at = backward ? 1 : 0;
  TensorHandle grad = backward ? a.tensor(0) : TensorHandle(), r = a.tensor(at), y = a.tensor(at + 1);
  a.feature("r", r);
  const Extent window = a.window(at + 2, axes_of(r));
  a.match("y", y, grid_shape(r, windows_of(extent_of(r), window)), "(B, ceil(S / window), C)", "r", r);
  if (backward) a.match("grad", grad, r.sizes(), "the shape of r", "r", r);
  r = dense(std::move(r));
  y = dense(std::move(y));
  GatedUpsample p = on_grid<GatedUpsample>(r);
  p.window = window;
  p.r = pointer(r);
  p.y = pointer(y);
  if (backward) {
    grad = dense(std::move(grad));
    TensorHandle grad_r = empty_like(r), grad_y = empty_like(y);
    p.grad = pointer(grad);
    p.grad_r = pointer(grad_r);
    p.grad_y = pointer(grad_y);
    run(p, r);
    a.returns(0, std::move(grad_r));
    a.returns(1, std::move(grad_y));
  } else {
    TensorHandle out = empty_like(r);
    p.out = pointer(out);
    run(p, r);
    a.returns(0, std::move(out));
  }
}

template <class Run> void fused_shift_lerp(Call& call, const Run& run, bool backward) {
  FusedArguments a(backward ? "shift_lerp_backward" : "shift_lerp", call);
  const int at = backward ? 2 : 0;
  TensorHandle grad_a = backward ? a.tensor(0) : TensorHandle(), grad_b = backward ? a.tensor(1) : TensorHandle();
  TensorHandle x = a.tensor(at), mu_a = a.tensor(at + 1), mu_b = a.tensor(at + 2);
  TensorHandle neighbours = a.tensor(at + 3), group_ends = a.tensor(at + 4);
  a.tokens("x", x);
  mu_a = a.per_channel("mu_a", std::move(mu_a), x);
  mu_b = a.per_channel("mu_b", std::move(mu_b), x);
  a.shift_tables(neighbours, group_ends, "x", x);
  if (backward) {
    a.match("grad_a", grad_a, x.sizes(), "the shape of x", "x", x);
    a.match("grad_b", grad_b, x.sizes(), "the shape of x", "x", x);
  }
  x = dense(std::move(x));
  neighbours = dense(std::move(neighbours));
  group_ends = dense(std::move(group_ends));
  a.index_values(neighbours, group_ends, x.size(2));
  ShiftLerp p{};
  p.element = element_of(x);
  p.batch = x.size(0);
  p.tokens = x.size(1);
  p.channels = x.size(2);
  p.groups = group_ends.size(0);
  p.x = pointer(x);
  p.mu_a = pointer(mu_a);
  p.mu_b = pointer(mu_b);
  p.neighbours = static_cast<const int32_t*>(pointer(neighbours));
  p.group_ends = static_cast<const int32_t*>(pointer(group_ends));
  if (backward) {
    grad_a = dense(std::move(grad_a));
    grad_b = dense(std::move(grad_b));
    TensorHandle grad_x = empty_like(x), grad_mu_a = empty_like(mu_a), grad_mu_b = empty_like(mu_b);
    p.grad_a = pointer(grad_a);
    p.grad_b = pointer(grad_b);
    p.grad_x = pointer(grad_x);
    p.grad_mu_a = pointer(grad_mu_a);
    p.grad_mu_b = pointer(grad_mu_b);
    run(p, x);
    a.returns(0, std::move(grad_x));
    a.returns(1, std::move(grad_mu_a));
    a.returns(2, std::move(grad_mu_b));
  } else {
    TensorHandle out_a = empty_like(x), out_b = empty_like(x);
    p.out_a = pointer(out_a);
    p.out_b = pointer(out_b);
    run(p, x);
    a.returns(0, std::move(out_a));
    a.returns(1, std::move(out_b));
  }
}

template <class Run> void fused_norm_pool(Call& call, const Run& run, bool backward) {
  FusedArguments a(backward ? "norm_pool_backward" : "norm_pool", call);
  const int at = backward ? 2 : 0;
  TensorHandle grad_normed = backward ? a.tensor(0) : TensorHandle(),
               grad_pooled = backward ? a.tensor(1) : TensorHandle();
  TensorHandle x = a.tensor(at), weight = a.tensor(at + 1), bias = backward ? TensorHandle() : a.tensor(at + 2);
  const double eps = a.epsilon(backward ? 4 : 3);
  a.feature("x", x);
  const Extent window = a.window(backward ? 5 : 4, axes_of(x));
  const std::vector<int64_t> pooled_shape = grid_shape(x, windows_of(extent_of(x), window));
  weight = a.per_channel("weight", std::move(weight), x);
  if (backward) {
    a.match("grad_n", grad_normed, x.sizes(), "the shape of x", "x", x);
    a.match("grad_pool", grad_pooled, pooled_shape, "(B, ceil(S / window), C)", "x", x);
  } else {
    bias = a.per_channel("bias", std::move(bias), x);
  }
  x = dense(std::move(x));
  NormPool p = on_grid<NormPool>(x);
  p.window = window;
  p.eps = eps;
  p.x = pointer(x);
  p.weight = pointer(weight);
  if (backward) {
    grad_normed = dense(std::move(grad_normed));
    grad_pooled = dense(std::move(grad_pooled));
    TensorHandle grad_x = empty_like(x), grad_weight = empty_like(weight), grad_bias = empty_like(weight);
    p.grad_normed = pointer(grad_normed);
    p.grad_pooled = pointer(grad_pooled);
    p.grad_x = pointer(grad_x);
    p.grad_weight = pointer(grad_weight);
    p.grad_bias = pointer(grad_bias);
    run(p, x);
    a.returns(0, std::move(grad_x));
    a.returns(1, std::move(grad_weight));
    a.returns(2, std::move(grad_bias));
  } else {
    TensorHandle normed = empty_like(x), pooled = TensorHandle::empty(pooled_shape, x.dtype(), x);
    p.bias = pointer(bias);
    p.normed = pointer(normed);
    p.pooled = pointer(pooled);
    run(p, x);
    a.returns(0, std::move(normed));
    a.returns(1, std::move(pooled));
  }
}

template <class Run> void fused_dysample(Call& call, const Run& run, bool backward) {
  FusedArguments a(backward ? "dysample_backward" : "dysample", call);
  const int at = backward ? 1 : 0;
  TensorHandle grad = backward ? a.tensor(0) : TensorHandle(), x = a.tensor(at), offset = a.tensor(at + 1);
  const int64_t groups = call.integer(at + 2);
  a.feature("x", x);
  const int64_t axes = axes_of(x), channels = channels_of(x);
  require(groups >= 1 && channels % groups == 0, a.op(), ": groups is ", groups, " and x has ", channels,
          " channels; pass a positive divisor of the channels");
  std::vector<int64_t> offset_shape = x.sizes(), out_shape = x.sizes();
  offset_shape.back() = (int64_t(1) << axes) * groups * axes;
  for (int64_t i = 1; i <= axes; ++i) out_shape[size_t(i)] *= 2;
  a.match("offset", offset, offset_shape, "(B, S, 2^axes * groups * axes)", "x", x);
  if (backward) a.match("grad", grad, out_shape, "(B, 2 S, C)", "x", x);
  x = dense(std::move(x));
  offset = dense(std::move(offset));
  DySample p = on_grid<DySample>(x);
  p.groups = groups;
  p.axes = axes;
  p.x = pointer(x);
  p.offset = pointer(offset);
  if (backward) {
    grad = dense(std::move(grad));
    TensorHandle grad_x = empty_like(x), grad_offset = empty_like(offset);
    p.grad = pointer(grad);
    p.grad_x = pointer(grad_x);
    p.grad_offset = pointer(grad_offset);
    run(p, x);
    a.returns(0, std::move(grad_x));
    a.returns(1, std::move(grad_offset));
  } else {
    TensorHandle out = TensorHandle::empty(out_shape, x.dtype(), x);
    p.out = pointer(out);
    run(p, x);
    a.returns(0, std::move(out));
  }
}

template <class Run> void fused_gate_add(Call& call, const Run& run, bool backward) {
  FusedArguments a(backward ? "gate_add_backward" : "gate_add", call);
  // Forward: x, r, v. Backward: grad, r, v.
  TensorHandle first = a.tensor(0), r = a.tensor(1), v = a.tensor(2);
  const char* name = backward ? "grad" : "x";
  a.real(name, first);
  a.match("r", r, first.sizes(), "one shape for all", name, first);
  a.match("v", v, first.sizes(), "one shape for all", name, first);
  first = dense(std::move(first));
  r = dense(std::move(r));
  v = dense(std::move(v));
  GateAdd p{};
  p.element = element_of(r);
  p.count = r.elements();
  (backward ? p.grad : p.x) = pointer(first);
  p.r = pointer(r);
  p.v = pointer(v);
  TensorHandle out = empty_like(r);
  if (backward) {
    TensorHandle grad_v = empty_like(v);
    p.grad_r = pointer(out);
    p.grad_v = pointer(grad_v);
    run(p, r);
    a.returns(1, std::move(grad_v));
  } else {
    p.out = pointer(out);
    run(p, r);
  }
  a.returns(0, std::move(out));
}

template <class Run> void fused_depthwise3(Call& call, const Run& run, bool backward) {
  FusedArguments a(backward ? "depthwise3_backward" : "depthwise3", call);
  const int at = backward ? 1 : 0;
  TensorHandle grad = backward ? a.tensor(0) : TensorHandle(), x = a.tensor(at), weight = a.tensor(at + 1);
  TensorHandle bias = backward ? TensorHandle() : a.tensor(2);
  a.feature("x", x);
  std::vector<int64_t> taps(size_t(axes_of(x)), 3);
  taps.push_back(channels_of(x));
  a.match("weight", weight, taps, axes_of(x) == 3 ? "(3, 3, 3, C)" : "(3, 3, C)", "x", x);
  if (backward)
    a.match("grad", grad, x.sizes(), "the shape of x", "x", x);
  else
    bias = a.per_channel("bias", std::move(bias), x);
  x = dense(std::move(x));
  weight = dense(std::move(weight));
  Depthwise3 p = on_grid<Depthwise3>(x);
  p.axes = axes_of(x);
  p.x = pointer(x);
  p.weight = pointer(weight);
  if (backward) {
    grad = dense(std::move(grad));
    TensorHandle grad_x = empty_like(x), grad_weight = empty_like(weight);
    TensorHandle grad_bias = TensorHandle::empty({channels_of(x)}, x.dtype(), x);
    p.grad = pointer(grad);
    p.grad_x = pointer(grad_x);
    p.grad_weight = pointer(grad_weight);
    p.grad_bias = pointer(grad_bias);
    run(p, x);
    a.returns(0, std::move(grad_x));
    a.returns(1, std::move(grad_weight));
    a.returns(2, std::move(grad_bias));
  } else {
    TensorHandle out = empty_like(x);
    p.bias = pointer(bias);
    p.out = pointer(out);
    run(p, x);
    a.returns(0, std::move(out));
  }
}

template <class Run> void fused_square_relu(Call& call, const Run& run, bool backward) {
  FusedArguments a(backward ? "square_relu_backward" : "square_relu", call);
  TensorHandle grad = backward ? a.tensor(0) : TensorHandle(), x = a.tensor(backward ? 1 : 0);
  a.real("x", x);
  if (backward) a.match("grad", grad, x.sizes(), "the shape of x", "x", x);
  x = dense(std::move(x));
  if (backward) grad = dense(std::move(grad));
  TensorHandle out = empty_like(x);
  SquareRelu p{};
  p.element = element_of(x);
  p.count = x.elements();
  p.x = pointer(x);
  if (backward) p.grad = pointer(grad);
  (backward ? p.grad_x : p.out) = pointer(out);
  run(p, x);
  a.returns(0, std::move(out));
}

}  // namespace rwkv_sss
