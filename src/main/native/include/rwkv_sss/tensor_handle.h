// A tensor of libtorch, owned, with its shape read once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rwkv_sss/libtorch_abi.h"

namespace rwkv_sss {

// Throws OpError when libtorch reports failure of the call named.
void check_libtorch(AOTITorchError code, const char* call);

class TensorHandle {
 public:
  TensorHandle() = default;  // no tensor, as a missing optional argument
  explicit TensorHandle(AtenTensorHandle owned);
  TensorHandle(TensorHandle&& other) noexcept;
  TensorHandle& operator=(TensorHandle&& other) noexcept;
  TensorHandle(const TensorHandle&) = delete;
  TensorHandle& operator=(const TensorHandle&) = delete;
  ~TensorHandle();

  // A new row-major tensor, its memory not initialised, on the device of `like`.
  static TensorHandle empty(const std::vector<std::int64_t>& sizes, std::int32_t dtype, const TensorHandle& like);

  explicit operator bool() const { return handle_ != nullptr; }
  AtenTensorHandle get() const { return handle_; }
  AtenTensorHandle release();  // to the caller, who owns it then

  std::int64_t dimensions() const { return std::int64_t(sizes_.size()); }
  const std::vector<std::int64_t>& sizes() const { return sizes_; }
  std::int64_t size(int axis) const { return sizes_[axis]; }
  std::int64_t stride(int axis) const { return strides_[axis]; }
  std::int64_t elements() const;
  std::int32_t dtype() const { return dtype_; }
  std::int32_t device_type() const { return device_type_; }
  std::int32_t device_index() const { return device_index_; }
  bool same_device(const TensorHandle& other) const;
  bool is_contiguous() const;       // row-major
  TensorHandle contiguous() const;  // a row-major copy
  void* data() const;               // null if empty or on the meta device
  template <class T>
  T* data_as() const {
    return static_cast<T*>(data());
  }

  std::string shape_text() const;
  std::string device_text() const;  // "cuda:0"

 private:
  AtenTensorHandle handle_ = nullptr;
  std::vector<std::int64_t> sizes_, strides_;
  std::int32_t dtype_ = -1, device_type_ = -1, device_index_ = -1;
};

// "(4, 1024, 32)"
std::string shape_text(const std::vector<std::int64_t>& sizes);
// "float32"; "dtype 27" for one that this library has no name for.
std::string dtype_text(std::int32_t dtype);

}  // namespace rwkv_sss
