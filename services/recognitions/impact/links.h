/* links: who thanked whom when, by flow: the shown arcs of two teams stand together, so that pairs of people within a
 * team are found without a walk over everybody's. Guarded by the projection's lock.
 * Memory: 8 bytes a shown arc, half as much again where a flow has just grown. */
#ifndef KLEOS_IMPACT_LINKS_H
#define KLEOS_IMPACT_LINKS_H

#include <stddef.h>
#include <stdint.h>

struct link {
	int32_t day;
	uint32_t pair; /* see struct arc */
};

struct flow_links {
	struct link *links;
	uint32_t n_sorted; /* the first of them are ascending by day; those that came late stand behind, in any order */
	uint32_t n;
	uint32_t capacity;
};

struct links {
	struct flow_links *flows;
	uint32_t n;
	uint32_t capacity;
};

void links_fini(struct links *links);                               /* a zeroed one is empty */
void links_reserve(struct links *links, uint32_t flow, uint32_t n); /* room for so many, and no more */
void links_add(struct links *links, uint32_t flow, struct link link);
void links_remove(struct links *links, uint32_t flow, struct link link); /* once */
/* Sets the bits of the pairs of a flow that have a link on one of these days. */
void links_mark(const struct links *links, uint32_t flow, int32_t from_day, int32_t to_day, uint64_t *pairs);

#endif
