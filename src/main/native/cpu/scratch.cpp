#include "cpu/scratch.h"

#include <cstdint>
#include <cstdlib>

namespace rwkv_sss {
namespace {

struct Scratch {
  void* memory = nullptr;
  std::size_t size = 0;
  ~Scratch() { std::free(memory); }
  void* hold(std::size_t bytes);
};

constexpr std::size_t alignment = 64;

void* Scratch::hold(std::size_t bytes) {
  if (bytes + alignment > size) {
    std::free(memory);
    size = 0;
    memory = std::malloc(bytes + alignment);
    if (!memory) return nullptr;
    size = bytes + alignment;
  }
  const std::uintptr_t at = reinterpret_cast<std::uintptr_t>(memory);
  return reinterpret_cast<void*>((at + alignment - 1) / alignment * alignment);
}

}  // namespace

void* thread_scratch(std::size_t bytes) {
  thread_local Scratch scratch;
  return scratch.hold(bytes);
}

void* call_scratch(std::size_t bytes) {
  thread_local Scratch scratch;
  return scratch.hold(bytes);
}

}  // namespace rwkv_sss
