// The recurrences of Bi-WKV in the linear domain: one exp per token and channel, for the ranges of
// linear_allows and linear_spans. The scaled form (bi_wkv_scaled.h) has the same interface and no such limit.
//
// With a = exp(-w/T), p_i = exp(k_i - reference), self = exp(u):
//   past_t   = a past_{t-1} + p_{t-1} (v_{t-1}, 1)       future likewise from the right
//   y_t      = (past + future + self p_t (v_t, 1)) as numerator / denominator
// Backward, with mark e_t = g_t / denominator_t:
//   later_i  = a later_{i+1} + e_{i+1} (1, y_{i+1})      earlier likewise from the left
//   dv_i     = p_i S,   dk_i = p_i (v_i S - S'),  (S, S') = later + earlier + self e_i (1, y_i)
//   dw       = -1/T sum_t (e_t (1, y_t) x distant_t + a earlier_t x future_t), (s, s') x (num, den) = s num - s' den
//              distant_t = a (distant_{t-1} + past_{t-1}): each weight of past_t times its distance, |t-i|-1
//              earlier_t is the gradient of future_{t-1} = a future_t + ..., so its term is the chain rule for a.
//              Either way would serve both directions; this one needs the least to be kept from scan to scan.
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
  struct Distant {
    Lane num, den;  // in the scaled form, times the power of two of the State that they go with
  };
  struct Mark {
    Lane plain, times_y;
  };
  struct Adjoint {
    Lane plain, times_y;
  };

  static RWKV_SSS_HD bool allows(double w, double u) { return linear_allows<Real>(w, u); }
  static RWKV_SSS_HD bool spans(double smallest, double largest) { return linear_spans<Real>(smallest, largest); }
  static RWKV_SSS_HD Channel<Real> channel(double exponent, double u) {
    return linear_channel<Real>(exp(-exponent), exp(u));
  }

  // Copies by field: whole, GCC moves them through memory in smaller pieces, which stalls the loads that follow.
  static RWKV_SSS_HD void copy(State& to, const State& from) {
    to.num = from.num;
    to.den = from.den;
  }
  static RWKV_SSS_HD void copy(Mark& to, const Mark& from) {
    to.plain = from.plain;
    to.times_y = from.times_y;
  }
  static RWKV_SSS_HD void copy(Adjoint& to, const Adjoint& from) {
    to.plain = from.plain;
    to.times_y = from.times_y;
  }

  static RWKV_SSS_HD Token token(Lane k_below_reference) { return {short_exponential(k_below_reference)}; }
  // What a GPU thread keeps of a key between its loops, and the token from it: here the weight, made once.
  static RWKV_SSS_HD Lane keep(Lane k) { return token(k).weight; }
  static RWKV_SSS_HD Token kept_token(Lane kept) { return {kept}; }
  static RWKV_SSS_HD State empty() { return {Lane{}, Lane{}}; }
  static RWKV_SSS_HD Distant none() { return {Lane{}, Lane{}}; }
  static RWKV_SSS_HD Adjoint no_adjoint() { return {Lane{}, Lane{}}; }

  // One token further.
  static RWKV_SSS_HD void push(State& s, const Channel<Lane>& c, const Token& t, Lane v) {
    s.num = c.decay * s.num + t.weight * v;
    s.den = c.decay * s.den + t.weight;
  }
  // d is of the s before this token.
  static RWKV_SSS_HD void push(Distant& d, const Channel<Lane>& c, const State& s) {
    d.num = c.decay * (d.num + s.num);
    d.den = c.decay * (d.den + s.den);
  }
  static RWKV_SSS_HD void push(State& s, Distant& d, const Channel<Lane>& c, const Token& t, Lane v) {
    push(d, c, s);
    push(s, c, t, v);
  }
  static RWKV_SSS_HD void push(Adjoint& s, const Channel<Lane>& c, const Mark& m) {
    s.plain = c.decay * s.plain + m.plain;
    s.times_y = c.decay * s.times_y + m.times_y;
  }

  // A whole strip further; local is what pushing the strip onto nothing gave, c the channel of that many steps.
  static RWKV_SSS_HD void join(State& s, const Channel<Lane>& c, const State& local) {
    s.num = c.decay * s.num + (c.decay_rest * s.num + local.num);
    s.den = c.decay * s.den + (c.decay_rest * s.den + local.den);
  }
  static RWKV_SSS_HD void join(State& s, Distant& d, const Channel<Lane>& c, Real steps, const State& local,
                               const Distant& local_distant) {
    const Lane num = d.num + steps * s.num, den = d.den + steps * s.den;
    d.num = c.decay * num + (c.decay_rest * num + local_distant.num);
    d.den = c.decay * den + (c.decay_rest * den + local_distant.den);
    join(s, c, local);
  }
  static RWKV_SSS_HD void join(Adjoint& s, const Channel<Lane>& c, const Adjoint& local) {
    s.plain = c.decay * s.plain + (c.decay_rest * s.plain + local.plain);
    s.times_y = c.decay * s.times_y + (c.decay_rest * s.times_y + local.times_y);
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
  static RWKV_SSS_HD Lane decay_gradient(const Mark& m, const State&, const Distant& d) {
    return m.plain * d.num - m.times_y * d.den;
  }
  static RWKV_SSS_HD Lane self_gradient(const Mark& m, const Channel<Lane>& c, const Token& t, Lane v) {
    return c.self * t.weight * (m.plain * v - m.times_y);
  }
};

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
