#include "services/gateway/scim/scim.h"

#include <string.h>
#include <strings.h>

static void put_text(json_t *object, const char *name, const char *text)
{
	if (*text)
		json_object_set_new(object, name, json_string(text));
}

/* An object goes in when something is in it; taken. */
static void put_object(json_t *object, const char *name, json_t *value)
{
	if (json_object_size(value))
		json_object_set(object, name, value);
	json_decref(value);
}

/* ---- out ---- */

static json_t *name_json(const Kleos__ProvisionedUser *user)
{
	json_t *name = json_object();
	put_text(name, "formatted", user->formatted_name);
	put_text(name, "familyName", user->family_name);
	put_text(name, "givenName", user->given_name);
	return name;
}

static json_t *groups_json(struct scim *scim, const Kleos__ProvisionedUser *user)
{
	json_t *list = json_array();
	for (size_t i = 0; i < user->n_groups; i++) {
		const char *id = scim_id_text(scim, user->groups[i]->group);
		json_array_append_new(list,
							  json_pack("{s:s,s:s,s:s,s:s}", "value", id, "$ref", scim_address(scim, "Groups", id),
										"display", user->groups[i]->display_name, "type", "direct"));
	}
	return list;
}

static json_t *enterprise_json(struct scim *scim, const Kleos__ProvisionedUser *user)
{
	json_t *enterprise = json_object();
	put_text(enterprise, "employeeNumber", user->employee_number);
	put_text(enterprise, "department", user->department);
	const char *manager = scim_id_text(scim, user->manager);
	if (*manager)
		json_object_set_new(enterprise, "manager",
							json_pack("{s:s,s:s}", "value", manager, "$ref", scim_address(scim, "Users", manager)));
	return enterprise;
}

json_t *scim_user_json(struct scim *scim, const Kleos__ProvisionedUser *user)
{
	json_t *json =
		json_pack("{s:[s],s:s,s:b}", "schemas", URN_USER, "userName", user->user_name, "active", user->active);
	json_t *enterprise = enterprise_json(scim, user);
	scim_add_meta(scim, json, "User", user->id, user->etag, user->create_time, user->update_time);
	put_text(json, "externalId", user->external_id);
	put_text(json, "displayName", user->display_name);
	put_object(json, "name", name_json(user));
	put_text(json, "title", user->title);
	put_text(json, "locale", user->locale);
	put_text(json, "timezone", user->time_zone);
	if (*user->email)
		json_object_set_new(
			json, "emails",
			json_pack("[{s:s,s:s,s:b}]", "value", user->email, "type", "work", "primary", user->email_primary));
	if (user->n_groups)
		json_object_set_new(json, "groups", groups_json(scim, user));
	if (json_object_size(enterprise))
		json_array_append_new(json_object_get(json, "schemas"), json_string(URN_ENTERPRISE));
	put_object(json, URN_ENTERPRISE, enterprise);
	return json;
}

/* ---- in ---- */

static const char *text_of(struct scim *scim, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text ? arena_text(scim->arena, text) : "";
}

/* The address that Kleos keeps: the primary one, else that of work, else the first. */
static const json_t *email_of(const json_t *emails)
{
	const json_t *work = NULL;
	for (size_t i = 0; i < json_array_size(emails); i++) {
		const json_t *email = json_array_get(emails, i);
		const char *type = json_string_value(json_object_get(email, "type"));
		if (json_is_true(json_object_get(email, "primary")))
			return email;
		if (!work && type && strcasecmp(type, "work") == 0)
			work = email;
	}
	return work ? work : json_array_get(emails, 0);
}

/* en_GB and "en-GB, en;q=0.8": en-GB. */
static const char *language_of(struct scim *scim, const char *text)
{
	char *tag = arena_text_n(scim->arena, text, strcspn(text, ",; "));
	for (char *at = tag; *at; at++)
		*at = *at == '_' ? '-' : *at;
	return tag;
}

static bool take_manager(struct scim *scim, const json_t *manager, ProtobufCBinaryData *out)
{
	const char *value = text_of(scim, manager, "value");
	struct id id;
	if (!*value)
		return true;
	if (!id_parse(&id, value)) {
		exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, "INVALID_VALUE",
					  "manager.value: the id of a user, as this server made it");
		return false;
	}
	*out = scim_id_bytes(scim, &id);
	return true;
}

static void take_names(struct scim *scim, const json_t *json, Kleos__ProvisionedUser *user)
{
	const json_t *name = json_object_get(json, "name");
	user->user_name = text_of(scim, json, "userName");
	user->external_id = text_of(scim, json, "externalId");
	user->display_name = text_of(scim, json, "displayName");
	user->formatted_name = text_of(scim, name, "formatted");
	user->family_name = text_of(scim, name, "familyName");
	user->given_name = text_of(scim, name, "givenName");
}

static void take_contact(struct scim *scim, const json_t *json, Kleos__ProvisionedUser *user)
{
	const json_t *email = email_of(json_object_get(json, "emails"));
	const char *language = text_of(scim, json, "preferredLanguage");
	user->email = text_of(scim, email, "value");
	user->email_primary = !json_is_false(json_object_get(email, "primary"));
	user->title = text_of(scim, json, "title");
	user->locale = language_of(scim, *language ? language : text_of(scim, json, "locale"));
	user->time_zone = text_of(scim, json, "timezone");
	user->active = !json_is_false(json_object_get(json, "active"));
}

/* Of a resource in the table's form. */
static Kleos__ProvisionedUser *user_of(struct scim *scim, const json_t *json)
{
	Kleos__ProvisionedUser *user = arena_alloc(scim->arena, sizeof(*user));
	const json_t *enterprise = json_object_get(json, URN_ENTERPRISE);
	kleos__provisioned_user__init(user);
	take_names(scim, json, user);
	take_contact(scim, json, user);
	user->department = text_of(scim, enterprise, "department");
	user->employee_number = text_of(scim, enterprise, "employeeNumber");
	return take_manager(scim, json_object_get(enterprise, "manager"), &user->manager) ? user : NULL;
}

Kleos__ProvisionedUser *scim_user_of(struct scim *scim, json_t *resource, bool *enterprise_said)
{
	const char *problem;
	json_t *json = attribute_resource(scim->arena, user_attributes, resource, &problem);
	if (!json) {
		exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, "INVALID_VALUE", "%s", problem);
		return NULL;
	}
	Kleos__ProvisionedUser *user = user_of(scim, json);
	*enterprise_said = json_object_get(json, URN_ENTERPRISE) != NULL;
	json_decref(json);
	return user;
}
