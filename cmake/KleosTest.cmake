# What sanitizers are told in every test.
set(KLEOS_TEST_ENVIRONMENT
  "ASAN_OPTIONS=detect_leaks=1:abort_on_error=1"
  "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.suppressions:print_suppressions=0"
  "UBSAN_OPTIONS=print_stacktrace=1"
  "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.suppressions:print_suppressions=0:halt_on_error=1")

# kleos_test(LABEL NAME SOURCES... LIBS ...): one cmocka program, one ctest entry LABEL.NAME.
function(kleos_test label name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LIBS" ${ARGN})
  set(target "test_${label}_${name}")
  add_executable(${target} ${arg_SOURCES})
  kleos_own(${target})
  target_link_libraries(${target} PRIVATE ${arg_LIBS} kleos_test_support PkgConfig::CMOCKA)
  set(timeout 120)
  if(arg_TIMEOUT)
    set(timeout ${arg_TIMEOUT})
  endif()
  add_test(NAME ${label}.${name} COMMAND ${target})
  set_tests_properties(${label}.${name} PROPERTIES LABELS ${label} TIMEOUT ${timeout}
    ENVIRONMENT "${KLEOS_TEST_ENVIRONMENT}")
endfunction()
