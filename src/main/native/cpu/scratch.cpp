#include "cpu/scratch.h"

#include <cstdint>
#include <cstdlib>

namespace rwkv_sss {
namespace {

struct Scratch {
  void* memory = nullptr;
  std::size_t size = 0;
  ~Scratch() { std::free(memory); }
};

constexpr std::size_t alignment = 64;

}  // namespace

void* thread_scratch(std::size_t bytes) {
  thread_local Scratch scratch;
  if (bytes + alignment > scratch.size) {
    std::free(scratch.memory);
    scratch.size = 0;
    scratch.memory = std::malloc(bytes + alignment);
    if (!scratch.memory) return nullptr;
    scratch.size = bytes + alignment;
  }
  const std::uintptr_t at = reinterpret_cast<std::uintptr_t>(scratch.memory);
  return reinterpret_cast<void*>((at + alignment - 1) / alignment * alignment);
}

}  // namespace rwkv_sss
