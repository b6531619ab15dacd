/* heap: the arrays the projection lives in. Never NULL: out of memory ends the process, which loses nothing that was
 * acknowledged, since the projection is only a second form of what the database holds. */
#ifndef KLEOS_IMPACT_HEAP_H
#define KLEOS_IMPACT_HEAP_H

#include <stddef.h>

void *heap_array(size_t count, size_t size);               /* zeroed; the caller frees */
void *heap_resize(void *array, size_t count, size_t size); /* like realloc; what is new is not zeroed */
char *heap_text(const char *text);                         /* a copy */
/* A capacity of at least `count`, half as much again as before, so that growing is cheap and slack is bounded. */
size_t heap_capacity(size_t capacity, size_t count);

#endif
