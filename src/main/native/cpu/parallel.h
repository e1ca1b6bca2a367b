// Work items shared among the threads of libtorch's own pool.
#pragma once

#include <cstdint>

namespace rwkv_sss {

// Runs body(begin, end) over parts of [0, items). An item is worth `cost` (token-channels or alike): parts smaller than
// waking a thread stay on the calling one. body must not throw. Throws OpError if a body returned false (memory).
template <class Body>
void in_parallel(const char* op, std::int64_t items, std::int64_t cost, const Body& body);

namespace detail {
void run_parallel(const char* op, std::int64_t items, std::int64_t cost,
                  bool (*body)(const void* context, std::int64_t begin, std::int64_t end), const void* context);
}

template <class Body>
void in_parallel(const char* op, std::int64_t items, std::int64_t cost, const Body& body) {
  detail::run_parallel(
      op, items, cost,
      [](const void* context, std::int64_t begin, std::int64_t end) -> bool {
        return (*static_cast<const Body*>(context))(begin, end);
      },
      &body);
}

}  // namespace rwkv_sss
