/* pairwise: how many voters put one alternative above another, for every pair. What Schulze and Borda start from.
 * Immutable once made. */
#ifndef KLEOS_AWARDS_TALLY_PAIRWISE_H
#define KLEOS_AWARDS_TALLY_PAIRWISE_H

#include "services/awards/tally/profile.h"

struct tally_pairwise {
	size_t alternatives;
	uint64_t voters;
	uint64_t *above; /* row by row, alternatives squared; the diagonal is 0 */
};

/* A place counts as above every lower place and above unranked; tied alternatives, and two that are both unranked, as
 * neither. */
void tally_pairwise_init(struct tally_pairwise *out, const struct tally_profile *profile);
void tally_pairwise_fini(struct tally_pairwise *pairwise); /* a zeroed one is fine */

/* How many voters put `a` above `b`. */
static inline uint64_t tally_pairwise_at(const struct tally_pairwise *pairwise, size_t a, size_t b)
{
	return pairwise->above[a * pairwise->alternatives + b];
}

#endif
