// What the CUDA library computes, run by the CPU: the same passes in the same order, each as a
// loop that the caller's ParallelFor may split and reorder at will. Included by fused_test.cpp.
#pragma once

#include <cmath>

#include "cuda/fused_passes_grid.h"
#include "cuda/fused_passes_points.h"

namespace {

class HostLaunch {
 public:
  explicit HostLaunch(rwkv_sss::ParallelFor parallel) : parallel_(parallel) {}
  template <class Pass> void operator()(int64_t count, const Pass& pass) const {
    parallel_(
        0, count, 1,
        [](int64_t begin, int64_t end, void* context) {
          for (int64_t i = begin; i < end; ++i) (*static_cast<const Pass*>(context))(i);
        },
        const_cast<Pass*>(&pass));
  }

 private:
  rwkv_sss::ParallelFor parallel_;
};

template <class Params, class Run> int32_t twin(const Params& p, rwkv_sss::ParallelFor parallel, const Run& run) {
  // Exactly the words that the CUDA call would get, filled with NaN; a sanitizer sees any excess.
  std::vector<uint64_t> words(size_t(rwkv_sss::scratch_words(p)), ~uint64_t(0));
  const rwkv_sss::ScratchWords scratch(words.data());
  const HostLaunch launch(parallel);
  switch (p.element) {
    case rwkv_sss::Element::float32: run(float{}, scratch, launch); break;
    case rwkv_sss::Element::float64: run(double{}, scratch, launch); break;
    case rwkv_sss::Element::float16: run(rwkv_sss::Float16{}, scratch, launch); break;
    case rwkv_sss::Element::bfloat16: run(rwkv_sss::BFloat16{}, scratch, launch); break;
  }
  return 0;
}

#define RWKV_SSS_TWIN_OF(op)                                                           \
  [](const auto& p, rwkv_sss::ParallelFor parallel) -> int32_t {                       \
    return twin(p, parallel, [&](auto zero, const auto& scratch, const auto& launch) { \
      rwkv_sss::run_##op<decltype(zero)>(p, scratch, launch);                          \
    });                                                                                \
  }
#define RWKV_SSS_TWIN(op) RWKV_SSS_TWIN_OF(op), RWKV_SSS_TWIN_OF(op##_backward)

const rwkv_sss::FusedKernels cuda_twin = {
    "cuda twin",
    RWKV_SSS_TWIN(gated_upsample),
    RWKV_SSS_TWIN(shift_lerp),
    RWKV_SSS_TWIN(norm_pool),
    RWKV_SSS_TWIN(dysample),
    RWKV_SSS_TWIN(gate_add),
    RWKV_SSS_TWIN(depthwise3),
    RWKV_SSS_TWIN(square_relu),
};

}  // namespace
