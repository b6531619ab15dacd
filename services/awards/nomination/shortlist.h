/* shortlist: who of the nominees who accepted is a candidate. Pure: no database, no clock; exact integers. */
#ifndef KLEOS_AWARDS_SHORTLIST_H
#define KLEOS_AWARDS_SHORTLIST_H

#include "services/awards/tally/profile.h"

#define SHORTLIST_TIED_BOUND 50 /* how far those who are tied at the border stretch a shortlist */

/* What speaks for a nominee: the fraction points / of, compared exactly. */
struct shortlist_score {
	uint64_t points;
	uint64_t of; /* 0: nothing was said, and the nominee is out */
};

/* Sets `stays` for the `size` highest of `n` and whoever is tied with the last of them; a tie that would make it more
 * than SHORTLIST_TIED_BOUND stays out as a whole, unless nobody would be left. How many stay. */
size_t shortlist_cut(const struct shortlist_score *scores, size_t n, size_t size, bool *stays);

/* The same by EPH, of ballots that approve of nominees; false: a ballot names more than EPH can divide a point by. Ties
 * are kept or dropped as EPH says (voting.md 3). */
bool shortlist_eph(const struct tally_profile *ballots, size_t size, bool *stays);

#endif
