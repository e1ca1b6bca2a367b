# Each *_kernels.cpp is compiled once per instruction set, with flags of its own, and chosen at run time: the library
# runs on any processor of its architecture.
include(CheckCXXCompilerFlag)

file(GLOB kernel_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cpu/*_kernels.cpp)
file(GLOB dispatch_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cpu/*dispatch.cpp)
add_library(rwkv_sss_kernels STATIC ${dispatch_sources} cpu/processor.cpp cpu/scratch.cpp)

if(MSVC)
  set(kernel_flags /O2)
else()
  # Contraction: a * b + c as one instruction where there is one. Trapping and errno would keep compilers from
  # vectorising; neither changes a value.
  set(kernel_flags -ffp-contract=fast -fno-math-errno -fno-trapping-math)
  if(NOT RWKV_SSS_SANITIZE)
    list(APPEND kernel_flags -O3)
  endif()
endif()

# Programs that disassemble: LLVM's reads the objects of every system.
find_program(RWKV_SSS_OBJDUMP NAMES llvm-objdump llvm-objdump-19 llvm-objdump-18 llvm-objdump-17 llvm-objdump-16
  llvm-objdump-15 llvm-objdump-14 objdump)

enable_testing()
function(rwkv_sss_kernels_for isa)
  add_library(rwkv_sss_kernels_${isa} OBJECT ${kernel_sources})
  target_compile_definitions(rwkv_sss_kernels_${isa} PRIVATE RWKV_SSS_ISA=${isa})
  target_compile_options(rwkv_sss_kernels_${isa} PRIVATE ${kernel_flags} ${ARGN})
  target_sources(rwkv_sss_kernels PRIVATE $<TARGET_OBJECTS:rwkv_sss_kernels_${isa}>)
  # Unoptimised vectors are no vectors.
  if(RWKV_SSS_OBJDUMP AND NOT MSVC AND NOT RWKV_SSS_SANITIZE)
    add_test(NAME instructions_${isa} COMMAND ${CMAKE_COMMAND} -DOBJDUMP=${RWKV_SSS_OBJDUMP} -DISA=${isa}
      -DPROCESSOR=${CMAKE_SYSTEM_PROCESSOR} "-DOBJECTS=$<TARGET_OBJECTS:rwkv_sss_kernels_${isa}>"
      -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/check_instructions.cmake)
  endif()
endfunction()

rwkv_sss_kernels_for(baseline)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64" AND NOT MSVC AND NOT CMAKE_OSX_ARCHITECTURES MATCHES "arm64")
  check_cxx_compiler_flag("-mavx2 -mfma" RWKV_SSS_AVX2_FLAGS)
  if(RWKV_SSS_AVX2_FLAGS)
    rwkv_sss_kernels_for(avx2 -mavx2 -mfma)
    target_compile_definitions(rwkv_sss_kernels PRIVATE RWKV_SSS_WITH_AVX2)
  endif()
  check_cxx_compiler_flag("-mavx512f -mavx512dq -mavx512bw -mavx512vl" RWKV_SSS_AVX512_FLAGS)
  if(RWKV_SSS_AVX512_FLAGS)
    # Zig's clang switches the 64-byte registers off unless told otherwise.
    set(evex512 "")
    if(RWKV_SSS_ZIG)
      set(evex512 -mevex512)
    endif()
    rwkv_sss_kernels_for(avx512 -mavx2 -mfma -mavx512f -mavx512dq -mavx512bw -mavx512vl -mprefer-vector-width=512
      ${evex512})
    target_compile_definitions(rwkv_sss_kernels PRIVATE RWKV_SSS_WITH_AVX512)
  endif()
endif()
