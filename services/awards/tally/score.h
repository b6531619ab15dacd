/* score: the methods that add up points: plurality, approval, Borda. The caller fini's the results. */
#ifndef KLEOS_AWARDS_TALLY_SCORE_H
#define KLEOS_AWARDS_TALLY_SCORE_H

#include "services/awards/tally/pairwise.h"
#include "services/awards/tally/result.h"

/* A vote for the first place; where several share it, for nobody: the overvote rule, as in the first round of IRV. */
void tally_plurality(struct tally_result *out, const struct tally_profile *profile);

/* A vote for everything that has a place. */
void tally_approval(struct tally_result *out, const struct tally_profile *profile);

/* Alternatives less one for a first place, none for a last one; tied and unranked share the average of their places.
 * In halves, so that it is exact: unit 2. */
void tally_borda(struct tally_result *out, const struct tally_pairwise *pairwise);

#endif
