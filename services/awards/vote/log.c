#include "services/awards/vote/log.h"

#include "common/base/seal.h"
#include "common/store/outbox.h"
#include "services/awards/vote/store_box.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void vote_log_key(struct head_key *out, const struct cluster_key *key)
{
	uint8_t seed[SEED_SIZE];
	crypto_kdf_derive_from_key(seed, sizeof(seed), 1, "kls_vlog", key->bytes);
	head_key_derive(out, seed);
	sodium_memzero(seed, sizeof(seed));
}

bool vote_log_open(struct vote_log *out, struct db *db, struct arena *arena, const struct head_key *key,
				   const struct id *cycle)
{
	struct log_nodes nodes = {.db = db, .cycle = cycle};
	const struct merkle_source source = log_source(&nodes);
	struct log_row row = {0};
	*out = (struct vote_log){.db = db, .key = key, .cycle = *cycle};
	if (!log_row_read(db, arena, cycle, &row))
		return true;
	return sodium_memcmp(row.public_key, key->public_key, PUBLIC_KEY_SIZE) == 0 &&
		   merkle_frontier_load(&out->frontier, &source, row.size);
}

bool vote_log_is_of(struct db *db, struct arena *arena, const struct head_key *key, const struct id *cycle)
{
	struct log_row row;
	return log_row_read(db, arena, cycle, &row) && sodium_memcmp(row.public_key, key->public_key, PUBLIC_KEY_SIZE) == 0;
}

bool vote_log_append(struct vote_log *log, const uint8_t entry[ENTRY_SIZE])
{
	struct merkle_node nodes[MERKLE_LEVELS];
	uint8_t leaf[MERKLE_SIZE];
	if (log->frontier.size >= MERKLE_MOST)
		return false;
	log_entry_put(log->db, &log->cycle, log->frontier.size, entry);
	merkle_leaf(leaf, entry, ENTRY_SIZE);
	const size_t n = merkle_append(&log->frontier, leaf, nodes);
	for (size_t i = 0; i < n; i++)
		log_node_put(log->db, &log->cycle, &nodes[i]);
	return true;
}

void vote_log_sign(struct vote_log *log, int64_t now_ms)
{
	struct tree_head head = {.size = log->frontier.size};
	struct log_row row = {.size = log->frontier.size};
	memcpy(row.public_key, log->key->public_key, PUBLIC_KEY_SIZE);
	log_row_put(log->db, &log->cycle, &row);
	merkle_frontier_root(&log->frontier, head.root);
	head_sign(&head, log->key, log->cycle.bytes);
	log_head_put(log->db, &log->cycle, &head);
	outbox_append(log->db, "award.tree_head", &log->cycle, now_ms, false);
}

bool vote_log_commit(struct vote_log *log, const char *text, const uint8_t nonce[NONCE_SIZE], int64_t now_ms)
{
	struct log_commitment commitment = {.position = (int64_t)log->frontier.size, .text = text};
	uint8_t entry[ENTRY_SIZE];
	memcpy(commitment.nonce, nonce, NONCE_SIZE);
	entry_make(entry, log->cycle.bytes, text, strlen(text), nonce);
	if (!vote_log_append(log, entry))
		return false;
	log_commitment_put(log->db, &log->cycle, &commitment);
	vote_log_sign(log, now_ms);
	return true;
}

struct waiting {
	uint8_t leaf[MERKLE_SIZE];
	const uint8_t *entry;
};

static int compare_leaves(const void *a, const void *b)
{
	return memcmp(a, b, MERKLE_SIZE);
}

/* The ballots that wait, as they are to stand in the log. */
static size_t waiting_sorted(struct db *db, struct arena *arena, const struct id *cycle, struct waiting **out)
{
	uint8_t(*entries)[ENTRY_SIZE];
	const size_t n = ballots_waiting_list(db, arena, cycle, LOG_BATCH_MOST, &entries);
	*out = arena_array(arena, n, sizeof(**out));
	for (size_t i = 0; i < n; i++) {
		(*out)[i].entry = entries[i];
		merkle_leaf((*out)[i].leaf, entries[i], ENTRY_SIZE);
	}
	if (n)
		qsort(*out, n, sizeof(**out), compare_leaves);
	return n;
}

bool vote_log_batch(struct db *db, struct arena *arena, const struct head_key *key, const struct id *cycle,
					int64_t now_ms, size_t *n)
{
	struct vote_log log;
	struct waiting *waiting;
	*n = waiting_sorted(db, arena, cycle, &waiting);
	if (!*n)
		return true;
	if (!vote_log_open(&log, db, arena, key, cycle))
		return false;
	for (size_t i = 0; i < *n; i++) {
		if (!vote_log_append(&log, waiting[i].entry))
			return false;
		ballot_set_logged(db, cycle, waiting[i].entry);
	}
	vote_log_sign(&log, now_ms);
	return true;
}
