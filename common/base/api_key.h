/* api_key: the text of an API key and what is kept of it.
 * Text: "kls_", 43 base62 characters drawn from 256 bits of randomness, 6 base62 characters of checksum: leaked keys
 * can be found by their look and mistyped ones refused without asking anybody. Kept is BLAKE2b of the text, keyed by
 * the cluster key: a secret of so much randomness needs no slow hash, and a stolen database opens nothing. */
#ifndef KLEOS_BASE_API_KEY_H
#define KLEOS_BASE_API_KEY_H

#include "common/base/environment.h"
#include "common/base/seal.h"

#include <stdbool.h>
#include <stdint.h>

#define API_KEY_LENGTH    53
#define API_KEY_TEXT_SIZE (API_KEY_LENGTH + 1) /* with the NUL */
#define API_KEY_HASH_SIZE 32

void api_key_new(char out[API_KEY_TEXT_SIZE], const struct environment *environment);
/* Whether the text is shaped like a key and its checksum holds. NULL is not. */
bool api_key_is_text(const char *text);
/* False, and *out untouched, when the text is not a key's. */
bool api_key_hash(const struct cluster_key *key, const char *text, uint8_t out[API_KEY_HASH_SIZE]);

/* The secret of a session is the same in every way, but that it begins with "kss_" and is hashed with another key: what
 * was taken for the one never opens anything as the other. */
void session_secret_new(char out[API_KEY_TEXT_SIZE], const struct environment *environment);
bool session_secret_hash(const struct cluster_key *key, const char *text, uint8_t out[API_KEY_HASH_SIZE]);

#endif
