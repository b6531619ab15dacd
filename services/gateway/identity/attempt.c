#include "services/gateway/identity/attempt.h"

#include "common/base/text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define PURPOSE    "oidc-attempt"
#define FIRST_PAGE "/home"

_Static_assert(sizeof(struct attempt) <= SEAL_BOUND, "an attempt fits into a token");

/* "//host" and "/\host" lead away, and so may what a browser drops, such as a tab. */
static bool is_of_this_site(const char *path)
{
	if (!path || path[0] != '/' || path[1] == '/' || strlen(path) >= ATTEMPT_PATH_SIZE)
		return false;
	for (const unsigned char *at = (const unsigned char *)path; *at; at++)
		if (*at <= ' ' || *at >= 0x7f || *at == '\\')
			return false;
	return true;
}

void attempt_begin(struct attempt *out, const struct environment *environment, const char *path)
{
	memset(out, 0, sizeof(*out));
	out->expire_ms = environment_now_ms(environment) + (int64_t)ATTEMPT_S * 1000;
	environment_random(environment, out->state, sizeof(out->state));
	environment_random(environment, out->nonce, sizeof(out->nonce));
	environment_random(environment, out->verifier, sizeof(out->verifier));
	snprintf(out->path, sizeof(out->path), "%s", is_of_this_site(path) ? path : FIRST_PAGE);
}

const char *attempt_seal(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
						 const struct attempt *attempt)
{
	return seal(arena, environment, key, PURPOSE, attempt, sizeof(*attempt));
}

bool attempt_open(struct attempt *out, struct arena *arena, const struct cluster_key *key, const char *cookie,
				  int64_t now_ms)
{
	uint8_t *bytes;
	size_t length;
	if (!seal_open(arena, key, PURPOSE, cookie, &bytes, &length) || length != sizeof(*out))
		return false;
	memcpy(out, bytes, sizeof(*out));
	return out->expire_ms > now_ms && memchr(out->path, '\0', sizeof(out->path));
}

const char *attempt_state(struct arena *arena, const struct attempt *attempt)
{
	return text_base64url(arena, attempt->state, sizeof(attempt->state));
}

const char *attempt_nonce(struct arena *arena, const struct attempt *attempt)
{
	return text_base64url(arena, attempt->nonce, sizeof(attempt->nonce));
}

const char *attempt_verifier(struct arena *arena, const struct attempt *attempt)
{
	return text_base64url(arena, attempt->verifier, sizeof(attempt->verifier));
}

const char *attempt_challenge(struct arena *arena, const struct attempt *attempt)
{
	const char *verifier = attempt_verifier(arena, attempt);
	uint8_t digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(digest, (const unsigned char *)verifier, strlen(verifier));
	return text_base64url(arena, digest, sizeof(digest));
}
