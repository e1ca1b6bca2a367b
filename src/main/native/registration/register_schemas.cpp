#include "registration/boxed.h"

namespace rwkv_sss {
namespace {

// y[order[s]] is the output of scan position s, which holds token order[s]; without an order, s is token s.
const Registry registered =
    Registry::schemas()
        .define("bi_wkv(Tensor k, Tensor v, Tensor w, Tensor u, Tensor? order) -> Tensor")
        .define(
            "bi_wkv_backward(Tensor grad, Tensor k, Tensor v, Tensor w, Tensor u, Tensor? order)"
            " -> (Tensor, Tensor, Tensor, Tensor)");

}  // namespace
}  // namespace rwkv_sss
