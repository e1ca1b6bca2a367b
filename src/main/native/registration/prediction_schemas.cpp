#include "registration/boxed.h"

namespace rwkv_sss {
namespace {

// The joined steps of a prediction: float32, CPU, no gradients. Feature tensors are channels-last, (B, (D,) H, W, C);
// weights are (results, inputs), as in a linear layer; wd, wh, ww are a window's extents, wd = 1 in 2D.
const Registry registered =
    Registry::schemas()
        .define("linear(Tensor x, Tensor weight, Tensor? bias) -> Tensor")
        .define("linear_sum(Tensor x, Tensor weight, Tensor x2, Tensor weight2, Tensor? bias) -> Tensor")
        .define("norm_pooled(Tensor x, Tensor weight, Tensor bias, float eps, int wd, int wh, int ww) -> Tensor")
        .define(
            "gate_mix_(Tensor(a!) x, Tensor norm_weight, Tensor norm_bias, float eps, Tensor y, Tensor receptance, "
            "Tensor output,"
            " int wd, int wh, int ww) -> ()")
        .define(
            "channel_mix(Tensor x, Tensor norm_weight, Tensor norm_bias, float eps, Tensor mu_key, Tensor "
            "mu_receptance,"
            " Tensor neighbours, Tensor group_ends, Tensor key, Tensor receptance, Tensor value) -> Tensor")
        .define("convolve_joined(Tensor x, Tensor x2, Tensor weight, Tensor bias) -> Tensor");

}  // namespace
}  // namespace rwkv_sss
