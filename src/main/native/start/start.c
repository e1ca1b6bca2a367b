/* How the threads of OpenBLAS and OpenMP wait for each other, set in the environment while LibTorch is being loaded:
   both read it then and never again. What the user has set stays. The Java side is tensor/LibTorch.java. */
#include <stdlib.h>

struct Setting {
  const char* name;
  const char* value;
  const char* same_matter; /* another variable that settles it; may be null */
  int set;                 /* whether it was set here */
};

static struct Setting settings[] = {
    /* 2^4 processor cycles, the least that OpenBLAS takes; its own choice is 2^26, and all of them busy. */
    {"OPENBLAS_THREAD_TIMEOUT", "4", 0, 0},
#if defined(__APPLE__)
    /* LibTorch's OpenMP there is libiomp5, whose own choice are 200 milliseconds. */
    {"KMP_BLOCKTIME", "0", "OMP_WAIT_POLICY", 0},
#else
    /* Some ten microseconds; libgomp's own choice is 300,000 rounds, some milliseconds. */
    {"GOMP_SPINCOUNT", "3000", "OMP_WAIT_POLICY", 0},
#endif
};

enum { count = sizeof settings / sizeof settings[0], jni_version_1_8 = 0x00010008 };

__attribute__((visibility("default"))) int JNI_OnLoad(void* machine, void* reserved) {
  (void)machine;
  (void)reserved;
  for (int i = 0; i < count; ++i) {
    struct Setting* setting = &settings[i];
    if (getenv(setting->name) || (setting->same_matter && getenv(setting->same_matter))) continue;
    setting->set = setenv(setting->name, setting->value, 0) == 0;
  }
  return jni_version_1_8;
}

/* Other libraries and the processes that this one starts are not to inherit it. */
__attribute__((visibility("default"))) void Java_io_github_rwkvsss_tensor_LibTorch_restoreEnvironment(void* environment,
                                                                                                      void* type) {
  (void)environment;
  (void)type;
  for (int i = 0; i < count; ++i) {
    if (settings[i].set) unsetenv(settings[i].name);
    settings[i].set = 0;
  }
}
