# The CUDA kernels, in a library of their own that is loaded only where a GPU is. The CUDA runtime is inside it, so it
# needs nothing but the driver and libtorch.
include(CheckLanguage)
check_language(CUDA)
if(NOT CMAKE_CUDA_COMPILER)
  message(WARNING "RWKV_SSS_CUDA is on but nvcc was not found: only the CPU library is built; put nvcc on the PATH")
  return()
endif()

# Machine code for each generation, and PTX of the last for those to come.
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES 75-real 80-real 86-real 90-real 100-real 120)
endif()
set(CMAKE_CUDA_STANDARD 17)
set(CMAKE_CUDA_RUNTIME_LIBRARY Static)
enable_language(CUDA)

rwkv_sss_stub(rwkv_sss_stub_cuda torch_cuda stub/libtorch_cuda.c)

file(GLOB cuda_sources CONFIGURE_DEPENDS
  ${CMAKE_CURRENT_SOURCE_DIR}/cuda/*.cu
  ${CMAKE_CURRENT_SOURCE_DIR}/registration/*_cuda.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/registration/*_arguments.cpp)
add_library(rwkv_sss_cuda SHARED ${cuda_sources} registration/boxed.cpp registration/tensor_handle.cpp)
target_compile_definitions(rwkv_sss_cuda PRIVATE RWKV_SSS_WITH_CUDA)
# Registers and spills of every kernel go to the build's output: the short-sequence kernels must not spill.
target_compile_options(rwkv_sss_cuda PRIVATE $<$<COMPILE_LANGUAGE:CUDA>:-Xptxas=-v>)
target_link_libraries(rwkv_sss_cuda PRIVATE rwkv_sss_stub_cpu rwkv_sss_stub_cuda)
set_target_properties(rwkv_sss_cuda PROPERTIES CUDA_VISIBILITY_PRESET hidden)
rwkv_sss_ship(rwkv_sss_cuda)
