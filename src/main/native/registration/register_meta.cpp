// Shapes without numbers: what tracing and compiling need.
#include "registration/bi_wkv_arguments.h"

namespace rwkv_sss {
namespace {

void bi_wkv_meta(Call& call) {
  const BiWkvArguments a = BiWkvArguments::of_forward(call);
  a.check("bi_wkv");
  call.returns(0, TensorHandle::empty(a.k.sizes(), a.k.dtype(), a.k));
}

void bi_wkv_backward_meta(Call& call) {
  const BiWkvArguments a = BiWkvArguments::of_backward(call);
  a.check("bi_wkv_backward");
  call.returns(0, TensorHandle::empty(a.k.sizes(), a.k.dtype(), a.k));
  call.returns(1, TensorHandle::empty(a.k.sizes(), a.k.dtype(), a.k));
  call.returns(2, TensorHandle::empty(a.w.sizes(), a.w.dtype(), a.k));
  call.returns(3, TensorHandle::empty(a.u.sizes(), a.u.dtype(), a.k));
}

const Registry registered = Registry::kernels("Meta")
                                .implement("bi_wkv", boxed<bi_wkv_meta>)
                                .implement("bi_wkv_backward", boxed<bi_wkv_backward_meta>);

}  // namespace
}  // namespace rwkv_sss
