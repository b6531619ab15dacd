/* numbering: numbers pairs of small numbers densely, in the order they were first seen: flows (team and team) and pairs
 * of people. Numbers never change. Belongs to one projection, guarded by its lock. */
#ifndef KLEOS_IMPACT_NUMBERING_H
#define KLEOS_IMPACT_NUMBERING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct numbered {
	uint32_t first;
	uint32_t second;
};

struct numbering {
	struct numbered *entries;
	uint32_t *slots; /* number + 1; 0: free */
	uint32_t n;
	uint32_t n_slots; /* a power of two, or 0 */
	size_t capacity;
};

void numbering_fini(struct numbering *numbering);                                        /* a zeroed one is empty */
uint32_t numbering_number(struct numbering *numbering, uint32_t first, uint32_t second); /* makes it when new */
/* Fills an empty numbering. False when an entry stands twice. */
bool numbering_restore(struct numbering *numbering, const struct numbered *entries, uint32_t n);

#endif
