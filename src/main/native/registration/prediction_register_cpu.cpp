#include "registration/prediction_step_list.h"

#define RWKV_SSS_STEP_RUN(step, table)                                                                      \
    [](const auto& params, const TensorHandle&) {                                                           \
        require(table().step(params, torch_parallel_for) == 0, #step ": memory for intermediate sums is exhausted; use a smaller tile"); \
    }

namespace rwkv_sss {
namespace {

RWKV_SSS_STEPS_BOXED

const Registry registered = Registry::kernels("CPU") RWKV_SSS_STEPS_IMPLEMENT;

}  // namespace
}  // namespace rwkv_sss
