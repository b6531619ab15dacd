/* signer: an identity provider's other half: keys of every kind, their JWKS, and tokens signed with them, good or not.
 * Texts live in the arena that it is given. */
#ifndef KLEOS_TESTS_SIGNER_H
#define KLEOS_TESTS_SIGNER_H

#include "tests/support/support.h"

#include <openssl/types.h>

enum signer_key {
	SIGNER_RSA,     /* kid "rsa", 2048 bits */
	SIGNER_EC,      /* kid "ec", P-256 */
	SIGNER_ED,      /* kid "ed", Ed25519 */
	SIGNER_WEAK,    /* kid "weak", RSA of 1024 bits */
	SIGNER_CURVE,   /* kid "curve", P-384 */
	SIGNER_STRANGE, /* kid "rsa", but not the provider's */
	SIGNER_KEYS,
};

struct signer {
	struct arena *arena;
	EVP_PKEY *keys[SIGNER_KEYS];
};

void signer_init(struct signer *signer, struct arena *arena);
void signer_fini(struct signer *signer);

/* The public key as a JWK; `more` is put into it as it is, such as ",\"use\":\"sig\"", or "". */
const char *signer_jwk(const struct signer *signer, enum signer_key key, const char *more);
/* All but SIGNER_STRANGE. */
const char *signer_jwks(const struct signer *signer);

/* HEADER.CLAIMS of two JSON texts. */
const char *signer_input(const struct signer *signer, const char *header, const char *claims);
/* What the key says to the text: r and s of ES256, 64 bytes of EdDSA; `der`: as OpenSSL makes it. */
const uint8_t *signer_sign(const struct signer *signer, enum signer_key key, const char *text, bool der,
						   size_t *length);
/* The whole token. */
const char *signer_token(const struct signer *signer, enum signer_key key, const char *header, const char *claims);
/* The text and a signature as a token. */
const char *signer_join(const struct signer *signer, const char *input, const uint8_t *signature, size_t length);
/* HMAC-SHA256 with the public key of the provider, in PEM, as the secret. */
const char *signer_confused(const struct signer *signer, const char *header, const char *claims);

#endif
