/* form: NAME=VALUE&NAME=VALUE, percent-encoded, for addresses and bodies (WHATWG URL §5.2, with %20 for a space). Pure.
 */
#ifndef KLEOS_GATEWAY_FORM_H
#define KLEOS_GATEWAY_FORM_H

#include "common/base/buffer.h"

/* Everything but RFC 3986's unreserved characters becomes %XX. */
void form_encode(struct buffer *out, const char *text);
/* A "&" first, unless it is the first, which `out` tells by its last byte: none, "?" or "&". */
void form_add(struct buffer *out, const char *name, const char *value);

#endif
