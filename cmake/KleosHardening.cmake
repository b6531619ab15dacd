# The flags that make an error of ours hard to use (design: promises.md, rule 9): one place, for gcc from 12 and clang
# from 14 on. tests/system/test_hardening.py looks for their traces in every program of a release build.
include(CheckPIESupported)

set(CMAKE_POSITION_INDEPENDENT_CODE ON)
check_pie_supported(LANGUAGES C)

set(KLEOS_HARDENING_COMPILE
  -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero
  -UNDEBUG -fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing
  $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
set(KLEOS_HARDENING_LINK -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code)

# Where jumps may land: each processor has its own way of saying it.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  list(APPEND KLEOS_HARDENING_COMPILE -fcf-protection=full)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  list(APPEND KLEOS_HARDENING_COMPILE -mbranch-protection=standard)
endif()

# Clang's word of consent to -ftrivial-auto-var-init=zero, which 16 asks for no more.
if(CMAKE_C_COMPILER_ID STREQUAL Clang AND CMAKE_C_COMPILER_VERSION VERSION_LESS 16)
  list(APPEND KLEOS_HARDENING_COMPILE -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang)
endif()
