/* store_roll: the verbs of who may vote and whom for, as services/awards/store.h: the roll, its voters, tokens and
 * candidates; and who won. Nothing here knows of a ballot. */
#ifndef KLEOS_AWARDS_VOTE_STORE_ROLL_H
#define KLEOS_AWARDS_VOTE_STORE_ROLL_H

#include "common/store/db.h"
#include "services/awards/ballot_log/roll.h"
#include "services/awards/cycle/cycle.h"
#include "services/awards/vote/token.h"

/* The members of now who may vote in the cycle, by its rules of ALL or TEAM, become its voters. */
void voters_take(struct db *db, const struct cycle *cycle);
void voter_remove(struct db *db, const struct id *cycle, const struct id *member); /* before voting opens */
/* All voters of a cycle, members or tokens, in rising order of their bytes, into the roll. */
void voters_read(struct db *db, const struct cycle *cycle, struct roll *roll);
bool voter_find(struct db *db, const struct id *cycle, const struct id *member,
				bool *voted);                                                    /* false: not on the roll */
bool voter_mark(struct db *db, const struct id *cycle, const struct id *member); /* false: has voted, or is none */

void roll_put(struct db *db, const struct id *cycle, const uint8_t salt[ROLL_SALT_SIZE], uint64_t voters);
int64_t roll_size(struct db *db, const struct id *cycle); /* 0 before voting opened */

struct vote_token {
	uint8_t hash[VOTE_TOKEN_HASH_SIZE];
	struct id cycle;
	int64_t expire_ms; /* 0: with the voting */
	bool voted;
};
void vote_token_put(struct db *db, const struct vote_token *token);
bool vote_token_find(struct db *db, const uint8_t hash[VOTE_TOKEN_HASH_SIZE], struct vote_token *out);
bool vote_token_mark(struct db *db, const uint8_t hash[VOTE_TOKEN_HASH_SIZE]); /* false: was used, or is none */
int64_t vote_token_count(struct db *db, const struct id *cycle);

/* Whom a ballot may name. */
struct candidate {
	struct id nomination;
	Kleos__NominationStatus status; /* of now: WITHDRAWN may come after the opening */
};
void candidates_take(struct db *db, const struct id *cycle); /* the shortlisted of now */
/* At most `most`, in order of their ids. */
size_t candidates_list(struct db *db, struct arena *arena, const struct id *cycle, size_t most, struct candidate **out);

/* Who won, as announced. */
void award_won_put(struct db *db, const struct id *cycle, const struct id *nomination, int64_t announce_ms);
/* Awards that members won, to_ms excluded; of the team of their nomination or one inside it, "" of everywhere. */
int64_t awards_won(struct db *db, int64_t from_ms, int64_t to_ms, const char *team);

struct award_won {
	struct id cycle;
	const char *award_title;
	const char *cycle_title;
	int64_t announce_ms;
	int64_t winners; /* of those who are counted; several: a tie */
};
/* Which these are, the newest first, at most `most`. */
size_t awards_won_list(struct db *db, struct arena *arena, int64_t from_ms, int64_t to_ms, const char *team,
					   size_t most, struct award_won **out);

#endif
