// What a test program compared, and how it tells: a line per failure (the first of them), then as its last line
// "<n> checks, <m> failures". A program that compared nothing has failed.
#pragma once

#include <cstdint>
#include <cstdio>

namespace rwkv_sss_test {

struct Outcome {
  std::int64_t checks = 0, failures = 0;

  // Counts a comparison; true if the caller should print why it failed.
  bool failed(bool held) {
    ++checks;
    return !held && ++failures <= 40;
  }
  // Prints the last line; the program's exit status.
  int tell() const {
    std::printf("%lld checks, %lld failures\n", static_cast<long long>(checks), static_cast<long long>(failures));
    return checks > 0 && failures == 0 ? 0 : 1;
  }
};

}  // namespace rwkv_sss_test
