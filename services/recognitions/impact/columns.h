/* columns: arcs as arrays side by side, sorted by day, 30 bytes an arc; arcs of one recognition stand together.
 * Guarded by the projection's lock. */
#ifndef KLEOS_IMPACT_COLUMNS_H
#define KLEOS_IMPACT_COLUMNS_H

#include "services/recognitions/impact/impact.h"

#include <stddef.h>
#include <stdint.h>

/* What is true of one arc. */
enum arc_flag {
	ARC_FIRST = 1,  /* the first arc of its recognition */
	ARC_BIG = 2,    /* a big win */
	ARC_LEADER = 4, /* the giver led people then */
	ARC_QUIET = 8,  /* PRIVATE or MANAGER: never shown but in totals */
	ARC_CROSS = 16, /* giver and receiver were in different teams */
	ARC_EXTERNAL = 32,
	ARC_GONE = 64,          /* withdrawn: counts nowhere, and stands here until columns_sweep */
	ARC_DIRECTION = 7 << 7, /* a direction */
	ARC_PROMPT = 7 << 10,   /* 0: none */
	ARC_FLAGS = 1 << 13,    /* how many values there are */
};

#define ARC_DIRECTION_SHIFT 7
#define ARC_PROMPT_SHIFT    10

struct arc {
	int32_t day;
	uint32_t giver;    /* seat */
	uint32_t receiver; /* seat */
	uint32_t pair;     /* giver and receiver; pair ^ 1 is the reverse */
	uint32_t flow;     /* giver's team and receiver's team, of that day */
	uint32_t cell;     /* receiver's team and value */
	uint16_t flags;    /* arc_flag */
	uint64_t key;      /* of its recognition: tells it from others of the day */
};

static inline enum direction arc_direction(unsigned flags)
{
	return (enum direction)((flags & ARC_DIRECTION) >> ARC_DIRECTION_SHIFT);
}

static inline unsigned arc_prompt(unsigned flags)
{
	return (flags & ARC_PROMPT) >> ARC_PROMPT_SHIFT;
}

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
	uint32_t *cell;
	uint16_t *flags;
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
void columns_sweep(struct columns *columns);                                 /* takes out what is ARC_GONE */
uint32_t columns_day_end(const struct columns *columns, uint32_t day_index); /* behind the arcs of days[day_index] */
/* Where the recognition ends whose first arc is at `begin`. */
uint32_t columns_group_end(const struct columns *columns, uint32_t begin);

#endif
