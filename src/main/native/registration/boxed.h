// Turns a C++ function into a kernel of libtorch's dispatcher.
//
//   void my_op(Call& call) {
//     TensorHandle x = call.tensor(0);          // take every argument first: what is not taken is leaked
//     TensorHandle mask = call.optional_tensor(1);
//     ...
//     call.returns(0, std::move(y));
//   }
//   registry.implement("my_op", boxed<my_op>);
#pragma once

#include "rwkv_sss/tensor_handle.h"

namespace rwkv_sss {

class Call {
 public:
  explicit Call(StableIValue* stack) : stack_(stack) {}

  TensorHandle tensor(int argument);
  TensorHandle optional_tensor(int argument);  // false if the argument is None
  std::int64_t integer(int argument) const;
  double real(int argument) const;
  void returns(int result, TensorHandle tensor);

 private:
  StableIValue* stack_;
};

// Runs the op; false if it failed, with the reason in error_text().
bool run_guarded(void (*op)(Call&), StableIValue* stack);
const char* error_text();

// The error leaves as libtorch's own exception, thrown by libtorch from a frame of ours that has nothing to destroy:
// the C++ runtime of this library (static on Linux) and of libtorch need not be the same.
template <void (*op)(Call&)>
void boxed(StableIValue* stack, std::uint64_t, std::uint64_t) {
  if (!run_guarded(op, stack)) {
    aoti_torch_check(false, "rwkv_sss", __FILE__, __LINE__, error_text());
  }
}

using Kernel = void (*)(StableIValue*, std::uint64_t, std::uint64_t);

// Additions to the op namespace rwkv_sss, made by static initialisers and never taken back.
class Registry {
 public:
  static Registry schemas();
  static Registry kernels(const char* dispatch_key);  // "CPU", "CUDA", "Meta"

  Registry& define(const char* schema);
  Registry& implement(const char* name, Kernel kernel);

 private:
  TorchLibraryHandle library_ = nullptr;
};

}  // namespace rwkv_sss
