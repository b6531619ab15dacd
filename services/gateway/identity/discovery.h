/* discovery: what an identity provider says of itself (OpenID Connect Discovery 1.0 §3). Pure. */
#ifndef KLEOS_GATEWAY_DISCOVERY_H
#define KLEOS_GATEWAY_DISCOVERY_H

#include "common/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Addresses that nobody on the way can read or change; "": not stated. Texts are in the arena. */
struct discovery {
	const char *authorization; /* where people sign in */
	const char *token;
	const char *userinfo;
	const char *jwks;
	const char *end_session;
	bool secret_in_body; /* takes a client's secret in the body of a request only */
};

/* Where the document is. */
const char *discovery_url(struct arena *arena, const char *issuer);
/* False: *problem is a static phrase. */
bool discovery_parse(struct discovery *out, struct arena *arena, const char *issuer, const char *text, size_t length,
					 const char **problem);

#endif
