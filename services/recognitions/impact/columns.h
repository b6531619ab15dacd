/* columns: arcs as arrays side by side, sorted by day, 29 bytes an arc; arcs of one recognition stand together.
 * Guarded by the projection's lock. */
#ifndef KLEOS_IMPACT_COLUMNS_H
#define KLEOS_IMPACT_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

/* What is true of one arc. */
enum arc_flag {
	ARC_FIRST = 1,   /* the first arc of its recognition */
	ARC_BIG = 2,     /* a big win */
	ARC_LEADER = 4,  /* the giver led people then */
	ARC_MANAGER = 8, /* the giver was the receiver's manager then */
	ARC_QUIET = 16,  /* PRIVATE or MANAGER: never shown but in totals */
	ARC_CROSS = 32,  /* giver and receiver were in different teams */
	ARC_FLAGS = 64,  /* how many bytes of flags there are */
	ARC_GONE = 64,   /* to be taken out by columns_sweep; no reader ever sees it */
};

struct arc {
	int32_t day;
	uint32_t giver;    /* member */
	uint32_t receiver; /* member */
	uint32_t pair;     /* giver and receiver; pair ^ 1 is the reverse */
	uint32_t flow;     /* giver's team and receiver's team, of that day */
	uint32_t value;
	uint8_t flags; /* arc_flag */
	uint64_t key;  /* of its recognition: tells it from others of the day */
};

/* The arcs of one day begin here. */
struct day_start {
	int32_t day;
	uint32_t start;
};

struct columns {
	uint32_t *giver;
	uint32_t *receiver;
	uint32_t *pair;
	uint32_t *flow;
	uint32_t *value;
	uint8_t *flags;
	uint64_t *key;
	struct day_start *days; /* days that have arcs, ascending */
	uint32_t n;
	uint32_t n_days;
	size_t capacity;
	size_t days_capacity;
};

#define COLUMNS_BOUND INT32_MAX /* arcs: the report counts in int32 */

void columns_fini(struct columns *columns);  /* a zeroed one is empty */
void columns_clear(struct columns *columns); /* empty again, memory kept */
void columns_reserve(struct columns *columns, size_t n);
void columns_append(struct columns *columns, const struct arc *arc); /* not before the last day */
/* Arcs of one day keep their order, those of `from` behind. Cost: `from`, and what is later than its first day. */
void columns_merge(struct columns *into, const struct columns *from);
/* Index of the first arc on `day` or later. */
uint32_t columns_find(const struct columns *columns, int32_t day);
/* Index of the first arc of a recognition, the others following; columns->n: it is not here. Cost: its day. */
uint32_t columns_find_key(const struct columns *columns, int32_t day, uint64_t key);
/* Takes out what is ARC_GONE from `day` on. Cost: all that is not earlier. */
void columns_sweep(struct columns *columns, int32_t day);

#endif
