# Every test/*_test.cpp is a program of its own: it needs the kernels and no libtorch.
enable_testing()
file(GLOB test_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/test/*_test.cpp)
foreach(source ${test_sources})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE rwkv_sss_kernels)
  add_test(NAME ${name} COMMAND ${name})
endforeach()
