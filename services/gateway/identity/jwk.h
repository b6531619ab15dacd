/* jwk: the public keys of an identity provider (RFC 7517, RFC 8037): RSA of 2048 to 8192 bits for RS256, P-256 for
 * ES256, Ed25519 for EdDSA. What a key is decides what it may check, whatever a token says of itself. Pure; OpenSSL
 * does the arithmetic. A set is read-only once made, for any thread. */
#ifndef KLEOS_GATEWAY_JWK_H
#define KLEOS_GATEWAY_JWK_H

#include "common/base/limits.h"

#include <jansson.h>
#include <openssl/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum jws_algorithm { JWS_RS256, JWS_ES256, JWS_EDDSA };

struct jwk {
	char *kid; /* NULL: it has none */
	enum jws_algorithm algorithm;
	EVP_PKEY *key;
};

struct jwk_set {
	struct jwk keys[JWK_SET_BOUND];
	size_t n;
};

/* Keys that cannot check a signature here are left out: secrets, private halves, encryption, other curves, weak or
 * malformed ones. False: the text is no JWKS, or no key is left. jwk_set_fini follows either way. */
bool jwk_set_parse(struct jwk_set *out, const char *text, size_t length);
void jwk_set_fini(struct jwk_set *set); /* a zeroed set is fine */

/* The key of this id and algorithm. `kid` NULL: the token names none, so there must be one key alone of the algorithm.
 * NULL: there is none. */
const struct jwk *jwk_set_find(const struct jwk_set *set, const char *kid, enum jws_algorithm algorithm);
/* Whether any key has the id, whatever its algorithm. */
bool jwk_set_has(const struct jwk_set *set, const char *kid);

/* A JWS signature over the bytes; of ES256 it is r and s, 32 bytes each (RFC 7518 §3.4). */
bool jwk_verify(const struct jwk *key, const void *bytes, size_t length, const uint8_t *signature,
				size_t signature_length);

#endif
