/* seal: small tokens that only this deployment can read or make: page tokens, event cursors.
 * XChaCha20-Poly1305 (libsodium crypto_aead_xchacha20poly1305_ietf) under the cluster key, a fresh nonce each, the
 * purpose and the owner as associated data: a token of another purpose or of another reader does not open, and two
 * tokens tell nothing about what they hold. Text form: base64url. */
#ifndef KLEOS_BASE_SEAL_H
#define KLEOS_BASE_SEAL_H

#include "common/base/arena.h"
#include "common/base/environment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLUSTER_KEY_SIZE 32
#define SEAL_BOUND       340 /* bytes that one token can hold; more aborts */

struct cluster_key {
	uint8_t bytes[CLUSTER_KEY_SIZE];
};

const char *seal(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
				 const char *purpose, const void *bytes, size_t length);
/* False on anything that seal did not make for this key and purpose, and on more than 512 characters. */
bool seal_open(struct arena *arena, const struct cluster_key *key, const char *purpose, const char *token,
			   uint8_t **out, size_t *out_length);

#endif
