#include "services/gateway/identity/discovery.h"

#include "common/fetch/fetch.h"

#include <jansson.h>
#include <string.h>

const char *discovery_url(struct arena *arena, const char *issuer)
{
	size_t length = strlen(issuer);
	if (length && issuer[length - 1] == '/')
		length--;
	return arena_printf(arena, "%.*s/.well-known/openid-configuration", (int)length, issuer);
}

static const char *address(struct arena *arena, const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));
	return text && fetch_is_private(text) ? arena_text(arena, text) : "";
}

static bool lists(const json_t *array, const char *value)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		const char *text = json_string_value(json_array_get(array, i));
		if (text && strcmp(text, value) == 0)
			return true;
	}
	return false;
}

static void take(struct discovery *out, struct arena *arena, const json_t *json)
{
	const json_t *ways = json_object_get(json, "token_endpoint_auth_methods_supported");
	*out = (struct discovery){
		.authorization = address(arena, json, "authorization_endpoint"),
		.token = address(arena, json, "token_endpoint"),
		.userinfo = address(arena, json, "userinfo_endpoint"),
		.jwks = address(arena, json, "jwks_uri"),
		.end_session = address(arena, json, "end_session_endpoint"),
		.secret_in_body = lists(ways, "client_secret_post") && !lists(ways, "client_secret_basic"),
	};
}

bool discovery_parse(struct discovery *out, struct arena *arena, const char *issuer, const char *text, size_t length,
					 const char **problem)
{
	json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	const char *stated = json_string_value(json_object_get(json, "issuer"));
	*problem = NULL;
	if (!stated)
		*problem = "its description is not JSON that names an issuer";
	else if (strcmp(stated, issuer) != 0)
		*problem = "it says that its issuer is another one; KLEOS_OIDC_ISSUER must be just what it says";
	else
		take(out, arena, json);
	if (!*problem && (!*out->jwks || !*out->authorization || !*out->token))
		*problem = "its description lacks an address, or one is neither https nor of this machine";
	json_decref(json);
	return !*problem;
}
