/* days: what happened on every day, by team: for each path, and each path it is inside, and everybody, a row a day. A
 * range is the sum of at most its days. Rows are plain counts and sets, so that what comes late or is taken back
 * changes one row of each team it concerns. Guarded by the projection's lock.
 *
 * Memory: 120 bytes a row, and its two crowds. */
#ifndef KLEOS_IMPACT_DAYS_H
#define KLEOS_IMPACT_DAYS_H

#include "services/recognitions/impact/columns.h"
#include "services/recognitions/impact/crowd.h"
#include "services/recognitions/impact/numbering.h"
#include "services/recognitions/impact/teams.h"

#define DAY_PROMPTS 6 /* the five questions, and 0: none */

/* What is counted of the arcs that were received in a team; all but `given`. */
enum day_count {
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
	COUNTS = COUNT_PROMPT + DAY_PROMPTS,
};

struct day_row {
	int32_t day;
	uint32_t counts[COUNTS];
	struct crowd givers;    /* of shown arcs */
	struct crowd receivers; /* of shown arcs */
	struct crowd thanked;   /* receivers of all arcs; only where everybody is counted */
};

struct day_rows {
	struct day_row *rows; /* ascending */
	uint32_t n;
	uint32_t capacity;
};

struct days {
	struct day_rows *teams; /* by path; 0: everybody */
	uint32_t *seen;         /* by path: the recognition that was counted there last */
	uint32_t n;
	uint32_t serial;
};

/* What rows are made of, borrowed for a call. */
struct days_of {
	const struct teams *teams;
	const struct numbering *seats; /* a member and a team */
	uint32_t n_members;
};

void days_fini(struct days *days); /* a zeroed one is empty */
/* Counts one recognition, arcs [begin, end), or takes it out: `step` is 1 or -1. What is taken out leaves holes in the
 * crowds of its day: others may have given or got there too. They are filled by days_mend. */
void days_count(struct days *days, const struct days_of *of, const struct columns *columns, uint32_t begin,
				uint32_t end, int32_t day, uint32_t step);
/* Puts those of `members` (a bit each) back into the crowds of `day` who have arcs there. */
void days_mend(struct days *days, const struct days_of *of, const struct columns *columns, int32_t day,
			   const uint64_t *members);

/* Index of the first row that is `day` or later. */
uint32_t days_find(const struct day_rows *rows, int32_t day);

#endif
