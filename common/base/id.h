/* id: 128 bits that name a thing: UUIDv7 (RFC 9562 §5.7), so that they sort by the time they were made. */
#ifndef KLEOS_BASE_ID_H
#define KLEOS_BASE_ID_H

#include "common/base/arena.h"
#include "common/base/environment.h"

#include <stdbool.h>
#include <stdint.h>

#define ID_SIZE      16
#define ID_TEXT_SIZE 37 /* with the NUL */

struct id {
	uint8_t bytes[ID_SIZE];
};

/* A new id of the environment's time; 74 random bits follow. Thread-safe when the environment is. */
struct id id_new(const struct environment *environment);
bool id_is_zero(const struct id *id);
bool id_equal(const struct id *a, const struct id *b);
int id_compare(const struct id *a, const struct id *b);      /* as memcmp */
bool id_parse(struct id *out, const char *text);             /* 36 characters, any case; false leaves *out untouched */
void id_format(char out[ID_TEXT_SIZE], const struct id *id); /* lower case */
const char *id_text(struct arena *arena, const struct id *id);
/* From raw bytes of a message; false unless length is 16. */
bool id_from_bytes(struct id *out, const void *bytes, size_t length);

#endif
