#include "services/awards/vote/receipt.h"

#include "common/base/seal.h"
#include "common/base/text.h"
#include "services/awards/ballot_log/hexadecimal.h"
#include "services/awards/state.h"

#include <sodium.h>
#include <string.h>

const char *hexadecimal_text(struct arena *arena, const uint8_t *bytes, size_t size)
{
	char *text = arena_alloc(arena, 2 * size + 1);
	hexadecimal_write(text, bytes, size);
	return text;
}

Kleos__BallotReceipt *receipt_message(struct arena *arena, const struct head_key *key, const struct id *cycle,
									  const uint8_t entry[ENTRY_SIZE])
{
	Kleos__BallotReceipt *message = arena_alloc(arena, sizeof(*message));
	uint8_t signature[SIGNATURE_SIZE];
	kleos__ballot_receipt__init(message);
	promise_sign(signature, key, cycle->bytes, entry);
	message->entry = hexadecimal_text(arena, entry, ENTRY_SIZE);
	message->cycle = id_text(arena, cycle);
	message->signature = hexadecimal_text(arena, signature, SIGNATURE_SIZE);
	return message;
}

static void request_key(const struct cluster_key *key, uint8_t out[crypto_generichash_KEYBYTES])
{
	crypto_kdf_derive_from_key(out, crypto_generichash_KEYBYTES, 1, "kls_vreq", key->bytes);
}

static void add_voter(crypto_generichash_state *state, const struct voter *voter)
{
	if (voter->by_token)
		crypto_generichash_update(state, voter->token.hash, VOTE_TOKEN_HASH_SIZE);
	else
		crypto_generichash_update(state, voter->member.bytes, ID_SIZE);
}

/* The gateway gives a call without a request id its own id, which stands in logs beside who called and when: kept here
 * it would lead from there to the ballot. The voter is hashed with it, so that an id is each voter's own; the key is in
 * no database, so that nobody who has one tries voters and likely ids. */
bool receipt_request(const struct call *call, const struct voter *voter, const char *request_id,
					 uint8_t out[REQUEST_HASH_SIZE])
{
	uint8_t key[crypto_generichash_KEYBYTES];
	crypto_generichash_state state;
	const char *text = *call->request_id ? call->request_id : request_id;
	if (!*text || text_equal(text, call->call_id))
		return false;
	request_key(awards_of(call)->key, key);
	crypto_generichash_init(&state, key, sizeof(key), REQUEST_HASH_SIZE);
	crypto_generichash_update(&state, voter->cycle.id.bytes, ID_SIZE);
	add_voter(&state, voter);
	crypto_generichash_update(&state, (const uint8_t *)text, strlen(text));
	crypto_generichash_final(&state, out, REQUEST_HASH_SIZE);
	sodium_memzero(key, sizeof(key));
	return true;
}
