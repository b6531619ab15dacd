#include "common/rpc/mac.h"

#include <sodium.h>
#include <string.h>

_Static_assert(MAC_SIZE == crypto_verify_32_BYTES, "crypto_verify_32 compares MACs");
_Static_assert(CLUSTER_KEY_SIZE == crypto_generichash_blake2b_KEYBYTES, "the cluster key is BLAKE2b's key");

/* BLAKE2b's personalisation: what the key is used for here, so that a reply is never taken for a call. */
static const uint8_t a_call[crypto_generichash_blake2b_PERSONALBYTES] = "kleos call";
static const uint8_t a_reply[crypto_generichash_blake2b_PERSONALBYTES] = "kleos reply";

/* Of the first `length` bytes; `call` is NULL for a call. */
static struct mac mac_of(nng_msg *message, size_t length, const struct mac *call, const struct cluster_key *key)
{
	crypto_generichash_blake2b_state state;
	struct mac mac;

	crypto_generichash_blake2b_init_salt_personal(&state, key->bytes, sizeof(key->bytes), MAC_SIZE, NULL,
												  call ? a_reply : a_call);
	if (call)
		crypto_generichash_blake2b_update(&state, call->bytes, MAC_SIZE);
	crypto_generichash_blake2b_update(&state, nng_msg_body(message), length);
	crypto_generichash_blake2b_final(&state, mac.bytes, MAC_SIZE);
	return mac;
}

static bool mac_take(struct mac *out, nng_msg *message, const struct mac *call, const struct cluster_key *key)
{
	size_t length = nng_msg_len(message);

	*out = (struct mac){0};
	if (length < MAC_SIZE)
		return false;
	length -= MAC_SIZE;
	*out = mac_of(message, length, call, key);
	if (crypto_verify_32(out->bytes, (const uint8_t *)nng_msg_body(message) + length) != 0) { /* in constant time */
		*out = (struct mac){0};
		return false;
	}
	nng_msg_chop(message, MAC_SIZE);
	return true;
}

int mac_put_call(struct mac *out, nng_msg *call, const struct cluster_key *key)
{
	*out = mac_of(call, nng_msg_len(call), NULL, key);
	return nng_msg_append(call, out->bytes, MAC_SIZE);
}

bool mac_take_call(struct mac *out, nng_msg *call, const struct cluster_key *key)
{
	return mac_take(out, call, NULL, key);
}

int mac_put_reply(nng_msg *reply, const struct mac *call, const struct cluster_key *key)
{
	struct mac mac = mac_of(reply, nng_msg_len(reply), call, key);

	return nng_msg_append(reply, mac.bytes, MAC_SIZE);
}

bool mac_take_reply(nng_msg *reply, const struct mac *call, const struct cluster_key *key)
{
	struct mac mac;

	return mac_take(&mac, reply, call, key);
}
