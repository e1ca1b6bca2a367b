// The fused block ops for one instruction set: compiled once per set, with RWKV_SSS_ISA naming it.
#include "cpu/fused_pointwise.h"
#include "cpu/fused_depthwise.h"
#include "cpu/fused_dysample.h"
#include "cpu/fused_gated_upsample.h"
#include "cpu/fused_norm_pool.h"
#include "cpu/fused_shift_lerp.h"
#include "cpu/isa_name.h"

#define RWKV_SSS_BY_ELEMENT(op)                                                               \
  [](const auto& p, ParallelFor parallel) -> int32_t {                                        \
    return by_element(p.element, [&](auto zero) { return op<decltype(zero)>(p, parallel); }); \
  }

namespace rwkv_sss {

const FusedKernels& RWKV_SSS_OF_ISA(fused_kernels_)() {
  static const FusedKernels table = {
      RWKV_SSS_ISA_TEXT,
      RWKV_SSS_BY_ELEMENT(gated_upsample),
      RWKV_SSS_BY_ELEMENT(gated_upsample_backward),
      RWKV_SSS_BY_ELEMENT(shift_lerp),
      RWKV_SSS_BY_ELEMENT(shift_lerp_backward),
      RWKV_SSS_BY_ELEMENT(norm_pool),
      RWKV_SSS_BY_ELEMENT(norm_pool_backward),
      RWKV_SSS_BY_ELEMENT(dysample),
      RWKV_SSS_BY_ELEMENT(dysample_backward),
      RWKV_SSS_BY_ELEMENT(gate_add),
      RWKV_SSS_BY_ELEMENT(gate_add_backward),
      RWKV_SSS_BY_ELEMENT(depthwise3),
      RWKV_SSS_BY_ELEMENT(depthwise3_backward),
      RWKV_SSS_BY_ELEMENT(square_relu),
      RWKV_SSS_BY_ELEMENT(square_relu_backward),
  };
  return table;
}

}  // namespace rwkv_sss
