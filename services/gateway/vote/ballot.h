/* ballot: what a visitor's form says, beside the paper that it answers. In the exchange's arena. */
#ifndef KLEOS_GATEWAY_VOTE_BALLOT_H
#define KLEOS_GATEWAY_VOTE_BALLOT_H

#include "kleos/awards/v1/ballot.pb-c.h"
#include "services/gateway/exchange.h"
#include "services/gateway/vote/words.h"

#define BALLOT_NO_AWARD     "NO_AWARD"
#define BALLOT_PLACE_PREFIX "place."
#define BALLOT_TICK_PREFIX  "approve."

/* One line of the paper. */
struct choice {
	const char *id;                          /* of the nomination, or BALLOT_NO_AWARD */
	const char *name;                        /* in the visitor's language */
	const Kleos__BallotCandidate *candidate; /* NULL: no award */
	int place;                               /* 1 is the highest; 0: none, below all that have one */
	bool ticked;
	bool wrong; /* the form said something that is no place */
};

struct ballot {
	struct choice *choices; /* the paper's order, no award last */
	size_t n;
	bool approvals; /* ticks, not places */
	bool changed;   /* the form named somebody who is not on the paper */
};

/* Nothing chosen yet. */
void ballot_init(struct ballot *ballot, struct arena *arena, const Kleos__BallotPaper *paper, enum language language);
/* From the parameters of the form. */
void ballot_take(struct ballot *ballot, const struct exchange *exchange);
/* Whether it names anybody. */
bool ballot_is_empty(const struct ballot *ballot);
bool ballot_is_right(const struct ballot *ballot); /* not empty, nothing wrong, nothing changed */
/* The highest place that somebody has and that is lower than `place`, with 0: the first; 0: none. */
int ballot_next_place(const struct ballot *ballot, int place);
/* As the service takes it; borrows from the ballot. */
void ballot_request(const struct ballot *ballot, struct arena *arena, Kleos__CastBallotRequest *request);

#endif
