#include "cpu/bi_wkv_cpu.h"

#include "cpu/kernel_table.h"
#include "cpu/parallel.h"
#include "registration/bi_wkv_arguments.h"
#include "rwkv_sss/half_types.h"

namespace rwkv_sss {
namespace {

std::int64_t blocks(std::int64_t channels, std::int64_t width) { return (channels + width - 1) / width; }

template <class Stored>
void sum_batches_as(const BiWkvShape& shape, const double* partial, int which, Stored* to) {
  for (std::int64_t c = 0; c < shape.channels; ++c) {
    double sum = 0;
    for (std::int64_t b = 0; b < shape.batch; ++b) sum += partial[(2 * b + which) * shape.channels + c];
    if constexpr (sizeof(Stored) == 8) {
      to[c] = sum;
    } else {
      from_real(float(sum), to[c]);
    }
  }
}

// Sums the batches' parts in the order of the batch, so that the result does not depend on the threads.
void sum_batches(const BiWkvShape& shape, const double* partial, int which, const TensorHandle& to) {
  switch (element_of(to)) {
    case Element::float32: return sum_batches_as(shape, partial, which, to.data_as<float>());
    case Element::float64: return sum_batches_as(shape, partial, which, to.data_as<double>());
    case Element::float16: return sum_batches_as(shape, partial, which, to.data_as<Float16>());
    case Element::bfloat16: return sum_batches_as(shape, partial, which, to.data_as<BFloat16>());
  }
}

}  // namespace

void bi_wkv_cpu(Call& call) {
  const char* op = "bi_wkv";
  const BiWkvArguments a = BiWkvArguments::of_forward(call);
  a.check(op);
  a.check_permutation(op);
  TensorHandle y = TensorHandle::empty(a.k.sizes(), a.k.dtype(), a.k);
  if (a.k.elements() > 0) {
    const KernelTable& table = kernels();
    const BiWkvForward forward = {a.shape(), sequence_of(a.k), sequence_of(a.v), sequence_of(y)};
    const std::int64_t width = table.forward_width(forward.shape.element);
    in_parallel(op, forward.shape.batch * blocks(forward.shape.channels, width), forward.shape.tokens * width,
                [&](std::int64_t begin, std::int64_t end) { return table.forward(forward, begin, end); });
  }
  call.returns(0, std::move(y));
}

void bi_wkv_backward_cpu(Call& call) {
  const char* op = "bi_wkv_backward";
  const BiWkvArguments a = BiWkvArguments::of_backward(call);
  a.check(op);
  a.check_permutation(op);
  TensorHandle dk = TensorHandle::empty(a.k.sizes(), a.k.dtype(), a.k);
  TensorHandle dv = TensorHandle::empty(a.k.sizes(), a.k.dtype(), a.k);
  TensorHandle dw = TensorHandle::empty(a.w.sizes(), a.w.dtype(), a.k);
  TensorHandle du = TensorHandle::empty(a.u.sizes(), a.u.dtype(), a.k);
  BiWkvShape shape = a.shape();
  const bool any = a.k.elements() > 0;
  if (!any) shape.batch = 0;
  const TensorHandle partial = TensorHandle::empty({shape.batch, 2, shape.channels}, aoti_torch_dtype_float64(), a.k);
  if (any) {
    const KernelTable& table = kernels();
    const BiWkvBackward backward = {shape,           sequence_of(a.grad), sequence_of(a.k),         sequence_of(a.v),
                                    sequence_of(dk), sequence_of(dv),     partial.data_as<double>()};
    const std::int64_t width = table.backward_width(shape.element);
    in_parallel(op, shape.batch * blocks(shape.channels, width), 3 * shape.tokens * width,
                [&](std::int64_t begin, std::int64_t end) { return table.backward(backward, begin, end); });
  }
  sum_batches(shape, partial.data_as<double>(), 0, dw);
  sum_batches(shape, partial.data_as<double>(), 1, du);
  call.returns(0, std::move(dk));
  call.returns(1, std::move(dv));
  call.returns(2, std::move(dw));
  call.returns(3, std::move(du));
}

}  // namespace rwkv_sss
