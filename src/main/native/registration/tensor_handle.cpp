#include "rwkv_sss/tensor_handle.h"

#include "rwkv_sss/op_error.h"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace rwkv_sss {
namespace {

std::size_t element_bytes(std::int32_t dtype) {
  if (dtype == aoti_torch_dtype_float64() || dtype == aoti_torch_dtype_int64()) return 8;
  return dtype == aoti_torch_dtype_float32() || dtype == aoti_torch_dtype_int32() ? 4 : 2;
}

// New memory is cleared page by page when it is first written, which takes longer than the kernels where the pages are
// of 4 KiB. What is smaller than this, glibc keeps for the next call; what is larger is new each time.
void ask_for_large_pages(void* memory, std::size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  const std::uintptr_t page = std::uintptr_t(2) << 20, at = reinterpret_cast<std::uintptr_t>(memory);
  const std::uintptr_t first = (at + page - 1) / page * page, end = (at + bytes) / page * page;
  // No more than advice: where there are no such pages, nothing changes.
  if (bytes >= std::size_t(32) << 20) madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#else
  (void)memory;
  (void)bytes;
#endif
}

}  // namespace

void check_libtorch(AOTITorchError code, const char* call) {
  require(code == 0, "libtorch refused ", call,
          "; its own message is on standard error. Pass dense (strided) tensors and check that memory is left");
}

TensorHandle::TensorHandle(AtenTensorHandle owned) : handle_(owned) {
  std::int64_t dimensions = 0;
  std::int64_t* values = nullptr;
  // The destructor does not run if this constructor throws, and the tensor would stay alive.
  try {
    check_libtorch(aoti_torch_get_dim(handle_, &dimensions), "aoti_torch_get_dim");
    check_libtorch(aoti_torch_get_sizes(handle_, &values), "aoti_torch_get_sizes");
    sizes_.assign(values, values + dimensions);
    check_libtorch(aoti_torch_get_strides(handle_, &values), "aoti_torch_get_strides");
    strides_.assign(values, values + dimensions);
    check_libtorch(aoti_torch_get_dtype(handle_, &dtype_), "aoti_torch_get_dtype");
    check_libtorch(aoti_torch_get_device_type(handle_, &device_type_), "aoti_torch_get_device_type");
    check_libtorch(aoti_torch_get_device_index(handle_, &device_index_), "aoti_torch_get_device_index");
  } catch (...) {
    aoti_torch_delete_tensor_object(handle_);
    throw;
  }
}

TensorHandle::TensorHandle(TensorHandle&& other) noexcept
    : handle_(other.handle_),
      sizes_(std::move(other.sizes_)),
      strides_(std::move(other.strides_)),
      dtype_(other.dtype_),
      device_type_(other.device_type_),
      device_index_(other.device_index_) {
  other.handle_ = nullptr;
}

TensorHandle& TensorHandle::operator=(TensorHandle&& other) noexcept {
  if (this != &other) {
    if (handle_) aoti_torch_delete_tensor_object(handle_);
    handle_ = other.handle_;
    other.handle_ = nullptr;
    sizes_ = std::move(other.sizes_);
    strides_ = std::move(other.strides_);
    dtype_ = other.dtype_;
    device_type_ = other.device_type_;
    device_index_ = other.device_index_;
  }
  return *this;
}

TensorHandle::~TensorHandle() {
  if (handle_) aoti_torch_delete_tensor_object(handle_);
}

TensorHandle TensorHandle::empty(const std::vector<std::int64_t>& sizes, std::int32_t dtype, const TensorHandle& like) {
  std::vector<std::int64_t> strides(sizes.size());
  std::int64_t stride = 1;
  for (std::size_t i = sizes.size(); i-- > 0;) {
    strides[i] = stride;
    stride *= sizes[i] > 0 ? sizes[i] : 1;
  }
  AtenTensorHandle created = nullptr;
  check_libtorch(aoti_torch_empty_strided(std::int64_t(sizes.size()), sizes.data(), strides.data(), dtype,
                                          like.device_type(), like.device_index(), &created),
                 "aoti_torch_empty_strided");
  TensorHandle tensor(created);
  if (tensor.device_type() == aoti_torch_device_type_cpu()) {
    ask_for_large_pages(tensor.data(), std::size_t(tensor.elements()) * element_bytes(dtype));
  }
  return tensor;
}

AtenTensorHandle TensorHandle::release() {
  AtenTensorHandle handle = handle_;
  handle_ = nullptr;
  return handle;
}

std::int64_t TensorHandle::elements() const {
  std::int64_t n = 1;
  for (std::int64_t size : sizes_) n *= size;
  return n;
}

bool TensorHandle::same_device(const TensorHandle& other) const {
  return device_type_ == other.device_type_ && device_index_ == other.device_index_;
}

bool TensorHandle::is_contiguous() const {
  std::int64_t expected = 1;
  for (std::size_t i = sizes_.size(); i-- > 0;) {
    if (sizes_[i] == 0) return true;
    if (sizes_[i] != 1 && strides_[i] != expected) return false;
    expected *= sizes_[i];
  }
  return true;
}

TensorHandle TensorHandle::contiguous() const {
  // aoti_torch_clone keeps the strides of a dense tensor, so the copy goes into a row-major one.
  TensorHandle copy = empty(sizes_, dtype_, *this);
  check_libtorch(aoti_torch_copy_(copy.handle_, handle_, 0), "aoti_torch_copy_");
  return copy;
}

void* TensorHandle::data() const {
  void* data = nullptr;
  check_libtorch(aoti_torch_get_data_ptr(handle_, &data), "aoti_torch_get_data_ptr");
  return data;
}

std::string TensorHandle::shape_text() const { return rwkv_sss::shape_text(sizes_); }

std::string shape_text(const std::vector<std::int64_t>& sizes) {
  std::string text = "(";
  for (std::size_t i = 0; i < sizes.size(); ++i) text += (i ? ", " : "") + std::to_string(sizes[i]);
  return text + ")";
}

std::string TensorHandle::device_text() const {
  const std::string index = device_index_ >= 0 ? ":" + std::to_string(device_index_) : "";
  if (device_type_ == aoti_torch_device_type_cpu()) return "cpu";
  if (device_type_ == aoti_torch_device_type_cuda()) return "cuda" + index;
  if (device_type_ == aoti_torch_device_type_meta()) return "meta";
  return "device type " + std::to_string(device_type_) + index;
}

std::string dtype_text(std::int32_t dtype) {
  if (dtype == aoti_torch_dtype_float32()) return "float32";
  if (dtype == aoti_torch_dtype_float64()) return "float64";
  if (dtype == aoti_torch_dtype_float16()) return "float16";
  if (dtype == aoti_torch_dtype_bfloat16()) return "bfloat16";
  if (dtype == aoti_torch_dtype_int32()) return "int32";
  if (dtype == aoti_torch_dtype_int64()) return "int64";
  return "dtype " + std::to_string(dtype);
}

}  // namespace rwkv_sss
