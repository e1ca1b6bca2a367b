// Shapes without numbers: what tracing and compiling need.
#include "registration/prediction_step_list.h"

#define RWKV_SSS_STEP_RUN(step, table) [](const auto&, const TensorHandle&) {}

namespace rwkv_sss {
namespace {

RWKV_SSS_STEPS_BOXED

const Registry registered = Registry::kernels("Meta") RWKV_SSS_STEPS_IMPLEMENT;

}  // namespace
}  // namespace rwkv_sss
