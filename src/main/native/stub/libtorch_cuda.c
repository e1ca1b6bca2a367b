/* As libtorch_cpu.c, for libtorch_cuda. */
#if defined(_WIN32)
#define STUB(name) \
  __declspec(dllexport) void name(void) {}
#else
#define STUB(name) \
  void name(void) {}
#endif

STUB(aoti_torch_get_current_cuda_stream)
