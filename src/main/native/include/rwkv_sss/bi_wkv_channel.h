// What the scans need to know of one channel, computed once per channel in double precision.
//
// One step of the recurrence multiplies a sum by exp(-w/T). Done thousands of times in float32 that is wrong twice: the
// rounded factor is another w, and where w/T is small every product rounds in the same direction. So a sum is carried
// step by step over a strip of tokens only; from strip to strip it is multiplied once, by the factor of a whole strip,
// kept as decay + decay_rest.
#pragma once

#include <cmath>

#include "rwkv_sss/lane.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

template <class Lane>
struct Channel {
  Lane decay, decay_rest;                     // exp(-w/T times steps) = (decay + decay_rest) * 2^decay_exponent
  Lane self;                                  // exp(u) = self * 2^self_exponent
  IntOf<Lane> decay_exponent, self_exponent;  // 0 in the linear form
};

template <class Real>
struct LinearRange;
// In the linear form a weight is exp(k - reference). The neighbour of a token counts with decay 1, so no denominator
// is below exp(-below), and what underflows beside it does not matter. A negative w grows sums up to exp(growth) T.
// The limits leave room for T up to 2^20 and for large v and gradients.
template <>
struct LinearRange<float> {
  static constexpr double below = 50, above = 25, growth = 30, self = 30;
};
template <>
struct LinearRange<double> {
  static constexpr double below = 400, above = 100, growth = 100, self = 100;
};

// Whether the linear form serves this w and u. False for NaN, which the scaled form carries through.
template <class Real>
RWKV_SSS_HD bool linear_allows(double w, double u) {
  return w >= -LinearRange<Real>::growth && u <= LinearRange<Real>::self;
}
// Whether it serves keys from smallest to largest, relative to the reference.
template <class Real>
RWKV_SSS_HD bool linear_spans(double smallest, double largest) {
  return smallest >= -LinearRange<Real>::below && largest <= LinearRange<Real>::above;
}

template <class Real>
RWKV_SSS_HD void split_decay(double factor, Channel<Real>& channel) {
  channel.decay = Real(factor);
  // exp(-inf) = 0 and NaN have no rest; NaN stays in decay.
  channel.decay_rest = factor > 0 ? Real(factor - double(channel.decay)) : Real(0);
}

// decay = exp(-w/T times the number of steps that the factor stands for): 1, or the length of a strip. self = exp(u).
template <class Real>
RWKV_SSS_HD Channel<Real> linear_channel(double decay, double self) {
  Channel<Real> channel{};
  split_decay(decay, channel);
  channel.self = Real(self);
  return channel;
}

// The same of exponent = w/T times the number of steps, and u. Powers of two are taken out, so that none overflows. Beyond +-2e8 a decay is as good as infinite.
template <class Real>
RWKV_SSS_HD Channel<Real> scaled_channel(double exponent, double u) {
  const double log2e = 1.4426950408889634, ln2 = 0.69314718055994531, decay_limit = 2e8, self_limit = 1e6;
  Channel<Real> channel{};
  double x = -exponent;
  x = x > decay_limit ? decay_limit : x < -decay_limit ? -decay_limit : x;
  const double steps = x == x ? floor(x * log2e + 0.5) : 0;
  split_decay(exp(x - steps * ln2), channel);
  channel.decay_exponent = IntOf<Real>(steps);
  u = u > self_limit ? self_limit : u < -self_limit ? -self_limit : u;
  const double power = u == u ? floor(u * log2e + 0.5) : 0;
  channel.self = Real(exp(u - power * ln2));
  channel.self_exponent = IntOf<Real>(power);
  return channel;
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
