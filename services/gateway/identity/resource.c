/* What this API says of itself as a protected resource (RFC 9728), so that programs find out where tokens for it come
 * from. */
#include "common/base/array.h"
#include "common/base/buffer.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"
#include "services/gateway/identity/identity.h"

#include <string.h>

#define DOCUMENT_BOUND ((size_t)8 * 1024)

static void add_text(struct buffer *out, const char *text)
{
	buffer_add_json_text(out, text, strlen(text));
}

static void get(struct exchange *exchange)
{
	const struct identity *identity = exchange_gateway(exchange)->identity;
	struct buffer out;
	if (!identity) {
		exchange_fail(exchange, STATUS_NOT_FOUND, "NO_IDENTITY_PROVIDER",
					  "there is no identity provider here: callers bring API keys");
		return;
	}
	buffer_init(&out, exchange_arena(exchange), DOCUMENT_BOUND);
	buffer_add_text(&out, "{\"resource\":");
	add_text(&out, identity_public_url(identity));
	buffer_add_text(&out, ",\"authorization_servers\":[");
	add_text(&out, identity_settings(identity)->issuer);
	buffer_add_text(&out, "],\"bearer_methods_supported\":[\"header\"],\"resource_name\":\"Kleos\"}");
	exchange_answer(exchange, MHD_HTTP_OK, "application/json", out.bytes, out.length);
}

static const struct route_guide guide = {
	.operation = "Server_GetProtectedResource",
	.tag = "Server",
	.words = "Where tokens for this API come from (RFC 9728): the identity provider. None is 404. No key is needed.",
	.gives = "application/json",
};

static const struct special_route routes[] = {
	{.method = "GET", .path = "/.well-known/oauth-protected-resource", .guide = &guide, .finish = get},
};

const struct gateway_part resource_part = {.routes = routes, .n_routes = ARRAY_LENGTH(routes)};
