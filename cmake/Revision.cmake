# Script mode: writes OUT with the commit that SOURCE is at, when it is another one than before. -DKLEOS_REVISION=… names it
# where there is no repository, as in an image.
if(NOT REVISION)
  execute_process(COMMAND git -c safe.directory=* -C "${SOURCE}" rev-parse --short=12 HEAD OUTPUT_VARIABLE REVISION
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT REVISION MATCHES "^[0-9A-Za-z._-]+$")
  set(REVISION unknown)
endif()
file(CONFIGURE OUTPUT "${OUT}" CONTENT "/* Made by cmake/Revision.cmake. */\n#include \"common/meter/revision.h\"\n\nconst char kleos_revision[] = \"${REVISION}\";\n" @ONLY)
