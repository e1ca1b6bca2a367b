// Compiled once per instruction set, with RWKV_SSS_ISA naming it (see cmake/kernels.cmake).
#include <type_traits>

#include "cpu/bi_wkv_forward.h"
#include "cpu/bi_wkv_backward.h"
#include "cpu/flush_subnormals.h"
#include "cpu/isa_name.h"
#include "cpu/kernel_table.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {
namespace {

// Two vectors side by side hide the latency of the recurrences, and are a cache line of float32 under AVX2.
constexpr int forward_vectors = 2, backward_vectors = 2;

template <class Real>
using Vector = typename VectorOf<Real>::type;

template <class Stored>
struct RealFor {
  using type = float;
};
template <>
struct RealFor<double> {
  using type = double;
};

std::int64_t width(Element element, int vectors) {
  return vectors * (element == Element::float64 ? LaneTraits<VectorDouble>::count : LaneTraits<VectorFloat>::count);
}
std::int64_t forward_width(Element element) { return width(element, forward_vectors); }
std::int64_t backward_width(Element element) { return width(element, backward_vectors); }

// Calls run(batch, first channel, channels) for each item; stops at the first false.
template <class Run>
bool each_block(const BiWkvShape& shape, std::int64_t width, std::int64_t item, std::int64_t end, Run run) {
  const FlushSubnormals flush;
  const std::int64_t blocks = (shape.channels + width - 1) / width;
  for (; item < end; ++item) {
    const std::int64_t first = (item % blocks) * width;
    const std::int64_t left = shape.channels - first;
    if (!run(item / blocks, first, left < width ? left : width)) return false;
  }
  return true;
}

template <class Stored>
bool forward_as(const BiWkvForward& call, std::int64_t item, std::int64_t end) {
  using Lane = Vector<typename RealFor<Stored>::type>;
  constexpr std::int64_t width = forward_vectors * LaneTraits<Lane>::count;
  const bool adjacent = call.k.channel_stride == 1 && call.v.channel_stride == 1 && call.y.channel_stride == 1;
  return each_block(call.shape, width, item, end, [&](std::int64_t batch, std::int64_t first, std::int64_t channels) {
    return adjacent && channels == width
               ? forward_block<Stored, Lane, forward_vectors, true>(call, batch, first, channels)
               : forward_block<Stored, Lane, forward_vectors, false>(call, batch, first, channels);
  });
}

template <class Stored>
bool backward_as(const BiWkvBackward& call, std::int64_t item, std::int64_t end) {
  using Lane = Vector<typename RealFor<Stored>::type>;
  constexpr std::int64_t width = backward_vectors * LaneTraits<Lane>::count;
  const bool adjacent = call.grad.channel_stride == 1 && call.k.channel_stride == 1 && call.v.channel_stride == 1 &&
                        call.dk.channel_stride == 1 && call.dv.channel_stride == 1;
  return each_block(call.shape, width, item, end, [&](std::int64_t batch, std::int64_t first, std::int64_t channels) {
    return adjacent && channels == width
               ? backward_block<Stored, Lane, backward_vectors, true>(call, batch, first, channels)
               : backward_block<Stored, Lane, backward_vectors, false>(call, batch, first, channels);
  });
}

bool forward(const BiWkvForward& call, std::int64_t item, std::int64_t end) {
  switch (call.shape.element) {
    case Element::float32: return forward_as<float>(call, item, end);
    case Element::float64: return forward_as<double>(call, item, end);
    case Element::float16: return forward_as<Float16>(call, item, end);
    case Element::bfloat16: return forward_as<BFloat16>(call, item, end);
  }
  return false;
}

bool backward(const BiWkvBackward& call, std::int64_t item, std::int64_t end) {
  switch (call.shape.element) {
    case Element::float32: return backward_as<float>(call, item, end);
    case Element::float64: return backward_as<double>(call, item, end);
    case Element::float16: return backward_as<Float16>(call, item, end);
    case Element::bfloat16: return backward_as<BFloat16>(call, item, end);
  }
  return false;
}

}  // namespace
}  // namespace RWKV_SSS_ISA

const FusedKernels& RWKV_SSS_OF_ISA(fused_kernels_)();
const PredictionKernels& RWKV_SSS_OF_ISA(prediction_kernels_)();

const KernelTable& RWKV_SSS_OF_ISA(kernels_)() {
  static const KernelTable table = {RWKV_SSS_ISA_TEXT,
                                    forward_width,
                                    backward_width,
                                    forward,
                                    backward,
                                    RWKV_SSS_OF_ISA(fused_kernels_),
                                    RWKV_SSS_OF_ISA(prediction_kernels_)};
  return table;
}

}  // namespace rwkv_sss
