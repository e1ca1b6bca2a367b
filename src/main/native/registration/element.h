// The number type of a tensor, as the kernels name it.
#pragma once

#include "rwkv_sss/bi_wkv_params.h"
#include "rwkv_sss/tensor_handle.h"

namespace rwkv_sss {

// Whether the kernels compute with such numbers.
inline bool is_real(std::int32_t dtype) {
  return dtype == aoti_torch_dtype_float32() || dtype == aoti_torch_dtype_float64() ||
         dtype == aoti_torch_dtype_float16() || dtype == aoti_torch_dtype_bfloat16();
}

// Of a tensor of real numbers.
inline Element element_of(const TensorHandle& tensor) {
  const std::int32_t dtype = tensor.dtype();
  if (dtype == aoti_torch_dtype_float64()) return Element::float64;
  if (dtype == aoti_torch_dtype_float16()) return Element::float16;
  if (dtype == aoti_torch_dtype_bfloat16()) return Element::bfloat16;
  return Element::float32;
}

}  // namespace rwkv_sss
