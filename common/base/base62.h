/* base62: secrets that people copy: digits and letters only, with a checksum that tells a slip from a wrong one. */
#ifndef KLEOS_BASE_BASE62_H
#define KLEOS_BASE_BASE62_H

#include "common/base/environment.h"

#include <stdbool.h>
#include <stddef.h>

/* That many characters, each any of the 62 alike: 5.95 bits of randomness each. No NUL is added. */
void base62_draw(char *out, size_t count, const struct environment *environment);
/* A checksum of `count` characters, at most 6, over the text; no NUL is added. It keeps no secret. */
void base62_checksum(char *out, size_t count, const char *text, size_t length);
/* Characters at the beginning of the text that are of the 62. */
size_t base62_span(const char *text);

#endif
