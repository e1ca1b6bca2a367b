// The recurrences of bi_wkv_linear.h for any range of k, w and u: every sum is a float times its own power of
// two, which is what a running maximum does in the log domain, with one exp per token and without the rounding
// that a logarithm near 100 suffers at each of thousands of steps.
#pragma once

#include "rwkv_sss/bi_wkv_channel.h"
#include "rwkv_sss/exponential.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

template <class L>
struct ScaledScan {
  using Lane = L;
  using Real = RealOf<Lane>;
  using Int = IntOf<Lane>;
  using Narrow = IntOf<Real>;

  struct Token {
    Lane weight;
    Int exponent;
  };
  struct State {
    Lane num, den;  // den in [1, 2) once a token was pushed
    Int exponent;
  };
  struct Distant {
    Lane num, den;
  };
  struct Mark {
    Lane inverse, plain, times_y;
    Int exponent;
  };
  struct Adjoint {
    Lane mass;  // the sum of the marks' inverse denominators: positive, so it can carry the scale of the other two
    Lane plain, times_y;
    Int exponent;
  };

  // So low that it never wins a maximum, so high that three of them sum without overflow.
  static constexpr Narrow nothing = -(Narrow(1) << 29);
  // A NaN's exponent bits are bounded too.
  static constexpr Narrow exponent_limit = Narrow(1) << 22;

  static RWKV_SSS_HD bool spans(double, double) { return true; }
  static RWKV_SSS_HD Channel<Real> channel(double exponent, double u) { return scaled_channel<Real>(exponent, u); }

  static RWKV_SSS_HD void copy(State& to, const State& from) {
    to.num = from.num;
    to.den = from.den;
    to.exponent = from.exponent;
  }
  static RWKV_SSS_HD void copy(Mark& to, const Mark& from) {
    to.inverse = from.inverse;
    to.plain = from.plain;
    to.times_y = from.times_y;
    to.exponent = from.exponent;
  }
  static RWKV_SSS_HD void copy(Adjoint& to, const Adjoint& from) {
    to.mass = from.mass;
    to.plain = from.plain;
    to.times_y = from.times_y;
    to.exponent = from.exponent;
  }

  static RWKV_SSS_HD Token token(Lane k_below_reference) {
    const Power<Lane> power = split_exp(k_below_reference);
    return {power.mantissa, smaller(larger(power.exponent, splat_int<Lane>(-exponent_limit)),
                                    splat_int<Lane>(exponent_limit))};
  }
  static RWKV_SSS_HD Distant none() { return {Lane{}, Lane{}}; }
  static RWKV_SSS_HD State empty() { return {Lane{}, Lane{}, splat_int<Lane>(nothing)}; }
  static RWKV_SSS_HD Adjoint no_adjoint() { return {Lane{}, Lane{}, Lane{}, splat_int<Lane>(nothing)}; }

  static RWKV_SSS_HD void push(State& s, const Channel<Lane>& c, const Token& t, Lane v) {
    join(s, c, State{t.weight * v, t.weight, t.exponent});
  }
  static RWKV_SSS_HD void join(State& s, const Channel<Lane>& c, const State& local) {
    Distant unused{Lane{}, Lane{}};
    join(s, unused, c, local);
  }
  static RWKV_SSS_HD void push(State& s, Distant& d, const Channel<Lane>& c, const Token& t, Lane v) {
    d.num = d.num + s.num;
    d.den = d.den + s.den;
    join(s, d, c, State{t.weight * v, t.weight, t.exponent});
  }
  static RWKV_SSS_HD void push(Adjoint& s, const Channel<Lane>& c, const Mark& m) {
    const Int decayed = s.exponent + c.decay_exponent;
    const Int top = larger(decayed, m.exponent);
    const Lane keep = power_of_two<Lane>(decayed - top), add = power_of_two<Lane>(m.exponent - top);
    const Lane mass = s.mass * keep, plain = s.plain * keep, times_y = s.times_y * keep;
    s.mass = c.decay * mass + (c.decay_rest * mass + m.inverse * add);
    s.plain = c.decay * plain + (c.decay_rest * plain + m.plain * add);
    s.times_y = c.decay * times_y + (c.decay_rest * times_y + m.times_y * add);
    const Int drift = exponent_of(s.mass);
    const Lane normalise = power_of_two<Lane>(-drift);
    s.mass = s.mass * normalise;
    s.plain = s.plain * normalise;
    s.times_y = s.times_y * normalise;
    s.exponent = top + drift;
  }
  static RWKV_SSS_HD void join(Adjoint& s, const Channel<Lane>& c, const Adjoint& local) {
    push(s, c, Mark{local.mass, local.plain, local.times_y, local.exponent});
  }

  static RWKV_SSS_HD void join(State& s, Distant& d, const Channel<Lane>& c, const State& local) {
    const Int decayed = s.exponent + c.decay_exponent;
    const Int top = larger(decayed, local.exponent);
    const Lane keep = power_of_two<Lane>(decayed - top), add = power_of_two<Lane>(local.exponent - top);
    const Lane num = s.num * keep, den = s.den * keep;
    s.num = c.decay * num + (c.decay_rest * num + local.num * add);
    s.den = c.decay * den + (c.decay_rest * den + local.den * add);
    const Int drift = exponent_of(s.den);
    const Lane normalise = power_of_two<Lane>(-drift);
    const Lane decay = keep * normalise;
    s.num = s.num * normalise;
    s.den = s.den * normalise;
    s.exponent = top + drift;
    d.num = (c.decay * d.num + c.decay_rest * d.num) * decay;
    d.den = (c.decay * d.den + c.decay_rest * d.den) * decay;
  }

  // past + future + the token itself.
  static RWKV_SSS_HD State total(const State& past, const State& future, const Channel<Lane>& c, const Token& t,
                                 Lane v) {
    const Int self_exponent = t.exponent + c.self_exponent;
    const Int top = larger(larger(past.exponent, future.exponent), self_exponent);
    const Lane p = power_of_two<Lane>(past.exponent - top), f = power_of_two<Lane>(future.exponent - top);
    const Lane self = c.self * t.weight * power_of_two<Lane>(self_exponent - top);
    return {past.num * p + future.num * f + self * v, past.den * p + future.den * f + self, top};
  }
  static RWKV_SSS_HD Lane output(const State& past, const State& future, const Channel<Lane>& c, const Token& t,
                                 Lane v) {
    const State sum = total(past, future, c, t, v);
    return sum.num / sum.den;
  }
  static RWKV_SSS_HD Mark mark(const State& past, const State& future, const Channel<Lane>& c, const Token& t, Lane v,
                               Lane grad) {
    const State sum = total(past, future, c, t, v);
    const Lane inverse = Real(1) / sum.den, plain = grad * inverse;
    return {inverse, plain, plain * (sum.num * inverse), -sum.exponent};
  }

  static RWKV_SSS_HD void token_gradient(const Adjoint& later, const Adjoint& earlier, const Mark& m,
                                         const Channel<Lane>& c, const Token& t, Lane v, Lane& dk, Lane& dv) {
    const Lane l = t.weight * power_of_two<Lane>(later.exponent + t.exponent);
    const Lane e = t.weight * power_of_two<Lane>(earlier.exponent + t.exponent);
    const Lane self = t.weight * c.self * power_of_two<Lane>(m.exponent + t.exponent + c.self_exponent);
    dv = later.plain * l + earlier.plain * e + m.plain * self;
    dk = v * dv - (later.times_y * l + earlier.times_y * e + m.times_y * self);
  }
  static RWKV_SSS_HD Lane decay_gradient(const Adjoint& a, const State& s, const Channel<Lane>& c) {
    const Lane scale = power_of_two<Lane>(a.exponent + s.exponent + c.decay_exponent);
    return c.decay * (a.plain * s.num - a.times_y * s.den) * scale;
  }
  static RWKV_SSS_HD Lane decay_gradient(const Mark& m, const State& s, const Distant& d) {
    return (m.plain * d.num - m.times_y * d.den) * power_of_two<Lane>(m.exponent + s.exponent);
  }
  static RWKV_SSS_HD Lane self_gradient(const Mark& m, const Channel<Lane>& c, const Token& t, Lane v) {
    const Lane self = t.weight * c.self * power_of_two<Lane>(m.exponent + t.exponent + c.self_exponent);
    return self * (m.plain * v - m.times_y);
  }
};

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
