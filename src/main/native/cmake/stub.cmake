# Empty shared libraries with the names of libtorch's. Linking against them makes the op library name libtorch as
# needed; a JVM loads libtorch privately, and only a library that names it finds its symbols.
function(rwkv_sss_stub target name source)
  add_library(${target} SHARED ${source})
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${name}
    C_VISIBILITY_PRESET default
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/stub
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/stub
    ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/stub)
  if(APPLE)
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
  if(WIN32)
    set_target_properties(${target} PROPERTIES PREFIX "")
    if(MINGW)
      target_link_options(${target} PRIVATE -static-libgcc -static-libstdc++)
    endif()
  elseif(APPLE)
    target_link_options(${target} PRIVATE -Wl,-rpath,@loader_path)
  else()
    # A host application may bring an older libstdc++; ours is inside and hidden, and no exception leaves the library.
    target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL -Wl,--no-undefined)
    if(NOT RWKV_SSS_SANITIZE)
      target_link_options(${target} PRIVATE -Wl,--gc-sections -s)
    endif()
  endif()
endfunction()
