/* merkle: a tree of hashes over a list that only grows (RFC 9162 §2.1): its root fixes every entry and their order, and
 * short proofs show that an entry is in it and that an older root was of the same list.
 *
 * Leaves are hash(00 ‖ entry), nodes hash(01 ‖ left ‖ right), hash being SHA-256; a list of n is split at the largest
 * power of two below n. A complete node (level, position) is the subtree over the entries from position * 2^level to
 * before (position + 1) * 2^level; once complete it never changes, so a table of one row per complete node holds a
 * whole log. Nothing here allocates; any thread. */
#ifndef KLEOS_BALLOT_LOG_MERKLE_H
#define KLEOS_BALLOT_LOG_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MERKLE_SIZE       32 /* bytes of a hash */
#define MERKLE_LEVELS     32
#define MERKLE_MOST       INT32_MAX /* entries of a log: counts are int32 in the contract */
#define MERKLE_PROOF_MOST (2 * MERKLE_LEVELS)

/* What has to be known of a list to let it grow: its complete subtrees that have no complete parent yet. Zeroed: the
 * empty list. */
struct merkle_frontier {
	uint64_t size;
	uint8_t peaks[MERKLE_LEVELS][MERKLE_SIZE]; /* [level] is set where bit `level` of size is */
};

struct merkle_node {
	unsigned level;
	uint64_t position;
	uint8_t hash[MERKLE_SIZE];
};

/* Where complete nodes come from. False: it is not there, or could not be read; the verb then fails. */
struct merkle_source {
	bool (*node)(void *host, unsigned level, uint64_t position, uint8_t out[MERKLE_SIZE]);
	void *host;
};

struct merkle_proof {
	size_t count;
	uint8_t hashes[MERKLE_PROOF_MOST][MERKLE_SIZE];
};

/* §2.1.1: hashes and roots. */
void merkle_leaf(uint8_t out[MERKLE_SIZE], const uint8_t *entry, size_t length);
void merkle_parent(uint8_t out[MERKLE_SIZE], const uint8_t left[MERKLE_SIZE], const uint8_t right[MERKLE_SIZE]);
/* Of leaf hashes one after another; of none it is the hash of nothing. */
void merkle_root(uint8_t out[MERKLE_SIZE], const uint8_t *leaves, size_t count);

/* Adds a leaf hash; writes the nodes that became complete, the leaf first, and returns how many. The size must be below
 * MERKLE_MOST. */
size_t merkle_append(struct merkle_frontier *frontier, const uint8_t leaf[MERKLE_SIZE],
					 struct merkle_node out[MERKLE_LEVELS]);
void merkle_frontier_root(const struct merkle_frontier *frontier, uint8_t out[MERKLE_SIZE]);
/* The frontier of the first `size` entries of a log. */
bool merkle_frontier_load(struct merkle_frontier *out, const struct merkle_source *source, uint64_t size);

/* §2.1.3.1: that entry `index` is in the tree of the first `size`. False: index >= size, or the source failed. */
bool merkle_prove_inclusion(struct merkle_proof *out, const struct merkle_source *source, uint64_t index,
							uint64_t size);
/* §2.1.4.1: that the tree of the first `from` is the beginning of that of the first `size`; empty when both are equal.
 * False: from is 0 or above size, or the source failed. */
bool merkle_prove_consistency(struct merkle_proof *out, const struct merkle_source *source, uint64_t from,
							  uint64_t size);

/* §2.1.3.2. */
bool merkle_verify_inclusion(const struct merkle_proof *proof, uint64_t index, uint64_t size,
							 const uint8_t leaf[MERKLE_SIZE], const uint8_t root[MERKLE_SIZE]);
/* §2.1.4.2; of equal sizes: no hashes and the same root. */
bool merkle_verify_consistency(const struct merkle_proof *proof, uint64_t from, uint64_t size,
							   const uint8_t from_root[MERKLE_SIZE], const uint8_t root[MERKLE_SIZE]);

#endif
