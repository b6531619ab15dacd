/* top: for whom a ballot counts while only some alternatives continue. */
#ifndef KLEOS_AWARDS_TALLY_TOP_H
#define KLEOS_AWARDS_TALLY_TOP_H

#include "services/awards/tally/profile.h"
#include "services/awards/tally/set.h"

#define TALLY_TOP_NONE 255 /* nobody who continues has a place */
#define TALLY_TOP_TIED 256 /* several share the highest place */

/* The alternative alone at the highest place among those that continue, or one of the two words above. */
static inline unsigned tally_top(const uint8_t *row, size_t alternatives, const struct tally_set *continuing)
{
	unsigned best = TALLY_UNRANKED, top = TALLY_TOP_NONE;
	for (size_t a = 0; a < alternatives; a++) {
		if (!tally_set_has(continuing, a) || row[a] > best)
			continue;
		if (row[a] < best)
			top = (unsigned)a;
		else if (best != TALLY_UNRANKED)
			top = TALLY_TOP_TIED;
		best = row[a];
	}
	return top;
}

#endif
