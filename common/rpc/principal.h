/* principal: who calls. Travels in every envelope, stated under the cluster key (crypto_auth); whoever holds that key
 * may state a principal, and that is the trust boundary. Each service verifies it and authorises by itself. */
#ifndef KLEOS_RPC_PRINCIPAL_H
#define KLEOS_RPC_PRINCIPAL_H

#include "common/base/id.h"
#include "common/base/seal.h"
#include "common/base/status.h"
#include "kleos/rpc/v1/envelope.pb-c.h"
#include "kleos/types/v1/types.pb-c.h"

#define PRINCIPAL_NAME_SIZE 128
#define PRINCIPAL_LIFETIME_MS 30000 /* how long a stated principal is believed */

/* Sets of roles: bit 1 << Kleos__Role. */
#define ROLE_BIT(name) (1u << KLEOS__ROLE__ROLE_##name)
#define ROLES_ADMINS (ROLE_BIT(ADMIN))
#define ROLES_PEOPLE (ROLE_BIT(PEOPLE_ADMIN) | ROLES_ADMINS)
#define ROLES_AWARDS (ROLE_BIT(AWARDS_ADMIN) | ROLES_ADMINS)
#define ROLES_INTEGRATION (ROLE_BIT(SERVICE) | ROLES_ADMINS)
#define ROLES_REPORT (ROLE_BIT(LEADER) | ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(AUDITOR) | ROLES_ADMINS)
#define ROLES_INTERNAL (ROLE_BIT(INTERNAL))
/* Everybody with a key. */
#define ROLES_ANY                                                                                                      \
	(ROLE_BIT(MEMBER) | ROLE_BIT(LEADER) | ROLE_BIT(AWARDS_ADMIN) | ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(AUDITOR) |      \
	 ROLE_BIT(SERVICE) | ROLE_BIT(ADMIN))

struct principal {
	struct id member;               /* zero: belongs to no member */
	struct id key;                  /* zero: a process of the deployment */
	char name[PRINCIPAL_NAME_SIZE]; /* of the integration or process when there is no member */
	uint32_t roles;                 /* ROLE_BITs */
};

bool principal_has(const struct principal *principal, uint32_t roles); /* at least one of them */
bool principal_is_member(const struct principal *principal);

/* A process of the deployment: roles INTERNAL. */
struct principal principal_internal(const char *name);

/* Fills call->principal and call->principal_mac; memory from `arena`. Believed for PRINCIPAL_LIFETIME_MS by the
 * audience ("members", "recognitions", "awards") only. */
void principal_state(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
                     const struct principal *principal, const char *audience, Kleos__Call *call);
/* UNAUTHENTICATED when the token was not made under the key, is for somebody else, or is too old. */
enum status principal_verify(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
                             const char *audience, const Kleos__Call *call, struct principal *out);
/* The same, and until when it is believed. */
enum status principal_verify_until(struct arena *arena, const struct environment *environment,
                                   const struct cluster_key *key, const char *audience, const Kleos__Call *call,
                                   struct principal *out, int64_t *expire_ms);

#endif
