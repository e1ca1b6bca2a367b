// The sums over each token's future, for one chunk of one block: what both the forward and the backward scan meet.
//
// The scan from right to left reads k and v once, packs v and the weights side by side and notes the sum at each
// strip's end. The sums inside a strip are made again when they are needed: they fit the L1 cache, while those of a
// whole chunk would go to the L2 cache and back, which costs more than the few multiplications.
#pragma once

#include "cpu/bi_wkv_block.h"
#include "cpu/scratch.h"

namespace rwkv_sss {
inline namespace RWKV_SSS_ISA {

constexpr std::int64_t chunk_tokens = 1024;
constexpr std::int64_t strip_tokens = 32;
constexpr std::int64_t prefetch_rows = 12;

// Hands out pieces of a thread's scratch memory; first counts them, then, given memory, places them.
class Pieces {
 public:
  explicit Pieces(void* memory = nullptr) : at_(static_cast<char*>(memory)) {}
  template <class T>
  void take(T*& piece, std::int64_t count) {
    const std::size_t bytes = (sizeof(T) * std::size_t(count) + 63) / 64 * 64;
    if (at_) piece = reinterpret_cast<T*>(at_ + size_);
    size_ += bytes;
  }
  std::size_t size() const { return size_; }

 private:
  char* at_;
  std::size_t size_ = 0;
};

template <class Scan, class Rows, int Vectors>
class FutureSums {
 public:
  using Lane = typename Scan::Lane;
  using State = typename Scan::State;

  struct Kept {
    typename Scan::Token token;
    Lane v;
  };

  KeyRange<Lane, Vectors> range;                                 // of every k that scan has seen
  Channel<Lane> token_channel[Vectors], strip_channel[Vectors];  // of one step and of a strip of them

  FutureSums(const Rows& k, const Rows& v) : k_(k), v_(v) {}

  void place(Pieces& pieces, std::int64_t chunk) {
    pieces.take(kept_, chunk * Vectors);
    pieces.take(ends_, (chunk + strip_tokens - 1) / strip_tokens * Vectors);
    pieces.take(strip_, strip_tokens * Vectors);
  }

  void prepare(const BiWkvShape& shape, const Block<Lane, Vectors>& block) {
    range = KeyRange<Lane, Vectors>();
    for (int j = 0; j < Vectors; ++j) reference_[j] = block.reference[j];
    block.template constants<Scan>(shape, 1, token_channel);
    // No longer than the sequence: with a growing weight the factor could be infinite, and join nothing to nothing.
    const std::int64_t strip = strip_tokens < shape.tokens ? strip_tokens : shape.tokens;
    block.template constants<Scan>(shape, strip, strip_channel);
  }

  // Tokens begin to end - 1, from the right; `carried` is the future of the last of them, then of the first's left
  // neighbour. With Keep, they become the chunk that the other members speak of.
  template <bool Keep>
  void scan(std::int64_t begin, std::int64_t end, State (&carried)[Vectors]) {
    // What the loop carries is copied into locals, here and elsewhere: members would be stored at each token.
    State local[Vectors];
    Lane reference[Vectors];
    Channel<Lane> channel[Vectors];
    for (int j = 0; j < Vectors; ++j) {
      reference[j] = reference_[j];
      channel[j] = token_channel[j];
    }
    KeyRange<Lane, Vectors> seen = range;
    const Rows k_rows = k_, v_rows = v_;
    Kept* kept = kept_ + (end - begin) * Vectors;
    std::int64_t s = end;
    for (std::int64_t strip = (end - begin - 1) / strip_tokens; strip >= 0; --strip) {
      for (int j = 0; j < Vectors; ++j) {
        if (Keep) Scan::copy(ends_[strip * Vectors + j], carried[j]);
        Scan::copy(local[j], Scan::empty());
      }
      const std::int64_t strip_begin = begin + strip * strip_tokens;
      for (--s; s >= strip_begin; --s) {
        const std::int64_t soon = s - prefetch_rows > begin ? s - prefetch_rows : begin;
        k_rows.prefetch_read(soon);
        v_rows.prefetch_read(soon);
        kept -= Vectors;
        for (int j = 0; j < Vectors; ++j) {
          const Lane k = k_rows.read(s, j), v = v_rows.read(s, j);
          seen.include(j, k);
          const typename Scan::Token token = Scan::token(k - reference[j]);
          if (Keep) {
            kept[j].token = token;
            kept[j].v = v;
          }
          Scan::push(local[j], channel[j], token, v);
        }
      }
      ++s;
      // A strip of fewer tokens is the sequence's last: there is nothing beyond it to be decayed too far.
      for (int j = 0; j < Vectors; ++j) Scan::join(carried[j], strip_channel[j], local[j]);
    }
    range = seen;
  }

  const Kept* kept(std::int64_t token) const { return kept_ + token * Vectors; }

  // The futures of `tokens` tokens from the chunk's token `begin` on, a strip's first; valid until the next call.
  const State* strip(std::int64_t begin, std::int64_t tokens) const {
    State future[Vectors];
    Channel<Lane> channel[Vectors];
    for (int j = 0; j < Vectors; ++j) {
      Scan::copy(future[j], ends_[begin / strip_tokens * Vectors + j]);
      channel[j] = token_channel[j];
    }
    const Kept* kept = kept_ + (begin + tokens) * Vectors;
    State* to = strip_ + tokens * Vectors;
    while (to > strip_) {
      kept -= Vectors;
      to -= Vectors;
      for (int j = 0; j < Vectors; ++j) {
        Scan::copy(to[j], future[j]);
        Scan::push(future[j], channel[j], kept[j].token, kept[j].v);
      }
    }
    return strip_;
  }

 private:
  Rows k_, v_;
  Lane reference_[Vectors];
  Kept* kept_ = nullptr;
  State* ends_ = nullptr;   // each strip's future at its end
  State* strip_ = nullptr;  // each token's future in one strip
};

}  // namespace RWKV_SSS_ISA
}  // namespace rwkv_sss
