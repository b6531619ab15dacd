/* arena: memory that is given back all at once.
 * One arena a call: everything reachable from a request or a reply lives in it; what lives longer is copied out.
 * Not shared between threads at the same time. Memory is zeroed and aligned to 16 bytes. Under ASan, memory that was
 * given back is poisoned. */
#ifndef KLEOS_BASE_ARENA_H
#define KLEOS_BASE_ARENA_H

#include <protobuf-c/protobuf-c.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks;   /* newest first */
	size_t used;                  /* bytes handed out since the last reset */
	size_t cap;                   /* bytes that may be handed out */
	bool exhausted;               /* somebody asked for more than the cap */
	ProtobufCAllocator allocator; /* for protobuf-c: fails at the cap instead of growing past it; free does nothing */
};

void arena_init(struct arena *arena, size_t cap);
void arena_fini(struct arena *arena);  /* a zeroed arena is fine */
void arena_reset(struct arena *arena); /* gives everything back but the first chunk */

/* Never NULL. Past the cap it sets `exhausted` (the frame then answers RESOURCE_EXHAUSTED) and still serves; past four
 * times the cap it aborts the process, which loses nothing that was acknowledged. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t count, size_t size); /* overflow-checked count * size */
/* An array with room for one element more than `count`: itself, or a copy of twice the room. Start with NULL and 0, and
 * let it grow by nothing else: the room follows from the count. */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t size);
void *arena_copy(struct arena *arena, const void *from, size_t size);
char *arena_text(struct arena *arena, const char *from);             /* copy of a NUL-terminated text */
char *arena_text_n(struct arena *arena, const char *from, size_t n); /* copy of n bytes, NUL added */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list values) __attribute__((format(printf, 2, 0)));

/* NULL at the cap; what protobuf-c unpacks hostile bytes with. */
void *arena_try_alloc(struct arena *arena, size_t size);

#endif
