#include "services/gateway/gateway_state.h"
#include "services/gateway/header.h"
#include "services/gateway/scim/scim.h"

#include "common/base/array.h"

#include <string.h>

/* ---- finding who deals with it ---- */

static const struct scim_resource *resource_named(const char *name)
{
	static const struct scim_resource *const resources[] = {&scim_users, &scim_groups};
	for (size_t i = 0; i < ARRAY_LENGTH(resources); i++) {
		if (strcmp(resources[i]->name, name) == 0)
			return resources[i];
	}
	return NULL;
}

/* What RFC 7644 has and this server has not. */
static bool is_unsupported(const char *name)
{
	static const char *const names[] = {"Bulk", "Me", ".search"};
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static bool is_discovery(const char *name)
{
	return strcmp(name, "ServiceProviderConfig") == 0 || strcmp(name, "ResourceTypes") == 0 ||
		   strcmp(name, "Schemas") == 0;
}

static void refuse_resource(struct scim *scim, const char *name)
{
	if (is_unsupported(name))
		exchange_fail(scim->exchange, STATUS_UNIMPLEMENTED, "NOT_SUPPORTED",
					  "/%s is not supported, as ServiceProviderConfig says", name);
	else if (is_discovery(name))
		exchange_fail(scim->exchange, STATUS_UNIMPLEMENTED, "METHOD_NOT_ALLOWED", "/%s can only be read", name);
	else
		exchange_fail(scim->exchange, STATUS_NOT_FOUND, "NOT_FOUND",
					  "there is no /%.100s; there are Users, Groups, ServiceProviderConfig, ResourceTypes and Schemas",
					  name);
}

/* ---- what every request has ---- */

/* W/"1.2" and "1.2": 1.2; "*" and none: "". */
static const char *etag_of(struct scim *scim, const char *header)
{
	const char *value = exchange_header(scim->exchange, header);
	const char *open = value ? strchr(value, '"') : NULL;
	return open ? arena_text_n(scim->arena, open + 1, strcspn(open + 1, "\"")) : "";
}

static const char *base_of(struct scim *scim)
{
	const char *url = exchange_gateway(scim->exchange)->public_url;
	const char *host = exchange_header(scim->exchange, "Host");
	size_t length = url ? strlen(url) : 0;
	while (length && url[length - 1] == '/')
		length--;
	if (length)
		return arena_printf(scim->arena, "%.*s%s", (int)length, url, SCIM_ROOT);
	return arena_printf(scim->arena, "http://%s%s", host ? host : "localhost", SCIM_ROOT);
}

static struct scim *scim_new(struct exchange *exchange)
{
	struct scim *scim = arena_alloc(exchange_arena(exchange), sizeof(*scim));
	scim->exchange = exchange;
	scim->arena = exchange_arena(exchange);
	scim->base = base_of(scim);
	scim->if_match = etag_of(scim, "If-Match");
	scim->if_none = "";
	scim->question.start = 1;
	scim->question.attributes = exchange_query(exchange, "attributes");
	scim->question.excluded = exchange_query(exchange, "excludedAttributes");
	return scim;
}

/* A write's request id, and its body's type. False: refused. */
static bool take_write(struct scim *scim, bool body)
{
	const char *field = "", *type = exchange_header(scim->exchange, "Content-Type");
	if (body && type && !header_is_type(type, SCIM_TYPE) && !header_is_type(type, "application/json")) {
		exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, "UNSUPPORTED_MEDIA_TYPE",
					  "the body is " SCIM_TYPE " or application/json");
		return false;
	}
	if (!exchange_take_request_id(scim->exchange, &field))
		return false;
	scim->request_id = exchange_request_id(scim->exchange);
	return true;
}

/* ---- the routes ---- */

static void get_all(struct exchange *exchange)
{
	struct scim *scim = scim_new(exchange);
	const char *name = exchange_path_field(exchange, "resource");
	const struct scim_resource *resource = resource_named(name);
	if (resource)
		resource->list(scim);
	else if (!scim_discover(scim, name, NULL))
		refuse_resource(scim, name);
}

static void post(struct exchange *exchange)
{
	struct scim *scim = scim_new(exchange);
	const char *name = exchange_path_field(exchange, "resource");
	const struct scim_resource *resource = resource_named(name);
	if (!resource)
		refuse_resource(scim, name);
	else if (take_write(scim, true))
		resource->create(scim);
}

/* The resource of the address; NULL: refused. An id that cannot be one is nobody's. */
static const struct scim_resource *take_one(struct scim *scim)
{
	const char *name = exchange_path_field(scim->exchange, "resource"), *id = exchange_path_field(scim->exchange, "id");
	const struct scim_resource *resource = resource_named(name);
	if (!resource)
		refuse_resource(scim, name);
	else if (!id_parse(&scim->id, id)) {
		exchange_fail(scim->exchange, STATUS_NOT_FOUND, "NOT_FOUND", "no %s '%.100s'",
					  resource == &scim_users ? "user" : "group", id);
		return NULL;
	}
	return resource;
}

static void get_one(struct exchange *exchange)
{
	struct scim *scim = scim_new(exchange);
	const char *name = exchange_path_field(exchange, "resource"), *id = exchange_path_field(exchange, "id");
	if (!resource_named(name) && scim_discover(scim, name, id))
		return;
	const struct scim_resource *resource = take_one(scim);
	scim->if_none = etag_of(scim, "If-None-Match");
	if (resource)
		resource->get(scim);
}

static void put(struct exchange *exchange)
{
	struct scim *scim = scim_new(exchange);
	const struct scim_resource *resource = take_one(scim);
	if (resource && take_write(scim, true))
		resource->replace(scim);
}

static void patch(struct exchange *exchange)
{
	struct scim *scim = scim_new(exchange);
	const struct scim_resource *resource = take_one(scim);
	if (resource && take_write(scim, true))
		resource->patch(scim);
}

static void remove_one(struct exchange *exchange)
{
	struct scim *scim = scim_new(exchange);
	const struct scim_resource *resource = take_one(scim);
	if (resource && take_write(scim, false))
		resource->remove(scim);
}

/* ---- the part ---- */

static const struct guide_parameter list_parameters[] = {
	{"resource", "Users, Groups, ServiceProviderConfig, ResourceTypes or Schemas.", false},
	{"filter", "Such as userName eq \"maria@example.org\": all of RFC 7644 §3.4.2.2.", false},
	{"startIndex", "The first to be shown, from 1.", false},
	{"count", "At most so many; 100, and at most 200.", false},
	{"attributes", "Only these, with commas between.", false},
	{"excludedAttributes", "All but these.", false},
	{NULL, NULL, false},
};

static const struct guide_parameter new_parameters[] = {
	{"resource", "Users or Groups.", false},
	{NULL, NULL, false},
};

static const struct guide_parameter one_parameters[] = {
	{"resource", "Users or Groups; of what the server can do also ResourceTypes or Schemas.", false},
	{"id", "The resource's id.", false},
	{"If-Match", "The etag that the resource must still have.", true},
	{NULL, NULL, false},
};

#define TAG "SCIM"

static const struct route_guide list_guide = {
	.operation = "Scim_List",
	.tag = TAG,
	.words = "Users, groups, or what the server can do (SCIM 2.0). Identity providers keep members and teams with it.",
	.parameters = list_parameters,
	.gives = SCIM_TYPE,
	.scim = true,
};

static const struct route_guide create_guide = {
	.operation = "Scim_Create",
	.tag = TAG,
	.words = "A new user or group. Whom Kleos knows by the provider's id or the e-mail becomes the user.",
	.parameters = new_parameters,
	.takes = SCIM_TYPE,
	.gives = SCIM_TYPE,
	.success = 201,
	.scim = true,
};

static const struct route_guide get_guide = {
	.operation = "Scim_Get",
	.tag = TAG,
	.words = "One user or group.",
	.parameters = one_parameters,
	.gives = SCIM_TYPE,
	.scim = true,
};

static const struct route_guide replace_guide = {
	.operation = "Scim_Replace",
	.tag = TAG,
	.words = "Puts a whole user or group in the place of the one that is there.",
	.parameters = one_parameters,
	.takes = SCIM_TYPE,
	.gives = SCIM_TYPE,
	.scim = true,
};

static const struct route_guide patch_guide = {
	.operation = "Scim_Patch",
	.tag = TAG,
	.words = "Applies operations: a user is answered with, a group is not (204).",
	.parameters = one_parameters,
	.takes = SCIM_TYPE,
	.gives = SCIM_TYPE,
	.also = 204,
	.scim = true,
};

static const struct route_guide remove_guide = {
	.operation = "Scim_Remove",
	.tag = TAG,
	.words =
		"A user has left, and the history stays; a group is no more, and its people fall back to their other groups.",
	.parameters = one_parameters,
	.gives = SCIM_TYPE,
	.success = 204,
	.scim = true,
};

#define ROUTE(verb, address, what, words)                                                                              \
	{                                                                                                                  \
		.method = verb, .path = SCIM_ROOT address, .roles = ROLES_PEOPLE, .colons = true,                              \
		.body_bound = SCIM_BODY_BOUND, .finish = what, .refuse = scim_refuse, .guide = words                           \
	}

static const struct special_route routes[] = {
	ROUTE("GET", "/{resource}", get_all, &list_guide),
	ROUTE("POST", "/{resource}", post, &create_guide),
	ROUTE("GET", "/{resource}/{id}", get_one, &get_guide),
	ROUTE("PUT", "/{resource}/{id}", put, &replace_guide),
	ROUTE("PATCH", "/{resource}/{id}", patch, &patch_guide),
	ROUTE("DELETE", "/{resource}/{id}", remove_one, &remove_guide),
};

const struct gateway_part scim_part = {.routes = routes, .n_routes = ARRAY_LENGTH(routes)};
