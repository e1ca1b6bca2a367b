#include "cuda/bi_wkv_cuda.h"
#include "registration/bi_wkv_arguments.h"
#include "rwkv_sss/op_error.h"
#include "rwkv_sss/scan_order.h"

namespace rwkv_sss {
namespace {

// Memory beside the tensors comes from libtorch's allocator, which reuses it only behind this stream's work.
struct DeviceWork {
  TensorHandle bytes, flags;
  void* stream = nullptr;
  int device;

  DeviceWork(const BiWkvShape& shape, std::size_t size, const TensorHandle& like)
      : bytes(TensorHandle::empty({std::int64_t(size + 7) / 8}, aoti_torch_dtype_float64(), like)),
        flags(TensorHandle::empty({bi_wkv_flags(shape)}, aoti_torch_dtype_int32(), like)),
        device(like.device_index()) {
    check_libtorch(aoti_torch_zero_(flags.get()), "aoti_torch_zero_");
    check_libtorch(aoti_torch_get_current_cuda_stream(device, &stream), "aoti_torch_get_current_cuda_stream");
  }
  BiWkvWorkspace workspace() const { return {bytes.data(), flags.data_as<std::int32_t>()}; }
};

void check_cuda(const char* op, const BiWkvArguments& a) {
  a.check(op);
  require(a.k.dtype() != aoti_torch_dtype_float64(), op,
          ": k is float64, which has no CUDA kernel; convert to float32, or move it to the CPU");
  // An order is checked behind the launch, so that nobody waits for it: an error of it is one of an earlier call.
  const std::uint64_t fault = take_order_fault();
  require(!fault, op, ": the order of an earlier call was no permutation: order[", position_of(fault), "] was ",
          index_of(fault),
          ", no token or one that was named twice, and that call gave NaN; pass a permutation of 0 to T-1");
}

void require_launched(const char* op, const char* error, const TensorHandle& like) {
  require(!error, op, ": CUDA failed on ", like.device_text(), ": ", error ? error : "",
          "; check that the driver fits this library");
}

void forward_op(Call& call) {
  const char* op = "bi_wkv";
  const BiWkvArguments a = BiWkvArguments::of_forward(call);
  check_cuda(op, a);
  TensorHandle y = TensorHandle::empty(a.k.sizes(), a.k.dtype(), a.k);
  if (a.k.elements() > 0) {
    const BiWkvForward forward = {a.shape(), sequence_of(a.k), sequence_of(a.v), sequence_of(y)};
    const DeviceWork work(forward.shape, bi_wkv_forward_bytes(forward.shape), a.k);
    require_launched(op, bi_wkv_forward_cuda(forward, work.workspace(), work.stream, work.device), a.k);
  }
  call.returns(0, std::move(y));
}

void backward_op(Call& call) {
  const char* op = "bi_wkv_backward";
  const BiWkvArguments a = BiWkvArguments::of_backward(call);
  check_cuda(op, a);
  TensorHandle dk = TensorHandle::empty(a.k.sizes(), a.k.dtype(), a.k);
  TensorHandle dv = TensorHandle::empty(a.k.sizes(), a.k.dtype(), a.k);
  TensorHandle dw = TensorHandle::empty(a.w.sizes(), a.w.dtype(), a.k);
  TensorHandle du = TensorHandle::empty(a.u.sizes(), a.u.dtype(), a.k);
  if (a.k.elements() > 0) {
    const BiWkvShape shape = a.shape();
    const TensorHandle partial = TensorHandle::empty({shape.batch, bi_wkv_backward_chunks(shape), 2, shape.channels},
                                                     aoti_torch_dtype_float64(), a.k);
    const BiWkvBackward backward = {shape,           sequence_of(a.grad), sequence_of(a.k),         sequence_of(a.v),
                                    sequence_of(dk), sequence_of(dv),     partial.data_as<double>()};
    const DeviceWork work(shape, bi_wkv_backward_bytes(shape), a.k);
    require_launched(
        op, bi_wkv_backward_cuda(backward, dw.data(), du.data(), work.workspace(), work.stream, work.device), a.k);
  } else {
    check_libtorch(aoti_torch_zero_(dw.get()), "aoti_torch_zero_");
    check_libtorch(aoti_torch_zero_(du.get()), "aoti_torch_zero_");
  }
  call.returns(0, std::move(dk));
  call.returns(1, std::move(dv));
  call.returns(2, std::move(dw));
  call.returns(3, std::move(du));
}

const Registry registered =
    Registry::kernels("CUDA").implement("bi_wkv", boxed<forward_op>).implement("bi_wkv_backward", boxed<backward_op>);

}  // namespace
}  // namespace rwkv_sss
