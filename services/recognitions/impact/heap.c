#include "services/recognitions/impact/heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 64

void *heap_array(size_t count, size_t size)
{
	void *array = calloc(count ? count : 1, size);
	if (!array)
		abort();
	return array;
}

void *heap_resize(void *array, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		abort();
	void *resized = realloc(array, count && size ? count * size : 1);
	if (!resized)
		abort();
	return resized;
}

size_t heap_capacity(size_t capacity, size_t count)
{
	size_t grown = capacity + capacity / 2;
	if (grown < FIRST_CAPACITY)
		grown = FIRST_CAPACITY;
	return grown < count ? count : grown;
}

char *heap_text(const char *text)
{
	size_t size = strlen(text) + 1;
	return memcpy(heap_array(size, 1), text, size);
}
