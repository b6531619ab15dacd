#include "services/members/rpc.h"

#include "common/base/text.h"
#include "services/members/state.h"

#include <string.h>

enum status who_am_i(struct call *call, const Kleos__WhoAmIRequest *request, Kleos__WhoAmIResponse *response)
{
	struct member member;
	(void)request;

	response->roles = roles_message(call, call->principal.roles, &response->n_roles);
	if (!principal_is_member(&call->principal)) {
		response->name = call->principal.name;
		return STATUS_OK;
	}
	if (find_member(call, "me", &member))
		return call->status;
	response->member = member_message(call, &member);
	return STATUS_OK;
}

static bool is_admin(const struct call *call)
{
	return principal_has(&call->principal, ROLES_ADMINS);
}

/* The roles asked for, as bits; violations say which cannot be granted. */
static uint32_t take_roles(struct call *call, const Kleos__CreateApiKeyRequest *request)
{
	uint32_t roles = 0;
	for (size_t i = 0; i < request->n_roles; i++) {
		if (role_is_grantable(request->roles[i]))
			roles |= 1u << request->roles[i];
		else
			violate(call, arena_printf(call->arena, "roles[%zu]", i), "no role that a key can have");
	}
	if (request->n_roles == 0)
		violate(call, "roles", "a key needs at least one role");
	return roles;
}

static const char *take_name(struct call *call, const char *text)
{
	const char *name = text_normal_line(call->arena, text);
	if (text_is_blank(name) || text_length(name) > KEY_NAME_BOUND)
		violate(call, "name", "1 to %d characters that say what the key is for", KEY_NAME_BOUND);
	return name;
}

/* Whose key it shall be: zero is an integration's. */
static enum status take_owner(struct call *call, const char *name, struct id *owner)
{
	struct member member;

	*owner = (struct id){0};
	if (text_is_blank(name)) {
		if (is_admin(call))
			return STATUS_OK;
		return fail(call, STATUS_PERMISSION_DENIED, "ROLE_MISSING", "only an ADMIN makes keys for integrations");
	}
	if (find_member(call, name, &member))
		return call->status;
	if (!is_admin(call) && !id_equal(&member.id, &call->principal.member))
		return fail(call, STATUS_PERMISSION_DENIED, "ROLE_MISSING", "only an ADMIN makes keys for others");
	if (member.status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE)
		return fail(call, STATUS_FAILED_PRECONDITION, "MEMBER_NOT_ACTIVE", "'%s' has left", member.handle);
	*owner = member.id;
	return STATUS_OK;
}

enum status create_api_key(struct call *call, const Kleos__CreateApiKeyRequest *request,
						   Kleos__CreateApiKeyResponse *response)
{
	struct key_row key = {.create_ms = call->now_ms};
	char *text = arena_alloc(call->arena, API_KEY_TEXT_SIZE);

	key.name = take_name(call, request->name);
	key.roles = take_roles(call, request);
	if (call_has_violations(call))
		return fail_violations(call);
	if (take_owner(call, request->member, &key.member))
		return call->status;
	if (!is_admin(call) && (key.roles & ~call->principal.roles))
		return fail(call, STATUS_PERMISSION_DENIED, "ROLE_NOT_HELD",
					"a key may do no more than the one it is made with");
	key.id = id_new(call->environment);
	api_key_new(text, call->environment);
	if (!api_key_hash(members_of(call)->key, text, key.hash))
		return fail(call, STATUS_INTERNAL, "KEY_UNUSABLE", "the key could not be made");
	key_insert(call->db, &key);
	if (!id_is_zero(&key.member))
		call_concerns(call, &key.member);
	call_publish(call, "apikey.created", &key.id);
	call->resource = key.id;
	response->key = text;
	return create_api_key_replay(call, &key.id, &response->base);
}

enum status list_api_keys(struct call *call, const Kleos__ListApiKeysRequest *request,
						  Kleos__ListApiKeysResponse *response)
{
	const struct principal *owner = is_admin(call) ? NULL : &call->principal;
	struct key_row *rows;
	struct page page;

	if (page_open(&page, call, members_of(call)->key, "apikeys", request->page_size, request->page_token,
				  PAGE_FILTERS(owner ? "own" : "all")))
		return call->status;
	size_t count = key_list(call->db, call->arena, owner, &page, &rows);
	if (count > page.size) {
		count = page.size;
		response->next_page_token = page_next(&page, rows[count - 1].create_ms, &rows[count - 1].id);
	}
	response->api_keys = arena_array(call->arena, count, sizeof(*response->api_keys));
	while (response->n_api_keys < count) {
		response->api_keys[response->n_api_keys] = key_message(call, &rows[response->n_api_keys]);
		response->n_api_keys++;
	}
	return STATUS_OK;
}

/* The key, when the caller may know of it. */
static enum status find_key(struct call *call, const char *text, struct key_row *key)
{
	const struct principal *caller = &call->principal;
	struct id id;
	bool found = id_parse(&id, text) && key_by_id(call->db, call->arena, &id, key);
	if (found && !is_admin(call))
		found = id_equal(&key->id, &caller->key) ||
				(principal_is_member(caller) && id_equal(&key->member, &caller->member));
	if (!found)
		return fail(call, STATUS_NOT_FOUND, "API_KEY_NOT_FOUND", "no API key '%s'", text_shown(call->arena, text));
	return STATUS_OK;
}

enum status revoke_api_key(struct call *call, const Kleos__RevokeApiKeyRequest *request,
						   Kleos__RevokeApiKeyResponse *response)
{
	struct key_row key;

	if (find_key(call, request->api_key, &key))
		return call->status;
	if (!id_is_zero(&key.member))
		call_concerns(call, &key.member);
	if (key_revoke(call->db, &key.id, call->now_ms)) {
		sessions_end(call->db, &key.id);
		call_publish(call, "apikey.revoked", &key.id);
	}
	call->resource = key.id;
	return revoke_api_key_replay(call, &key.id, &response->base);
}

static enum status key_now(struct call *call, const struct id *resource, Kleos__ApiKey **out)
{
	struct key_row key = {0};
	if (find_key(call, id_text(call->arena, resource), &key))
		return call->status;
	*out = key_message(call, &key);
	return STATUS_OK;
}

enum status create_api_key_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return key_now(call, resource, &((Kleos__CreateApiKeyResponse *)response)->api_key);
}

enum status revoke_api_key_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return key_now(call, resource, &((Kleos__RevokeApiKeyResponse *)response)->api_key);
}
