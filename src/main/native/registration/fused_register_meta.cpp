// Shapes without numbers: what tracing and compiling need.
#include "registration/fused_kernel_list.h"

#define RWKV_SSS_FUSED_RUN(op) [](const auto&, const TensorHandle&) {}

namespace rwkv_sss {
namespace {

RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_BOXED)

const Registry registered = Registry::kernels("Meta") RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_IMPLEMENT);

}  // namespace
}  // namespace rwkv_sss
