/* public: of a vote, what everybody may read: with a key, or without one when the cycle is a community's and announced.
 */
#ifndef KLEOS_AWARDS_VOTE_PUBLIC_H
#define KLEOS_AWARDS_VOTE_PUBLIC_H

#include "common/rpc/call.h"
#include "kleos/awards/v1/result.pb-c.h"
#include "services/awards/cycle/cycle.h"

/* Without a key everything else is NO_KEY, also a cycle that is not there. */
enum status public_cycle(struct call *call, const char *id, struct cycle *out);
/* And its ballots are counted. */
enum status public_closed_cycle(struct call *call, const char *id, struct cycle *out);

/* What it came to. NULL: not OK is said in the call. */
Kleos__CycleResult *public_result(struct call *call, const struct cycle *cycle);

#endif
