// Compares every joined step of a prediction with the plain ops' references in double, at random odd shapes, for every
// instruction set of this machine: values, writes outside the outputs, and equal bits however the work is split.
//
// usage: prediction_test [cases] [seed]; exit status 1 and one line per failure.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>

#include "cpu/kernel_table.h"
#include "fused_reference.h"
#include "guarded.h"
#include "outcome.h"
#include "rwkv_sss/prediction_steps.h"
#include "splits.h"

namespace {

using namespace rwkv_sss;
using rwkv_sss_test::all_at_once;
using rwkv_sss_test::backwards_singly;
using rwkv_sss_test::Guarded;
using rwkv_sss_test::Numbers;

std::mt19937_64 random_bits;
rwkv_sss_test::Outcome outcome;

int64_t any(int64_t low, int64_t high) { return low + int64_t(random_bits() % uint64_t(high - low + 1)); }
Numbers normal(int64_t count, double scale = 1) {
  std::normal_distribution<double> d(0, scale);
  Numbers v(static_cast<size_t>(count));
  for (double& x : v) x = float(d(random_bits));
  return v;
}
/** Weights of a linear layer, small enough that sums keep the size of what they sum. */
Numbers weights(int64_t results, int64_t inputs) {
  return normal(results * inputs, 1 / std::sqrt(double(inputs > 0 ? inputs : 1)));
}

/** The numbers as float32 between guard bytes. */
struct Floats : Guarded {
  explicit Floats(int64_t count) : Guarded(Element::float32, count) {}
  explicit Floats(const Numbers& values) : Guarded(Element::float32, int64_t(values.size())) {
    for (size_t i = 0; i < values.size(); ++i) set(int64_t(i), values[i]);
  }
  float* at() { return static_cast<float*>(data()); }
};

/** Runs a step into fresh outputs (which start as `before`), split in two ways, and compares. */
void check(const std::string& what, const Numbers& before, const Numbers& wanted,
           const std::function<int32_t(float*, ParallelFor)>& run) {
  Floats whole(before), parts(before);
  const bool ran = !run(whole.at(), all_at_once) && !run(parts.at(), backwards_singly);
  if (outcome.failed(ran)) std::printf("FAIL %s: status\n", what.c_str());
  if (outcome.failed(whole == parts)) std::printf("FAIL %s: bits change with the split\n", what.c_str());
  if (outcome.failed(whole.band_intact())) std::printf("FAIL %s: wrote outside\n", what.c_str());
  for (size_t i = 0; i < wanted.size(); ++i) {
    const double got = whole.get(int64_t(i));
    const bool near = std::abs(got - wanted[i]) <= 2e-5 * (1 + std::abs(wanted[i]));
    if (outcome.failed(near))
      std::printf("FAIL %s: number %zu is %.9g, wanted %.9g\n", what.c_str(), i, got, wanted[i]);
    if (!near) return;
  }
}

Numbers product(const Numbers& rows, const Numbers& weight, int64_t inputs, int64_t results) {
  const int64_t count = inputs > 0 ? int64_t(rows.size()) / inputs : 0;
  Numbers out(size_t(count * results));
  for (int64_t r = 0; r < count; ++r)
    for (int64_t n = 0; n < results; ++n) {
      double sum = 0;
      for (int64_t k = 0; k < inputs; ++k) sum += rows[size_t(r * inputs + k)] * weight[size_t(n * inputs + k)];
      out[size_t(r * results + n)] = sum;
    }
  return out;
}

/** An output that nobody has written yet: NaN. */
Numbers unwritten(int64_t count) { return Numbers(size_t(count), std::numeric_limits<double>::quiet_NaN()); }

void linear_case(const PredictionKernels& kernels) {
  const int64_t rows = any(0, 5) ? any(1, 130) : 0, depth = any(1, 70), second = any(1, 40), columns = any(1, 70);
  const int terms = int(any(1, 2));
  const Numbers x = normal(rows * depth), w = weights(columns, depth), x2 = normal(rows * second),
                w2 = weights(columns, second), b = normal(columns);
  const bool biased = any(0, 1);
  Numbers wanted = product(x, w, depth, columns);
  if (terms == 2) {
    const Numbers more = product(x2, w2, second, columns);
    for (size_t i = 0; i < wanted.size(); ++i) wanted[i] += more[i];
  }
  if (biased)
    for (size_t i = 0; i < wanted.size(); ++i) wanted[i] += b[i % size_t(columns)];
  Floats fx(x), fw(w), fx2(x2), fw2(w2), fb(b);
  check(
      std::string(kernels.instruction_set) + " linear " + std::to_string(rows) + "x" + std::to_string(depth) + " to " +
          std::to_string(columns),
      unwritten(rows * columns), wanted, [&](float* out, ParallelFor parallel) {
        const LinearStep p{
            rows, columns, terms, {{fx.at(), fw.at(), depth}, {fx2.at(), fw2.at(), second}}, biased ? fb.at() : nullptr,
            out};
        return kernels.linear(p, parallel);
      });
}

void gate_mix_case(const PredictionKernels& kernels) {
  const int64_t batch = any(0, 6) ? any(1, 2) : 0, channels = any(1, 40);
  const bool deep = any(0, 1);
  const Extent size{deep ? any(1, 3) : 1, any(1, 9), any(1, 17)}, window{deep ? any(1, 2) : 1, any(1, 4), any(1, 5)};
  const double eps = 0.1;  // a single channel's variance is zero
  const Extent grid = windows_of(size, window);
  const int64_t numbers = batch * size.count() * channels, tokens = batch * grid.count() * channels;
  const Numbers x = normal(numbers), nw = normal(channels), nb = normal(channels), y = normal(tokens),
                r = weights(channels, channels), o = weights(channels, channels);
  const NormPool norm{Element::float64, batch,   channels, size,    window,  eps,     nullptr, nullptr,
                      nullptr,          nullptr, nullptr,  nullptr, nullptr, nullptr, nullptr, nullptr};
  Numbers normed = rwkv_sss_test::norm_pool(norm, x, nw, nb);
  normed.resize(x.size());
  const GatedUpsample up{Element::float64, batch,   channels, size,    window, nullptr,
                         nullptr,          nullptr, nullptr,  nullptr, nullptr};
  Numbers wanted =
      product(rwkv_sss_test::gated_upsample(up, product(normed, r, channels, channels), y), o, channels, channels);
  for (size_t i = 0; i < wanted.size(); ++i) wanted[i] += x[i];
  Floats fnw(nw), fnb(nb), fy(y), fr(r), fo(o);
  check(std::string(kernels.instruction_set) + " gate_mix C " + std::to_string(channels), x, wanted,
        [&](float* out, ParallelFor parallel) {
          const GateMixStep p{batch, channels, size, window, eps, out, fnw.at(), fnb.at(), fy.at(), fr.at(), fo.at()};
          return kernels.gate_mix(p, parallel);
        });
}

void channel_mix_case(const PredictionKernels& kernels) {
  const int64_t batch = any(0, 6) ? any(1, 2) : 0, tokens = any(1, 120), channels = any(1, 40), hidden = any(1, 80),
                groups = any(0, 5);
  const double eps = 0.1;
  std::vector<int32_t> ends, neighbours;
  for (int64_t g = 0; g < groups; ++g) ends.push_back(int32_t(any(0, channels)));
  std::sort(ends.begin(), ends.end());
  for (int64_t i = 0; i < groups * tokens; ++i) neighbours.push_back(int32_t(any(-1, tokens - 1)));
  const Numbers x = normal(batch * tokens * channels), nw = normal(channels), nb = normal(channels),
                mk = normal(channels), mr = normal(channels);
  const Numbers k = weights(hidden, channels), r = weights(channels, channels), v = weights(channels, hidden);
  const Extent line{1, 1, tokens}, one{1, 1, 1};
  const NormPool norm{Element::float64, batch,   channels, line,    one,     eps,     nullptr, nullptr,
                      nullptr,          nullptr, nullptr,  nullptr, nullptr, nullptr, nullptr, nullptr};
  Numbers normed = rwkv_sss_test::norm_pool(norm, x, nw, nb);
  normed.resize(x.size());
  const ShiftLerp shift{Element::float64, batch,   tokens,  channels,          groups,      nullptr, nullptr,
                        nullptr,          nullptr, nullptr, neighbours.data(), ends.data(), nullptr, nullptr,
                        nullptr,          nullptr, nullptr};
  const Numbers both = rwkv_sss_test::shift_lerp(shift, normed, mk, mr);
  Numbers inner = product(Numbers(both.begin(), both.begin() + int64_t(x.size())), k, channels, hidden);
  for (double& i : inner) i = i > 0 ? i * i : 0;
  const Numbers gates = product(Numbers(both.begin() + int64_t(x.size()), both.end()), r, channels, channels);
  Numbers wanted = product(inner, v, hidden, channels);
  for (size_t i = 0; i < wanted.size(); ++i) wanted[i] = x[i] + rwkv_sss_test::logistic(gates[i]) * wanted[i];
  Floats fx(x), fnw(nw), fnb(nb), fmk(mk), fmr(mr), fk(k), fr(r), fv(v);
  check(std::string(kernels.instruction_set) + " channel_mix C " + std::to_string(channels) + " hidden " +
            std::to_string(hidden),
        unwritten(int64_t(x.size())), wanted, [&](float* out, ParallelFor parallel) {
          const ChannelMixStep p{batch,       tokens,   channels, hidden,   groups,   eps,
                                 fx.at(),     fnw.at(), fnb.at(), fmk.at(), fmr.at(), neighbours.data(),
                                 ends.data(), fk.at(),  fr.at(),  fv.at(),  out};
          return kernels.channel_mix(p, parallel);
        });
}

void convolve_case(const PredictionKernels& kernels) {
  const int64_t batch = any(0, 6) ? any(1, 2) : 0, height = any(1, 7), width = any(1, 11), first = any(1, 20),
                second = any(1, 20), results = any(1, 6);
  const int64_t all = first + second;
  const Numbers x = normal(batch * height * width * first), x2 = normal(batch * height * width * second),
                w = weights(results, 9 * all), b = normal(results);
  Numbers wanted(size_t(batch * height * width * results));
  for (size_t i = 0; i < wanted.size(); ++i) {
    const int64_t k = int64_t(i) % results, pixel = int64_t(i) / results, at_w = pixel % width,
                  at_h = pixel / width % height, item = pixel / (width * height);
    wanted[i] = b[size_t(k)];
    for (int64_t c = 0; c < all; ++c)
      for (int64_t ky = 0; ky < 3; ++ky)
        for (int64_t kx = 0; kx < 3; ++kx) {
          const int64_t h = at_h + ky - 1, v = at_w + kx - 1;
          if (h < 0 || h >= height || v < 0 || v >= width) continue;
          const int64_t there = (item * height + h) * width + v;
          wanted[i] += w[size_t(((k * all + c) * 3 + ky) * 3 + kx)] *
                       (c < first ? x[size_t(there * first + c)] : x2[size_t(there * second + c - first)]);
        }
  }
  Floats fx(x), fx2(x2), fw(w), fb(b);
  check(std::string(kernels.instruction_set) + " convolve_joined " + std::to_string(first) + "+" +
            std::to_string(second) + " to " + std::to_string(results),
        unwritten(int64_t(wanted.size())), wanted, [&](float* out, ParallelFor parallel) {
          const ConvolveStep p{batch,   height,  width, results, {first, second}, {fx.at(), fx2.at()},
                               fw.at(), fb.at(), out};
          return kernels.convolve_joined(p, parallel);
        });
}

}  // namespace

int main(int argc, char** argv) {
  const int cases = argc > 1 ? std::atoi(argv[1]) : 60;
  random_bits.seed(argc > 2 ? uint64_t(std::atoll(argv[2])) : 1);
  const KernelTable* tables[4];
  std::vector<const PredictionKernels*> sets;
  for (int i = 0, count = runnable_kernels(tables, 4); i < count; ++i) sets.push_back(&tables[i]->prediction());
  for (int i = 0; i < cases; ++i)
    for (const PredictionKernels* kernels : sets) {
      linear_case(*kernels);
      gate_mix_case(*kernels);
      channel_mix_case(*kernels);
      convolve_case(*kernels);
    }
  std::printf("%d cases, kernels:", cases);
  for (const PredictionKernels* kernels : sets) std::printf(" %s", kernels->instruction_set);
  std::printf("\n");
  return outcome.tell();
}
