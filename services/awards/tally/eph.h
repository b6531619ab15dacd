/* eph: E Pluribus Hugo, the shortlist rule of the Hugo Awards. Each ballot is one point, shared by its nominees that
 * are left. Of the two with fewest points (all, where points are tied) the one on fewest ballots leaves; of those, the
 * one with fewer points; those, all. When that would leave fewer than the shortlist wants, everybody who is left stays.
 */
#ifndef KLEOS_AWARDS_TALLY_EPH_H
#define KLEOS_AWARDS_TALLY_EPH_H

#include "services/awards/tally/profile.h"
#include "services/awards/tally/result.h"

#define TALLY_NOMINEES 10   /* on a ballot at the most */
#define TALLY_POINT    2520 /* the unit: what 1 to 10 nominees can share */

/* A ballot names everything that it gives a place. The winners are the shortlist of `size` (1 or more) or as many as
 * ties make it; the ranking is the shortlist by its points of the last round, then the others in reverse order of
 * elimination. TALLY_OK, or TALLY_TOO_MANY_NOMINEES or TALLY_TOO_MANY_VOTERS and an empty result. The caller fini's the
 * result either way. */
enum tally_status tally_eph(struct tally_result *out, const struct tally_profile *profile, size_t size);

#endif
