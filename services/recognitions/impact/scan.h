/* scan: one walk over the arcs of a range that counts all that a report needs. Memory: 8 bytes a member, 5 a flow
 * and 4 a value, 2 bits a pair of people; given back by scan_fini. */
#ifndef KLEOS_IMPACT_SCAN_H
#define KLEOS_IMPACT_SCAN_H

#include "services/recognitions/impact/scope.h"

#include <stdint.h>

/* What a stretch of days holds: all arcs in scope, or only those that may be shown. */
struct arc_counts {
	uint32_t recognitions;
	uint32_t arcs;
	uint32_t big_wins;
	uint32_t cross_team;
	uint32_t leader;
	uint32_t manager;
};

struct scan_bucket {
	struct arc_counts all;
	struct arc_counts shown; /* without ARC_QUIET */
	uint32_t givers;         /* distinct, of the shown arcs */
	uint32_t receivers;
};

struct chosen;

struct scan {
	const struct projection *projection;
	const struct scope *scope;
	struct chosen *chosen; /* the arcs of a block that are in scope */
	uint32_t *given;       /* by member */
	uint32_t *received;
	uint32_t *values; /* shown arcs by value */
	uint32_t *flows;  /* shown arcs by flow */
	bool *used;       /* by flow: has any arc, whatever the scope */
	uint64_t *pairs;  /* a bit each: shown pairs with both ends in scope */
	uint64_t *givers; /* a bit a member: gave a shown arc in this bucket */
	uint64_t *receivers;
	size_t pair_words;
	size_t member_words;
	uint32_t given_arcs;
	uint32_t (*by_flags)[2 * ARC_FLAGS]; /* arcs of this bucket, in lanes to be summed */
};

void scan_init(struct scan *scan, const struct projection *projection, const struct scope *scope);
void scan_fini(struct scan *scan);
/* Counts the arcs of these days, which no earlier call has counted. */
struct scan_bucket scan_days(struct scan *scan, int32_t first_day, int32_t last_day);

#endif
