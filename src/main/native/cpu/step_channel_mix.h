// A channel mix in strips of tokens: norm, shift, three projections, squared ReLU, gate, sum.
#pragma once

#include "cpu/step_gate_mix.h"

namespace rwkv_sss {
namespace {

/** One token's two mixtures of its normalised self and its normalised neighbours. */
inline void shift_token(const ChannelMixStep& p, const Moments<float>* moments, int64_t row, float* to_key,
                        float* to_receptance) {
  const int64_t channels = p.channels, t = row % p.tokens, item = row - t;
  const Moments<float> own = moments[row];
  const float *x = p.x + row * channels, *weight = p.norm_weight, *bias = p.norm_bias, *key = p.mu_key,
              *receptance = p.mu_receptance;
  int64_t first = 0;
  for (int64_t g = 0; g <= p.groups; ++g) {
    const int64_t last = g < p.groups ? p.group_ends[g] : channels;
    // Channels beyond the last group are their own neighbour.
    const int64_t neighbour = g < p.groups ? p.neighbours[g * p.tokens + t] : t;
    const Moments<float> other = neighbour < 0 ? own : moments[item + neighbour];
    const float* s = neighbour < 0 ? nullptr : p.x + (item + neighbour) * channels;
    for_lanes<float>(first, last, [=](auto lanes, int64_t c) {
      constexpr int N = decltype(lanes)::value;
      const Lanes<float, N> scale = load<N>(weight + c), shift = load<N>(bias + c);
      const Lanes<float, N> here = own.normed(load<N>(x + c)) * scale + shift;
      Lanes<float, N> there{};
      if (s) there = other.normed(load<N>(s + c)) * scale + shift;
      const Lanes<float, N> apart = here - there;
      store<N>(to_key + c, there + load<N>(key + c) * apart);
      store<N>(to_receptance + c, there + load<N>(receptance + c) * apart);
    });
    first = last;
  }
}

inline int32_t channel_mix(const ChannelMixStep& p, ParallelFor parallel) {
  const int64_t channels = p.channels, hidden = p.hidden, tokens = p.batch * p.tokens;
  const int64_t to_hidden = packed_count(hidden, channels), square = packed_count(channels, channels);
  float* shared =
      static_cast<float*>(call_scratch(size_t(to_hidden + square + packed_count(channels, hidden)) * sizeof(float)));
  if (!shared) return -1;
  const PackedMatrix key = pack_panels(p.key, hidden, channels, shared);
  const PackedMatrix receptance = pack_panels(p.receptance, channels, channels, shared + to_hidden);
  const PackedMatrix value = pack_panels(p.value, channels, hidden, shared + to_hidden + square);
  const Scratch<Moments<float>> moments(tokens);
  const int32_t error = parallel_rows(parallel, tokens, channels, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) moments[row] = moments_of(p.x + row * channels, channels, p.eps);
  });
  if (error) return error;
  const int64_t rows = strip_rows(2 * channels + hidden);
  return parallel_rows(
      parallel, (tokens + rows - 1) / rows, rows * (2 * channels + hidden), [&](int64_t begin, int64_t end) {
        float* work = static_cast<float*>(thread_scratch(size_t(rows * (2 * channels + hidden)) * sizeof(float)));
        if (!work) throw std::bad_alloc();
        float *for_key = work, *for_receptance = for_key + rows * channels, *inner = for_receptance + rows * channels;
        for (int64_t strip = begin; strip < end; ++strip) {
          const int64_t first = strip * rows, count = tokens - first < rows ? tokens - first : rows;
          for (int64_t i = 0; i < count; ++i)
            shift_token(p, moments.get(), first + i, for_key + i * channels, for_receptance + i * channels);
          product({Factor{for_key, channels, key}}, count, [=](auto lanes, int64_t r, int64_t c, auto sum) {
            constexpr int N = decltype(lanes)::value;
            // Written so that NaN, which compares false, is kept.
            const Lanes<float, N> positive = sum < 0.0f ? Lanes<float, N>{} : sum;
            store<N>(inner + r * hidden + c, positive * positive);
          });
          float* gates = for_key;  // the keys are used up
          product({Factor{for_receptance, channels, receptance}}, count,
                  [=](auto lanes, int64_t r, int64_t c, auto sum) {
                    constexpr int N = decltype(lanes)::value;
                    store<N>(gates + r * channels + c, gate<float, N>(sum));
                  });
          const float* x = p.x + first * channels;
          float* out = p.out + first * channels;
          product({Factor{inner, hidden, value}}, count, [=](auto lanes, int64_t r, int64_t c, auto sum) {
            constexpr int N = decltype(lanes)::value;
            const int64_t at = r * channels + c;
            store<N>(out + at, load<N>(x + at) + load<N>(gates + at) * sum);
          });
        }
      });
}

}  // namespace
}  // namespace rwkv_sss
