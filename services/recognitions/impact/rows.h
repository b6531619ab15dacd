/* rows: what happened in one team, by day or by month: plain counts and sets, so that what comes late or is taken back
 * changes one of them. Guarded by the projection's lock. */
#ifndef KLEOS_IMPACT_ROWS_H
#define KLEOS_IMPACT_ROWS_H

#include "services/recognitions/impact/crowd.h"
#include "services/recognitions/impact/impact.h"

#define ROW_PROMPTS 6 /* the five questions, and 0: none */

/* What is counted of the arcs that were received in a team; all but `given`. */
enum row_count {
	COUNT_RECOGNITIONS, /* with at least one such arc */
	COUNT_ARCS,
	COUNT_GIVEN, /* arcs that were given in the team */
	COUNT_BIG,   /* recognitions */
	COUNT_CROSS,
	COUNT_LEADER,
	COUNT_MANAGER,
	COUNT_EXTERNAL, /* recognitions */
	COUNT_SHOWN,    /* recognitions that are not ARC_QUIET; all that follow are of these alone */
	COUNT_SHOWN_ARCS,
	COUNT_DIRECTION,                             /* arcs by direction */
	COUNT_PROMPT = COUNT_DIRECTION + DIRECTIONS, /* recognitions by question */
	COUNTS = COUNT_PROMPT + ROW_PROMPTS,
};

struct row {
	int32_t day; /* the first, of a month */
	bool torn;   /* of a month: something was taken out of its days */
	uint32_t counts[COUNTS];
	struct crowd givers;    /* of shown arcs */
	struct crowd receivers; /* of shown arcs */
	struct crowd thanked;   /* receivers of all arcs; only where everybody is counted */
};

struct rows {
	struct row *rows; /* ascending by day */
	uint32_t n;
	uint32_t capacity;
};

void rows_fini(struct rows *rows);                        /* a zeroed one is empty */
uint32_t rows_find(const struct rows *rows, int32_t day); /* index of the first that is `day` or later */
/* An empty one at this index; those behind move up. */
struct row *rows_insert(struct rows *rows, uint32_t at, int32_t day);

static inline struct row *rows_newest(const struct rows *rows) /* NULL: none */
{
	return rows->n ? &rows->rows[rows->n - 1] : NULL;
}

#endif
