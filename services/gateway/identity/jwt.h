/* jwt: whether a signed token (RFC 7519, RFC 7515, RFC 8725, RFC 9068) is what it says: bytes, keys, what is expected
 * and the time give claims or a reason. Pure; any thread. A token is never believed about how to check it: only its
 * `alg`, where the key is of that kind, and its `kid`. */
#ifndef KLEOS_GATEWAY_JWT_H
#define KLEOS_GATEWAY_JWT_H

#include "common/base/arena.h"
#include "common/base/limits.h"
#include "services/gateway/identity/jwk.h"

enum jwt_use {
	JWT_BEARER,   /* brought to this API */
	JWT_ID_TOKEN, /* asked for when somebody signs in */
};

struct jwt_expectation {
	enum jwt_use use;
	const char *issuer;   /* exactly */
	const char *audience; /* is, or is among, those of the token */
	const char *nonce;    /* of an ID token */
	int64_t now_s;
};

enum jwt_outcome {
	JWT_GOOD,
	JWT_UNKNOWN_KEY, /* well formed, but signed with a key that is not in the set: it may be newer than the set */
	JWT_BAD,
};

/* Good: *claims is a new reference. Else *reason is a static phrase, with nothing of the token in it. */
enum jwt_outcome jwt_check(json_t **claims, const char **reason, struct arena *arena, const struct jwk_set *keys,
						   const struct jwt_expectation *expected, const char *token, size_t length);

#endif
