# For Windows and macOS, built on another machine, by Zig's clang (one package that brings headers and linkers of all):
#
#   cmake ... -DCMAKE_TOOLCHAIN_FILE=cmake/zig.cmake -DRWKV_SSS_ZIG=<zig> -DRWKV_SSS_SYSTEM=windows-x86_64
#
# RWKV_SSS_SYSTEM is windows-x86_64, macosx-arm64 or macosx-x86_64, as JavaCPP calls them. cross/build.sh does it all.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RWKV_SSS_ZIG RWKV_SSS_SYSTEM)

if(RWKV_SSS_SYSTEM STREQUAL "windows-x86_64")
  set(CMAKE_SYSTEM_NAME Windows)
  set(CMAKE_SYSTEM_PROCESSOR x86_64)
  set(target x86_64-windows-gnu)
elseif(RWKV_SSS_SYSTEM STREQUAL "macosx-arm64")
  set(CMAKE_SYSTEM_NAME Darwin)
  set(CMAKE_SYSTEM_PROCESSOR arm64)
  set(target aarch64-macos.11.0)
elseif(RWKV_SSS_SYSTEM STREQUAL "macosx-x86_64")
  set(CMAKE_SYSTEM_NAME Darwin)
  set(CMAKE_SYSTEM_PROCESSOR x86_64)
  set(target x86_64-macos.11.0)
else()
  message(FATAL_ERROR "RWKV_SSS_SYSTEM is \"${RWKV_SSS_SYSTEM}\"; choose windows-x86_64, macosx-arm64 or macosx-x86_64")
endif()
if(NOT EXISTS "${RWKV_SSS_ZIG}")
  message(FATAL_ERROR "RWKV_SSS_ZIG is \"${RWKV_SSS_ZIG}\", where no program is; name Zig's")
endif()

set(CMAKE_C_COMPILER "${RWKV_SSS_ZIG}" cc -target ${target})
set(CMAKE_CXX_COMPILER "${RWKV_SSS_ZIG}" c++ -target ${target})
if(CMAKE_SYSTEM_NAME STREQUAL "Darwin")
  set(CMAKE_SYSTEM_VERSION 20.0)  # macOS 11
  # The system's C++ library, not a copy of Zig's: parts of a copy would be merged with the system's as it is loaded. A text
  # stands for it while linking.
  set(CMAKE_SHARED_LINKER_FLAGS_INIT -nostdlib++)
  set(CMAKE_EXE_LINKER_FLAGS_INIT -nostdlib++)
  set(CMAKE_CXX_STANDARD_LIBRARIES "${CMAKE_CURRENT_LIST_DIR}/../stub/libc++.1.tbd")
endif()

# Said here, because CMake finds it out by linking a program, for which Zig would compile its runtime without optimisation:
# minutes of work that nothing needs.
foreach(language C CXX)
  set(CMAKE_${language}_COMPILER_ID_RUN TRUE)
  set(CMAKE_${language}_COMPILER_ID Clang)
  set(CMAKE_${language}_COMPILER_VERSION 19.1)
  set(CMAKE_${language}_COMPILER_FRONTEND_VARIANT GNU)
  set(CMAKE_${language}_STANDARD_COMPUTED_DEFAULT 17)
  set(CMAKE_${language}_EXTENSIONS_COMPUTED_DEFAULT ON)
endforeach()
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# CMake wants these as single programs.
foreach(tool ar ranlib rc)
  set(script "${CMAKE_BINARY_DIR}/zig-${tool}")
  if(NOT EXISTS "${script}")
    file(WRITE "${script}" "#!/bin/sh\nexec '${RWKV_SSS_ZIG}' ${tool} \"$@\"\n")
    file(CHMOD "${script}" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
  endif()
endforeach()
set(CMAKE_AR "${CMAKE_BINARY_DIR}/zig-ar" CACHE FILEPATH "")
set(CMAKE_RANLIB "${CMAKE_BINARY_DIR}/zig-ranlib" CACHE FILEPATH "")
set(CMAKE_RC_COMPILER "${CMAKE_BINARY_DIR}/zig-rc" CACHE FILEPATH "")
# Neither Apple's tools nor its folders are here.
set(CMAKE_INSTALL_NAME_TOOL true CACHE STRING "")
set(CMAKE_OSX_SYSROOT "" CACHE STRING "")
set(CMAKE_OSX_DEPLOYMENT_TARGET "" CACHE STRING "")
