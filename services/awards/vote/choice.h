/* choice: what a ballot's request says, as the one text that the log knows for it. */
#ifndef KLEOS_AWARDS_VOTE_CHOICE_H
#define KLEOS_AWARDS_VOTE_CHOICE_H

#include "common/rpc/call.h"
#include "kleos/awards/v1/ballot.pb-c.h"
#include "services/awards/cycle/cycle.h"

/* What a ballot of the cycle says. Where approvals are asked a ranking is taken too: everybody ranked is approved of.
 */
Kleos__BallotKind ballot_kind(const struct cycle *cycle);

/* The canonical text (ballot_log/ballot.h), in the arena. Not OK: every field that is wrong is named in the call. */
enum status choice_take(struct call *call, const struct cycle *cycle, const Kleos__CastBallotRequest *request,
						const char **out);

#endif
