// The recurrences of Bi-WKV in the linear domain: one exp per token and channel, for the ranges of
// linear_is_safe. The scaled form (bi_wkv_scaled.h) has the same interface and no such limit.
//
// With a = exp(-w/T), p_i = exp(k_i - reference), self = exp(u):
//   past_t   = a past_{t-1} + p_{t-1} (v_{t-1}, 1)       future likewise from the right
//   y_t      = (past + future + self p_t (v_t, 1)) as numerator / denominator
// Backward, with mark e_t = g_t / denominator_t:
//   later_i  = a later_{i+1} + e_{i+1} (1, y_{i+1})      earlier likewise from the left
//   dv_i     = p_i S,   dk_i = p_i (v_i S - S'),  (S, S') = later + earlier + self e_i (1, y_i)
//   dw       = -a/T sum_t (later_t x past_t + earlier_t x future_t), (s, s') x (num, den) = s num - s' den:
//              later_t is the gradient of past_{t+1} = a past_t + ..., so this is the chain rule for a
//   du       = sum_t self p_t e_t (v_t - y_t)
#pragma once

#include "rwkv_sss/bi_wkv_channel.h"
#include "rwkv_sss/exponential.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

template <class L>
struct LinearScan {
  using Lane = L;
  using Real = RealOf<Lane>;

  struct Token {
    Lane weight;
  };
  struct State {
    Lane num, den;
  };
  struct Mark {
    Lane plain, times_y;
  };
  struct Adjoint {
    Lane plain, times_y;
  };

  static RWKV_SSS_HD Channel<Real> channel(double exponent, double u) { return linear_channel<Real>(exponent, u); }

  static RWKV_SSS_HD Token token(Lane k_below_reference) { return {exponential(k_below_reference)}; }
  static RWKV_SSS_HD State empty() { return {Lane{}, Lane{}}; }
  static RWKV_SSS_HD Adjoint no_adjoint() { return {Lane{}, Lane{}}; }

  static RWKV_SSS_HD void push(State& s, const Channel<Lane>& c, const Token& t, Lane v) {
    s.num = c.decay * s.num + (c.decay_rest * s.num + t.weight * v);
    s.den = c.decay * s.den + (c.decay_rest * s.den + t.weight);
  }
  // s further along by a chunk, whose own sum is local and whose length is in c.
  static RWKV_SSS_HD void join(State& s, const Channel<Lane>& c, const State& local) {
    s.num = c.decay * s.num + (c.decay_rest * s.num + local.num);
    s.den = c.decay * s.den + (c.decay_rest * s.den + local.den);
  }
  static RWKV_SSS_HD void push(Adjoint& s, const Channel<Lane>& c, const Mark& m) {
    s.plain = c.decay * s.plain + (c.decay_rest * s.plain + m.plain);
    s.times_y = c.decay * s.times_y + (c.decay_rest * s.times_y + m.times_y);
  }
  static RWKV_SSS_HD void join(Adjoint& s, const Channel<Lane>& c, const Adjoint& local) {
    push(s, c, Mark{local.plain, local.times_y});
  }

  static RWKV_SSS_HD Lane output(const State& past, const State& future, const Channel<Lane>& c, const Token& t,
                                 Lane v) {
    const Lane self = c.self * t.weight;
    return (past.num + future.num + self * v) / (past.den + future.den + self);
  }
  static RWKV_SSS_HD Mark mark(const State& past, const State& future, const Channel<Lane>& c, const Token& t, Lane v,
                               Lane grad) {
    const Lane self = c.self * t.weight;
    const Lane inverse = Real(1) / (past.den + future.den + self);
    const Lane plain = grad * inverse;
    return {plain, plain * ((past.num + future.num + self * v) * inverse)};
  }

  static RWKV_SSS_HD void token_gradient(const Adjoint& later, const Adjoint& earlier, const Mark& m,
                                         const Channel<Lane>& c, const Token& t, Lane v, Lane& dk, Lane& dv) {
    dv = t.weight * (later.plain + earlier.plain + c.self * m.plain);
    dk = v * dv - t.weight * (later.times_y + earlier.times_y + c.self * m.times_y);
  }
  static RWKV_SSS_HD Lane decay_gradient(const Adjoint& a, const State& s, const Channel<Lane>& c) {
    return c.decay * (a.plain * s.num - a.times_y * s.den);
  }
  static RWKV_SSS_HD Lane self_gradient(const Mark& m, const Channel<Lane>& c, const Token& t, Lane v) {
    return c.self * t.weight * (m.plain * v - m.times_y);
  }
};

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
