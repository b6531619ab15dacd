/* buffer: bytes that grow, on an arena or on the heap, up to a bound. Past the bound or out of memory it drops what
 * does not fit and says so in `overflowed`; check it once at the end. */
#ifndef KLEOS_BASE_BUFFER_H
#define KLEOS_BASE_BUFFER_H

#include "common/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
	struct arena *arena; /* NULL: heap, freed by buffer_fini */
	uint8_t *bytes;      /* always followed by a NUL that `length` does not count; NULL before the first byte */
	size_t length;
	size_t capacity;
	size_t bound; /* the most `length` may become */
	bool overflowed;
};

void buffer_init(struct buffer *buffer, struct arena *arena_or_null, size_t bound);
void buffer_fini(struct buffer *buffer);  /* frees the heap kind; nothing for the arena kind */
void buffer_clear(struct buffer *buffer); /* empty again, memory kept */
void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
/* Room for that many bytes behind the last one, to be written and then counted in `length`. NULL: overflowed. */
uint8_t *buffer_room(struct buffer *buffer, size_t length);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* JSON string with its quotes: escapes `"`, `\`, control characters; the rest stays UTF-8. */
void buffer_add_json_text(struct buffer *buffer, const char *text, size_t length);
const char *buffer_text(const struct buffer *buffer); /* borrowed; "" when empty */
char *buffer_take(struct buffer *buffer);             /* heap kind: the caller frees; the buffer is empty again */

#endif
