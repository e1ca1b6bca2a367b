#include "cpu/parallel.h"

#include <atomic>

#include "rwkv_sss/libtorch_abi.h"
#include "rwkv_sss/op_error.h"
#include "rwkv_sss/tensor_handle.h"

namespace rwkv_sss {
namespace detail {
namespace {

// About 20 microseconds of work: some ten times what waking a thread costs.
constexpr std::int64_t smallest_part = 16384;

struct Work {
  bool (*body)(const void*, std::int64_t, std::int64_t);
  const void* context;
  std::atomic<bool> complete{true};
};

}  // namespace

void run_parallel(const char* op, std::int64_t items, std::int64_t cost,
                  bool (*body)(const void*, std::int64_t, std::int64_t), const void* context) {
  if (items <= 0) return;
  Work work{body, context};
  const std::int64_t grain = cost >= smallest_part ? 1 : smallest_part / (cost > 0 ? cost : 1);
  const AOTITorchError code = torch_parallel_for(
      0, items, grain,
      [](std::int64_t begin, std::int64_t end, void* shared) {
        Work* work = static_cast<Work*>(shared);
        if (!work->body(work->context, begin, end)) work->complete = false;
      },
      &work);
  check_libtorch(code, "torch_parallel_for");
  require(work.complete, op, ": memory for intermediate sums is exhausted; use fewer threads or shorter sequences");
}

}  // namespace detail
}  // namespace rwkv_sss
