# Script mode: writes OUT.c and OUT.h with the bytes of FILE as NAME.
file(READ "${FILE}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
set(note "/* Made by cmake/EmbedFile.cmake. */\n")
file(WRITE "${OUT}.h" "${note}#ifndef KLEOS_${NAME}_H\n#define KLEOS_${NAME}_H\n\n#include <stddef.h>\n\nextern const unsigned char ${NAME}[];\nextern const size_t ${NAME}_length;\n\n#endif\n")
file(WRITE "${OUT}.c" "${note}#include \"${NAME}.h\"\n\nconst unsigned char ${NAME}[] = {\n${bytes}\n};\nconst size_t ${NAME}_length = sizeof(${NAME});\n")
