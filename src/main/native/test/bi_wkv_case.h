// One random problem of Bi-WKV: shape, strides, order, numbers, and what the formula says of it.
#pragma once

#include <algorithm>
#include <numeric>
#include <random>
#include <sstream>
#include <string>

#include "bi_wkv_reference.h"
#include "guarded.h"

namespace rwkv_sss_test {

using Random = std::mt19937_64;

// A (B, T, C) array with axes stored in a random order and gaps between channels.
struct Strided {
  Guarded numbers;
  std::int64_t batch_stride, token_stride, channel_stride;

  static Strided of(Element element, std::int64_t b, std::int64_t t, std::int64_t c, bool plain, Random& random) {
    std::int64_t strides[3];
    const std::int64_t sizes[3] = {b, t, c};
    int axes[3] = {0, 1, 2};
    if (!plain) std::shuffle(axes, axes + 3, random);
    std::int64_t step = plain ? 1 : 1 + std::int64_t(random() % 2);
    for (int i = 2; i >= 0; --i) {
      strides[axes[i]] = step;
      step *= sizes[axes[i]];
    }
    return {Guarded(element, step), strides[0], strides[1], strides[2]};
  }
  std::int64_t at(std::int64_t b, std::int64_t t, std::int64_t c) const {
    return b * batch_stride + t * token_stride + c * channel_stride;
  }
  rwkv_sss::Sequence sequence() { return {numbers.data(), batch_stride, token_stride, channel_stride}; }
};

struct Case {
  std::int64_t batch, tokens, channels;
  Element element, parameter_element;
  bool ordered;
  Strided k, v, grad;
  Guarded w, u;
  std::vector<std::int32_t> order;

  static std::int64_t among(Random& random, std::initializer_list<std::int64_t> values) {
    return values.begin()[random() % values.size()];
  }

  // Any sizes and types, of at most that many tokens.
  static Case random(Random& random, std::int64_t max_tokens) {
    const std::int64_t b = among(random, {1, 1, 2, 3}), c = among(random, {1, 2, 3, 7, 8, 16, 17, 32, 33, 65});
    const std::int64_t t = std::min<std::int64_t>(
        max_tokens, random() % 3 ? std::int64_t(1 + random() % 80) : std::int64_t(1 + random() % max_tokens));
    const Element element = Element(random() % 4);
    const Element parameters = random() % 2                  ? element
                               : element == Element::float64 ? Element::float64
                                                             : Element::float32;
    return of(b, t, c, element, parameters, random() % 2 == 0, random);
  }

  // Random strides and numbers at given sizes.
  static Case of(std::int64_t b, std::int64_t t, std::int64_t c, Element element, Element parameters, bool ordered,
                 Random& random) {
    const bool plain = random() % 2;
    Case x{b,
           t,
           c,
           element,
           parameters,
           ordered,
           Strided::of(element, b, t, c, plain, random),
           Strided::of(element, b, t, c, plain, random),
           Strided::of(element, b, t, c, plain, random),
           Guarded(parameters, c),
           Guarded(parameters, c),
           {}};
    std::normal_distribution<double> normal;
    const double k_scale = double(among(random, {0, 1, 3, 10, 60})),
                 w_scale = double(among(random, {0, 1, 5, 60, 200}));
    const double shift = double(among(random, {0, 0, 30, -60}));
    for (std::int64_t i = 0; i < b; ++i) {
      for (std::int64_t s = 0; s < t; ++s) {
        for (std::int64_t j = 0; j < c; ++j) {
          x.k.numbers.set(x.k.at(i, s, j), shift + k_scale * normal(random));
          x.v.numbers.set(x.v.at(i, s, j), normal(random));
          x.grad.numbers.set(x.grad.at(i, s, j), normal(random));
        }
      }
    }
    std::uniform_real_distribution<double> uniform(-1, 1);
    const bool decays_only = random() % 2;
    for (std::int64_t j = 0; j < c; ++j) {
      const double w = w_scale * uniform(random);
      x.w.set(j, decays_only ? std::fabs(w) : w);
      x.u.set(j, double(among(random, {0, 1, 40, -200})) * uniform(random));
    }
    x.order.resize(std::size_t(t));
    std::iota(x.order.begin(), x.order.end(), 0);
    if (x.ordered) std::shuffle(x.order.begin(), x.order.end(), random);
    return x;
  }

  Column reference(std::int64_t b, std::int64_t c) const {
    std::vector<double> ks, vs, gs;
    for (std::int32_t t : order) {
      ks.push_back(k.numbers.get(k.at(b, t, c)));
      vs.push_back(v.numbers.get(v.at(b, t, c)));
      gs.push_back(grad.numbers.get(grad.at(b, t, c)));
    }
    return reference_column(ks, vs, gs, w.get(c), u.get(c));
  }

  rwkv_sss::BiWkvShape shape() {
    return {batch,
            tokens,
            channels,
            element,
            {w.data(), 1, parameter_element},
            {u.data(), 1, parameter_element},
            ordered ? order.data() : nullptr};
  }

  std::string text() const {
    std::ostringstream out;
    out << "B=" << batch << " T=" << tokens << " C=" << channels << " element=" << int(element)
        << " parameters=" << int(parameter_element) << " ordered=" << ordered << " k strides " << k.batch_stride << ","
        << k.token_stride << "," << k.channel_stride;
    return out.str();
  }
};

}  // namespace rwkv_sss_test
