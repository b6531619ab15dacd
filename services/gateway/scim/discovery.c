/* What this server can do: ServiceProviderConfig, ResourceTypes and Schemas (RFC 7643 §5 to §7). */
#include "services/gateway/scim/scim.h"

#include <string.h>
#include <strings.h>

#define CONFIG_URN "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
#define TYPE_URN   "urn:ietf:params:scim:schemas:core:2.0:ResourceType"

static json_t *with_address(struct scim *scim, json_t *json, const char *type, const char *path)
{
	json_object_set_new(
		json, "meta",
		json_pack("{s:s,s:s}", "resourceType", type, "location", arena_printf(scim->arena, "%s/%s", scim->base, path)));
	return json;
}

static json_t *config_json(struct scim *scim)
{
	json_t *json = json_pack(
		"{s:[s],s:{s:b},s:{s:b,s:i,s:i},s:{s:b,s:i},s:{s:b},s:{s:b},s:{s:b},s:[{s:s,s:s,s:s,s:b}]}", "schemas",
		CONFIG_URN, "patch", "supported", 1, "bulk", "supported", 0, "maxOperations", 0, "maxPayloadSize", 0, "filter",
		"supported", 1, "maxResults", SCIM_PAGE_BOUND, "changePassword", "supported", 0, "sort", "supported", 0, "etag",
		"supported", 1, "authenticationSchemes", "type", "oauthbearertoken", "name", "API key", "description",
		"Authorization: Bearer and a key of Kleos with the role PEOPLE_ADMIN", "primary", 1);
	return with_address(scim, json, "ServiceProviderConfig", "ServiceProviderConfig");
}

static json_t *type_json(struct scim *scim, const char *name, const char *words, const char *schema)
{
	json_t *json =
		json_pack("{s:[s],s:s,s:s,s:s,s:s,s:s}", "schemas", TYPE_URN, "id", name, "name", name, "description", words,
				  "endpoint", arena_printf(scim->arena, "/%ss", name), "schema", schema);
	return with_address(scim, json, "ResourceType", arena_printf(scim->arena, "ResourceTypes/%s", name));
}

static json_t *types_json(struct scim *scim)
{
	json_t *user = type_json(scim, "User", "A member.", URN_USER);
	json_object_set_new(user, "schemaExtensions", json_pack("[{s:s,s:b}]", "schema", URN_ENTERPRISE, "required", 0));
	return json_pack("[o,o]", user, type_json(scim, "Group", "A team.", URN_GROUP));
}

static json_t *schema_json(struct scim *scim, const char *urn, const char *name, const char *words,
						   const struct attribute *of)
{
	return with_address(scim, attribute_schema(urn, name, words, of), "Schema",
						arena_printf(scim->arena, "Schemas/%s", urn));
}

static json_t *schemas_json(struct scim *scim)
{
	const struct attribute *enterprise = attribute_named(user_attributes, URN_ENTERPRISE, strlen(URN_ENTERPRISE));
	return json_pack("[o,o,o]", schema_json(scim, URN_USER, "User", "A member.", user_attributes),
					 schema_json(scim, URN_GROUP, "Group", "A team.", group_attributes),
					 schema_json(scim, URN_ENTERPRISE, "EnterpriseUser", "A member's place.", enterprise->parts));
}

/* Takes the list: one of it, or all. */
static void answer_of(struct scim *scim, json_t *list, const char *id)
{
	json_t *one;
	size_t i;
	if (!id) {
		scim_answer_list(scim, json_array_size(list), list);
		return;
	}
	json_array_foreach(list, i, one)
	{
		if (strcasecmp(json_string_value(json_object_get(one, "id")), id) != 0)
			continue;
		scim_answer(scim, 200, json_incref(one));
		json_decref(list);
		return;
	}
	json_decref(list);
	exchange_fail(scim->exchange, STATUS_NOT_FOUND, "NOT_FOUND", "there is no '%.200s'", id);
}

static bool is_refused(struct scim *scim)
{
	bool filtered = exchange_query(scim->exchange, "filter");
	if (filtered) /* RFC 7644 §4 */
		exchange_fail(scim->exchange, STATUS_PERMISSION_DENIED, "FILTER_REFUSED",
					  "what the server can do is not filtered");
	return filtered;
}

bool scim_discover(struct scim *scim, const char *name, const char *id)
{
	bool config = strcmp(name, "ServiceProviderConfig") == 0, types = strcmp(name, "ResourceTypes") == 0;
	if (!config && !types && strcmp(name, "Schemas") != 0)
		return false;
	scim->question.start = 1;
	if (is_refused(scim))
		return true;
	if (config && id)
		return false;
	if (config)
		scim_answer(scim, 200, config_json(scim));
	else
		answer_of(scim, types ? types_json(scim) : schemas_json(scim), id);
	return true;
}
