# What every target of ours shares: warnings, sanitizers, the compile cache, and how a test is declared.

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()

# Sanitized compiles of one heavy file need gigabytes: one at a time.
set_property(GLOBAL PROPERTY JOB_POOLS heavy=1)

add_library(holdfast_warnings INTERFACE)
add_library(holdfast::warnings ALIAS holdfast_warnings)
target_compile_options(holdfast_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
  -Wcast-qual -Wimplicit-fallthrough -Werror)
target_include_directories(holdfast_warnings INTERFACE ${CMAKE_SOURCE_DIR})

set(HOLDFAST_SANITIZE "" CACHE STRING "Sanitizers for every target, as -fsanitize= takes them")
if(HOLDFAST_SANITIZE)
  add_compile_options(-fsanitize=${HOLDFAST_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${HOLDFAST_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-maybe-uninitialized)  # g++ sees ghosts in the standard library once it is instrumented
  else()
    add_compile_options(-Wno-deprecated-declarations)  # clang minds what g++'s own stable_sort is made of
  endif()
  if(HOLDFAST_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=all)
  endif()
  if(HOLDFAST_SANITIZE MATCHES "thread")
    add_compile_options(-Wno-tsan)
  endif()
endif()

# holdfast_library(NAME SOURCES ... LINKS ... [PRIVATE_LINKS ...]): a static library holdfast::NAME.
function(holdfast_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  add_library(holdfast::${name} ALIAS ${name})
  target_link_libraries(${name} PUBLIC ${ARG_LINKS} PRIVATE holdfast::warnings ${ARG_PRIVATE_LINKS})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()

# holdfast_test(NAME SOURCES ... LINKS ... [LABELS ...]): one GoogleTest binary, one ctest entry.
# Labels: `parser` (run again under address + undefined), `threads` (run again under thread sanitizer),
# `database` (needs the test cluster), `slow`.
function(holdfast_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;LABELS" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE holdfast::warnings ${ARG_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 600
    ENVIRONMENT "HOLDFAST_SOURCE_DIR=${CMAKE_SOURCE_DIR};HOLDFAST_BINARY_DIR=${CMAKE_BINARY_DIR}")
endfunction()
