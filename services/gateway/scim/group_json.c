#include "services/gateway/scim/scim.h"

#include <string.h>

json_t *scim_group_json(struct scim *scim, const Kleos__ProvisionedGroup *group, bool with_members)
{
	json_t *json = json_pack("{s:[s],s:s}", "schemas", URN_GROUP, "displayName", group->display_name);
	scim_add_meta(scim, json, "Group", group->id, group->etag, group->create_time, group->update_time);
	if (*group->external_id)
		json_object_set_new(json, "externalId", json_string(group->external_id));
	json_t *members = json_array();
	for (size_t i = 0; i < group->users.len / ID_SIZE; i++) {
		const char *id = scim_id_text(scim, (ProtobufCBinaryData){ID_SIZE, group->users.data + i * ID_SIZE});
		json_array_append_new(
			members, json_pack("{s:s,s:s,s:s}", "value", id, "$ref", scim_address(scim, "Users", id), "type", "User"));
	}
	if (with_members && json_array_size(members))
		json_object_set(json, "members", members);
	json_decref(members);
	return json;
}

/* Ids of the members in a resource of the table's form, one behind the other. False: refused. */
static bool take_members(struct scim *scim, const json_t *members, ProtobufCBinaryData *out)
{
	uint8_t *ids = arena_array(scim->arena, json_array_size(members), ID_SIZE);
	for (size_t i = 0; i < json_array_size(members); i++) {
		const char *value = json_string_value(json_object_get(json_array_get(members, i), "value"));
		struct id id;
		if (!value || !id_parse(&id, value)) {
			exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, "INVALID_VALUE",
						  "members[%zu].value: the id of a user, as this server made it", i);
			return false;
		}
		memcpy(ids + i * ID_SIZE, id.bytes, ID_SIZE);
	}
	*out = (ProtobufCBinaryData){json_array_size(members) * ID_SIZE, ids};
	return true;
}

Kleos__ProvisionedGroup *scim_group_of(struct scim *scim, json_t *resource)
{
	const char *problem;
	json_t *json = attribute_resource(scim->arena, group_attributes, resource, &problem);
	if (!json) {
		exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, "INVALID_VALUE", "%s", problem);
		return NULL;
	}
	Kleos__ProvisionedGroup *group = arena_alloc(scim->arena, sizeof(*group));
	const char *name = json_string_value(json_object_get(json, "displayName"));
	const char *external_id = json_string_value(json_object_get(json, "externalId"));
	kleos__provisioned_group__init(group);
	group->display_name = arena_text(scim->arena, name ? name : "");
	group->external_id = arena_text(scim->arena, external_id ? external_id : "");
	bool taken = take_members(scim, json_object_get(json, "members"), &group->users);
	json_decref(json);
	return taken ? group : NULL;
}
