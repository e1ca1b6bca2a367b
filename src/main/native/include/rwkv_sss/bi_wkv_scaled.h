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

  // The exponent of an empty sum: below any other, and three of them sum without overflow.
  static constexpr Narrow nothing = -(Narrow(1) << 29);
  // A NaN's exponent bits are bounded too.
  static constexpr Narrow exponent_limit = Narrow(1) << 22;

  static RWKV_SSS_HD bool allows(double, double) { return true; }
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
    return {power.mantissa,
            smaller(larger(power.exponent, splat_int<Lane>(-exponent_limit)), splat_int<Lane>(exponent_limit))};
  }
  static RWKV_SSS_HD Distant none() { return {Lane{}, Lane{}}; }
  // What a GPU thread keeps of a key between its loops, and the token from it: here the key. A register less per
  // token is worth the exponentials in a form that is seldom needed.
  static RWKV_SSS_HD Lane keep(Lane k) { return k; }
  static RWKV_SSS_HD Token kept_token(Lane kept) { return token(kept); }
  static RWKV_SSS_HD State empty() { return {Lane{}, Lane{}, splat_int<Lane>(nothing)}; }
  static RWKV_SSS_HD Adjoint no_adjoint() { return {Lane{}, Lane{}, Lane{}, splat_int<Lane>(nothing)}; }

  // Where two sums of given exponents meet: the factors that bring both to the larger one.
  struct Meeting {
    Int top;
    Lane keep, add;
  };
  static RWKV_SSS_HD Meeting meet(Int exponent, const Channel<Lane>& c, Int local) {
    const Int limit = splat_int<Lane>(-nothing);
    // Saturates: a w beyond 1e8 must not overflow the sum of exponents.
    const Int decayed = smaller(larger(exponent + c.decay_exponent, -limit), limit);
    const Int top = larger(decayed, local);
    return {top, power_of_two<Lane>(decayed - top), power_of_two<Lane>(local - top)};
  }
  // Takes the exponent out of the mantissa that leads; returns the factor for the others.
  static RWKV_SSS_HD Lane normalise(Lane& lead, Int& exponent, Int top) {
    const Int drift = exponent_of(lead);
    const Lane factor = power_of_two<Lane>(-drift);
    lead = lead * factor;
    exponent = top + drift;
    return factor;
  }

  static RWKV_SSS_HD void push(State& s, const Channel<Lane>& c, const Token& t, Lane v) {
    join(s, c, State{t.weight * v, t.weight, t.exponent});
  }
  static RWKV_SSS_HD void push(State& s, Distant& d, const Channel<Lane>& c, const Token& t, Lane v) {
    join(s, d, c, Real(1), State{t.weight * v, t.weight, t.exponent}, none());
  }
  static RWKV_SSS_HD void push(Adjoint& s, const Channel<Lane>& c, const Mark& m) {
    join(s, c, Adjoint{m.inverse, m.plain, m.times_y, m.exponent});
  }

  static RWKV_SSS_HD void join(State& s, const Channel<Lane>& c, const State& local) {
    Distant unused = none();
    join(s, unused, c, Real(0), local, none());
  }
  static RWKV_SSS_HD void join(State& s, Distant& d, const Channel<Lane>& c, Real steps, const State& local,
                               const Distant& local_distant) {
    const Meeting m = meet(s.exponent, c, local.exponent);
    const Lane keep = c.decay * m.keep, rest = c.decay_rest * m.keep;
    const Lane num = d.num + steps * s.num, den = d.den + steps * s.den;
    d.num = keep * num + (rest * num + local_distant.num * m.add);
    d.den = keep * den + (rest * den + local_distant.den * m.add);
    s.num = keep * s.num + (rest * s.num + local.num * m.add);
    s.den = keep * s.den + (rest * s.den + local.den * m.add);
    const Lane factor = normalise(s.den, s.exponent, m.top);
    s.num = s.num * factor;
    d.num = d.num * factor;
    d.den = d.den * factor;
  }
  static RWKV_SSS_HD void join(Adjoint& s, const Channel<Lane>& c, const Adjoint& local) {
    const Meeting m = meet(s.exponent, c, local.exponent);
    const Lane keep = c.decay * m.keep, rest = c.decay_rest * m.keep;
    s.mass = keep * s.mass + (rest * s.mass + local.mass * m.add);
    s.plain = keep * s.plain + (rest * s.plain + local.plain * m.add);
    s.times_y = keep * s.times_y + (rest * s.times_y + local.times_y * m.add);
    const Lane factor = normalise(s.mass, s.exponent, m.top);
    s.plain = s.plain * factor;
    s.times_y = s.times_y * factor;
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
