#include "cuda/fused_ops_cuda.h"
#include "registration/fused_kernel_list.h"

namespace rwkv_sss {
namespace {

/** Scratch memory comes from libtorch's allocator, which reuses it only after this stream's work. */
template <class Params>
void run_on_cuda(const char* op, const char* (*run)(const Params&, void*, void*, int), const Params& params,
                 const TensorHandle& like) {
  void* stream = nullptr;
  check_libtorch(aoti_torch_get_current_cuda_stream(like.device_index(), &stream),
                 "aoti_torch_get_current_cuda_stream");
  const TensorHandle scratch =
      TensorHandle::empty({fused_cuda_scratch_words(params)}, aoti_torch_dtype_float64(), like);
  const char* error = run(params, scratch.data(), stream, like.device_index());
  require(!error, op, ": CUDA on ", like.device_text(), " failed: ", error ? error : "",
          "; check that the driver fits this library");
}

}  // namespace
}  // namespace rwkv_sss

#define RWKV_SSS_RUN(op, table) \
  [](const auto& params, const TensorHandle& like) { run_on_cuda(#op, &op##_cuda, params, like); }

namespace rwkv_sss {
namespace {

RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_BOXED)

const Registry registered = Registry::kernels("CUDA") RWKV_SSS_FUSED_OPS(RWKV_SSS_FUSED_IMPLEMENT);

}  // namespace
}  // namespace rwkv_sss
