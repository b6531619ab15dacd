/* header: what the values of HTTP headers say. Pure. */
#ifndef KLEOS_GATEWAY_HEADER_H
#define KLEOS_GATEWAY_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a Content-Type (NULL: none) is of the type, such as text/csv, whatever its parameters. */
bool header_is_type(const char *value, const char *type);
/* Digits only, 1 to `most` of them (at most 18), without sign or white space. False: not such a number. */
bool header_number(const char *value, size_t most, uint64_t *out);

#endif
