// Each thread's own working memory, which grows to the largest request and is kept for the next call.
#pragma once

#include <cstddef>

namespace rwkv_sss {

// 64-byte aligned, valid until the same thread's next request. Null if memory is exhausted.
void* thread_scratch(std::size_t bytes);

// The same, in a second piece: what a whole call needs, while the thread that made the call also takes a share of its
// work, with thread_scratch of its own.
void* call_scratch(std::size_t bytes);

}  // namespace rwkv_sss
