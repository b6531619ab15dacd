#include "services/awards/vote/receipt.h"

#include "common/base/text.h"
#include "services/awards/ballot_log/hexadecimal.h"

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

/* The gateway gives a call without a request id its own id, which stands in logs beside who called and when: kept here
 * it would lead from there to the ballot. */
bool receipt_request(const struct call *call, const struct id *cycle, const char *request_id,
					 uint8_t out[REQUEST_HASH_SIZE])
{
	crypto_hash_sha256_state state;
	const char *text = *call->request_id ? call->request_id : request_id;
	if (!*text || text_equal(text, call->call_id))
		return false;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, cycle->bytes, ID_SIZE);
	crypto_hash_sha256_update(&state, (const unsigned char *)text, strlen(text));
	crypto_hash_sha256_final(&state, out);
	return true;
}
