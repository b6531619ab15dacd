/* top: for whom a ballot counts while only some alternatives continue. */
#ifndef KLEOS_AWARDS_TALLY_TOP_H
#define KLEOS_AWARDS_TALLY_TOP_H

#include "services/awards/tally/profile.h"
#include "services/awards/tally/set.h"

#define TALLY_TOP_NONE 255 /* nobody who continues has a place */
#define TALLY_TOP_TIED 256 /* several share the highest place */

/* The alternative alone at the highest place among those that continue, or one of the two words above. Without branches
 * on places, which are as random as voters are. */
static inline unsigned tally_top(const uint8_t *row, size_t alternatives, const struct tally_set *continuing)
{
	unsigned none = TALLY_UNRANKED << 8, first = none, second = none; /* places and, in the low byte, alternatives */
	for (unsigned a = 0; a < alternatives; a++) {
		unsigned here = tally_set_has(continuing, a) ? (unsigned)row[a] << 8 | a : none;
		unsigned lower = here > first ? here : first;
		second = lower < second ? lower : second;
		first = here < first ? here : first;
	}
	if (first >= none)
		return TALLY_TOP_NONE;
	return first >> 8 == second >> 8 ? TALLY_TOP_TIED : first & 0xff;
}

#endif
