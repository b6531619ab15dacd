/* irv: instant runoff. A ballot counts for the one alternative at its highest place that is still continuing; when
 * several share that place it counts for nobody in this round (the overvote rule). Whoever has more than half of the
 * ballots that count wins; else whoever has fewest leaves. When several have fewest, what follows is computed for each
 * of them, once for every set of continuing alternatives; those whom no ballot counts for leave in one order, as all
 * orders come to the same. */
#ifndef KLEOS_AWARDS_TALLY_IRV_H
#define KLEOS_AWARDS_TALLY_IRV_H

#include "services/awards/tally/profile.h"
#include "services/awards/tally/result.h"

#define TALLY_SETS 65536 /* of continuing alternatives at the most, over all outcomes of ties */

/* The winners are all who win in some outcome. The ranking is the winners, then the others in reverse order of
 * elimination; who is left when somebody wins stands by the ballots of that round, and whom the outcomes of ties do not
 * put in one order are tied. The rounds are those of the outcome in which, of all who are tied, the highest number
 * leaves. TALLY_OK, or TALLY_TOO_MANY_SETS and an empty result. The caller fini's the result either way. */
enum tally_status tally_irv(struct tally_result *out, const struct tally_profile *profile);

#endif
