#include "services/awards/ballot_log/head.h"

#include <sodium.h>
#include <string.h>

/* With the NUL at their ends. */
static const char head_words[] = "kleos tree head v1";
static const char promise_words[] = "kleos ballot promise v1";

#define HEAD_BYTES    (sizeof(head_words) + CYCLE_SIZE + 8 + MERKLE_SIZE)
#define PROMISE_BYTES (sizeof(promise_words) + CYCLE_SIZE + ENTRY_SIZE)

void head_key_derive(struct head_key *out, const uint8_t seed[SEED_SIZE])
{
	crypto_sign_seed_keypair(out->public_key, out->secret_key, seed);
}

static void head_bytes(uint8_t out[HEAD_BYTES], const struct tree_head *head, const uint8_t cycle[CYCLE_SIZE])
{
	memcpy(out, head_words, sizeof(head_words));
	out += sizeof(head_words);
	memcpy(out, cycle, CYCLE_SIZE);
	out += CYCLE_SIZE;
	for (unsigned i = 0; i < 8; i++)
		*out++ = (uint8_t)(head->size >> (56 - 8 * i));
	memcpy(out, head->root, MERKLE_SIZE);
}

static void promise_bytes(uint8_t out[PROMISE_BYTES], const uint8_t cycle[CYCLE_SIZE], const uint8_t entry[ENTRY_SIZE])
{
	memcpy(out, promise_words, sizeof(promise_words));
	memcpy(out + sizeof(promise_words), cycle, CYCLE_SIZE);
	memcpy(out + sizeof(promise_words) + CYCLE_SIZE, entry, ENTRY_SIZE);
}

void head_sign(struct tree_head *head, const struct head_key *key, const uint8_t cycle[CYCLE_SIZE])
{
	uint8_t bytes[HEAD_BYTES];
	head_bytes(bytes, head, cycle);
	crypto_sign_detached(head->signature, NULL, bytes, sizeof(bytes), key->secret_key);
}

bool head_verify(const struct tree_head *head, const uint8_t public_key[PUBLIC_KEY_SIZE],
				 const uint8_t cycle[CYCLE_SIZE])
{
	uint8_t bytes[HEAD_BYTES];
	head_bytes(bytes, head, cycle);
	return crypto_sign_verify_detached(head->signature, bytes, sizeof(bytes), public_key) == 0;
}

void promise_sign(uint8_t out[SIGNATURE_SIZE], const struct head_key *key, const uint8_t cycle[CYCLE_SIZE],
				  const uint8_t entry[ENTRY_SIZE])
{
	uint8_t bytes[PROMISE_BYTES];
	promise_bytes(bytes, cycle, entry);
	crypto_sign_detached(out, NULL, bytes, sizeof(bytes), key->secret_key);
}

bool promise_verify(const uint8_t signature[SIGNATURE_SIZE], const uint8_t public_key[PUBLIC_KEY_SIZE],
					const uint8_t cycle[CYCLE_SIZE], const uint8_t entry[ENTRY_SIZE])
{
	uint8_t bytes[PROMISE_BYTES];
	promise_bytes(bytes, cycle, entry);
	return crypto_sign_verify_detached(signature, bytes, sizeof(bytes), public_key) == 0;
}
