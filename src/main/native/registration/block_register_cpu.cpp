// The fused ops and the joined steps of a prediction on the CPU.
#include "registration/fused_kernel_list.h"
#include "registration/prediction_step_list.h"

#define RWKV_SSS_RUN(op, table)                                                     \
  [](const auto& params, const TensorHandle&) {                                     \
    require(table().op(params, torch_parallel_for) == 0,                            \
            #op ": memory for intermediate sums is exhausted; use a smaller tile"); \
  }

namespace rwkv_sss {
namespace {

RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_BOXED)
RWKV_SSS_STEPS_BOXED

const Registry registered =
    Registry::kernels("CPU") RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_IMPLEMENT) RWKV_SSS_STEPS_IMPLEMENT;

}  // namespace
}  // namespace rwkv_sss
