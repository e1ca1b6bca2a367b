// The check of a scan order on the GPU. No word of it passes through the host before the results do: the kernels behind
// it fill their results with NaN where it failed, and the host reads of it when it next calls.
#include <atomic>
#include <new>

#include "cuda/bi_wkv_cuda.h"
#include "cuda/bi_wkv_launch.h"

namespace rwkv_sss {
namespace {

__global__ void check_order_kernel(BiWkvShape shape, OrderCheck check, volatile std::uint64_t* report) {
  const std::int64_t position = blockIdx.x * std::int64_t(blockDim.x) + threadIdx.x;
  if (position >= shape.tokens) return;
  const std::uint64_t fault = check_position(shape.order, shape.tokens, position, check);
  if (fault && report) *report = fault;
}

// Memory of the host that kernels of every device write to, from the first check to the end of the process.
std::atomic<volatile std::uint64_t*> report{nullptr};

// Null if there is no such memory: then the NaN alone tell.
volatile std::uint64_t* make_report() {
  static volatile std::uint64_t* const word = [] {
    void* memory = nullptr;
    if (cudaHostAlloc(&memory, sizeof(std::uint64_t), cudaHostAllocPortable | cudaHostAllocMapped) != cudaSuccess) {
      cudaGetLastError();  // no error of the launch that follows
      return static_cast<std::uint64_t*>(nullptr);
    }
    return new (memory) std::uint64_t(0);
  }();
  report = word;
  return word;
}

}  // namespace

void launch_order_check(const BiWkvShape& shape, std::int32_t* flags, cudaStream_t stream) {
  if (!shape.order || shape.tokens == 0) return;
  check_order_kernel<<<blocks_of((shape.tokens + 255) / 256), 256, 0, stream>>>(shape, order_check_of(shape, flags),
                                                                                make_report());
}

std::uint64_t take_order_fault() {
  volatile std::uint64_t* const word = report;
  const std::uint64_t fault = word ? *word : 0;
  if (fault) *word = 0;
  return fault;
}

}  // namespace rwkv_sss
