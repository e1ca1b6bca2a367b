# Every test/*_test.cpp is a program of its own: it needs the kernels and no libtorch. No part of the default build:
#
#   cmake --build <build> --target rwkv_sss_tests
#   ctest --test-dir <build>
enable_testing()
add_custom_target(rwkv_sss_tests)
file(GLOB test_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/test/*_test.cpp)
foreach(source ${test_sources})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} EXCLUDE_FROM_ALL ${source})
  target_link_libraries(${name} PRIVATE rwkv_sss_kernels)
  if(NOT MSVC AND NOT RWKV_SSS_SANITIZE)
    target_compile_options(${name} PRIVATE -O1)  # the references need not be fast, the build should be
  endif()
  # In one folder, whatever the generator adds for its configurations: the tests of the Java side run them too.
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/test"
    RUNTIME_OUTPUT_DIRECTORY_RELEASE "${CMAKE_BINARY_DIR}/test"
    RUNTIME_OUTPUT_DIRECTORY_DEBUG "${CMAKE_BINARY_DIR}/test")
  add_dependencies(rwkv_sss_tests ${name})
  if(RWKV_SSS_SANITIZE OR CMAKE_CROSSCOMPILING)
    add_test(NAME ${name} COMMAND ${name} 50)  # cases, each of which takes many times longer
  else()
    add_test(NAME ${name} COMMAND ${name})
  endif()
endforeach()
