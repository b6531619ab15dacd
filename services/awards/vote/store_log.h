/* store_log: the verbs of a cycle's log, as services/awards/store.h: rows as they are, without a rule. */
#ifndef KLEOS_AWARDS_VOTE_STORE_LOG_H
#define KLEOS_AWARDS_VOTE_STORE_LOG_H

#include "common/store/db.h"
#include "services/awards/ballot_log/head.h"

struct log_row {
	uint8_t public_key[PUBLIC_KEY_SIZE];
	uint64_t size;
};
void log_row_put(struct db *db, const struct id *cycle, const struct log_row *row); /* new, or another size */
bool log_row_read(struct db *db, struct arena *arena, const struct id *cycle, struct log_row *out);

void log_entry_put(struct db *db, const struct id *cycle, uint64_t position, const uint8_t entry[ENTRY_SIZE]);
bool log_entry_find(struct db *db, const struct id *cycle, const uint8_t entry[ENTRY_SIZE], uint64_t *position);
/* At most `most` from a position on. */
size_t log_entries_list(struct db *db, struct arena *arena, const struct id *cycle, uint64_t from, size_t most,
						uint8_t (**out)[ENTRY_SIZE]);

void log_node_put(struct db *db, const struct id *cycle, const struct merkle_node *node);

/* Complete nodes of one cycle, as merkle.h wants them; one row read a node. */
struct log_nodes {
	struct db *db;
	const struct id *cycle;
};
struct merkle_source log_source(struct log_nodes *nodes); /* borrows them */

void log_head_put(struct db *db, const struct id *cycle, const struct tree_head *head);
bool log_head_newest(struct db *db, struct arena *arena, const struct id *cycle, struct tree_head *out);
/* At most `most` of sizes above `above`, by size. */
size_t log_heads_list(struct db *db, struct arena *arena, const struct id *cycle, uint64_t above, size_t most,
					  struct tree_head **out);

struct log_commitment {
	int64_t position;
	const char *text;
	uint8_t nonce[NONCE_SIZE];
};
#define LOG_COMMITMENTS 2
void log_commitment_put(struct db *db, const struct id *cycle, const struct log_commitment *commitment);
/* By position; how many. */
size_t log_commitments(struct db *db, struct arena *arena, const struct id *cycle,
					   struct log_commitment out[LOG_COMMITMENTS]);

#endif
