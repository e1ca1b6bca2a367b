// dysample: twofold upsampling whose sampling positions are learned. Reads the 4 (8 in 3D)
// pixels around each position straight from x: no grid tensor, no permuted copies.
#pragma once

#include "cpu/fused_lanes.h"
#include "cpu/fused_pointwise.h"
#include "rwkv_sss/fused_sampling.h"

namespace rwkv_sss {
namespace {

/** Pixels, weights and slopes of all corners of a place, kept while the channels of a group pass by. */
template <class A, int Axes> struct Corners {
  static constexpr int count = 1 << Axes;
  int64_t pixel[count];
  A weight[count];
  A slope[count][Axes];  // d(weight)/d(offset)

  /** `slopes` false leaves slope unset. */
  Corners(const SampledPlace<A, Axes>& place, const int64_t* size, bool slopes) {
    for (int k = 0; k < count; ++k) {
      pixel[k] = place.pixel(k, size);
      weight[k] = place.weight(k);
      if (!slopes) continue;
      for (int a = 0; a < Axes; ++a) slope[k][a] = place.slope(k, a);
    }
  }
};

template <class T, int Axes> int32_t dysample_axes(const DySample& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  constexpr int corners = 1 << Axes;
  const Axial<Axes> axial(p.size);
  const int64_t pixels = p.size.count(), channels = p.channels, per_group = channels / p.groups;
  const int64_t offsets = corners * p.groups * Axes, lines = p.batch * p.size.depth * p.size.height;
  // One unit of work is the output of one input row.
  return parallel_rows(parallel, lines, p.size.width * channels * corners, [&](int64_t begin, int64_t end) {
    for (int64_t at_pixel = begin * p.size.width; at_pixel < end * p.size.width; ++at_pixel) {
      const int64_t b = at_pixel / pixels;
      int64_t at[Axes];
      axial.position(at_pixel % pixels, at);
      const T* offset = static_cast<const T*>(p.offset) + at_pixel * offsets;
      for (int sub = 0; sub < corners; ++sub) {
        T* out_pixel = static_cast<T*>(p.out) + (b * pixels * corners + axial.output_pixel(at, sub)) * channels;
        for (int64_t g = 0; g < p.groups; ++g) {
          const SampledPlace<A, Axes> place(at, sub, axial.size, offset + (sub * p.groups + g) * Axes);
          const Corners<A, Axes> around(place, axial.size, false);
          const T* from = static_cast<const T*>(p.x) + b * pixels * channels + g * per_group;
          T* out = out_pixel + g * per_group;
          for_lanes<A>(0, per_group, [&](auto lanes, int64_t c) {
            constexpr int N = decltype(lanes)::value;
            Lanes<A, N> sum{};
            RWKV_SSS_UNROLL for (int k = 0; k < corners; ++k) sum +=
                around.weight[k] * load<N>(from + around.pixel[k] * channels + c);
            store<N>(out + c, sum);
          });
        }
      }
    }
  });
}

/**
 * One unit of work owns a run of channels of one group and batch item, and adds to their gradient
 * pixel by pixel in raster order: positions are free, so any split by pixels would race. The
 * offsets' gradient is summed over the runs of a group afterwards.
 *
 * A thread passes once over the pixels for all its runs of an item, since their gradients lie side
 * by side in memory; that changes no order of summation.
 */
template <class T, int Axes> class DySampleGradient {
 public:
  typedef Accumulator<T> A;
  static constexpr int corners = 1 << Axes;
  static constexpr int64_t run = 32;

  /** grad_x (zeroed here) is as x, grad_offset has one array like offset per run of a group. */
  DySampleGradient(const DySample& p, A* grad_x, A* grad_offset)
      : p_(p),
        axial_(p.size),
        pixels_(p.size.count()),
        per_group_(p.channels / p.groups),
        runs_(runs_of(p)),
        offsets_(corners * p.groups * Axes),
        grad_x_(grad_x),
        grad_offset_(grad_offset) {}

  static int64_t runs_of(const DySample& p) {
    return p.channels / p.groups > run ? (p.channels / p.groups + run - 1) / run : 1;
  }

  /** Units [begin, end) of batch * groups * runs. */
  void add_units(int64_t begin, int64_t end) const {
    const int64_t per_item = p_.groups * runs_;
    while (begin < end) {
      const int64_t b = begin / per_item, next = (b + 1) * per_item < end ? (b + 1) * per_item : end;
      add_item(b, begin - b * per_item, next - b * per_item);
      begin = next;
    }
  }

 private:
  int64_t first_channel(int64_t unit) const {
    const int64_t within = unit % runs_ * run;
    return unit / runs_ * per_group_ + (within < per_group_ ? within : per_group_);
  }

  void add_item(int64_t b, int64_t begin, int64_t end) const {
    const int64_t channels = p_.channels, first = first_channel(begin);
    const int64_t last = end < p_.groups * runs_ ? first_channel(end) : channels;
    const T *x = static_cast<const T*>(p_.x) + b * pixels_ * channels,
            *offset = static_cast<const T*>(p_.offset) + b * pixels_ * offsets_;
    const T* grad = static_cast<const T*>(p_.grad) + b * pixels_ * corners * channels;
    A* sum_x = grad_x_ + b * pixels_ * channels;
    A* sum_offset = grad_offset_ + b * pixels_ * offsets_;
    const int64_t array = p_.batch * pixels_ * offsets_;
    for (int64_t pixel = 0; pixel < pixels_; ++pixel)
      memset(sum_x + pixel * channels + first, 0, size_t(last - first) * sizeof(A));
    for (int64_t pixel = 0; pixel < pixels_; ++pixel) {
      int64_t at[Axes];
      axial_.position(pixel, at);
      for (int sub = 0; sub < corners; ++sub) {
        const T* grad_pixel = grad + axial_.output_pixel(at, sub) * channels;
        for (int64_t unit = begin; unit < end;) {
          const int64_t g = unit / runs_, at_offset = pixel * offsets_ + (sub * p_.groups + g) * Axes;
          const SampledPlace<A, Axes> place(at, sub, axial_.size, offset + at_offset);
          const Corners<A, Axes> around(place, axial_.size, true);
          for (int64_t part = unit - g * runs_; part < runs_ && unit < end; ++part, ++unit) {
            const int64_t from = g * per_group_ + part * run, rest = (g + 1) * per_group_ - from;
            add_run(around, x + from, grad_pixel + from, sum_x + from, rest < run ? rest : run,
                    sum_offset + part * array + at_offset);
          }
        }
      }
    }
  }

  void add_run(const Corners<A, Axes>& around, const T* x, const T* grad, A* sum_x, int64_t count,
               A* grad_offset) const {
    // d(output)/d(offset) is a weighted sum of the corners' values, so one product with the
    // gradient per corner serves all axes.
    A product[corners] = {};
    Lanes<A, widest<A>()> products[corners] = {};
    for_lanes<A>(0, count, [&](auto lanes, int64_t c) {
      constexpr int N = decltype(lanes)::value;
      const Lanes<A, N> value = load<N>(grad + c);
      RWKV_SSS_UNROLL for (int k = 0; k < corners; ++k) {
        const int64_t there = around.pixel[k] * p_.channels + c;
        const Lanes<A, N> term = value * load<N>(x + there);
        if constexpr (N == widest<A>())
          products[k] += term;
        else
          product[k] += sum_lanes<A, N>(term);
        store<N>(sum_x + there, load<N>(sum_x + there) + around.weight[k] * value);
      }
    });
    A sum[Axes] = {};
    RWKV_SSS_UNROLL for (int k = 0; k < corners; ++k) {
      const A whole = product[k] + sum_lanes<A, widest<A>()>(products[k]);
      for (int a = 0; a < Axes; ++a) sum[a] += around.slope[k][a] * whole;
    }
    for (int a = 0; a < Axes; ++a) grad_offset[a] = sum[a];
  }

  const DySample& p_;
  Axial<Axes> axial_;
  int64_t pixels_, per_group_, runs_, offsets_;
  A *grad_x_, *grad_offset_;
};

template <class T, int Axes> int32_t dysample_backward_axes(const DySample& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const int64_t numbers = p.batch * p.size.count() * p.channels, runs = DySampleGradient<T, Axes>::runs_of(p);
  const int64_t all_offsets = p.batch * p.size.count() * (1 << Axes) * p.groups * Axes;
  const bool in_place = std::is_same<T, A>::value;
  const Scratch<A> wide(in_place ? 0 : numbers), partial(runs * all_offsets);
  A* const grad_x = in_place ? static_cast<A*>(p.grad_x) : wide.get();
  const DySampleGradient<T, Axes> gradient(p, grad_x, partial.get());
  int32_t error = parallel_rows(parallel, p.batch * p.groups * runs, p.size.count() * 32 * (1 << Axes),
                                [&](int64_t begin, int64_t end) { gradient.add_units(begin, end); });
  if (error) return error;
  T* grad_offset = static_cast<T*>(p.grad_offset);
  const A* shares = partial.get();
  error = for_all<T>(parallel, all_offsets, [=](auto lanes, int64_t i) {
    constexpr int N = decltype(lanes)::value;
    Lanes<A, N> sum = load<N>(shares + i);
    for (int64_t k = 1; k < runs; ++k) sum += load<N>(shares + k * all_offsets + i);
    store<N>(grad_offset + i, sum);
  });
  if (error || in_place) return error;
  T* narrow_x = static_cast<T*>(p.grad_x);
  return for_all<T>(parallel, numbers, [=](auto lanes, int64_t i) {
    constexpr int N = decltype(lanes)::value;
    store<N>(narrow_x + i, load<N>(grad_x + i));
  });
}

template <class T> int32_t dysample(const DySample& p, ParallelFor parallel) {
  return p.axes == 3 ? dysample_axes<T, 3>(p, parallel) : dysample_axes<T, 2>(p, parallel);
}

template <class T> int32_t dysample_backward(const DySample& p, ParallelFor parallel) {
  return p.axes == 3 ? dysample_backward_axes<T, 3>(p, parallel) : dysample_backward_axes<T, 2>(p, parallel);
}

}  // namespace
}  // namespace rwkv_sss
