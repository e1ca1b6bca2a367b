// Compares every fused kernel with its reference at random odd shapes, for all stored types and every instruction set
// of this machine, and the CUDA kernels' host twin: values, gradients (directional derivatives of the reference), writes
// outside the outputs, and equal bits however the work is split.
//
// usage: fused_test [cases] [seed]; exit status 1 and one line per failure.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>

#include "cpu/kernel_table.h"
#include "fused_reference.h"
#include "fused_cuda_twin.h"
#include "guarded.h"
#include "outcome.h"
#include "rwkv_sss/fused_math.h"
#include "splits.h"

namespace {

using namespace rwkv_sss;
using rwkv_sss_test::all_at_once;
using rwkv_sss_test::backwards_singly;
using rwkv_sss_test::Guarded;
using rwkv_sss_test::in_threes;
using rwkv_sss_test::Numbers;

std::mt19937_64 random_bits;
rwkv_sss_test::Outcome outcome;
std::string where;

int64_t any(int64_t low, int64_t high) { return low + int64_t(random_bits() % uint64_t(high - low + 1)); }
template <class V> auto one_of(const V& values) { return *(values.begin() + any(0, int64_t(values.size()) - 1)); }
Numbers normal(int64_t count, double scale = 1, double centre = 0) {
  std::normal_distribution<double> d(centre, scale);
  Numbers v(static_cast<size_t>(count));
  for (double& x : v) x = d(random_bits);
  return v;
}

bool expect(bool held, const char* what, double got, double wanted) {
  if (outcome.failed(held)) std::printf("FAIL %s: %s: got %.9g, wanted %.9g\n", where.c_str(), what, got, wanted);
  return held;
}

/** A guarded array that knows its length. */
class Stored : public Guarded {
 public:
  Stored(Element element, int64_t count) : Guarded(element, count), count_(count) {}
  Stored(Element element, const Numbers& values) : Stored(element, int64_t(values.size())) {
    for (int64_t i = 0; i < count_; ++i) set(i, values[size_t(i)]);
  }
  int64_t count() const { return count_; }
  Numbers values() const {
    Numbers v;
    for (int64_t i = 0; i < count_; ++i) v.push_back(get(i));
    return v;
  }

 private:
  int64_t count_;
};

double tolerance(Element e) {
  return e == Element::float64 ? 1e-11 : e == Element::float32 ? 1e-5 : e == Element::float16 ? 4e-3 : 3e-2;
}

/**
 * One op at one shape. `forward` runs the kernel from inputs to outputs, `backward` from inputs and
 * output gradients to input gradients, `reference` is the definition (its outputs concatenated).
 */
struct Case {
  Element element;
  std::vector<Numbers> inputs;
  std::vector<int64_t> output_counts;
  std::vector<bool> has_gradient;  // per input
  std::function<Numbers(const std::vector<Numbers>&)> reference;
  std::function<void(std::vector<Stored>& inputs)> bind = {};  // before either of what follows
  std::function<int32_t(std::vector<Stored>& outputs, ParallelFor)> forward = {};
  std::function<int32_t(std::vector<Stored>& grad_out, std::vector<Stored>& gradients, ParallelFor)> backward = {};

  void run() {
    std::vector<Stored> in;
    // The reference sees what the stored type can hold.
    for (Numbers& v : inputs) {
      in.emplace_back(element, v);
      v = in.back().values();
    }
    const Numbers wanted = reference(inputs);
    std::vector<std::vector<Stored>> outputs, gradients;
    std::vector<Stored> grad_out;
    for (int64_t n : output_counts) grad_out.emplace_back(element, normal(n));
    bind(in);
    for (ParallelFor parallel : {&all_at_once, &backwards_singly, &in_threes}) {
      std::vector<Stored> out, grad;
      for (int64_t n : output_counts) out.emplace_back(element, n);
      for (size_t i = 0; i < in.size(); ++i) grad.emplace_back(element, has_gradient[i] ? in[i].count() : 0);
      expect(!forward(out, parallel), "forward's status", 1, 0);
      expect(!backward(grad_out, grad, parallel), "backward's status", 1, 0);
      for (const auto& set : {&out, &grad})
        for (Stored& s : *set) expect(s.band_intact(), "bytes outside an output", 1, 0);
      outputs.push_back(std::move(out));
      gradients.push_back(std::move(grad));
    }
    for (size_t k = 1; k < 3; ++k) {
      for (size_t i = 0; i < outputs[0].size(); ++i)
        expect(outputs[0][i] == outputs[k][i], "output under another split", double(i), 0);
      for (size_t i = 0; i < in.size(); ++i)
        expect(gradients[0][i] == gradients[k][i], "gradient under another split", double(i), 0);
    }
    size_t at = 0;
    for (const Stored& out : outputs[0])
      for (int64_t i = 0; i < out.count(); ++i, ++at) {
        const double got = out.get(i), error = std::abs(got - wanted[at]);
        if (!expect(error <= tolerance(element) * (1 + std::abs(wanted[at])), "value", got, wanted[at])) break;
      }
    if (element == Element::float64)
      for (size_t i = 0; i < in.size(); ++i)
        if (has_gradient[i]) check_gradient(i, grad_out, gradients[0][i]);
    if (element == Element::float32 || element == Element::float16) compare_with_double(grad_out, gradients[0]);
  }

  /** <gradient, direction> against the central difference of <grad_out, reference> along it. */
  void check_gradient(size_t input, const std::vector<Stored>& grad_out, const Stored& gradient) {
    const Numbers direction = normal(int64_t(inputs[input].size()));
    Numbers seed;
    for (const Stored& g : grad_out)
      for (double v : g.values()) seed.push_back(v);
    const double step = 1e-6;
    double sides[2], got = 0, scale = 1;
    for (int side = 0; side < 2; ++side) {
      std::vector<Numbers> moved = inputs;
      for (size_t i = 0; i < direction.size(); ++i) moved[input][i] += (side ? -step : step) * direction[i];
      const Numbers out = reference(moved);
      sides[side] = 0;
      for (size_t i = 0; i < out.size(); ++i) {
        sides[side] += seed[i] * out[i];
        scale += std::abs(seed[i] * out[i]) * 1e-3;
      }
    }
    for (size_t i = 0; i < direction.size(); ++i) got += gradient.get(int64_t(i)) * direction[i];
    const double wanted = (sides[0] - sides[1]) / (2 * step);
    expect(std::abs(got - wanted) <= 1e-5 * (scale + std::abs(wanted)),
           ("gradient of input " + std::to_string(input)).c_str(), got, wanted);
  }

  /** The double kernels are checked against the reference; the others against them. */
  void compare_with_double(std::vector<Stored>& grad_out, const std::vector<Stored>& gradients) {
    const Element own = element;
    std::vector<Stored> in, grad, seed;
    for (const Numbers& v : inputs) in.emplace_back(Element::float64, v);
    for (Stored& g : grad_out) seed.emplace_back(Element::float64, g.values());
    for (size_t i = 0; i < in.size(); ++i) grad.emplace_back(Element::float64, has_gradient[i] ? in[i].count() : 0);
    element = Element::float64;
    bind(in);
    backward(seed, grad, all_at_once);
    element = own;
    for (size_t i = 0; i < in.size(); ++i) {
      double largest = 1;
      for (double v : grad[i].values()) largest = std::max(largest, std::abs(v));
      const std::string what = "gradient beside float64's, input " + std::to_string(i);
      for (int64_t k = 0; k < grad[i].count(); ++k) {
        const double got = gradients[i].get(k), wanted = grad[i].get(k);
        if (!expect(std::abs(got - wanted) <= 3 * tolerance(element) * largest, what.c_str(), got, wanted)) break;
      }
    }
  }
};

#include "fused_test_cases.h"

}  // namespace

int main(int argc, char** argv) {
  const int cases = argc > 1 ? std::atoi(argv[1]) : 50;
  random_bits.seed(argc > 2 ? uint64_t(std::atoll(argv[2])) : 1);
  const KernelTable* tables[4];
  std::vector<const FusedKernels*> sets;
  for (int i = 0, count = runnable_kernels(tables, 4); i < count; ++i) sets.push_back(&tables[i]->fused());
  sets.push_back(&cuda_twin);
  check_sigmoid();
  check_half();
  for (int i = 0; i < cases; ++i)
    for (const FusedKernels* kernels : sets) run_all(*kernels, i);
  std::printf("%d cases, kernels:", cases);
  for (const FusedKernels* kernels : sets) std::printf(" %s", kernels->instruction_set);
  std::printf("\n");
  return outcome.tell();
}
