#include "registration/boxed.h"

namespace rwkv_sss {
namespace {

// All feature tensors are channels-last, (B, (D,) H, W, C); wd, wh, ww are a window's extents, wd = 1 in 2D.
const Registry registered =
    Registry::schemas()
        .define("gated_upsample(Tensor r, Tensor y, int wd, int wh, int ww) -> Tensor")
        .define("gated_upsample_backward(Tensor grad, Tensor r, Tensor y, int wd, int wh, int ww) -> (Tensor, Tensor)")
        .define(
            "shift_lerp(Tensor x, Tensor mu_a, Tensor mu_b, Tensor neighbours, Tensor group_ends) -> (Tensor, Tensor)")
        .define(
            "shift_lerp_backward(Tensor grad_a, Tensor grad_b, Tensor x, Tensor mu_a, Tensor mu_b, Tensor neighbours,"
            " Tensor group_ends) -> (Tensor, Tensor, Tensor)")
        .define(
            "norm_pool(Tensor x, Tensor weight, Tensor bias, float eps, int wd, int wh, int ww) -> (Tensor, Tensor)")
        .define(
            "norm_pool_backward(Tensor grad_n, Tensor grad_pool, Tensor x, Tensor weight, float eps, int wd, int wh, "
            "int ww)"
            " -> (Tensor, Tensor, Tensor)")
        .define("dysample(Tensor x, Tensor offset, int groups) -> Tensor")
        .define("dysample_backward(Tensor grad, Tensor x, Tensor offset, int groups) -> (Tensor, Tensor)")
        .define("gate_add(Tensor x, Tensor r, Tensor v) -> Tensor")
        .define("gate_add_backward(Tensor grad, Tensor r, Tensor v) -> (Tensor, Tensor)")
        .define("depthwise3(Tensor x, Tensor weight, Tensor bias) -> Tensor")
        .define("depthwise3_backward(Tensor grad, Tensor x, Tensor weight) -> (Tensor, Tensor, Tensor)")
        .define("square_relu(Tensor x) -> Tensor")
        .define("square_relu_backward(Tensor grad, Tensor x) -> Tensor");

}  // namespace
}  // namespace rwkv_sss
