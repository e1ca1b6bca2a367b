// What one block of GPU threads does for one chunk of a sequence and a few channels; see segment_scan.h for Team.
//
// A short sequence is one chunk: k, v (and grad) are read once and the results written. A long one takes several
// launches: the chunks' own sums, their joining across chunks (join_chunks), and then the same program with the joined
// sums as edges. The backward pass does that twice, for the sums and for the marks.
#pragma once

#include "rwkv_sss/channel_value.h"
#include "rwkv_sss/segment_scan.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

struct ChunkPlace {
  std::int64_t batch, first_channel, chunk, chunks;
};

// Sums before and behind each chunk, (B, chunks, C); null: nothing.
template <class Sum>
struct Edges {
  Sum* before = nullptr;
  Sum* behind = nullptr;
};

// Memory that the block's threads share.
template <class Real, class Sum>
struct BlockMemory {
  Channel<Real>* spans;  // span_levels x channels
  Sum* exchange;         // threads
  Sum* total;            // channels
};

enum class Stage { sums, marks, results };

// Where thread t of a block stands.
template <class Stored>
struct ThreadPlace {
  std::int64_t channel, begin;  // of its segment
  int tokens;                   // 0 where the channel or the sequence ends
  const BiWkvShape& shape;
  std::int64_t batch;

  RWKV_SSS_HD ThreadPlace(const BiWkvShape& s, const ChunkPlace& at, const SegmentGrid& grid, int t)
      : shape(s), batch(at.batch) {
    channel = at.first_channel + t % grid.channels;
    begin = (at.chunk * grid.segments + t / grid.channels) * grid.length;
    const std::int64_t left = channel < s.channels ? s.tokens - begin : 0;
    tokens = left <= 0 ? 0 : left < grid.length ? int(left) : grid.length;
  }
  RWKV_SSS_HD Stored* at(const Sequence& sequence, int i) const {
    std::int64_t token = begin + i;
    if (shape.order) {
      token = shape.order[token];
      // An order on the GPU is checked there (scan_order.h), not before the launch: whatever it holds, stay inside.
      token = token < 0 ? 0 : token >= shape.tokens ? shape.tokens - 1 : token;
    }
    return static_cast<Stored*>(sequence.data) + batch * sequence.batch_stride + token * sequence.token_stride +
           channel * sequence.channel_stride;
  }
};

RWKV_SSS_HD std::int64_t edge_index(const BiWkvShape& shape, const ChunkPlace& at, std::int64_t channel) {
  return (at.batch * at.chunks + at.chunk) * shape.channels + channel;
}

// Leaves in `before` and `behind` what lies before and behind each segment, given its own sums. With `totals`, writes
// the chunk's own sums there and nothing else.
template <class Scan, class Team, class Sum>
RWKV_SSS_HD void scan_both_ways(Team& team, const BiWkvShape& shape, const ChunkPlace& at, const SegmentGrid& grid,
                                const BlockMemory<typename Scan::Real, Sum>& memory, const Edges<Sum>& edges,
                                bool totals, Sum nothing, typename Team::template Private<Sum>& before,
                                typename Team::template Private<Sum>& behind) {
  typename Team::template Private<Sum> edge(team);
  for (int way = 0; way < 2; ++way) {
    Sum* array = way == 0 ? edges.before : edges.behind;
    team.each([&](int t) {
      const std::int64_t channel = at.first_channel + t % grid.channels;
      edge[t] = array && !totals && channel < shape.channels ? array[edge_index(shape, at, channel)] : nothing;
    });
    scan_segments<Scan>(team, way == 0, grid.channels, grid.segments, grid.length, memory.spans,
                        way == 0 ? before : behind, edge, memory.exchange, memory.total);
    team.each([&](int t) {
      const std::int64_t channel = at.first_channel + t;
      if (totals && t < grid.channels && channel < shape.channels)
        array[edge_index(shape, at, channel)] = memory.total[t];
    });
  }
}

template <class Scan, class Team, class Sum>
RWKV_SSS_HD void prepare_block(Team& team, const BiWkvShape& shape, const ChunkPlace& at, const SegmentGrid& grid,
                               const BlockMemory<typename Scan::Real, Sum>& memory) {
  prepare_spans<Scan>(
      team, grid.channels, grid.threads(), grid.length, shape.tokens,
      [&](int i, double& decay, double& bonus) {
        const std::int64_t channel = at.first_channel + i;
        const bool here = channel < shape.channels;
        decay = here ? channel_value(shape.w, channel) / double(shape.tokens) : 0;
        bonus = here ? channel_value(shape.u, channel) : 0;
      },
      memory.spans);
}

// Whether the form serves w and u of the thread's channel.
template <class Scan>
RWKV_SSS_HD bool form_allows(const BiWkvShape& shape, std::int64_t channel) {
  return channel >= shape.channels || Scan::allows(channel_value(shape.w, channel), channel_value(shape.u, channel));
}

// False, with nothing written, where the form does not serve.
template <class Stored, class Scan, int Length, class Team>
RWKV_SSS_HD bool forward_program(Team& team, const BiWkvForward& call, const ChunkPlace& at, const SegmentGrid& grid,
                                 const BlockMemory<typename Scan::Real, typename Scan::State>& memory,
                                 const Edges<typename Scan::State>& edges, Stage stage) {
  using Real = typename Scan::Real;
  const BiWkvShape& shape = call.shape;
  typename Team::template Private<Segment<Scan, Length>> segment(team);
  typename Team::template Private<typename Scan::State> past(team), future(team);
  typename Team::template Private<bool> misfit(team);
  prepare_block<Scan>(team, shape, at, grid, memory);
  team.each([&](int t) {
    const ThreadPlace<Stored> place(shape, at, grid, t);
    const bool spans = segment[t].load(
        place.tokens, [&](int i) { return Real(to_real(*place.at(call.k, i))); },
        [&](int i) { return Real(to_real(*place.at(call.v, i))); });
    misfit[t] = !spans || !form_allows<Scan>(shape, place.channel);
  });
  if (team.any(misfit)) return false;
  team.each([&](int t) {
    past[t] = Scan::empty();
    future[t] = Scan::empty();
    segment[t].add_rightwards(past[t], memory.spans[t % grid.channels]);
    segment[t].add_leftwards(future[t], memory.spans[t % grid.channels]);
  });
  scan_both_ways<Scan>(team, shape, at, grid, memory, edges, stage == Stage::sums, Scan::empty(), past, future);
  if (stage == Stage::sums) return true;
  team.each([&](int t) {
    const ThreadPlace<Stored> place(shape, at, grid, t);
    if (shape.tokens == 1) {  // the one weight divides out, however small exp(u) is
      if (place.tokens) *place.at(call.y, 0) = *place.at(call.v, 0);
      return;
    }
    segment[t].forward(past[t], future[t], memory.spans[t % grid.channels],
                       [&](int i, Real y) { from_real(y, *place.at(call.y, i)); });
  });
  return true;
}

template <class Real>
struct ParameterGradients {
  Real dw, du;
};

// `marks` continues from `sums`, `results` from both. memory.exchange must also serve for Adjoint and
// ParameterGradients: both are smaller than FarSum.
template <class Stored, class Scan, int Length, class Team>
RWKV_SSS_HD bool backward_program(Team& team, const BiWkvBackward& call, const ChunkPlace& at, const SegmentGrid& grid,
                                  const BlockMemory<typename Scan::Real, FarSum<Scan>>& memory,
                                  const Edges<FarSum<Scan>>& sums, const Edges<typename Scan::Adjoint>& marks_beyond,
                                  Stage stage) {
  using Real = typename Scan::Real;
  using Far = FarSum<Scan>;
  using Adjoint = typename Scan::Adjoint;
  using Gradients = ParameterGradients<Real>;
  static_assert(sizeof(Adjoint) <= sizeof(Far) && sizeof(Gradients) <= sizeof(Far), "the exchange is too small");
  struct Marks {
    typename Scan::Mark of[Length];
  };
  const BiWkvShape& shape = call.shape;
  typename Team::template Private<Segment<Scan, Length>> segment(team);
  typename Team::template Private<Marks> marks(team);
  typename Team::template Private<Gradients> gradients(team);
  typename Team::template Private<bool> misfit(team);
  prepare_block<Scan>(team, shape, at, grid, memory);
  team.each([&](int t) {
    const ThreadPlace<Stored> place(shape, at, grid, t);
    const bool spans = segment[t].load(
        place.tokens, [&](int i) { return Real(to_real(*place.at(call.k, i))); },
        [&](int i) { return Real(to_real(*place.at(call.v, i))); });
    misfit[t] = !spans || !form_allows<Scan>(shape, place.channel);
  });
  if (team.any(misfit)) return false;
  {
    typename Team::template Private<Far> past(team), future(team);
    team.each([&](int t) {
      past[t] = Far::empty();
      future[t] = Far::empty();
      segment[t].add_rightwards(past[t], memory.spans[t % grid.channels]);
      segment[t].add_leftwards(future[t], memory.spans[t % grid.channels]);
    });
    scan_both_ways<Scan>(team, shape, at, grid, memory, sums, stage == Stage::sums, Far::empty(), past, future);
    if (stage == Stage::sums) return true;
    team.each([&](int t) {
      const ThreadPlace<Stored> place(shape, at, grid, t);
      segment[t].mark(
          past[t], future[t], memory.spans[t % grid.channels],
          [&](int i) { return Real(to_real(*place.at(call.grad, i))); }, marks[t].of, gradients[t].dw, gradients[t].du);
    });
  }
  typename Team::template Private<Adjoint> earlier(team), later(team);
  team.each([&](int t) {
    earlier[t] = Scan::no_adjoint();
    later[t] = Scan::no_adjoint();
    segment[t].add_rightwards(earlier[t], memory.spans[t % grid.channels], marks[t].of);
    segment[t].add_leftwards(later[t], memory.spans[t % grid.channels], marks[t].of);
  });
  const BlockMemory<Real, Adjoint> exchange = {memory.spans, reinterpret_cast<Adjoint*>(memory.exchange),
                                               reinterpret_cast<Adjoint*>(memory.total)};
  scan_both_ways<Scan>(team, shape, at, grid, exchange, marks_beyond, stage == Stage::marks, Scan::no_adjoint(),
                       earlier, later);
  if (stage == Stage::marks) return true;
  team.each([&](int t) {
    const ThreadPlace<Stored> place(shape, at, grid, t);
    if (shape.tokens == 1) {
      gradients[t] = {0, 0};
      if (place.tokens) {
        from_real(Real(0), *place.at(call.dk, 0));
        *place.at(call.dv, 0) = *place.at(call.grad, 0);
      }
      return;
    }
    segment[t].backward(earlier[t], later[t], memory.spans[t % grid.channels], marks[t].of,
                        [&](int i, Real dk, Real dv) {
                          from_real(dk, *place.at(call.dk, i));
                          from_real(dv, *place.at(call.dv, i));
                        });
  });
  // Pairs of neighbours, then pairs of pairs: always the same order.
  Gradients* parts = reinterpret_cast<Gradients*>(memory.exchange);
  team.each([&](int t) { parts[t] = gradients[t]; });
  for (int step = 1; step < grid.segments; step *= 2) {
    team.each([&](int t) {
      const int part = t / grid.channels;
      if (part % (2 * step) == 0 && part + step < grid.segments) {
        parts[t].dw += parts[t + step * grid.channels].dw;
        parts[t].du += parts[t + step * grid.channels].du;
      }
    });
  }
  team.each([&](int t) {
    const std::int64_t channel = at.first_channel + t;
    if (t >= grid.channels || channel >= shape.channels) return;
    double* to = call.partial + 2 * (at.batch * at.chunks + at.chunk) * shape.channels + channel;
    to[0] = -double(parts[t].dw) / double(shape.tokens);
    to[shape.channels] = double(parts[t].du);
  });
  return true;
}

// What an order that is no permutation leads to: NaN everywhere, token by token as they lie in memory.
template <class Stored, class Team, class Write>
RWKV_SSS_HD void each_place(Team& team, BiWkvShape shape, const ChunkPlace& at, const SegmentGrid& grid,
                            const Write& write) {
  shape.order = nullptr;
  team.each([&](int t) {
    const ThreadPlace<Stored> place(shape, at, grid, t);
    for (int i = 0; i < place.tokens; ++i) write(place, i);
  });
}
template <class Stored, class Team>
RWKV_SSS_HD void forward_without_order(Team& team, const BiWkvForward& call, const ChunkPlace& at,
                                       const SegmentGrid& grid) {
  each_place<Stored>(team, call.shape, at, grid,
                     [&](const ThreadPlace<Stored>& place, int i) { from_real(not_a_number(), *place.at(call.y, i)); });
}
template <class Stored, class Team>
RWKV_SSS_HD void backward_without_order(Team& team, const BiWkvBackward& call, const ChunkPlace& at,
                                        const SegmentGrid& grid) {
  each_place<Stored>(team, call.shape, at, grid, [&](const ThreadPlace<Stored>& place, int i) {
    from_real(not_a_number(), *place.at(call.dk, i));
    from_real(not_a_number(), *place.at(call.dv, i));
  });
  team.each([&](int t) {
    const std::int64_t channel = at.first_channel + t;
    if (t >= grid.channels || channel >= call.shape.channels) return;
    double* to = call.partial + 2 * (at.batch * at.chunks + at.chunk) * call.shape.channels + channel;
    to[0] = to[call.shape.channels] = not_a_number();
  });
}

// Turns each chunk's own sums into what lies before (or behind) it, for one batch and channel.
template <class Scan, class Sum>
RWKV_SSS_HD void join_chunks(const BiWkvShape& shape, std::int64_t batch, std::int64_t channel, std::int64_t chunks,
                             int chunk_tokens, const Edges<Sum>& edges, Sum nothing) {
  const Channel<typename Scan::Real> span =
      Scan::channel(double(chunk_tokens) * channel_value(shape.w, channel) / double(shape.tokens), 0);
  Sum sum = nothing;
  for (std::int64_t c = 0; c < chunks; ++c) {
    Sum& here = edges.before[(batch * chunks + c) * shape.channels + channel];
    const Sum own = here;
    here = sum;
    join_steps<Scan>(sum, span, chunk_tokens, own);
  }
  sum = nothing;
  for (std::int64_t c = chunks - 1; c >= 0; --c) {
    Sum& here = edges.behind[(batch * chunks + c) * shape.channels + channel];
    const Sum own = here;
    here = sum;
    join_steps<Scan>(sum, span, chunk_tokens, own);
  }
}

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
