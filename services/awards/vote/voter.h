/* voter: who votes in a call: a member on the roll, or whoever holds a token. */
#ifndef KLEOS_AWARDS_VOTE_VOTER_H
#define KLEOS_AWARDS_VOTE_VOTER_H

#include "common/rpc/call.h"
#include "services/awards/cycle/cycle.h"
#include "services/awards/vote/store_roll.h"

struct voter {
	struct cycle cycle;
	bool open; /* for voting */
	bool by_token;
	bool voted;
	struct vote_token token; /* by_token */
	struct id member;        /* else */
};

/* Who votes while voting is open. Not OK is said in the call: who may not vote learns of the cycle what any key would,
 * without a key nothing. `token` is "" for a member; beside a token the cycle may be "". */
enum status voter_of(struct call *call, const char *cycle, const char *token, struct voter *out);

/* The same for who only looks: whoever holds a token may in every phase. */
enum status voter_look(struct call *call, const char *cycle, const char *token, struct voter *out);

/* Inside a write: this voter has voted, from now on. False: had before. */
bool voter_set_voted(struct db *db, const struct voter *voter);

#endif
