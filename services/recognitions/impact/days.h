/* days: what happened on every day, by team: for each path, and each path it is inside, and everybody, a row a day, and
 * one for each month that is over. A range is the sum of its days, or of few of them and of months. Guarded by the
 * projection's lock.
 *
 * Memory: 144 bytes a row, and its two crowds. */
#ifndef KLEOS_IMPACT_DAYS_H
#define KLEOS_IMPACT_DAYS_H

#include "services/recognitions/impact/columns.h"
#include "services/recognitions/impact/numbering.h"
#include "services/recognitions/impact/rows.h"
#include "services/recognitions/impact/teams.h"

struct team_days {
	struct rows days;
	struct rows months; /* all before that of the newest day: each the sum of its days */
};

struct days {
	struct team_days *teams; /* by path; 0: everybody */
	uint32_t *seen;          /* by path: the recognition that was counted there last */
	uint32_t n;
	uint32_t serial;
};

/* What rows are made of, borrowed for a call. */
struct days_of {
	const struct teams *teams;
	const struct numbering *seats; /* a member and a team */
	uint32_t n_members;
	const bool *paths; /* by path: rows are made of these alone; NULL: of all */
};

void days_fini(struct days *days); /* a zeroed one is empty */
/* Counts one recognition, arcs [begin, end), or takes it out: `step` is 1 or -1. What is taken out leaves holes in the
 * crowds of its day: others may have given or got there too. They are filled by days_mend, then days_renew. */
void days_count(struct days *days, const struct days_of *of, const struct columns *columns, uint32_t begin,
				uint32_t end, int32_t day, uint32_t step);
/* One arc is between teams, or no more, in the rows of all but `of->paths`: `step` is 1 or -1. */
void days_cross(struct days *days, const struct days_of *of, const struct columns *columns, uint32_t at, int32_t day,
				uint32_t step);
void days_forget(struct days *days, const struct days_of *of); /* all rows of `of->paths` */
/* Puts those of `members` (a bit each) back into the crowds of `day` who have arcs there. */
void days_mend(struct days *days, const struct days_of *of, const struct columns *columns, int32_t day,
			   const uint64_t *members);
/* Makes the crowds of a month from its days, where something was taken out of them. */
void days_renew(struct days *days, uint32_t n_members, int32_t month);

#endif
