// What the library finds out about the processor, against what the system or the compiler's runtime says of it.
#include <cstdio>
#include <cstring>

#include "cpu/kernel_table.h"
#include "cpu/processor.h"
#include "test/outcome.h"

#if defined(_WIN32)
#include <windows.h>
#elif defined(__APPLE__)
#include <sys/sysctl.h>
#endif

namespace {

struct Expected {
  bool avx2 = false, avx512 = false;
};

#if defined(_WIN32) && defined(__x86_64__)
Expected expected() {
  constexpr DWORD avx2 = 40, avx512f = 41;
  return {IsProcessorFeaturePresent(avx2) != 0, IsProcessorFeaturePresent(avx512f) != 0};
}
#elif defined(__APPLE__)
bool says(const char* name) {
  int value = 0;
  size_t size = sizeof value;
  return sysctlbyname(name, &value, &size, nullptr, 0) == 0 && value != 0;
}
Expected expected() {
  return {says("hw.optional.avx2_0") && says("hw.optional.fma"),
          says("hw.optional.avx512f") && says("hw.optional.avx512dq") && says("hw.optional.avx512bw") &&
              says("hw.optional.avx512vl")};
}
#elif defined(__linux__) && defined(__x86_64__)
// The line "flags" of /proc/cpuinfo, which leaves out what the kernel does not save.
Expected expected() {
  static char line[16384] = "";
  std::FILE* file = std::fopen("/proc/cpuinfo", "r");
  while (file && std::fgets(line, sizeof line, file) && std::strncmp(line, "flags", 5)) {
  }
  if (file) std::fclose(file);
  for (char* end = line; *end; ++end) {
    if (*end == '\n') *end = ' ';
  }
  return {std::strstr(line, " avx2 ") && std::strstr(line, " fma "),
          std::strstr(line, " avx512f ") && std::strstr(line, " avx512dq ") && std::strstr(line, " avx512bw ") &&
              std::strstr(line, " avx512vl ")};
}
#else
Expected expected() { return {}; }
#endif

}  // namespace

int main() {
  rwkv_sss_test::Outcome outcome;
  const Expected right = expected();
  if (outcome.failed(rwkv_sss::runs_avx2() == right.avx2)) std::printf("AVX2: the system says %d\n", right.avx2);
  if (outcome.failed(rwkv_sss::runs_avx512() == right.avx512))
    std::printf("AVX-512: the system says %d\n", right.avx512);
  const rwkv_sss::KernelTable* tables[8];
  const int count = rwkv_sss::runnable_kernels(tables, 8);
  if (outcome.failed(count > 0 && !std::strcmp(tables[count - 1]->name, "baseline"))) std::printf("no baseline\n");
  for (int i = 0; i < count; ++i) std::printf("runs %s\n", tables[i]->name);
  return outcome.tell();
}
