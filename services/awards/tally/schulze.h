/* schulze: the beatpath method on winning votes (M. Schulze, 2011): one alternative beats another when its strongest
 * path to it is stronger than the strongest path back; a path is as strong as its weakest step, a step as strong as the
 * voters of the side that won it. */
#ifndef KLEOS_AWARDS_TALLY_SCHULZE_H
#define KLEOS_AWARDS_TALLY_SCHULZE_H

#include "services/awards/tally/pairwise.h"
#include "services/awards/tally/result.h"

/* The ranking is, again and again, all whom nobody that is left beats. The caller fini's the result. */
void tally_schulze(struct tally_result *out, const struct tally_pairwise *pairwise);

#endif
