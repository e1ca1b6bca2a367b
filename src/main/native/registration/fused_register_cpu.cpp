#include "registration/fused_kernel_list.h"

#define RWKV_SSS_FUSED_RUN(op)                                                                              \
    [](const auto& params, const TensorHandle&) {                                                           \
        require(fused_kernels().op(params, torch_parallel_for) == 0, #op ": memory for intermediate sums is exhausted; use a smaller tile"); \
    }

namespace rwkv_sss {
namespace {

RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_BOXED)

const Registry registered = Registry::kernels("CPU") RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_IMPLEMENT);

}  // namespace
}  // namespace rwkv_sss
