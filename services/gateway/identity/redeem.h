/* redeem: what a code is worth (OpenID Connect Core §3.1.3): asks the provider for tokens, checks the ID token, and
 * reads who it is about; what the ID token leaves out the provider's userinfo may say. Blocks: on a thread of
 * identity's. */
#ifndef KLEOS_GATEWAY_REDEEM_H
#define KLEOS_GATEWAY_REDEEM_H

#include "services/gateway/identity/attempt.h"
#include "services/gateway/identity/identity.h"

enum redeem_outcome {
	REDEEM_DONE,
	REDEEM_AWAY,    /* the provider is not there, or does not answer in time */
	REDEEM_REFUSED, /* it does not take the code, or what it says cannot be believed; why is in the log */
};

struct redeemed {
	const char *subject; /* for keys_find_person; NULL: the claims name nobody */
	uint32_t roles;
};

enum redeem_outcome redeem(struct redeemed *out, struct identity *identity, struct arena *arena,
						   const struct environment *environment, const struct attempt *attempt, const char *code);

#endif
