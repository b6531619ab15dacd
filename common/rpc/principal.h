/* principal: who calls. Travels in every envelope over a connection that both ends proved to hold the cluster key for
 * (channel.h), or through the memory of one process: whoever holds the key may state a principal, and that is the trust
 * boundary. Each service reads it and authorises by itself. It expires a little after its call's own deadline. */
#ifndef KLEOS_RPC_PRINCIPAL_H
#define KLEOS_RPC_PRINCIPAL_H

#include "common/base/arena.h"
#include "common/base/id.h"
#include "common/base/seal.h"
#include "common/base/status.h"
#include "kleos/rpc/v1/envelope.pb-c.h"
#include "kleos/types/v1/types.pb-c.h"

#define PRINCIPAL_NAME_SIZE   128
#define PRINCIPAL_LIFETIME_MS 30000 /* the longest that a stated principal is believed */
#define PRINCIPAL_SLACK_MS    2000  /* beyond the call's time: by so much may the clocks of two machines differ */

/* Sets of roles: bit 1 << Kleos__Role. */
#define ROLE_BIT(name)    (1u << KLEOS__ROLE__ROLE_##name)
#define ROLES_ADMINS      (ROLE_BIT(ADMIN))
#define ROLES_PEOPLE      (ROLE_BIT(PEOPLE_ADMIN) | ROLES_ADMINS)
#define ROLES_AWARDS      (ROLE_BIT(AWARDS_ADMIN) | ROLES_ADMINS)
#define ROLES_INTEGRATION (ROLE_BIT(SERVICE) | ROLES_ADMINS)
#define ROLES_REPORT      (ROLE_BIT(LEADER) | ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(AUDITOR) | ROLES_ADMINS)
#define ROLES_INTERNAL    (ROLE_BIT(INTERNAL))
#define ROLES_ANONYMOUS   (ROLE_BIT(ANONYMOUS)) /* stands alone: no key carries it */
/* Everybody with a key. */
#define ROLES_ANY                                                                                                      \
	(ROLE_BIT(MEMBER) | ROLE_BIT(LEADER) | ROLE_BIT(AWARDS_ADMIN) | ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(AUDITOR) |       \
	 ROLE_BIT(SERVICE) | ROLE_BIT(ADMIN))

/* Sets of scopes: bit 1 << Kleos__KeyScope. */
#define SCOPE_BIT(name) (1u << KLEOS__KEY_SCOPE__KEY_SCOPE_##name)
#define SCOPES_ALL      (SCOPE_BIT(READ) | SCOPE_BIT(WRITE) | SCOPE_BIT(ADMIN))
/* Roles that count for nothing without the scope ADMIN. */
#define ROLES_BY_SCOPE (ROLE_BIT(AWARDS_ADMIN) | ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(AUDITOR) | ROLE_BIT(ADMIN))

struct principal {
	struct id member;               /* zero: belongs to no member */
	struct id key;                  /* zero: a process of the deployment */
	char name[PRINCIPAL_NAME_SIZE]; /* of the integration or process when there is no member */
	uint32_t roles;                 /* ROLE_BITs */
	uint32_t withheld;              /* SCOPE_BITs that the key has not; 0: it has all */
};

/* Of the roles those that count without the withheld scopes. */
uint32_t roles_left(uint32_t roles, uint32_t withheld);
/* Takes `scopes` away: with ADMIN the roles that hang on it. */
void principal_withhold(struct principal *principal, uint32_t scopes);
/* Whether the scopes let it call what changes nothing, or something. */
bool principal_may(const struct principal *principal, bool read);
bool principal_has(const struct principal *principal, uint32_t roles); /* at least one of them */
/* "LEADER or ADMIN", for a sentence about what a key lacks; INTERNAL is left out. In the arena. */
const char *roles_text(struct arena *arena, uint32_t roles);
bool principal_is_member(const struct principal *principal);

/* A process of the deployment: roles INTERNAL. */
struct principal principal_internal(const char *name);
/* Whoever calls without a key: roles ANONYMOUS, and nothing else. */
struct principal principal_anonymous(void);
bool principal_is_anonymous(const struct principal *principal);

/* Borrows `principal` and `audience` ("members", "recognitions", "awards"), who alone believes it, and that for the
 * time of the call and PRINCIPAL_SLACK_MS. */
void principal_state(Kleos__Principal *out, const struct environment *environment, const struct principal *principal,
					 const char *audience, uint32_t timeout_ms);
/* UNAUTHENTICATED when nobody is stated (NULL), or it is for somebody else, too old, or makes no sense. */
enum status principal_read(struct principal *out, const Kleos__Principal *stated, const struct environment *environment,
						   const char *audience);

#endif
