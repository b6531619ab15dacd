/* attempt: one try to sign in, between the way to the identity provider and the way back: what ties both to one browser
 * (state), the ID token to the try (nonce), and the code to who asked for it (PKCE, RFC 7636). It is kept by nobody but
 * the browser, in a cookie that only this deployment can read or make. Pure. */
#ifndef KLEOS_GATEWAY_ATTEMPT_H
#define KLEOS_GATEWAY_ATTEMPT_H

#include "common/base/arena.h"
#include "common/base/environment.h"
#include "common/base/seal.h"

#include <stdbool.h>
#include <stdint.h>

#define ATTEMPT_COOKIE      "__Host-kleos-oidc"
#define ATTEMPT_COOKIE_SIZE 513 /* with its NUL */
#define ATTEMPT_S           600 /* to sign in at the provider */
#define ATTEMPT_PATH_SIZE   200

struct attempt {
	int64_t expire_ms;
	uint8_t state[24], nonce[24], verifier[32];
	char path[ATTEMPT_PATH_SIZE]; /* of this site, where the person wanted to go */
};

/* A path that is not of this site, or too long, becomes that of the first page. NULL is fine. */
void attempt_begin(struct attempt *out, const struct environment *environment, const char *path);
const char *attempt_seal(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
						 const struct attempt *attempt);
/* False: not one of ours, or over. */
bool attempt_open(struct attempt *out, struct arena *arena, const struct cluster_key *key, const char *cookie,
				  int64_t now_ms);

/* As the provider is told. */
const char *attempt_state(struct arena *arena, const struct attempt *attempt);
const char *attempt_nonce(struct arena *arena, const struct attempt *attempt);
const char *attempt_verifier(struct arena *arena, const struct attempt *attempt);
const char *attempt_challenge(struct arena *arena, const struct attempt *attempt); /* S256 of the verifier */

#endif
