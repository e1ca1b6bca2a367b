#include "registration/boxed.h"

#include <cstring>
#include <new>

#include "rwkv_sss/op_error.h"

namespace rwkv_sss {
namespace {

// Plain memory, so that nothing is destroyed while libtorch's exception passes.
thread_local char last_error[1024];

void remember(const char* text) {
  std::strncpy(last_error, text, sizeof last_error - 1);
  last_error[sizeof last_error - 1] = 0;
}

}  // namespace

TensorHandle Call::tensor(int argument) {
  return TensorHandle(reinterpret_cast<AtenTensorHandle>(std::uintptr_t(stack_[argument])));
}

TensorHandle Call::optional_tensor(int argument) {
  StableIValue* slot = reinterpret_cast<StableIValue*>(std::uintptr_t(stack_[argument]));
  if (!slot) return TensorHandle();
  AtenTensorHandle handle = reinterpret_cast<AtenTensorHandle>(std::uintptr_t(*slot));
  delete slot;
  return TensorHandle(handle);
}

std::int64_t Call::integer(int argument) const { return std::int64_t(stack_[argument]); }

double Call::real(int argument) const {
  double value;
  std::memcpy(&value, &stack_[argument], sizeof value);
  return value;
}

void Call::returns(int result, TensorHandle tensor) {
  stack_[result] = StableIValue(reinterpret_cast<std::uintptr_t>(tensor.release()));
}

bool run_guarded(void (*op)(Call&), StableIValue* stack) {
  try {
    Call call(stack);
    op(call);
    return true;
  } catch (const OpError& error) {
    remember(error.text().c_str());
  } catch (const std::bad_alloc&) {
    remember("rwkv_sss: memory is exhausted; use a smaller batch or tile");
  } catch (...) {
    remember("rwkv_sss: unexpected C++ exception; please report it");
  }
  return false;
}

const char* error_text() { return last_error; }

Registry Registry::schemas() {
  Registry registry;
  aoti_torch_library_init_fragment("rwkv_sss", __FILE__, __LINE__, &registry.library_);
  return registry;
}

Registry Registry::kernels(const char* dispatch_key) {
  Registry registry;
  aoti_torch_library_init_impl("rwkv_sss", dispatch_key, __FILE__, __LINE__, &registry.library_);
  return registry;
}

// A failure (the library loaded twice, say) is printed by libtorch and shows as a missing op when it is called:
// a static initialiser has no caller to tell.
Registry& Registry::define(const char* schema) {
  if (library_) aoti_torch_library_def(library_, schema);
  return *this;
}

Registry& Registry::implement(const char* name, Kernel kernel) {
  if (library_) torch_library_impl(library_, name, kernel, rwkv_sss_built_for_libtorch);
  return *this;
}

}  // namespace rwkv_sss
