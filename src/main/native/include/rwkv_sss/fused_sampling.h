// Where dysample samples: the arithmetic of its positions, corners, weights and slopes, for CPU and GPU.
#pragma once

#include "rwkv_sss/fused_math.h"
#include "rwkv_sss/fused_ops.h"

namespace rwkv_sss {
namespace {

/** The grid of the input, in the order (depth,) height, width, and of the output, twice as large on each axis. */
template <int Axes> struct Axial {
  int64_t size[Axes];
  explicit RWKV_SSS_HD Axial(const Extent& e) {
    const int64_t all[3] = {e.depth, e.height, e.width};
    RWKV_SSS_DEVICE_UNROLL for (int a = 0; a < Axes; ++a) size[a] = all[3 - Axes + a];
  }
  RWKV_SSS_HD void position(int64_t pixel, int64_t* at) const {
    RWKV_SSS_DEVICE_UNROLL for (int a = Axes - 1; a >= 0; --a) {
      at[a] = pixel % size[a];
      pixel /= size[a];
    }
  }
  RWKV_SSS_HD int64_t input_pixel(const int64_t* at) const {
    int64_t pixel = 0;
    RWKV_SSS_DEVICE_UNROLL for (int a = 0; a < Axes; ++a) pixel = pixel * size[a] + at[a];
    return pixel;
  }
  /** Output pixel number `sub` of the 2^Axes of an input pixel. */
  RWKV_SSS_HD int64_t output_pixel(const int64_t* at, int sub) const {
    int64_t pixel = 0;
    RWKV_SSS_DEVICE_UNROLL for (int a = 0; a < Axes; ++a) pixel =
        pixel * (2 * size[a]) + 2 * at[a] + ((sub >> (Axes - 1 - a)) & 1);
    return pixel;
  }
  /** The way back: the input pixel that an output pixel belongs to; returns sub. */
  RWKV_SSS_HD int of_output(int64_t pixel, int64_t* at) const {
    int sub = 0;
    RWKV_SSS_DEVICE_UNROLL for (int a = Axes - 1; a >= 0; --a) {
      const int64_t place = pixel % (2 * size[a]);
      pixel /= 2 * size[a];
      at[a] = place / 2;
      sub |= int(place % 2) << (Axes - 1 - a);
    }
    return sub;
  }
};

/** A sampling position and the 2^Axes pixels around it. */
template <class A, int Axes> struct SampledPlace {
  static constexpr int corners = 1 << Axes;
  Sample<A> along[Axes];

  /** `at` and `sub` are the input pixel and the output's place in it; `offset` holds Axes numbers. */
  template <class T> RWKV_SSS_HD SampledPlace(const int64_t* at, int sub, const int64_t* size, const T* offset) {
    RWKV_SSS_DEVICE_UNROLL for (int a = 0; a < Axes; ++a) {
      const int64_t second = (sub >> (Axes - 1 - a)) & 1;
      along[a] = sample_at<A>(A(at[a]) + A(0.5) * A(second) - A(0.25) + A(0.25) * to_real(offset[a]), size[a]);
    }
  }
  static RWKV_SSS_HD bool far(int corner, int axis) { return (corner >> (Axes - 1 - axis)) & 1; }
  RWKV_SSS_HD A share(int corner, int axis) const {
    return far(corner, axis) ? along[axis].weight : A(1) - along[axis].weight;
  }
  RWKV_SSS_HD int64_t pixel(int corner, const int64_t* size) const {
    int64_t pixel = 0;
    RWKV_SSS_DEVICE_UNROLL for (int a = 0; a < Axes; ++a) pixel =
        pixel * size[a] + (far(corner, a) ? along[a].high : along[a].low);
    return pixel;
  }
  RWKV_SSS_HD A weight(int corner) const {
    A product = 1;
    RWKV_SSS_DEVICE_UNROLL for (int a = 0; a < Axes; ++a) product *= share(corner, a);
    return product;
  }
  /** d(weight)/d(offset along an axis). */
  RWKV_SSS_HD A slope(int corner, int axis) const {
    A product = A(0.25) * along[axis].slope;
    RWKV_SSS_DEVICE_UNROLL for (int a = 0; a < Axes; ++a) {
      if (a == axis)
        product = far(corner, a) ? product : -product;
      else
        product *= share(corner, a);
    }
    return product;
  }
};

}  // namespace
}  // namespace rwkv_sss
