/* identity: the identity provider of this deployment: checks the tokens that people bring to the API, and redeems the
 * codes that browsers bring back from it. There is none unless KLEOS_OIDC_ISSUER names one. */
#ifndef KLEOS_GATEWAY_IDENTITY_H
#define KLEOS_GATEWAY_IDENTITY_H

#include "common/base/environment.h"
#include "common/base/queue.h"
#include "common/base/status.h"
#include "services/gateway/identity/claims.h"
#include "services/gateway/identity/jwt.h"
#include "services/gateway/identity/provider.h"

#define SIGN_INS_BOUND 256 /* codes that wait to be redeemed */

struct identity;
struct exchange;

/* The settings of the same names, see common/process/settings.def. Copied. */
struct identity_settings {
	const char *issuer; /* "" or NULL: no identity provider */
	const char *client_id, *client_secret_file, *audience, *scopes;
	const char *member_claim, *roles_claim, *roles_map;
	const char *ca_file;
};

/* What `issuer` "" means is no identity (*out NULL). INVALID_ARGUMENT: a setting is wrong, with why in the log. The
 * provider need not be there. */
enum status identity_open(struct identity **out, const struct identity_settings *settings, const char *public_url,
						  const struct environment *environment);
void identity_quiesce(struct identity *identity); /* nothing is asked of the provider any more; NULL is fine */
void identity_close(struct identity *identity);   /* after identity_quiesce; NULL is fine */

/* Read-only; any thread. */
const struct identity_settings *identity_settings(const struct identity *identity);
const struct claims_rules *identity_rules(const struct identity *identity);
struct provider *identity_provider(const struct identity *identity);
const char *identity_client_secret(const struct identity *identity); /* NULL: a public client */
const char *identity_name(const struct identity *identity);          /* the issuer's host, for people */
const char *identity_redirect_uri(const struct identity *identity);  /* where the provider sends browsers back to */
const char *identity_public_url(const struct identity *identity);    /* without a slash at its end */

/* ---- tokens ---- */

struct identity_caller {
	const char *subject; /* for keys_find_person */
	uint32_t roles;      /* that the provider gives, beside the member's own */
	int64_t expire_ms;
};

/* Whom a bearer token is of. JWT_UNKNOWN_KEY: its key may be newer than what is known of the provider, or nothing is
 * known yet. Else than JWT_GOOD: *reason is a static phrase. */
enum jwt_outcome identity_check(const struct identity *identity, struct arena *arena, const char *token,
								struct identity_caller *out, const char **reason);
/* Wakes the exchange, which must be pausing, once the provider's keys were fetched anew, or it is clear that they are
 * not. False: too many wait already, or identity_quiesce has begun. */
bool identity_park(struct identity *identity, struct exchange *exchange);

/* ---- signing in ---- */

/* Something to do on a thread that may wait for the provider; in the exchange's arena. The exchange is held. */
struct identity_errand {
	struct queue_link link;
	struct exchange *exchange;
	void (*run)(struct identity_errand *errand);  /* answers, now or later */
	void (*drop)(struct identity_errand *errand); /* in its place, when the gateway stops */
};
/* False: too many already. */
bool identity_send(struct identity *identity, struct identity_errand *errand);

#endif
