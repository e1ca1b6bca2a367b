// Bi-WKV forward: the linear form everywhere, then the scaled form where the linear one raised a flag.
#include "cuda/bi_wkv_cuda.h"
#include "cuda/bi_wkv_launch.h"
#include "cuda/cuda_team.h"

namespace rwkv_sss {
namespace {

template <class Stored, class Scan, bool linear, Stage stage>
__global__ void __launch_bounds__(Tile<false, linear>::max_threads, 1)
    forward_kernel(BiWkvForward call, SegmentGrid grid, Edges<typename Scan::State> edges, std::int32_t* flags) {
  extern __shared__ __align__(16) char shared[];
  grid.channels = Tile<false, linear>::channels;  // constants for the compiler
  grid.length = Tile<false, linear>::length;
  const ChunkPlace at = place_of(call.shape, grid);
  if (at.batch >= call.shape.batch) return;
  if (order_failed(call.shape, flags)) {  // then no flag is ever raised
    CudaTeam team;
    if (linear && stage == Stage::results) forward_without_order<Stored>(team, call, at, grid);
    return;
  }
  std::int32_t* flag = flag_of(call.shape, at, flags);
  // Of a long sequence another chunk may have raised the flag in the launch before.
  if (linear ? stage == Stage::results && edges.before && *flag : !*flag) return;
  CudaTeam team;
  const bool served = forward_program<Stored, Scan, Tile<false, linear>::length>(
      team, call, at, grid, SharedLayout<float, typename Scan::State>::of(shared, grid), edges, stage);
  if (!served && threadIdx.x == 0) atomicOr(flag, 1);
}

template <class Stored, class Scan, bool linear>
void launch_form(const BiWkvForward& call, const BiWkvWorkspace& workspace, cudaStream_t stream) {
  using State = typename Scan::State;
  const SegmentGrid grid = Tile<false, linear>::grid(call.shape.tokens);
  const dim3 blocks = blocks_of(block_count(call.shape, grid));
  const std::size_t bytes = SharedLayout<float, State>::bytes(grid);
  Edges<State> edges;
  if (chunks_of(call.shape.tokens) > 1) {
    char* memory = static_cast<char*>(workspace.memory);
    edges = edges_at<State>(memory, call.shape);
    forward_kernel<Stored, Scan, linear, Stage::sums>
        <<<blocks, grid.threads(), bytes, stream>>>(call, grid, edges, workspace.flags);
    launch_join<Scan, State, linear>(call.shape, edges, Scan::empty(), workspace.flags, stream);
  }
  forward_kernel<Stored, Scan, linear, Stage::results>
      <<<blocks, grid.threads(), bytes, stream>>>(call, grid, edges, workspace.flags);
}

template <class Stored>
const char* launch(const BiWkvForward& call, const BiWkvWorkspace& workspace, cudaStream_t stream) {
  launch_form<Stored, LinearScan<float>, true>(call, workspace, stream);
  launch_form<Stored, ScaledScan<float>, false>(call, workspace, stream);
  return launch_error();
}

}  // namespace

std::size_t bi_wkv_forward_bytes(const BiWkvShape& shape) {
  return chunks_of(shape.tokens) > 1 ? edge_bytes<ScaledScan<float>::State>(shape) : 0;
}

std::int64_t bi_wkv_flags(const BiWkvShape& shape) {
  return shape.batch * flags_per_batch(shape.channels) + (shape.order ? order_check_words(shape.tokens) : 0);
}

const char* bi_wkv_forward_cuda(const BiWkvForward& call, const BiWkvWorkspace& workspace, void* stream, int device) {
  const OnDevice current(device);
  if (current.error() != cudaSuccess) return cudaGetErrorString(current.error());
  cudaStream_t on = static_cast<cudaStream_t>(stream);
  launch_order_check(call.shape, workspace.flags, on);
  switch (call.shape.element) {
    case Element::float32: return launch<float>(call, workspace, on);
    case Element::float16: return launch<Float16>(call, workspace, on);
    case Element::bfloat16: return launch<BFloat16>(call, workspace, on);
    default: return "float64 has no CUDA kernel";
  }
}

}  // namespace rwkv_sss
