// Compares the Bi-WKV kernels of every instruction set of this machine with the formula, on random shapes, strides,
// number types and orders: values, gradients, writes outside the outputs, and the same bits however the work is split.
//
//   bi_wkv_test [cases] [seed]      random cases beside those of fixed sizes; exit status 1, and one line per failure
#include <cstdio>
#include <cstdlib>

#include "bi_wkv_case.h"
#include "cpu/kernel_table.h"
#include "outcome.h"

namespace {

using namespace rwkv_sss_test;

Outcome outcome;
double worst[2][5];  // of float32 and float64: y, dk, dv, dw, du, relative to what was summed

struct Outputs {
  Strided y, dk, dv;
  Guarded partial;

  Outputs(Case& x, Random& random)
      : y(Strided::of(x.element, x.batch, x.tokens, x.channels, random() % 2, random)),
        dk(Strided::of(x.element, x.batch, x.tokens, x.channels, random() % 2, random)),
        dv(Strided::of(x.element, x.batch, x.tokens, x.channels, random() % 2, random)),
        partial(Element::float64, 2 * x.batch * x.channels) {}
};

void run(const rwkv_sss::KernelTable& table, Case& x, Outputs& out, bool one_by_one) {
  const rwkv_sss::BiWkvForward forward = {x.shape(), x.k.sequence(), x.v.sequence(), out.y.sequence()};
  const rwkv_sss::BiWkvBackward backward = {x.shape(),
                                            x.grad.sequence(),
                                            x.k.sequence(),
                                            x.v.sequence(),
                                            out.dk.sequence(),
                                            out.dv.sequence(),
                                            static_cast<double*>(out.partial.data())};
  const auto items = [&](std::int64_t width) { return x.batch * ((x.channels + width - 1) / width); };
  const std::int64_t f = items(table.forward_width(x.element)), b = items(table.backward_width(x.element));
  if (!one_by_one) {
    table.forward(forward, 0, f);
    table.backward(backward, 0, b);
    return;
  }
  for (std::int64_t i = f; i-- > 0;) table.forward(forward, i, i + 1);
  for (std::int64_t i = b; i-- > 0;) table.backward(backward, i, i + 1);
}

void compare(const Case& x, const char* kernel, int which, double got, double wanted, double scale, bool rounded) {
  static const char* names[] = {"y", "dk", "dv", "dw", "du"};
  // A gradient takes the rounding of k - reference twice, at k near 200.
  const double own = x.element == Element::float64 ? 3e-13 * (1 + x.tokens / 100.0) : which == 0 ? 1e-5 : 3e-5;
  const double tolerance = own + (rounded ? rounding_of(x.element) : 0);
  const double error = std::fabs(got - wanted) / (scale + 1e-30);
  if (x.element == Element::float32) worst[0][which] = std::max(worst[0][which], error);
  if (x.element == Element::float64) worst[1][which] = std::max(worst[1][which], error);
  // A share of the softmax below 1e-24 may be rounded to zero.
  const double tiny = x.element == Element::float16 ? 1e-7 : x.element == Element::float64 ? 1e-200 : 1e-24;
  if (outcome.failed(std::fabs(got - wanted) <= tolerance * scale + tiny)) {
    std::printf("FAIL %s %s: got %.9g, wanted %.9g, scale %.3g: %s\n", kernel, names[which], got, wanted, scale,
                x.text().c_str());
  }
}

// What the formula says of each channel of each batch, channel by channel.
std::vector<Column> columns_of(const Case& x) {
  std::vector<Column> columns;
  for (std::int64_t c = 0; c < x.channels; ++c) {
    for (std::int64_t b = 0; b < x.batch; ++b) columns.push_back(x.reference(b, c));
  }
  return columns;
}

void check(const rwkv_sss::KernelTable& table, Case& x, const std::vector<Column>& columns, Random& random) {
  Outputs out(x, random);
  Outputs again = out;
  run(table, x, out, false);
  run(table, x, again, true);
  const bool same = out.y.numbers == again.y.numbers && out.dk.numbers == again.dk.numbers &&
                    out.dv.numbers == again.dv.numbers && out.partial == again.partial;
  const bool inside = out.y.numbers.band_intact() && out.dk.numbers.band_intact() && out.dv.numbers.band_intact() &&
                      out.partial.band_intact();
  if (outcome.failed(same)) std::printf("FAIL %s depends on the split: %s\n", table.name, x.text().c_str());
  if (outcome.failed(inside)) std::printf("FAIL %s wrote outside: %s\n", table.name, x.text().c_str());
  for (std::int64_t c = 0; c < x.channels; ++c) {
    for (std::int64_t b = 0; b < x.batch; ++b) {
      const Column& wanted = columns[std::size_t(c * x.batch + b)];
      for (std::int64_t s = 0; s < x.tokens; ++s) {
        const std::int64_t t = x.order[std::size_t(s)];
        compare(x, table.name, 0, out.y.numbers.get(out.y.at(b, t, c)), wanted.y[s], wanted.scale_y[s], true);
        compare(x, table.name, 1, out.dk.numbers.get(out.dk.at(b, t, c)), wanted.dk[s], wanted.scale_dk[s], true);
        compare(x, table.name, 2, out.dv.numbers.get(out.dv.at(b, t, c)), wanted.dv[s], wanted.scale_dv[s], true);
      }
      compare(x, table.name, 3, out.partial.get((2 * b) * x.channels + c), wanted.dw, wanted.scale_dw, false);
      compare(x, table.name, 4, out.partial.get((2 * b + 1) * x.channels + c), wanted.du, wanted.scale_du, false);
    }
  }
}

// What is not a number must not crash, nor reach another channel.
void check_not_finite(const rwkv_sss::KernelTable& table, Random& random) {
  Case x = Case::random(random, 200);
  Case spoiled = x;
  const std::int64_t channel = std::int64_t(random() % std::uint64_t(x.channels));
  const double values[] = {NAN, INFINITY, -INFINITY, 3e38, -3e38};
  const double value = values[random() % 5];
  switch (random() % 4) {
    case 0: spoiled.k.numbers.set(spoiled.k.at(0, 0, channel), value); break;
    case 1: spoiled.v.numbers.set(spoiled.v.at(0, 0, channel), value); break;
    case 2: spoiled.w.set(channel, value); break;
    default: spoiled.u.set(channel, value);
  }
  Outputs out(x, random), other = out;
  run(table, x, out, false);
  run(table, spoiled, other, false);
  for (std::int64_t c = 0; c < x.channels; ++c) {
    if (c == channel) continue;
    for (std::int64_t b = 0; b < x.batch; ++b) {
      for (std::int64_t t = 0; t < x.tokens; ++t) {
        const double got = other.y.numbers.get(other.y.at(b, t, c)), wanted = out.y.numbers.get(out.y.at(b, t, c));
        // A neighbour may be computed in the other form then, so its bits may differ.
        if (outcome.failed(std::fabs(got - wanted) <= 2e-2 * (1 + std::fabs(wanted)))) {
          std::printf("FAIL %s: %g in channel %d reached channel %d: %s\n", table.name, value, int(channel), int(c),
                      x.text().c_str());
        }
      }
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  const int cases = count > 1 ? std::atoi(arguments[1]) : 2000;
  Random random(count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1);
  const rwkv_sss::KernelTable* tables[8];
  const int n = rwkv_sss::runnable_kernels(tables, 8);
  const auto check_all = [&](Case x) {
    const std::vector<Column> columns = columns_of(x);
    for (int j = 0; j < n; ++j) check(*tables[j], x, columns, random);
  };
  // The sizes at which a loop by vectors, strips or chunks begins or ends, in every combination.
  for (std::int64_t tokens : {0, 1, 2, 63, 64, 65, 1000}) {
    for (std::int64_t channels : {1, 3, 17}) {
      if (tokens == 1000 && channels > 3) continue;  // the reference weighs every pair of tokens
      for (Element element : {Element::float32, Element::float64}) {
        for (bool ordered : {false, true}) {
          check_all(Case::of(tokens < 1000 ? 2 : 1, tokens, channels, element, element, ordered, random));
        }
      }
    }
  }
  for (int i = 0; i < cases; ++i) {
    // One in fifty spans several chunks.
    check_all(Case::random(random, i % 50 == 49 ? 2600 : 300));
    for (int j = 0; j < n; ++j) check_not_finite(*tables[j], random);
  }
  std::printf("%d cases, kernels:", cases);
  for (int j = 0; j < n; ++j) std::printf(" %s", tables[j]->name);
  for (int i = 0; i < 2; ++i) {
    std::printf("; worst float%d error y %.1e dk %.1e dv %.1e dw %.1e du %.1e", i ? 64 : 32, worst[i][0], worst[i][1],
                worst[i][2], worst[i][3], worst[i][4]);
  }
  std::printf("\n");
  return outcome.tell();
}
