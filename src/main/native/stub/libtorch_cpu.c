/* Stands for libtorch_cpu while linking, so that the op library names it as needed without its being there.
   Never shipped, never called: the signatures don't matter. The list is that of rwkv_sss/libtorch_abi.h. */
#if defined(_WIN32)
#define STUB(name) \
  __declspec(dllexport) void name(void) {}
#else
#define STUB(name) \
  void name(void) {}
#endif

STUB(aoti_torch_device_type_cpu)
STUB(aoti_torch_device_type_cuda)
STUB(aoti_torch_device_type_meta)
STUB(aoti_torch_dtype_float32)
STUB(aoti_torch_dtype_float64)
STUB(aoti_torch_dtype_float16)
STUB(aoti_torch_dtype_bfloat16)
STUB(aoti_torch_dtype_int32)
STUB(aoti_torch_dtype_int64)
STUB(aoti_torch_get_data_ptr)
STUB(aoti_torch_get_dim)
STUB(aoti_torch_get_sizes)
STUB(aoti_torch_get_strides)
STUB(aoti_torch_get_dtype)
STUB(aoti_torch_get_device_type)
STUB(aoti_torch_get_device_index)
STUB(aoti_torch_empty_strided)
STUB(aoti_torch_copy_)
STUB(aoti_torch_zero_)
STUB(aoti_torch_delete_tensor_object)
STUB(torch_parallel_for)
STUB(aoti_torch_library_init_fragment)
STUB(aoti_torch_library_init_impl)
STUB(aoti_torch_library_def)
STUB(torch_library_impl)
STUB(aoti_torch_check)
