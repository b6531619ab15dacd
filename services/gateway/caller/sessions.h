/* sessions: what a browser that has signed in holds. SessionsService is answered in sessions.c; here is what signing in
 * by an identity provider shares with it. */
#ifndef KLEOS_GATEWAY_SESSIONS_H
#define KLEOS_GATEWAY_SESSIONS_H

#include "services/gateway/exchange.h"

/* What every cookie here has, up to its age in seconds. */
#define COOKIE_ATTRIBUTES "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age="

/* A session for a member for whom the identity provider vouched; ROLE_BITs that it gives. Then `done`, as an
 * exchange_call's: `cookie` is the whole header of the new session; NULL: members refused, as the reply says. From any
 * thread; the exchange must be the caller's. */
void session_open_person(struct exchange *exchange, const struct id *member, uint32_t roles,
						 void (*done)(struct exchange *exchange, const struct rpc_reply *reply, const char *cookie));

#endif
