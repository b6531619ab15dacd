/* ballot_paper: what one voter votes on. */
#ifndef KLEOS_AWARDS_VOTE_BALLOT_PAPER_H
#define KLEOS_AWARDS_VOTE_BALLOT_PAPER_H

#include "kleos/awards/v1/ballot.pb-c.h"
#include "services/awards/nomination/store_nominations.h"
#include "services/awards/vote/voter.h"

/* In the call's arena. */
Kleos__BallotPaper *ballot_paper_message(struct call *call, const struct voter *voter, const struct award *award);

#endif
