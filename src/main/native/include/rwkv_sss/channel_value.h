// One entry of w or u, whatever its number type.
#pragma once

#include "rwkv_sss/bi_wkv_params.h"
#include "rwkv_sss/half_types.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

RWKV_SSS_HD double channel_value(const PerChannel& values, std::int64_t channel) {
  const std::int64_t i = channel * values.stride;
  switch (values.element) {
    case Element::float32: return static_cast<const float*>(values.data)[i];
    case Element::float64: return static_cast<const double*>(values.data)[i];
    case Element::float16: return to_real(static_cast<const Float16*>(values.data)[i]);
    case Element::bfloat16: return to_real(static_cast<const BFloat16*>(values.data)[i]);
  }
  return 0;
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
