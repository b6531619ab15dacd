#include "services/gateway/caller/cookie.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"
#include "services/gateway/identity/identity.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

#define INVALID_KEY   "INVALID_KEY", "this API key is not valid, or was revoked"
#define ROUNDS_ENOUGH 2 /* the first may have begun before the key was made, the second did not */

static const char *key_text(const struct exchange *exchange)
{
	const char *text = exchange->authorization;
	if (!text)
		return exchange->api_key;
	if (strncasecmp(text, "Bearer ", 7) != 0)
		return "";
	text += 7;
	return text + strspn(text, " ");
}

const struct sockaddr *exchange_address(const struct exchange *exchange)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	return info ? info->client_addr : NULL;
}

enum site exchange_site(const struct exchange *exchange)
{
	return site_of(exchange->fetch_site, exchange->origin, exchange->host);
}

/* Somebody without a key, where none is needed. */
static bool admit(struct exchange *exchange)
{
	struct gateway *gateway = exchange->gateway;
	exchange->caller = CALLER_VISITOR;
	exchange->by_cookie = false;
	exchange->principal = principal_anonymous();
	exchange->visits = visitors_admit(gateway->visitors, exchange_address(exchange));
	if (!exchange->visits)
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_VISITORS",
					  "too many calls without a key just now; try again in a moment");
	return exchange->visits;
}

/* Somebody whose token is no good. `reason` is a phrase without quotes. */
static bool refuse_token(struct exchange *exchange, const char *reason)
{
	struct arena *arena = exchange_arena(exchange);
	exchange->caller = CALLER_NOBODY;
	exchange->challenge = arena_printf(arena, "error=\"invalid_token\", error_description=\"%s\"", reason);
	exchange_fail(exchange, STATUS_UNAUTHENTICATED, "INVALID_TOKEN", "this token is not valid: %s", reason);
	return false;
}

static bool refuse_unknown(struct exchange *exchange)
{
	exchange->caller = CALLER_NOBODY;
	exchange->challenge = "error=\"invalid_token\"";
	exchange_fail(exchange, STATUS_UNAUTHENTICATED, "MEMBER_UNKNOWN",
				  "this token is valid, but no active member goes by the name in it, or several do");
	return false;
}

/* Nobody is known by this key or cookie. A browser sends its cookie wherever it goes, and what everybody may ask it may
 * ask without. True: let in so. */
static bool turn_away(struct exchange *exchange, const char *reason, const char *message)
{
	if (exchange->by_cookie && route_is_for_visitors(exchange->route))
		return admit(exchange);
	exchange->caller = CALLER_NOBODY;
	if (exchange->by_cookie)
		exchange_fail(exchange, STATUS_UNAUTHENTICATED, "INVALID_SESSION", "this session is over: sign in again");
	else
		exchange_fail(exchange, STATUS_UNAUTHENTICATED, reason, "%s", message);
	return false;
}

enum key_found caller_find(const struct exchange *exchange, struct principal *out)
{
	struct gateway *gateway = exchange->gateway;
	const struct exchange_token *token = exchange->token;
	if (!token)
		return keys_find(gateway->keys, exchange->key_hash, out);
	if (!token->subject || token->expire_ms <= environment_now_ms(gateway->environment) ||
		!keys_find_person(gateway->keys, token->subject, out))
		return KEY_UNKNOWN;
	out->roles |= token->roles;
	return KEY_FOUND;
}

/* Whether it is settled who asks, or that nobody may. False: nobody knows this key yet. */
static bool is_settled(struct exchange *exchange)
{
	switch (caller_find(exchange, &exchange->principal)) {
	case KEY_FOUND:
		exchange->caller = CALLER_KNOWN;
		return true;
	case KEY_EXPIRED:
		turn_away(exchange, "KEY_EXPIRED", "this API key has expired: make a new one, or ask an administrator for it");
		return true;
	case KEY_UNKNOWN:
		break;
	}
	exchange->caller = CALLER_UNKNOWN;
	return false;
}

static bool look_up(struct exchange *exchange)
{
	is_settled(exchange);
	return !exchange_answered(exchange);
}

/* False: refused. Of a key that is not known yet nothing is said: it may be newer than what is known. */
static bool check_token(struct exchange *exchange)
{
	struct exchange_token *token = exchange->token;
	struct identity_caller caller = {0};
	const char *reason;
	if (token->subject) /* checked already */
		return true;
	enum jwt_outcome outcome =
		identity_check(exchange->gateway->identity, exchange_arena(exchange), token->text, &caller, &reason);
	token->subject = caller.subject;
	token->roles = caller.roles;
	token->expire_ms = caller.expire_ms;
	bool may_wait = atomic_load(&exchange->parked_rounds) < ROUNDS_ENOUGH || atomic_load(&exchange->parked_failed);
	return outcome == JWT_GOOD || (outcome == JWT_UNKNOWN_KEY && may_wait) || refuse_token(exchange, reason);
}

static bool authenticate_by_token(struct exchange *exchange, const char *text)
{
	exchange->token = arena_alloc(exchange_arena(exchange), sizeof(*exchange->token));
	exchange->token->text = text;
	return check_token(exchange) && look_up(exchange);
}

/* What a cookie is good for depends on whose page asks. To change something it must be known to be ours. Another one
 * may lead here by a link, but takes nothing into itself: what it cannot read it could still measure. */
static bool site_may_ask(const struct exchange *exchange)
{
	const enum site site = exchange_site(exchange);
	if (strcmp(exchange->method, "GET") != 0 && strcmp(exchange->method, "HEAD") != 0)
		return site == SITE_OWN;
	return site != SITE_OTHER || (exchange->fetch_mode && strcmp(exchange->fetch_mode, "navigate") == 0);
}

/* `secret` NULL: the cookie came more than once, or is too long. */
static bool authenticate_by_cookie(struct exchange *exchange, const char *secret)
{
	exchange->by_cookie = true;
	if (!site_may_ask(exchange)) {
		if (route_is_for_visitors(exchange->route))
			return admit(exchange);
		exchange_fail(exchange, STATUS_PERMISSION_DENIED, "CROSS_SITE",
					  "with the cookie of a session only a page of this site may do that");
		return false;
	}
	if (!secret || !session_secret_hash(exchange->gateway->key, secret, exchange->key_hash))
		return turn_away(exchange, INVALID_KEY);
	return look_up(exchange);
}

static bool authenticate_without_key(struct exchange *exchange)
{
	char secret[API_KEY_TEXT_SIZE];
	enum cookie_found found = cookie_find(exchange->cookie, SESSION_COOKIE, secret, sizeof(secret));
	if (found != COOKIE_NONE) {
		bool known = authenticate_by_cookie(exchange, found == COOKIE_ONE ? secret : NULL);
		sodium_memzero(secret, sizeof(secret));
		return known;
	}
	if (route_is_for_visitors(exchange->route))
		return admit(exchange);
	exchange_fail(exchange, STATUS_UNAUTHENTICATED, "NO_KEY",
				  exchange->gateway->identity ? "send an API key or a token: Authorization: Bearer …"
											  : "send an API key: Authorization: Bearer kls_…");
	return false;
}

/* What is shaped like a key was meant to be one. */
static bool is_token(const struct exchange *exchange, const char *text)
{
	return exchange->gateway->identity && exchange->authorization && *text && strncmp(text, "kls_", 4) != 0;
}

bool authenticate(struct exchange *exchange)
{
	if (route_ignores_keys(exchange->route))
		return admit(exchange);
	const char *text = key_text(exchange);
	if (!text)
		return authenticate_without_key(exchange);
	if (api_key_hash(exchange->gateway->key, text, exchange->key_hash))
		return look_up(exchange);
	if (is_token(exchange, text))
		return authenticate_by_token(exchange, text);
	return turn_away(exchange, INVALID_KEY);
}

/* Waits for what would make the caller known. False: too many do already, or the gateway stops. */
static bool park(struct exchange *exchange)
{
	struct gateway *gateway = exchange->gateway;
	if (exchange->token && !exchange->token->subject)
		return identity_park(gateway->identity, exchange);
	return keys_park(gateway->keys, exchange);
}

static void refuse_unavailable(struct exchange *exchange)
{
	exchange->caller = CALLER_NOBODY;
	exchange_fail(exchange, STATUS_UNAVAILABLE, "KEYS_UNAVAILABLE", "%s cannot be checked just now",
				  exchange->token       ? "this token"
				  : exchange->by_cookie ? "this session"
										: "this API key");
}

bool authenticate_again(struct exchange *exchange)
{
	if (atomic_load(&exchange->parked))
		return false;
	if (exchange->token && !check_token(exchange))
		return true;
	if (is_settled(exchange))
		return true;
	if (!atomic_load(&exchange->parked_failed)) {
		if (atomic_load(&exchange->parked_rounds) >= ROUNDS_ENOUGH) {
			if (exchange->token)
				refuse_unknown(exchange);
			else
				turn_away(exchange, INVALID_KEY);
			return true;
		}
		if (park(exchange))
			return false;
	}
	refuse_unavailable(exchange);
	return true;
}

/* What changes nothing is asked for with a method that says so, or declared as such. */
static bool is_read(const struct exchange *exchange)
{
	const struct route *route = exchange->route;
	return route->procedure ? route->procedure->read : strcmp(route->method, "GET") == 0;
}

static bool has_scope(struct exchange *exchange)
{
	const bool read = is_read(exchange);
	if (principal_may(&exchange->principal, read))
		return true;
	exchange_fail(exchange, STATUS_PERMISSION_DENIED, "SCOPE_MISSING",
				  "this key may not do that: it needs the scope %s", read ? "READ" : "WRITE");
	return false;
}

/* What a screen that was left open, or a token that was meant for another use, is not to carry away. */
static bool has_key(struct exchange *exchange)
{
	const struct special_route *special = exchange->route->special;
	if (!special || !special->keys_only || (!exchange->by_cookie && !exchange->token))
		return true;
	exchange_fail(exchange, STATUS_PERMISSION_DENIED, "KEY_NEEDED",
				  "this is given to an API key only, not to a browser's session nor to a token: kleos --key-file FILE");
	return false;
}

bool authorize(struct exchange *exchange, uint32_t roles)
{
	if (exchange->caller == CALLER_KNOWN && !has_scope(exchange))
		return false;
	if (!roles || exchange->caller == CALLER_VISITOR || principal_has(&exchange->principal, roles))
		return has_key(exchange);
	exchange_fail(exchange, STATUS_PERMISSION_DENIED, "ROLE_MISSING", "this key may not do that: it needs %s",
				  roles_text(exchange_arena(exchange), roles));
	return false;
}
