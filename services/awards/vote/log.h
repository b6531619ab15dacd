/* log: the log of a cycle while it grows: entries are appended, then one head is signed over all and told as
 * award.tree_head. Inside a write. What was signed with another key than this deployment's is not carried on. */
#ifndef KLEOS_AWARDS_VOTE_LOG_H
#define KLEOS_AWARDS_VOTE_LOG_H

#include "services/awards/vote/store_log.h"

/* Fewer ballots do not go into the log together while voting is open: a batch tells roughly when its ballots came. */
#define LOG_BATCH_LEAST 20
#define LOG_BATCH_MOST  256 /* in one transaction, which other writers wait for: some 30 ms */

struct vote_log {
	struct db *db;
	const struct head_key *key;
	struct id cycle;
	struct merkle_frontier frontier;
};

/* The key of a deployment's logs. The caller wipes it. */
struct cluster_key;
void vote_log_key(struct head_key *out, const struct cluster_key *key);

/* Begins it when there is none. False: its rows do not make a log, or another key began it. */
bool vote_log_open(struct vote_log *out, struct db *db, struct arena *arena, const struct head_key *key,
				   const struct id *cycle);
/* Whether the key began it: only then its ballots can enter it, and their receipts hold. */
bool vote_log_is_of(struct db *db, struct arena *arena, const struct head_key *key, const struct id *cycle);
/* False: it has as many entries as a log can have. */
bool vote_log_append(struct vote_log *log, const uint8_t entry[ENTRY_SIZE]);
/* Signs what it is now, keeps that, and publishes it. */
void vote_log_sign(struct vote_log *log, int64_t now_ms);

/* A commitment is an entry with a head of its own, before anything follows. */
bool vote_log_commit(struct vote_log *log, const char *text, const uint8_t nonce[NONCE_SIZE], int64_t now_ms);

/* Puts at most LOG_BATCH_MOST of the ballots that wait into the log, sorted by leaf hash, and signs it; *n how many.
 * None wait: nothing is signed. False: as vote_log_open. */
bool vote_log_batch(struct db *db, struct arena *arena, const struct head_key *key, const struct id *cycle,
					int64_t now_ms, size_t *n);

#endif
