// The part of libtorch's stable C interface that this library uses, declared here because the product's libtorch
// comes without headers. Every symbol exists from libtorch 2.10 on; stub/ defines the same list for the linker.
#pragma once

#include <cstddef>
#include <cstdint>

// A slot of a boxed kernel's stack: an int64, the bits of a double, an owned TensorOpaque*, or for an optional a null
// pointer or an owned pointer, from operator new, to such a slot.
using StableIValue = std::uint64_t;

struct AtenTensorOpaque;
using AtenTensorHandle = AtenTensorOpaque*;
class TorchLibraryOpaque;
using TorchLibraryHandle = TorchLibraryOpaque*;
using AOTITorchError = std::int32_t;  // 0: success

#if defined(_WIN32)
#define RWKV_SSS_IMPORT __declspec(dllimport)
#else
#define RWKV_SSS_IMPORT
#endif

extern "C" {

RWKV_SSS_IMPORT std::int32_t aoti_torch_device_type_cpu();
RWKV_SSS_IMPORT std::int32_t aoti_torch_device_type_cuda();
RWKV_SSS_IMPORT std::int32_t aoti_torch_device_type_meta();

RWKV_SSS_IMPORT std::int32_t aoti_torch_dtype_float32();
RWKV_SSS_IMPORT std::int32_t aoti_torch_dtype_float64();
RWKV_SSS_IMPORT std::int32_t aoti_torch_dtype_float16();
RWKV_SSS_IMPORT std::int32_t aoti_torch_dtype_bfloat16();
RWKV_SSS_IMPORT std::int32_t aoti_torch_dtype_int32();
RWKV_SSS_IMPORT std::int32_t aoti_torch_dtype_int64();

RWKV_SSS_IMPORT AOTITorchError aoti_torch_get_data_ptr(AtenTensorHandle, void**);  // at the storage offset; borrowed
RWKV_SSS_IMPORT AOTITorchError aoti_torch_get_dim(AtenTensorHandle, std::int64_t*);
RWKV_SSS_IMPORT AOTITorchError aoti_torch_get_sizes(AtenTensorHandle, std::int64_t**);    // borrowed
RWKV_SSS_IMPORT AOTITorchError aoti_torch_get_strides(AtenTensorHandle, std::int64_t**);  // borrowed, in elements
RWKV_SSS_IMPORT AOTITorchError aoti_torch_get_dtype(AtenTensorHandle, std::int32_t*);
RWKV_SSS_IMPORT AOTITorchError aoti_torch_get_device_type(AtenTensorHandle, std::int32_t*);
RWKV_SSS_IMPORT AOTITorchError aoti_torch_get_device_index(AtenTensorHandle, std::int32_t*);

RWKV_SSS_IMPORT AOTITorchError aoti_torch_empty_strided(std::int64_t dimensions, const std::int64_t* sizes,
                                                        const std::int64_t* strides, std::int32_t dtype,
                                                        std::int32_t device_type, std::int32_t device_index,
                                                        AtenTensorHandle* created);
RWKV_SSS_IMPORT AOTITorchError aoti_torch_copy_(AtenTensorHandle to, AtenTensorHandle from, std::int32_t non_blocking);
RWKV_SSS_IMPORT AOTITorchError aoti_torch_zero_(AtenTensorHandle);
RWKV_SSS_IMPORT AOTITorchError aoti_torch_delete_tensor_object(AtenTensorHandle);

RWKV_SSS_IMPORT AOTITorchError torch_parallel_for(std::int64_t begin, std::int64_t end, std::int64_t grain,
                                                  void (*body)(std::int64_t begin, std::int64_t end, void* context),
                                                  void* context);

RWKV_SSS_IMPORT AOTITorchError aoti_torch_library_init_fragment(const char* name_space, const char* file,
                                                                std::uint32_t line, TorchLibraryHandle* created);
RWKV_SSS_IMPORT AOTITorchError aoti_torch_library_init_impl(const char* name_space, const char* dispatch_key,
                                                            const char* file, std::uint32_t line,
                                                            TorchLibraryHandle* created);
RWKV_SSS_IMPORT AOTITorchError aoti_torch_library_def(TorchLibraryHandle, const char* schema);
RWKV_SSS_IMPORT AOTITorchError torch_library_impl(TorchLibraryHandle, const char* name,
                                                  void (*kernel)(StableIValue* stack, std::uint64_t arguments,
                                                                 std::uint64_t results),
                                                  std::uint64_t built_for_version);

// Throws libtorch's own error when the condition is false.
RWKV_SSS_IMPORT void aoti_torch_check(bool condition, const char* function, const char* file, std::uint32_t line,
                                      const char* message);

#if defined(RWKV_SSS_WITH_CUDA)  // in libtorch_cuda
RWKV_SSS_IMPORT AOTITorchError aoti_torch_get_current_cuda_stream(std::int32_t device_index, void** stream);
#endif

}  // extern "C"

// Tells libtorch which meaning of the slots above this library was written for: 2.10.
constexpr std::uint64_t rwkv_sss_built_for_libtorch = (std::uint64_t(2) << 56) | (std::uint64_t(10) << 48);
