// Gradients of Bi-WKV: the linear form everywhere, then the scaled form where the linear one raised a flag, then the
// sum of the blocks' gradients of w and u in a fixed order.
#include "cuda/bi_wkv_cuda.h"
#include "cuda/bi_wkv_launch.h"
#include "cuda/cuda_team.h"

namespace rwkv_sss {
namespace {

template <class Stored, class Scan, bool linear, Stage stage>
__global__ void __launch_bounds__(Tile<true, linear>::max_threads, 1)
    backward_kernel(BiWkvBackward call, SegmentGrid grid, Edges<FarSum<Scan>> sums, Edges<typename Scan::Adjoint> marks,
                    std::int32_t* flags) {
  extern __shared__ __align__(16) char shared[];
  grid.channels = Tile<true, linear>::channels;  // constants for the compiler
  grid.length = Tile<true, linear>::length;
  const ChunkPlace at = place_of(call.shape, grid);
  if (at.batch >= call.shape.batch) return;
  if (order_failed(call.shape, flags)) {  // then no flag is ever raised
    CudaTeam team;
    if (linear && stage == Stage::results) backward_without_order<Stored>(team, call, at, grid);
    return;
  }
  std::int32_t* flag = flag_of(call.shape, at, flags);
  // Of a short sequence two blocks share a flag, and the linear form decides for its own block alone: what it wrote
  // beside a block that it does not serve, the scaled form writes again.
  if (linear ? stage != Stage::sums && sums.before && *flag : !*flag) return;
  CudaTeam team;
  const bool served = backward_program<Stored, Scan, Tile<true, linear>::length>(
      team, call, at, grid, SharedLayout<float, FarSum<Scan>>::of(shared, grid), sums, marks, stage);
  if (!served && threadIdx.x == 0) atomicOr(flag, 1);
}

template <class Stored, class Scan, bool linear>
void launch_form(const BiWkvBackward& call, const BiWkvWorkspace& workspace, cudaStream_t stream) {
  using Far = FarSum<Scan>;
  using Adjoint = typename Scan::Adjoint;
  const SegmentGrid grid = Tile<true, linear>::grid(call.shape.tokens);
  const dim3 blocks = blocks_of(block_count(call.shape, grid));
  const std::size_t bytes = SharedLayout<float, Far>::bytes(grid);
  Edges<Far> sums;
  Edges<Adjoint> marks;
  if (chunks_of(call.shape.tokens) > 1) {
    char* memory = static_cast<char*>(workspace.memory);
    sums = edges_at<Far>(memory, call.shape);
    marks = edges_at<Adjoint>(memory, call.shape);
    backward_kernel<Stored, Scan, linear, Stage::sums>
        <<<blocks, grid.threads(), bytes, stream>>>(call, grid, sums, marks, workspace.flags);
    launch_join<Scan, Far, linear>(call.shape, sums, Far::empty(), workspace.flags, stream);
    backward_kernel<Stored, Scan, linear, Stage::marks>
        <<<blocks, grid.threads(), bytes, stream>>>(call, grid, sums, marks, workspace.flags);
    launch_join<Scan, Adjoint, linear>(call.shape, marks, Scan::no_adjoint(), workspace.flags, stream);
  }
  backward_kernel<Stored, Scan, linear, Stage::results>
      <<<blocks, grid.threads(), bytes, stream>>>(call, grid, sums, marks, workspace.flags);
}

__device__ void store_value(void* to, Element element, std::int64_t i, double value) {
  switch (element) {
    case Element::float32: static_cast<float*>(to)[i] = float(value); return;
    case Element::float64: static_cast<double*>(to)[i] = value; return;
    case Element::float16: from_real(float(value), static_cast<Float16*>(to)[i]); return;
    case Element::bfloat16: from_real(float(value), static_cast<BFloat16*>(to)[i]); return;
  }
}

__global__ void sum_parts_kernel(BiWkvShape shape, const double* partial, std::int64_t parts, void* dw, void* du) {
  const std::int64_t c = blockIdx.x * std::int64_t(blockDim.x) + threadIdx.x;
  if (c >= shape.channels) return;
  double w = 0, u = 0;
  for (std::int64_t i = 0; i < parts; ++i) {
    w += partial[2 * i * shape.channels + c];
    u += partial[(2 * i + 1) * shape.channels + c];
  }
  store_value(dw, shape.w.element, c, w);
  store_value(du, shape.u.element, c, u);
}

template <class Stored>
const char* launch(const BiWkvBackward& call, void* dw, void* du, const BiWkvWorkspace& workspace,
                   cudaStream_t stream) {
  launch_form<Stored, LinearScan<float>, true>(call, workspace, stream);
  launch_form<Stored, ScaledScan<float>, false>(call, workspace, stream);
  sum_parts_kernel<<<blocks_of((call.shape.channels + 31) / 32), 32, 0, stream>>>(
      call.shape, call.partial, call.shape.batch * chunks_of(call.shape.tokens), dw, du);
  return launch_error();
}

}  // namespace

std::size_t bi_wkv_backward_bytes(const BiWkvShape& shape) {
  return chunks_of(shape.tokens) > 1
             ? edge_bytes<FarSum<ScaledScan<float>>>(shape) + edge_bytes<ScaledScan<float>::Adjoint>(shape)
             : 0;
}

std::int64_t bi_wkv_backward_chunks(const BiWkvShape& shape) { return chunks_of(shape.tokens); }

const char* bi_wkv_backward_cuda(const BiWkvBackward& call, void* dw, void* du, const BiWkvWorkspace& workspace,
                                 void* stream, int device) {
  const OnDevice current(device);
  if (current.error() != cudaSuccess) return cudaGetErrorString(current.error());
  cudaStream_t on = static_cast<cudaStream_t>(stream);
  launch_order_check(call.shape, workspace.flags, on);
  switch (call.shape.element) {
    case Element::float32: return launch<float>(call, dw, du, workspace, on);
    case Element::float16: return launch<Float16>(call, dw, du, workspace, on);
    case Element::bfloat16: return launch<BFloat16>(call, dw, du, workspace, on);
    default: return "float64 has no CUDA kernel";
  }
}

}  // namespace rwkv_sss
