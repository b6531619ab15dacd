#include "common/rpc/channel.h"

#include <string.h>

#define HEADER_SIZE crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define KEY_SIZE    crypto_secretstream_xchacha20poly1305_KEYBYTES

_Static_assert(CLUSTER_KEY_SIZE == crypto_generichash_blake2b_KEYBYTES, "the cluster key is BLAKE2b's key");
_Static_assert(CHANNEL_SEAL_SIZE == 17, "the wire's sizes do not depend on libsodium's version");

static const uint8_t magic[CHANNEL_HELLO_SIZE - 32] = "kleos 1"; /* its NUL belongs to it */

/* BLAKE2b's personalisation: which direction a key is for. */
static const uint8_t to_server[crypto_generichash_blake2b_PERSONALBYTES] = "kleos to server";
static const uint8_t to_client[crypto_generichash_blake2b_PERSONALBYTES] = "kleos to client";

static void direction_key(uint8_t out[KEY_SIZE], const struct channel *channel, enum channel_end sender,
						  const uint8_t *peer_hello)
{
	bool is_client = channel->end == CHANNEL_CLIENT;
	crypto_generichash_blake2b_state state;

	crypto_generichash_blake2b_init_salt_personal(&state, channel->key->bytes, CLUSTER_KEY_SIZE, KEY_SIZE, NULL,
												  sender == CHANNEL_CLIENT ? to_server : to_client);
	crypto_generichash_blake2b_update(&state, is_client ? channel->hello : peer_hello, CHANNEL_HELLO_SIZE);
	crypto_generichash_blake2b_update(&state, is_client ? peer_hello : channel->hello, CHANNEL_HELLO_SIZE);
	crypto_generichash_blake2b_final(&state, out, KEY_SIZE);
}

void channel_init(struct channel *channel, enum channel_end end, const struct cluster_key *key,
				  const struct environment *environment)
{
	channel->end = end;
	channel->key = key;
	memcpy(channel->hello, magic, sizeof(magic));
	environment_random(environment, channel->hello + sizeof(magic), CHANNEL_HELLO_SIZE - sizeof(magic));
}

bool channel_agree(struct channel *channel, const uint8_t hello[CHANNEL_HELLO_SIZE], uint8_t proof[CHANNEL_PROOF_SIZE])
{
	uint8_t sealing_key[KEY_SIZE];

	if (memcmp(hello, magic, sizeof(magic)) != 0)
		return false;
	direction_key(sealing_key, channel, channel->end, hello);
	direction_key(channel->opening_key, channel, channel->end == CHANNEL_CLIENT ? CHANNEL_SERVER : CHANNEL_CLIENT,
				  hello);
	crypto_secretstream_xchacha20poly1305_init_push(&channel->sealing, proof, sealing_key);
	sodium_memzero(sealing_key, sizeof(sealing_key));
	channel_seal(channel, proof + HEADER_SIZE, NULL, 0);
	return true;
}

bool channel_trust(struct channel *channel, const uint8_t proof[CHANNEL_PROOF_SIZE])
{
	const uint8_t *record = proof + HEADER_SIZE;
	bool trusted =
		crypto_secretstream_xchacha20poly1305_init_pull(&channel->opening, proof, channel->opening_key) == 0 &&
		channel_sealed_length(record) == CHANNEL_SEAL_SIZE &&
		channel_open(channel, NULL, record + CHANNEL_LENGTH_SIZE, CHANNEL_SEAL_SIZE);

	sodium_memzero(channel->opening_key, sizeof(channel->opening_key));
	return trusted;
}

size_t channel_seal(struct channel *channel, uint8_t *out, const uint8_t *bytes, size_t length)
{
	size_t sealed = length + CHANNEL_SEAL_SIZE;

	out[0] = (uint8_t)(sealed >> 24);
	out[1] = (uint8_t)(sealed >> 16);
	out[2] = (uint8_t)(sealed >> 8);
	out[3] = (uint8_t)sealed;
	crypto_secretstream_xchacha20poly1305_push(&channel->sealing, out + CHANNEL_LENGTH_SIZE, NULL, bytes, length, NULL,
											   0, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
	return CHANNEL_LENGTH_SIZE + sealed;
}

size_t channel_sealed_length(const uint8_t beginning[CHANNEL_LENGTH_SIZE])
{
	size_t length =
		(size_t)beginning[0] << 24 | (size_t)beginning[1] << 16 | (size_t)beginning[2] << 8 | (size_t)beginning[3];

	return length >= CHANNEL_SEAL_SIZE && length <= CHANNEL_RECORD_BOUND + CHANNEL_SEAL_SIZE ? length : 0;
}

bool channel_open(struct channel *channel, uint8_t *out, const uint8_t *sealed, size_t length)
{
	uint8_t tag;

	return crypto_secretstream_xchacha20poly1305_pull(&channel->opening, out, NULL, &tag, sealed, length, NULL, 0) ==
			   0 &&
		   tag == crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
}
