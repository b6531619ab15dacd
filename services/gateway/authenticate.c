#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"

#include <string.h>
#include <strings.h>

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

static void refuse(struct exchange *exchange)
{
	exchange->caller = CALLER_NOBODY;
	exchange_fail(exchange, STATUS_UNAUTHENTICATED, "INVALID_KEY", "this API key is not valid, or was revoked");
}

/* Somebody without a key, where none is needed. */
static bool admit(struct exchange *exchange)
{
	struct gateway *gateway = exchange->gateway;
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	exchange->caller = CALLER_VISITOR;
	exchange->principal = principal_anonymous();
	exchange->visits = visitors_admit(gateway->visitors, info ? info->client_addr : NULL);
	if (!exchange->visits)
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_VISITORS",
					  "too many calls without a key just now; try again in a moment");
	return exchange->visits;
}

bool authenticate(struct exchange *exchange)
{
	struct gateway *gateway = exchange->gateway;
	const struct special_route *special = exchange->route->special;
	const char *text = special && !special->roles ? NULL : key_text(exchange);
	if (!text && route_is_for_visitors(exchange->route))
		return admit(exchange);
	if (!text) {
		exchange_fail(exchange, STATUS_UNAUTHENTICATED, "NO_KEY", "send an API key: Authorization: Bearer kls_…");
		return false;
	}
	if (!api_key_hash(gateway->key, text, exchange->key_hash)) {
		refuse(exchange);
		return false;
	}
	exchange->caller =
		keys_find(gateway->keys, exchange->key_hash, &exchange->principal) ? CALLER_KNOWN : CALLER_UNKNOWN;
	return true;
}

bool authenticate_again(struct exchange *exchange)
{
	struct keys *keys = exchange->gateway->keys;
	if (atomic_load(&exchange->parked))
		return false;
	if (keys_find(keys, exchange->key_hash, &exchange->principal)) {
		exchange->caller = CALLER_KNOWN;
		return true;
	}
	if (!atomic_load(&exchange->parked_failed)) {
		if (atomic_load(&exchange->parked_rounds) >= ROUNDS_ENOUGH) {
			refuse(exchange);
			return true;
		}
		if (keys_park(keys, exchange))
			return false;
	}
	exchange->caller = CALLER_NOBODY;
	exchange_fail(exchange, STATUS_UNAVAILABLE, "KEYS_UNAVAILABLE", "this API key cannot be checked just now");
	return true;
}

bool authorize(struct exchange *exchange, uint32_t roles)
{
	if (!roles || exchange->caller == CALLER_VISITOR || principal_has(&exchange->principal, roles))
		return true;
	exchange_fail(exchange, STATUS_PERMISSION_DENIED, "ROLE_MISSING", "this key may not do that: it needs %s",
				  roles_text(exchange_arena(exchange), roles));
	return false;
}
