# Empty shared libraries with the names of libtorch's. Linking against them makes the op library name libtorch as
# needed; a JVM loads libtorch privately, and only a library that names it finds its symbols.
if(APPLE AND NOT CMAKE_SHARED_LIBRARY_RUNTIME_C_FLAG)
  set(CMAKE_SHARED_LIBRARY_RUNTIME_C_FLAG "-Wl,-rpath,")  # CMake forgets it on other machines than Apple's
endif()

function(rwkv_sss_stub target name source)
  add_library(${target} SHARED ${source})
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${name}
    C_VISIBILITY_PRESET default
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/stub
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/stub
    ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/stub)
  if(WIN32)
    set_target_properties(${target} PROPERTIES PREFIX "")  # named as the library it stands for
  elseif(APPLE)
    set_target_properties(${target} PROPERTIES INSTALL_NAME_DIR "@rpath" BUILD_WITH_INSTALL_NAME_DIR ON)
  endif()
endfunction()

rwkv_sss_stub(rwkv_sss_stub_cpu torch_cpu stub/libtorch_cpu.c)

# A library of the product: written into RWKV_SSS_OUTPUT, whatever the generator adds for its configurations.
function(rwkv_sss_ship target)
  set_target_properties(${target} PROPERTIES PREFIX "${CMAKE_SHARED_LIBRARY_PREFIX}" OUTPUT_NAME ${target})
  foreach(kind LIBRARY RUNTIME)
    set_target_properties(${target} PROPERTIES
      ${kind}_OUTPUT_DIRECTORY "${RWKV_SSS_OUTPUT}"
      ${kind}_OUTPUT_DIRECTORY_RELEASE "${RWKV_SSS_OUTPUT}"
      ${kind}_OUTPUT_DIRECTORY_DEBUG "${RWKV_SSS_OUTPUT}")
  endforeach()
  if(RWKV_SSS_ZIG)
    # Nothing for debuggers, which would name paths of the build machine; of a DLL it would be a .pdb of 14 MB beside it.
    target_link_options(${target} PRIVATE -s)
  endif()
  if(WIN32)
    set_target_properties(${target} PROPERTIES PREFIX "")
    if(MINGW AND NOT RWKV_SSS_ZIG)
      target_link_options(${target} PRIVATE -static-libgcc -static-libstdc++)
    endif()
  elseif(APPLE)
    set_target_properties(${target} PROPERTIES INSTALL_NAME_DIR "@rpath" BUILD_WITH_INSTALL_NAME_DIR ON)
    target_link_options(${target} PRIVATE -Wl,-rpath,@loader_path)
    if(RWKV_SSS_ZIG)
      # Zig's headers take every part of the C++ library to be there; these two make them heed what macOS 11 has.
      target_compile_options(${target} PRIVATE
        $<$<COMPILE_LANGUAGE:CXX>:-U_LIBCPP_HAS_NO_VENDOR_AVAILABILITY_ANNOTATIONS>
        $<$<COMPILE_LANGUAGE:CXX>:-fno-sized-deallocation>)
    endif()
  else()
    # A host application may bring an older libstdc++; ours is inside and hidden, and no exception leaves the library.
    target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL -Wl,--no-undefined)
    if(NOT RWKV_SSS_SANITIZE)
      target_link_options(${target} PRIVATE -Wl,--gc-sections -s)
    endif()
  endif()
endfunction()
