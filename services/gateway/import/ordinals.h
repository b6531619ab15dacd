/* ordinals: how many equal rows came before this one in a file, so that two equal rows are two recognitions and the
 * same file, imported again, changes nothing. A set of 16-byte keyed digests with their counts; as large as the file
 * has rows, and those are bounded by its size. One import, one thread at a time. */
#ifndef KLEOS_GATEWAY_ORDINALS_H
#define KLEOS_GATEWAY_ORDINALS_H

#include "common/base/environment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ordinals;

struct ordinals *ordinals_open(const struct environment *environment); /* NULL: out of memory */
void ordinals_close(struct ordinals *ordinals);                        /* NULL is fine */
/* Counts one more of these bytes; *before is how many there were. False: out of memory, nothing counted. */
bool ordinals_count(struct ordinals *ordinals, const void *bytes, size_t length, int32_t *before);

#endif
