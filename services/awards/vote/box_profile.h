/* box_profile: the ballots of a cycle as the tally counts them. */
#ifndef KLEOS_AWARDS_VOTE_BOX_PROFILE_H
#define KLEOS_AWARDS_VOTE_BOX_PROFILE_H

#include "common/store/db.h"
#include "services/awards/ballot_log/ballot.h"
#include "services/awards/cycle/cycle.h"
#include "services/awards/tally/profile.h"

struct box_profile {
	size_t count; /* candidates; 0: nobody could be voted for, and there is no profile */
	char candidates[CANDIDATES_MOST][CANDIDATE_TEXT_SIZE]; /* sorted by their bytes; NO_AWARD among them */
	struct tally_profile profile;
};

/* False: a ballot is none, or names nobody known; nothing to fini then. */
bool box_profile_read(struct box_profile *out, struct db *db, struct arena *arena, const struct cycle *cycle);
void box_profile_fini(struct box_profile *box);

#endif
