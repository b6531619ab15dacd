#include "common/base/seal.h"

#include "common/base/text.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define NONCE       crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG         crypto_aead_xchacha20poly1305_ietf_ABYTES
#define TOKEN_BOUND 512 /* characters */

_Static_assert(CLUSTER_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the cluster key is the cipher's key");
_Static_assert((NONCE + SEAL_BOUND + TAG) * 4 / 3 <= TOKEN_BOUND, "what is sealed also opens");

const char *seal(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
				 const char *purpose, const void *bytes, size_t length)
{
	uint8_t sealed[NONCE + SEAL_BOUND + TAG];

	if (length > SEAL_BOUND)
		abort();
	environment_random(environment, sealed, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, NULL, bytes, length, (const uint8_t *)purpose,
											   strlen(purpose), NULL, sealed, key->bytes);
	return text_base64url(arena, sealed, NONCE + length + TAG);
}

bool seal_open(struct arena *arena, const struct cluster_key *key, const char *purpose, const char *token,
			   uint8_t **out, size_t *out_length)
{
	uint8_t *sealed, *opened;
	size_t length;

	if (strnlen(token, TOKEN_BOUND + 1) > TOKEN_BOUND || !text_base64url_decode(arena, token, &sealed, &length) ||
		length < NONCE + TAG)
		return false;
	opened = arena_alloc(arena, length - NONCE - TAG);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(opened, NULL, NULL, sealed + NONCE, length - NONCE,
												   (const uint8_t *)purpose, strlen(purpose), sealed, key->bytes) != 0)
		return false;
	*out = opened;
	*out_length = length - NONCE - TAG;
	return true;
}
