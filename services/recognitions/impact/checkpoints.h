/* checkpoints: running totals, kept as they stood on some days, so that those of a range are the difference of two and
 * a scan of the few arcs between each and the range's end. What comes late or is taken back changes all that follow.
 * Guarded by the projection's lock.
 *
 * Memory: 4 bytes a seat (twice), cell and flow, as many as there were then; at most 2 bytes an arc in all. */
#ifndef KLEOS_IMPACT_CHECKPOINTS_H
#define KLEOS_IMPACT_CHECKPOINTS_H

#include "services/recognitions/impact/columns.h"

enum total {
	TOTAL_GIVEN,    /* arcs by seat of the giver */
	TOTAL_RECEIVED, /* arcs by seat of the receiver */
	TOTAL_CELLS,    /* shown arcs by receiver's team and value */
	TOTAL_FLOWS,    /* shown arcs by giver's and receiver's team */
	TOTALS,
};

struct total_counts {
	uint32_t *counts;
	uint32_t n; /* all above are 0 */
	uint32_t capacity;
};

struct checkpoint {
	int32_t day; /* the arcs of earlier days are counted */
	struct total_counts totals[TOTALS];
};

struct checkpoints {
	struct checkpoint all;      /* all arcs there are; its day is DAY_MAX */
	struct checkpoint *entries; /* ascending */
	uint32_t n;
	uint32_t capacity;
	int32_t newest_day; /* of the arcs; DAY_MIN: there are none */
	uint32_t since;     /* arcs since the last entry */
	uint32_t spacing;   /* arcs between two entries; 0: by their size */
	uint32_t strayed;   /* arcs that came after later ones: entries may stand too far apart */
};

void checkpoints_init(struct checkpoints *checkpoints, uint32_t spacing);
void checkpoints_fini(struct checkpoints *checkpoints);
/* Counts arcs [begin, end) of one recognition, or takes them out: `step` is 1 or -1. */
void checkpoints_count(struct checkpoints *checkpoints, const struct columns *columns, uint32_t begin, uint32_t end,
					   int32_t day, uint32_t step);

/* Adds the totals of a range of days to `out`, by number, with room for all; NULL: not asked for. Flows are asked for
 * alone. */
void checkpoints_between(const struct checkpoints *checkpoints, const struct columns *const columns[2],
						 int32_t from_day, int32_t to_day, uint32_t *const out[TOTALS]);

#endif
