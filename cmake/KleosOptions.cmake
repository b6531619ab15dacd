include(KleosHardening)

# How every own target is compiled: kleos_options for Kleos's code, kleos_options_generated for what protoc-c writes.
add_library(kleos_options_generated INTERFACE)
target_compile_features(kleos_options_generated INTERFACE c_std_17)
target_compile_definitions(kleos_options_generated INTERFACE _GNU_SOURCE)
target_compile_options(kleos_options_generated INTERFACE ${KLEOS_HARDENING_COMPILE})
target_link_options(kleos_options_generated INTERFACE ${KLEOS_HARDENING_LINK})
set(CMAKE_C_EXTENSIONS OFF)

if(KLEOS_SANITIZE)
  target_compile_options(kleos_options_generated INTERFACE
    -fsanitize=${KLEOS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(kleos_options_generated INTERFACE -fsanitize=${KLEOS_SANITIZE})
endif()

add_library(kleos_options INTERFACE)
target_link_libraries(kleos_options INTERFACE kleos_options_generated)
target_include_directories(kleos_options INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
target_compile_definitions(kleos_options INTERFACE KLEOS_VERSION="${PROJECT_VERSION}")
target_compile_options(kleos_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wundef -Wvla
  -Wimplicit-fallthrough -Wformat=2 -Wpointer-arith -Wconversion -Wno-sign-conversion
  $<$<BOOL:${KLEOS_WERROR}>:-Werror>)

if(KLEOS_TIDY)
  find_program(KLEOS_CLANG_TIDY NAMES clang-tidy clang-tidy-19 clang-tidy-14 REQUIRED)
endif()

# gcc's own word on it: sanitizers make -Wmaybe-uninitialized see ghosts.
if(KLEOS_SANITIZE)
  target_compile_options(kleos_options INTERFACE $<$<C_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# Our rules for a target of our own.
function(kleos_own target)
  target_link_libraries(${target} PRIVATE kleos_options)
  if(KLEOS_TIDY)
    set_target_properties(${target} PROPERTIES C_CLANG_TIDY "${KLEOS_CLANG_TIDY};--quiet")
  endif()
endfunction()
