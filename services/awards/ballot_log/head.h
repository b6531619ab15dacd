/* head: what the keeper of a log puts its name to: the tree of a size and a root (like RFC 9162 §4.10), and the promise
 * that an entry will be in it (a voter's receipt). Ed25519 (RFC 8032) over bytes that say what they are, so that no
 * signature of one kind or cycle passes for another. Any thread; sodium_init() must have been called. */
#ifndef KLEOS_BALLOT_LOG_HEAD_H
#define KLEOS_BALLOT_LOG_HEAD_H

#include "services/awards/ballot_log/entry.h"
#include "services/awards/ballot_log/merkle.h"

#define SEED_SIZE       32
#define PUBLIC_KEY_SIZE 32
#define SECRET_KEY_SIZE 64
#define SIGNATURE_SIZE  64

struct head_key {
	uint8_t public_key[PUBLIC_KEY_SIZE];
	uint8_t secret_key[SECRET_KEY_SIZE];
};

/* A tree head without the cycle and the key, which are those of its log. */
struct tree_head {
	uint64_t size;
	uint8_t root[MERKLE_SIZE];
	uint8_t signature[SIGNATURE_SIZE];
};

/* The same pair for the same seed. The caller wipes it. */
void head_key_derive(struct head_key *out, const uint8_t seed[SEED_SIZE]);

/* Over "kleos tree head v1" and a NUL ‖ cycle, 16 ‖ size, 8, big endian ‖ root, 32. Fills the signature. */
void head_sign(struct tree_head *head, const struct head_key *key, const uint8_t cycle[CYCLE_SIZE]);
bool head_verify(const struct tree_head *head, const uint8_t public_key[PUBLIC_KEY_SIZE],
				 const uint8_t cycle[CYCLE_SIZE]);

/* Over "kleos ballot promise v1" and a NUL ‖ cycle, 16 ‖ entry, 32. */
void promise_sign(uint8_t out[SIGNATURE_SIZE], const struct head_key *key, const uint8_t cycle[CYCLE_SIZE],
				  const uint8_t entry[ENTRY_SIZE]);
bool promise_verify(const uint8_t signature[SIGNATURE_SIZE], const uint8_t public_key[PUBLIC_KEY_SIZE],
					const uint8_t cycle[CYCLE_SIZE], const uint8_t entry[ENTRY_SIZE]);

#endif
