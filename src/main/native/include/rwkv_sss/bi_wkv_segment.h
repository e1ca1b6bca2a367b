// A few consecutive tokens of one channel in the registers of one GPU thread, and the same on the host for the tests.
//
// Sums of a segment alone ("local") are joined across segments (segment_scan.h); then each segment goes over its tokens
// again with the sums of what lies before and behind. Loops have a constant count and are unrolled, so that the arrays
// are registers; a segment may hold fewer tokens, or none.
#pragma once

#include "rwkv_sss/bi_wkv_linear.h"
#include "rwkv_sss/bi_wkv_scaled.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

// A sum and its tokens' distances, for the backward pass.
template <class Scan>
struct FarSum {
  typename Scan::State sum;
  typename Scan::Distant distant;

  static RWKV_SSS_HD FarSum empty() { return {Scan::empty(), Scan::none()}; }
};

// How each kind of sum is continued by what a number of steps further on was summed locally.
template <class Scan>
RWKV_SSS_HD void join_steps(typename Scan::State& s, const Channel<typename Scan::Real>& c, int,
                            const typename Scan::State& local) {
  Scan::join(s, c, local);
}
template <class Scan>
RWKV_SSS_HD void join_steps(FarSum<Scan>& s, const Channel<typename Scan::Real>& c, int steps,
                            const FarSum<Scan>& local) {
  Scan::join(s.sum, s.distant, c, typename Scan::Real(steps), local.sum, local.distant);
}
template <class Scan>
RWKV_SSS_HD void join_steps(typename Scan::Adjoint& s, const Channel<typename Scan::Real>& c, int,
                            const typename Scan::Adjoint& local) {
  Scan::join(s, c, local);
}

template <class Scan, int Length>
struct Segment {
  using Real = typename Scan::Real;
  using State = typename Scan::State;
  using Mark = typename Scan::Mark;
  using Adjoint = typename Scan::Adjoint;
  using Far = FarSum<Scan>;

  int tokens;
  Real kept[Length], v[Length];

  // read_k(i) and read_v(i) give the numbers of the segment's token i. False if the form does not span its keys.
  template <class ReadK, class ReadV>
  RWKV_SSS_HD bool load(int count, const ReadK& read_k, const ReadV& read_v) {
    tokens = count;
    bool spans = true;
    RWKV_SSS_DEVICE_UNROLL
    for (int i = 0; i < Length; ++i) {
      const bool here = i < count;
      const Real k = here ? read_k(i) : Real(0);
      spans = spans && Scan::spans(k, k);
      kept[i] = Scan::keep(k);
      v[i] = here ? read_v(i) : Real(0);
    }
    return spans;
  }

  RWKV_SSS_HD void push(State& s, const Channel<Real>& c, int i) const {
    Scan::push(s, c, Scan::kept_token(kept[i]), v[i]);
  }
  RWKV_SSS_HD void push(Far& s, const Channel<Real>& c, int i) const {
    Scan::push(s.sum, s.distant, c, Scan::kept_token(kept[i]), v[i]);
  }

  // Sum is State or Far.
  template <class Sum>
  RWKV_SSS_HD void add_rightwards(Sum& s, const Channel<Real>& c) const {
    RWKV_SSS_DEVICE_UNROLL
    for (int i = 0; i < Length; ++i) {
      if (i < tokens) push(s, c, i);
    }
  }
  template <class Sum>
  RWKV_SSS_HD void add_leftwards(Sum& s, const Channel<Real>& c) const {
    RWKV_SSS_DEVICE_UNROLL
    for (int i = Length - 1; i >= 0; --i) {
      if (i < tokens) push(s, c, i);
    }
  }
  RWKV_SSS_HD void add_rightwards(Adjoint& s, const Channel<Real>& c, const Mark (&marks)[Length]) const {
    RWKV_SSS_DEVICE_UNROLL
    for (int i = 0; i < Length; ++i) {
      if (i < tokens) Scan::push(s, c, marks[i]);
    }
  }
  RWKV_SSS_HD void add_leftwards(Adjoint& s, const Channel<Real>& c, const Mark (&marks)[Length]) const {
    RWKV_SSS_DEVICE_UNROLL
    for (int i = Length - 1; i >= 0; --i) {
      if (i < tokens) Scan::push(s, c, marks[i]);
    }
  }

  // write(i, y)
  template <class Write>
  RWKV_SSS_HD void forward(State past, State future, const Channel<Real>& c, const Write& write) const {
    State futures[Length];
    RWKV_SSS_DEVICE_UNROLL
    for (int i = Length - 1; i >= 0; --i) {
      futures[i] = future;
      if (i < tokens) push(future, c, i);
    }
    RWKV_SSS_DEVICE_UNROLL
    for (int i = 0; i < Length; ++i) {
      if (i < tokens) {
        write(i, Scan::output(past, futures[i], c, Scan::kept_token(kept[i]), v[i]));
        push(past, c, i);
      }
    }
  }

  // The marks of the tokens, and this segment's part of -T dw and of du.
  template <class ReadGrad>
  RWKV_SSS_HD void mark(Far past, Far future, const Channel<Real>& c, const ReadGrad& read_grad, Mark (&marks)[Length],
                        Real& dw, Real& du) const {
    Far futures[Length];
    RWKV_SSS_DEVICE_UNROLL
    for (int i = Length - 1; i >= 0; --i) {
      futures[i] = future;
      if (i < tokens) push(future, c, i);
    }
    dw = du = 0;
    RWKV_SSS_DEVICE_UNROLL
    for (int i = 0; i < Length; ++i) {
      if (i < tokens) {
        const auto token = Scan::kept_token(kept[i]);
        marks[i] = Scan::mark(past.sum, futures[i].sum, c, token, v[i], read_grad(i));
        dw += Scan::decay_gradient(marks[i], past.sum, past.distant) +
              Scan::decay_gradient(marks[i], futures[i].sum, futures[i].distant);
        du += Scan::self_gradient(marks[i], c, token, v[i]);
        push(past, c, i);
      }
    }
  }

  // write(i, dk, dv)
  template <class Write>
  RWKV_SSS_HD void backward(Adjoint earlier, Adjoint later, const Channel<Real>& c, const Mark (&marks)[Length],
                            const Write& write) const {
    Adjoint before[Length];
    RWKV_SSS_DEVICE_UNROLL
    for (int i = 0; i < Length; ++i) {
      before[i] = earlier;
      if (i < tokens) Scan::push(earlier, c, marks[i]);
    }
    RWKV_SSS_DEVICE_UNROLL
    for (int i = Length - 1; i >= 0; --i) {
      if (i < tokens) {
        Real dk, dv;
        Scan::token_gradient(later, before[i], marks[i], c, Scan::kept_token(kept[i]), v[i], dk, dv);
        write(i, dk, dv);
        Scan::push(later, c, marks[i]);
      }
    }
  }
};

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
