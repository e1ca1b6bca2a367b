// Launches the passes of the fused block ops.
#include <cuda_runtime.h>

#include "cuda/fused_ops_cuda.h"
#include "cuda/fused_passes_grid.h"
#include "cuda/fused_passes_points.h"
#include "cuda/on_device.h"

namespace rwkv_sss {
namespace {

constexpr int threads_per_block = 256;

// One block per processor at least: asked for more by default, ptxas spilled a few bytes rather than use more registers.
template <class Pass> __global__ void __launch_bounds__(threads_per_block, 1) run_pass(Pass pass, int64_t count) {
  const int64_t stride = int64_t(gridDim.x) * blockDim.x;
  for (int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += stride) pass(i);
}

/** Runs passes one after the other on a stream; keeps the first error. */
class Launcher {
 public:
  explicit Launcher(void* stream) : stream_(static_cast<cudaStream_t>(stream)) {}
  template <class Pass> void operator()(int64_t count, const Pass& pass) const {
    if (count <= 0 || error_ != cudaSuccess) return;
    const int64_t blocks = (count + threads_per_block - 1) / threads_per_block;
    run_pass<<<unsigned(blocks < 1 << 20 ? blocks : 1 << 20), threads_per_block, 0, stream_>>>(pass, count);
    error_ = cudaGetLastError();
  }
  cudaError_t error() const { return error_; }

 private:
  cudaStream_t stream_;
  mutable cudaError_t error_ = cudaSuccess;
};

}  // namespace

#define RWKV_SSS_FUSED_CUDA_RUN(op, Params)                                              \
  const char* op##_cuda(const Params& p, void* scratch, void* stream, int device) {      \
    const OnDevice on_device(device);                                                    \
    if (on_device.error() != cudaSuccess) return cudaGetErrorString(on_device.error());  \
    const Launcher launch(stream);                                                       \
    const ScratchWords words(scratch);                                                   \
    switch (p.element) {                                                                 \
      case Element::float32: run_##op<float>(p, words, launch); break;                   \
      case Element::float64: run_##op<double>(p, words, launch); break;                  \
      case Element::float16: run_##op<Float16>(p, words, launch); break;                 \
      case Element::bfloat16: run_##op<BFloat16>(p, words, launch); break;               \
    }                                                                                    \
    return launch.error() == cudaSuccess ? nullptr : cudaGetErrorString(launch.error()); \
  }
#define RWKV_SSS_FUSED_CUDA(op, Params)          \
  RWKV_SSS_FUSED_CUDA_RUN(op, Params)            \
  RWKV_SSS_FUSED_CUDA_RUN(op##_backward, Params) \
  int64_t fused_cuda_scratch_words(const Params& p) { return scratch_words(p); }

RWKV_SSS_FUSED_CUDA(gated_upsample, GatedUpsample)
RWKV_SSS_FUSED_CUDA(shift_lerp, ShiftLerp)
RWKV_SSS_FUSED_CUDA(norm_pool, NormPool)
RWKV_SSS_FUSED_CUDA(dysample, DySample)
RWKV_SSS_FUSED_CUDA(gate_add, GateAdd)
RWKV_SSS_FUSED_CUDA(depthwise3, Depthwise3)
RWKV_SSS_FUSED_CUDA(square_relu, SquareRelu)

}  // namespace rwkv_sss
