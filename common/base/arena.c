#include "common/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size)   ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

#define ALIGNMENT     16
#define FIRST_CHUNK   4096    /* an idle arena that was used once keeps this much */
#define LARGEST_CHUNK 1048576 /* doubling stops here; a larger single allocation gets a chunk of its own size */
#define ABORT_FACTOR  4
#define GROW_FIRST    8 /* elements; a power of two, as every room after it */

#ifdef __SANITIZE_ADDRESS__
#define GAP ALIGNMENT /* poisoned bytes behind each allocation, so that an overrun is seen */
#else
#define GAP 0
#endif

struct arena_chunk {
	struct arena_chunk *older;
	size_t size; /* of the body */
	size_t used;
	size_t padding; /* keeps the body aligned */
};

_Static_assert(sizeof(struct arena_chunk) % ALIGNMENT == 0, "the body follows the head, aligned");

static uint8_t *chunk_body(struct arena_chunk *chunk)
{
	return (uint8_t *)(chunk + 1);
}

static void *allocate_for_protobuf(void *data, size_t size)
{
	return arena_try_alloc(data, size);
}

static void free_for_protobuf(void *data, void *pointer)
{
	(void)data;
	(void)pointer;
}

void arena_init(struct arena *arena, size_t cap)
{
	*arena = (struct arena){.cap = cap};
	arena->allocator.alloc = allocate_for_protobuf;
	arena->allocator.free = free_for_protobuf;
	arena->allocator.allocator_data = arena;
}

static void chunk_free(struct arena_chunk *chunk)
{
	ASAN_UNPOISON_MEMORY_REGION(chunk_body(chunk), chunk->size);
	free(chunk);
}

void arena_fini(struct arena *arena)
{
	while (arena->chunks) {
		struct arena_chunk *chunk = arena->chunks;

		arena->chunks = chunk->older;
		chunk_free(chunk);
	}
}

void arena_reset(struct arena *arena)
{
	while (arena->chunks && (arena->chunks->older || arena->chunks->size > FIRST_CHUNK)) {
		struct arena_chunk *chunk = arena->chunks;

		arena->chunks = chunk->older;
		chunk_free(chunk);
	}
	if (arena->chunks) {
		arena->chunks->used = 0;
		ASAN_POISON_MEMORY_REGION(chunk_body(arena->chunks), arena->chunks->size);
	}
	arena->used = 0;
	arena->exhausted = false;
}

/* NULL only when the system has no more memory. */
static struct arena_chunk *chunk_add(struct arena *arena, size_t need)
{
	size_t size = arena->chunks ? arena->chunks->size * 2 : FIRST_CHUNK;
	struct arena_chunk *chunk;

	if (size > LARGEST_CHUNK)
		size = LARGEST_CHUNK;
	if (size < need)
		size = need;
	if (size > SIZE_MAX - sizeof(*chunk))
		return NULL;
	chunk = malloc(sizeof(*chunk) + size);
	if (!chunk)
		return NULL;
	*chunk = (struct arena_chunk){.older = arena->chunks, .size = size};
	ASAN_POISON_MEMORY_REGION(chunk_body(chunk), size);
	arena->chunks = chunk;
	return chunk;
}

/* `rounded` is a multiple of ALIGNMENT and at least `size`. */
static void *take(struct arena *arena, size_t size, size_t rounded)
{
	struct arena_chunk *chunk = arena->chunks;
	uint8_t *memory;

	if (!chunk || chunk->size - chunk->used < rounded + GAP)
		chunk = chunk_add(arena, rounded + GAP);
	if (!chunk)
		return NULL;
	memory = chunk_body(chunk) + chunk->used;
	chunk->used += rounded + GAP;
	arena->used += rounded;
	ASAN_UNPOISON_MEMORY_REGION(memory, size);
	memset(memory, 0, size);
	return memory;
}

/* False when there is no such multiple. An empty allocation still gets an address of its own. */
static bool round_up(size_t size, size_t *rounded)
{
	if (size > SIZE_MAX / 2)
		return false;
	*rounded = size ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
	return true;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size_t most = arena->cap > SIZE_MAX / ABORT_FACTOR ? SIZE_MAX : arena->cap * ABORT_FACTOR;
	size_t rounded;
	void *memory;

	if (!round_up(size, &rounded) || arena->used > most || rounded > most - arena->used)
		abort();
	if (arena->used + rounded > arena->cap)
		arena->exhausted = true;
	memory = take(arena, size, rounded);
	if (!memory)
		abort();
	return memory;
}

void *arena_try_alloc(struct arena *arena, size_t size)
{
	size_t rounded;

	if (!round_up(size, &rounded) || arena->used > arena->cap || rounded > arena->cap - arena->used) {
		arena->exhausted = true;
		return NULL;
	}
	return take(arena, size, rounded);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		abort();
	return arena_alloc(arena, total);
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t size)
{
	bool full = count == 0 || (count >= GROW_FIRST && (count & (count - 1)) == 0);
	void *grown;

	if (!full)
		return array;
	grown = arena_array(arena, count ? 2 * count : GROW_FIRST, size);
	if (count)
		memcpy(grown, array, count * size);
	return grown;
}

void *arena_copy(struct arena *arena, const void *from, size_t size)
{
	void *copy = arena_alloc(arena, size);

	if (size)
		memcpy(copy, from, size);
	return copy;
}

char *arena_text(struct arena *arena, const char *from)
{
	return arena_copy(arena, from, strlen(from) + 1);
}

char *arena_text_n(struct arena *arena, const char *from, size_t n)
{
	char *copy = arena_alloc(arena, n + 1);

	if (n)
		memcpy(copy, from, n);
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list values;
	char *text;

	va_start(values, format);
	text = arena_vprintf(arena, format, values);
	va_end(values);
	return text;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list values)
{
	va_list again;
	int length;
	char *text;

	va_copy(again, values);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		abort();
	text = arena_alloc(arena, (size_t)length + 1);
	(void)vsnprintf(text, (size_t)length + 1, format, values);
	return text;
}
