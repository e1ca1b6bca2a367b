// The same without numbers, shapes alone: what tracing and compiling need.
#include "registration/fused_kernel_list.h"
#include "registration/prediction_step_list.h"

#define RWKV_SSS_RUN(op, table) [](const auto&, const TensorHandle&) {}

namespace rwkv_sss {
namespace {

RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_BOXED)
RWKV_SSS_STEPS_BOXED

const Registry registered =
    Registry::kernels("Meta") RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_IMPLEMENT) RWKV_SSS_STEPS_IMPLEMENT;

}  // namespace
}  // namespace rwkv_sss
