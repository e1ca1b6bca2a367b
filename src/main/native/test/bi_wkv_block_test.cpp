// Runs the program of the CUDA blocks (bi_wkv_block_program.h) thread by thread on the host and compares it with the
// formula: short sequences in one chunk, long ones in several, both forms of the recurrence, odd sizes; and orders that
// are no permutation.
//
//   bi_wkv_block_test [cases] [seed]
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "bi_wkv_case.h"
#include "outcome.h"
#include "rwkv_sss/bi_wkv_block_program.h"
#include "rwkv_sss/scan_order.h"

namespace {

using namespace rwkv_sss;
using namespace rwkv_sss_test;

struct HostTeam {
  int threads;
  template <class T>
  struct Private {
    std::unique_ptr<T[]> of;
    explicit Private(const HostTeam& team) : of(new T[std::size_t(team.threads)]) {}
    T& operator[](int t) { return of[std::size_t(t)]; }
  };
  // Backwards, so that a phase that needs another thread's work of the same phase shows.
  template <class F>
  void each(const F& f) {
    for (int t = threads - 1; t >= 0; --t) f(t);
  }
  bool any(Private<bool>& flag) {
    for (int t = 0; t < threads; ++t) {
      if (flag[t]) return true;
    }
    return false;
  }
};

Outcome outcome;
double worst[5];

void compare(const Case& x, const char* form, int which, double got, double wanted, double scale, bool rounded) {
  static const char* names[] = {"y", "dk", "dv", "dw", "du"};
  const double error = std::fabs(got - wanted) / (scale + 1e-30);
  if (x.element == Element::float32) worst[which] = std::max(worst[which], error);
  const double tolerance = (which == 0 ? 1e-5 : 3e-5) + (rounded ? rounding_of(x.element) : 0);
  const double tiny = x.element == Element::float16 ? 1e-7 : 1e-24;
  if (outcome.failed(std::fabs(got - wanted) <= tolerance * scale + tiny)) {
    std::printf("FAIL %s %s: got %.9g, wanted %.9g, scale %.3g: %s\n", form, names[which], got, wanted, scale,
                x.text().c_str());
  }
}

struct Outputs {
  Strided y, dk, dv;

  Outputs(const Case& x, Random& random)
      : y(Strided::of(x.element, x.batch, x.tokens, x.channels, random() % 2, random)),
        dk(Strided::of(x.element, x.batch, x.tokens, x.channels, random() % 2, random)),
        dv(Strided::of(x.element, x.batch, x.tokens, x.channels, random() % 2, random)) {}
  bool band_intact() const { return y.numbers.band_intact() && dk.numbers.band_intact() && dv.numbers.band_intact(); }
};

template <class Scan, class Sum>
struct Memory {
  std::vector<Channel<float>> spans;
  std::vector<Sum> exchange, total;
  explicit Memory(const SegmentGrid& grid)
      : spans(std::size_t(span_levels * grid.channels)),
        exchange(std::size_t(grid.threads())),
        total(std::size_t(grid.channels)) {}
  BlockMemory<float, Sum> view() { return {spans.data(), exchange.data(), total.data()}; }
};

template <class Sum>
struct EdgeArrays {
  std::vector<Sum> before, behind;
  EdgeArrays(const Case& x, std::int64_t chunks)
      : before(std::size_t(x.batch * chunks * x.channels)), behind(before.size()) {}
  Edges<Sum> view() { return {before.data(), behind.data()}; }
};

// Calls program(team, place) for every block; false if one of them is not served.
template <class Program>
bool each_place(const Case& x, const SegmentGrid& grid, std::int64_t chunks, const Program& program) {
  bool all = true;
  for (std::int64_t b = 0; b < x.batch; ++b) {
    for (std::int64_t first = 0; first < x.channels; first += grid.channels) {
      for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
        HostTeam team{grid.threads()};
        all = program(team, ChunkPlace{b, first, chunk, chunks}) && all;
      }
    }
  }
  return all;
}

template <class Scan, class Sum>
void join_all(const BiWkvShape& shape, std::int64_t chunks, int chunk_tokens, EdgeArrays<Sum>& edges, Sum nothing) {
  for (std::int64_t b = 0; b < shape.batch; ++b) {
    for (std::int64_t c = 0; c < shape.channels; ++c) {
      join_chunks<Scan>(shape, b, c, chunks, chunk_tokens, edges.view(), nothing);
    }
  }
}

template <class Stored, class Scan, int ForwardLength, int BackwardLength>
bool run(const char* form, Case& x, Random& random) {
  using State = typename Scan::State;
  using Far = FarSum<Scan>;
  using Adjoint = typename Scan::Adjoint;
  Outputs out(x, random);
  Strided &y = out.y, &dk = out.dk, &dv = out.dv;
  const BiWkvForward forward = {x.shape(), x.k.sequence(), x.v.sequence(), y.sequence()};

  const int segments = 1 + int(random() % 40), channels = random() % 2 ? 8 : 4;
  const SegmentGrid grid = {channels, segments, ForwardLength};
  const int chunk_tokens = segments * ForwardLength;
  const std::int64_t chunks = (x.tokens + chunk_tokens - 1) / chunk_tokens;
  Memory<Scan, State> memory(grid);
  EdgeArrays<State> edges(x, chunks);
  const auto forward_stage = [&](Stage stage) {
    return each_place(x, grid, chunks, [&](HostTeam& team, const ChunkPlace& at) {
      return forward_program<Stored, Scan, ForwardLength>(team, forward, at, grid, memory.view(),
                                                          chunks > 1 ? edges.view() : Edges<State>(), stage);
    });
  };
  if (chunks > 1) {
    if (!forward_stage(Stage::sums)) return false;
    join_all<Scan>(forward.shape, chunks, chunk_tokens, edges, Scan::empty());
  }
  if (!forward_stage(Stage::results)) return false;

  const SegmentGrid grid2 = {channels, segments, BackwardLength};
  const int chunk_tokens2 = segments * BackwardLength;
  const std::int64_t chunks2 = (x.tokens + chunk_tokens2 - 1) / chunk_tokens2;
  Memory<Scan, Far> memory2(grid2);
  EdgeArrays<Far> sums(x, chunks2);
  EdgeArrays<Adjoint> marks(x, chunks2);
  std::vector<double> partial(std::size_t(2 * x.batch * chunks2 * x.channels), NAN);
  const BiWkvBackward backward = {x.shape(),     x.grad.sequence(), x.k.sequence(), x.v.sequence(),
                                  dk.sequence(), dv.sequence(),     partial.data()};
  const auto backward_stage = [&](Stage stage) {
    return each_place(x, grid2, chunks2, [&](HostTeam& team, const ChunkPlace& at) {
      return backward_program<Stored, Scan, BackwardLength>(team, backward, at, grid2, memory2.view(),
                                                            chunks2 > 1 ? sums.view() : Edges<Far>(),
                                                            chunks2 > 1 ? marks.view() : Edges<Adjoint>(), stage);
    });
  };
  if (chunks2 > 1) {
    backward_stage(Stage::sums);
    join_all<Scan>(backward.shape, chunks2, chunk_tokens2, sums, Far::empty());
    backward_stage(Stage::marks);
    join_all<Scan>(backward.shape, chunks2, chunk_tokens2, marks, Scan::no_adjoint());
  }
  backward_stage(Stage::results);

  for (std::int64_t c = 0; c < x.channels; ++c) {
    double dw = 0, du = 0, wanted_dw = 0, wanted_du = 0, scale_dw = 0, scale_du = 0;
    for (std::int64_t b = 0; b < x.batch; ++b) {
      const Column wanted = x.reference(b, c);
      for (std::int64_t s = 0; s < x.tokens; ++s) {
        const std::int64_t t = x.order[std::size_t(s)];
        compare(x, form, 0, y.numbers.get(y.at(b, t, c)), wanted.y[s], wanted.scale_y[s], true);
        compare(x, form, 1, dk.numbers.get(dk.at(b, t, c)), wanted.dk[s], wanted.scale_dk[s], true);
        compare(x, form, 2, dv.numbers.get(dv.at(b, t, c)), wanted.dv[s], wanted.scale_dv[s], true);
      }
      for (std::int64_t chunk = 0; chunk < chunks2; ++chunk) {
        const std::int64_t at = 2 * (b * chunks2 + chunk) * x.channels + c;
        dw += partial[std::size_t(at)];
        du += partial[std::size_t(at + x.channels)];
      }
      wanted_dw += wanted.dw;
      wanted_du += wanted.du;
      scale_dw += wanted.scale_dw;
      scale_du += wanted.scale_du;
    }
    compare(x, form, 3, dw, wanted_dw, scale_dw, false);
    compare(x, form, 4, du, wanted_du, scale_du, false);
  }
  if (outcome.failed(out.band_intact())) std::printf("FAIL %s wrote outside: %s\n", form, x.text().c_str());
  return true;
}

// The check of all positions, from the last to the first: the last fault that it finds, or 0.
std::uint64_t fault_of(const std::vector<std::int32_t>& order) {
  const std::int64_t tokens = std::int64_t(order.size());
  std::vector<std::int32_t> words(std::size_t(order_check_words(tokens)), 0);
  const OrderCheck check = order_check_at(words.data());
  std::uint64_t last = 0;
  for (std::int64_t position = tokens; position-- > 0;) {
    const std::uint64_t fault = check_position(order.data(), tokens, position, check);
    if (fault) last = fault;
  }
  if (outcome.failed((*check.fault != 0) == (last != 0))) std::printf("FAIL the order's fault was not kept\n");
  return last;
}

// An order that is no permutation is found, leads nobody outside, and gives NaN everywhere.
void run_without_order(Case x, Random& random) {
  if (outcome.failed(fault_of(x.order) == 0)) std::printf("FAIL a permutation has a fault: %s\n", x.text().c_str());
  const std::int64_t spoiled = std::int64_t(random() % std::uint64_t(x.tokens));
  const std::int32_t kinds[] = {std::int32_t(-1 - random() % 3), std::int32_t(x.tokens + random() % 3), INT32_MIN,
                                INT32_MAX, x.order[std::size_t((spoiled + 1) % x.tokens)]};
  const std::int32_t index = kinds[random() % (x.tokens > 1 ? 5 : 4)];
  x.order[std::size_t(spoiled)] = index;
  x.ordered = true;
  const std::uint64_t fault = fault_of(x.order);
  // Of two positions with the same token, the one that is checked later is at fault.
  const bool told = fault && index_of(fault) == index && x.order[std::size_t(position_of(fault))] == index;
  if (outcome.failed(told))
    std::printf("FAIL order[%d] = %d was not found: %s\n", int(spoiled), int(index), x.text().c_str());

  Outputs out(x, random);
  const int segments = 1 + int(random() % 40);
  const SegmentGrid grid = {4, segments, 8};
  const std::int64_t chunks = (x.tokens + 8 * segments - 1) / (8 * segments);
  std::vector<double> partial(std::size_t(2 * x.batch * chunks * x.channels), 0);
  const BiWkvForward forward = {x.shape(), x.k.sequence(), x.v.sequence(), out.y.sequence()};
  const BiWkvBackward backward = {x.shape(),         x.grad.sequence(), x.k.sequence(), x.v.sequence(),
                                  out.dk.sequence(), out.dv.sequence(), partial.data()};
  using Scan = ScaledScan<float>;
  Memory<Scan, Scan::State> memory(grid);
  Memory<Scan, FarSum<Scan>> memory2(grid);
  // What runs where the check is ignored first: it reads and writes inside, whatever the numbers.
  each_place(x, grid, chunks, [&](HostTeam& team, const ChunkPlace& at) {
    return forward_program<float, Scan, 8>(team, forward, at, grid, memory.view(), {}, Stage::results) &&
           backward_program<float, Scan, 8>(team, backward, at, grid, memory2.view(), {}, {}, Stage::results);
  });
  each_place(x, grid, chunks, [&](HostTeam& team, const ChunkPlace& at) {
    forward_without_order<float>(team, forward, at, grid);
    backward_without_order<float>(team, backward, at, grid);
    return true;
  });
  bool all = true;
  for (std::int64_t b = 0; b < x.batch; ++b) {
    for (std::int64_t t = 0; t < x.tokens; ++t) {
      for (std::int64_t c = 0; c < x.channels; ++c) {
        for (Strided* s : {&out.y, &out.dk, &out.dv}) all = all && std::isnan(s->numbers.get(s->at(b, t, c)));
      }
    }
  }
  for (double part : partial) all = all && std::isnan(part);
  if (outcome.failed(all)) std::printf("FAIL not all is NaN: %s\n", x.text().c_str());
  if (outcome.failed(out.band_intact())) std::printf("FAIL wrote outside: %s\n", x.text().c_str());
}

template <class Stored>
bool run_both(Case& x, Random& random) {
  const bool linear = run<Stored, LinearScan<float>, 16, 8>("linear", x, random);
  run<Stored, ScaledScan<float>, 8, 8>("scaled", x, random);
  return linear;
}

}  // namespace

int main(int count, char** arguments) {
  const int cases = count > 1 ? std::atoi(arguments[1]) : 600;
  Random random(count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1);
  int linear = 0, done = 0;
  while (done < cases) {
    Case x = Case::random(random, done % 50 == 49 ? 2100 : 300);
    if (x.element == Element::float64) continue;  // the CUDA kernels compute in float32
    ++done;
    if (x.element == Element::float32) run_without_order(x, random);
    if (x.element == Element::float32) linear += run_both<float>(x, random);
    if (x.element == Element::float16) linear += run_both<Float16>(x, random);
    if (x.element == Element::bfloat16) linear += run_both<BFloat16>(x, random);
  }
  std::printf(
      "%d cases, %d of them in the linear form too; worst float32 error y %.1e dk %.1e dv %.1e dw %.1e du %.1e\n",
      cases, linear, worst[0], worst[1], worst[2], worst[3], worst[4]);
  return outcome.tell();
}
