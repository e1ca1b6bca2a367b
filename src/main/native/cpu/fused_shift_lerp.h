// shift_lerp: gather each token's neighbour per channel group and mix it with the token, for
// both mixes in one pass.
#pragma once

#include "cpu/fused_lanes.h"

namespace rwkv_sss {
namespace {

template <class T> int32_t shift_lerp(const ShiftLerp& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const int64_t channels = p.channels;
  const T *mu_a = static_cast<const T*>(p.mu_a), *mu_b = static_cast<const T*>(p.mu_b);
  return parallel_rows(parallel, p.batch * p.tokens, channels, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t t = row % p.tokens;
      const T* item = static_cast<const T*>(p.x) + (row - t) * channels;
      const T* x = item + t * channels;
      T *out_a = static_cast<T*>(p.out_a) + row * channels, *out_b = static_cast<T*>(p.out_b) + row * channels;
      int64_t first = 0;
      for (int64_t g = 0; g <= p.groups; ++g) {
        const int64_t last = g < p.groups ? p.group_ends[g] : channels;
        // Channels beyond the last group are their own neighbour.
        const int64_t neighbour = g < p.groups ? p.neighbours[g * p.tokens + t] : t;
        if (neighbour >= 0) {
          const T* s = item + neighbour * channels;
          for_lanes<A>(first, last, [=](auto lanes, int64_t c) {
            constexpr int N = decltype(lanes)::value;
            const Lanes<A, N> shifted = load<N>(s + c), apart = load<N>(x + c) - shifted;
            store<N>(out_a + c, mixed<Lanes<A, N>>(shifted, load<N>(mu_a + c), apart));
            store<N>(out_b + c, mixed<Lanes<A, N>>(shifted, load<N>(mu_b + c), apart));
          });
        } else {
          for_lanes<A>(first, last, [=](auto lanes, int64_t c) {
            constexpr int N = decltype(lanes)::value;
            const Lanes<A, N> here = load<N>(x + c);
            store<N>(out_a + c, load<N>(mu_a + c) * here);
            store<N>(out_b + c, load<N>(mu_b + c) * here);
          });
        }
        first = last;
      }
    }
  });
}

/**
 * Who has token t as neighbour: the first such token, then the next after each. A map need not
 * be injective, so the gradient of t gathers over this list in ascending order: no race.
 */
class ReverseNeighbours {
 public:
  ReverseNeighbours(const ShiftLerp& p, ParallelFor parallel)
      : first_(p.groups * p.tokens), next_(p.groups * p.tokens), error_(0) {
    const int64_t tokens = p.tokens;
    int32_t *first = first_.get(), *next = next_.get();
    const int32_t* neighbours = p.neighbours;
    error_ = parallel_rows(parallel, p.groups, tokens, [=](int64_t begin, int64_t end) {
      for (int64_t g = begin; g < end; ++g) {
        int32_t *head = first + g * tokens, *follow = next + g * tokens;
        for (int64_t t = 0; t < tokens; ++t) head[t] = -1;
        for (int64_t t = tokens - 1; t >= 0; --t) {
          const int32_t n = neighbours[g * tokens + t];
          if (n < 0) continue;
          follow[t] = head[n];
          head[n] = int32_t(t);
        }
      }
    });
  }
  int32_t first(int64_t at) const { return first_[at]; }
  int32_t next(int64_t at) const { return next_[at]; }
  int32_t error() const { return error_; }

 private:
  Scratch<int32_t> first_, next_;
  int32_t error_;
};

template <class T> int32_t shift_lerp_backward(const ShiftLerp& p, ParallelFor parallel) {
  typedef Accumulator<T> A;
  const int64_t channels = p.channels, rows = p.batch * p.tokens, parts = parts_of(rows, channels);
  const T *mu_a = static_cast<const T*>(p.mu_a), *mu_b = static_cast<const T*>(p.mu_b);
  const ReverseNeighbours reverse(p, parallel);
  if (reverse.error()) return reverse.error();
  Scratch<A> partial(parts * 2 * channels);

  const int32_t error = parallel_rows(parallel, parts, rows / parts * channels, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; ++part) {
      A *sum_a = &partial[part * 2 * channels], *sum_b = sum_a + channels;
      memset(sum_a, 0, size_t(2 * channels) * sizeof(A));
      const int64_t last_row = rows * (part + 1) / parts;
      for (int64_t row = rows * part / parts; row < last_row; ++row) {
        const int64_t t = row % p.tokens, item = (row - t) * channels;
        const T *x = static_cast<const T*>(p.x) + item, *grad_a = static_cast<const T*>(p.grad_a) + item;
        const T* grad_b = static_cast<const T*>(p.grad_b) + item;
        T* grad_x = static_cast<T*>(p.grad_x) + row * channels;
        const int64_t here = t * channels;
        int64_t first = 0;
        for (int64_t g = 0; g < p.groups; ++g) {
          const int64_t last = p.group_ends[g], at = g * p.tokens;
          const int32_t neighbour = p.neighbours[at + t];
          // A missing neighbour is zero; reading x itself times zero would keep NaN.
          const T* s = neighbour < 0 ? nullptr : x + int64_t(neighbour) * channels;
          const int32_t first_user = reverse.first(at + t);
          for_lanes<A>(first, last, [&](auto lanes, int64_t c) {
            constexpr int N = decltype(lanes)::value;
            const Lanes<A, N> ga = load<N>(grad_a + here + c), gb = load<N>(grad_b + here + c);
            const Lanes<A, N> ma = load<N>(mu_a + c), mb = load<N>(mu_b + c);
            Lanes<A, N> apart = load<N>(x + here + c);
            if (s) apart -= load<N>(s + c);
            store<N>(sum_a + c, load<N>(sum_a + c) + ga * apart);
            store<N>(sum_b + c, load<N>(sum_b + c) + gb * apart);
            Lanes<A, N> sum = mix_gradient(ga, ma, gb, mb);
            for (int32_t user = first_user; user >= 0; user = reverse.next(at + user)) {
              const int64_t there = int64_t(user) * channels + c;
              sum += shifted_gradient<A, Lanes<A, N>>(load<N>(grad_a + there), ma, load<N>(grad_b + there), mb);
            }
            store<N>(grad_x + c, sum);
          });
          first = last;
        }
        for_lanes<A>(first, channels, [&](auto lanes, int64_t c) {
          constexpr int N = decltype(lanes)::value;
          store<N>(grad_x + c, load<N>(grad_a + here + c) + load<N>(grad_b + here + c));
        });
      }
    }
  });
  if (error) return error;
  add_parts(partial.get(), 2 * channels, rows > 0 ? parts : 0, channels, static_cast<T*>(p.grad_mu_a));
  add_parts(partial.get() + channels, 2 * channels, rows > 0 ? parts : 0, channels, static_cast<T*>(p.grad_mu_b));
  return 0;
}

}  // namespace
}  // namespace rwkv_sss
