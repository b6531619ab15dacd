/* hexadecimal: bytes as the texts of a bundle, in the one form that is accepted: lower case, of the exact length, so
 * that two texts are equal when their bytes are. Any thread. */
#ifndef KLEOS_BALLOT_LOG_HEXADECIMAL_H
#define KLEOS_BALLOT_LOG_HEXADECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UUID_SIZE      16
#define UUID_TEXT_SIZE 37 /* with the NUL */

/* False unless the text is 2 * size digits; `out` is then undefined. */
bool hexadecimal_read(uint8_t *out, size_t size, const char *text);
void hexadecimal_write(char *out /* 2 * size + 1 */, const uint8_t *bytes, size_t size);

/* The 36 characters of a UUID in lower case (RFC 9562 §4). */
bool uuid_read(uint8_t out[UUID_SIZE], const char *text);
/* Whether `length` bytes are such a text. */
bool uuid_is_text(const char *text, size_t length);

#endif
