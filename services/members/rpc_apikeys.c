#include "services/members/rpc.h"

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/service/message.h"
#include "services/members/state.h"

#include <string.h>

#define MINUTE_MS       ((int64_t)60000)
#define LIFE_BOUND_MS   (10 * 366 * 24 * 60 * MINUTE_MS)
#define OVERLAP_DEFAULT (24 * 60) /* minutes */

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

/* The scopes asked for, as bits; none: all that the caller has. */
static uint32_t take_scopes(struct call *call, const Kleos__CreateApiKeyRequest *request)
{
	uint32_t scopes = 0;
	for (size_t i = 0; i < request->n_scopes; i++) {
		if (request->scopes[i] >= KLEOS__KEY_SCOPE__KEY_SCOPE_READ &&
			request->scopes[i] <= KLEOS__KEY_SCOPE__KEY_SCOPE_ADMIN)
			scopes |= 1u << request->scopes[i];
		else
			violate(call, arena_printf(call->arena, "scopes[%zu]", i), "READ, WRITE or ADMIN");
	}
	if (!request->n_scopes)
		return SCOPES_ALL & ~call->principal.withheld;
	if (!(scopes & (SCOPE_BIT(READ) | SCOPE_BIT(WRITE))))
		violate(call, "scopes", "a key needs READ or WRITE, or it may do nothing");
	return scopes;
}

static int64_t take_expiry(struct call *call, const Google__Protobuf__Timestamp *time)
{
	int64_t ms = 0;
	if (!time)
		return 0;
	if (!time_take(time, &ms) || ms <= call->now_ms || ms > call->now_ms + LIFE_BOUND_MS)
		violate(call, "expireTime", "a time from now on, at most ten years away");
	return ms;
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

/* A key may do no more than the one it is made with; an ADMIN gives any role. */
static enum status refuse_more(struct call *call, const struct key_row *key)
{
	if (!is_admin(call) && (key->roles & ~call->principal.roles))
		return fail(call, STATUS_PERMISSION_DENIED, "ROLE_NOT_HELD",
					"a key may do no more than the one it is made with");
	if (key->scopes & call->principal.withheld)
		return fail(call, STATUS_PERMISSION_DENIED, "SCOPE_NOT_HELD",
					"a key may have no more scopes than the one it is made with");
	return STATUS_OK;
}

/* Under a new id and with a new secret, which goes to `text`. */
static enum status insert_new(struct call *call, struct key_row *key, const char **text)
{
	char *secret = arena_alloc(call->arena, API_KEY_TEXT_SIZE);

	key->id = id_new(call->environment);
	api_key_new(secret, call->environment);
	if (!api_key_hash(members_of(call)->key, secret, key->hash))
		return fail(call, STATUS_INTERNAL, "KEY_UNUSABLE", "the key could not be made");
	key_insert(call->db, key);
	if (!id_is_zero(&key->member))
		call_concerns(call, &key->member);
	call_publish(call, "apikey.created", &key->id);
	call->resource = key->id;
	*text = secret;
	return STATUS_OK;
}

enum status create_api_key(struct call *call, const Kleos__CreateApiKeyRequest *request,
						   Kleos__CreateApiKeyResponse *response)
{
	struct key_row key = {.create_ms = call->now_ms};

	key.name = take_name(call, request->name);
	key.roles = take_roles(call, request);
	key.scopes = take_scopes(call, request);
	key.expire_ms = take_expiry(call, request->expire_time);
	if (!call_has_violations(call) && !key_roles(&key))
		violate(call, "scopes", "without ADMIN none of these roles counts");
	if (call_has_violations(call))
		return fail_violations(call);
	if (take_owner(call, request->member, &key.member))
		return call->status;
	if (refuse_more(call, &key) || insert_new(call, &key, &response->key))
		return call->status;
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

/* ---- rotation ---- */

static int32_t take_overlap(struct call *call, int32_t minutes)
{
	if (minutes < 0 || minutes > KEY_OVERLAP_BOUND)
		violate(call, "overlapMinutes", "1 to %d; 0: %d", KEY_OVERLAP_BOUND, OVERLAP_DEFAULT);
	return minutes ? minutes : OVERLAP_DEFAULT;
}

/* What takes the place of a key that works and has no other in its place yet. */
static enum status take_successor(struct call *call, const struct key_row *old, struct key_row *key)
{
	if (!id_is_zero(&old->successor))
		return fail(call, STATUS_FAILED_PRECONDITION, "KEY_REPLACED", "the key %s takes its place already",
					id_text(call->arena, &old->successor));
	if (!key_works(old, call->now_ms))
		return fail(call, STATUS_FAILED_PRECONDITION, "KEY_NOT_ACTIVE", "this key works no more: make a new one");
	*key = *old;
	key->create_ms = call->now_ms;
	key->use_ms = 0;
	if (old->expire_ms)
		key->expire_ms = call->now_ms + (old->expire_ms - old->create_ms);
	return refuse_more(call, key);
}

enum status rotate_api_key(struct call *call, const Kleos__RotateApiKeyRequest *request,
						   Kleos__RotateApiKeyResponse *response)
{
	const int32_t overlap = take_overlap(call, request->overlap_minutes);
	struct key_row old, key;

	if (call_has_violations(call))
		return fail_violations(call);
	if (find_key(call, request->api_key, &old) || take_successor(call, &old, &key) ||
		insert_new(call, &key, &response->key))
		return call->status;
	key_replace(call->db, &old.id, &key.id, call->now_ms + overlap * MINUTE_MS);
	call_publish(call, "apikey.replaced", &old.id);
	call->resource = old.id; /* which its owner sees in every case: an integration knows its own key alone */
	return rotate_api_key_replay(call, &old.id, &response->base);
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

enum status rotate_api_key_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	Kleos__RotateApiKeyResponse *rotated = (Kleos__RotateApiKeyResponse *)response;
	struct key_row old = {0}, key;

	if (find_key(call, id_text(call->arena, resource), &old))
		return call->status;
	if (!key_by_id(call->db, call->arena, &old.successor, &key))
		return fail(call, STATUS_NOT_FOUND, "API_KEY_NOT_FOUND", "no key takes the place of this one");
	rotated->api_key = key_message(call, &key);
	rotated->replaced = key_message(call, &old);
	return STATUS_OK;
}
