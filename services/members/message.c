#include "services/members/rpc.h"

#include "common/base/calendar.h"
#include "common/service/message.h"

#include <string.h>

/* "" for always and never. */
static const char *day_message(struct call *call, int32_t day)
{
	char text[DAY_TEXT_SIZE];
	if (day == DAY_MIN || day == DAY_MAX)
		return "";
	day_format(text, day);
	return arena_text(call->arena, text);
}

static const char **hats_message(struct call *call, const char *hats, size_t *count)
{
	const char **list = arena_array(call->arena, HATS_BOUND, sizeof(*list));
	for (*count = 0; *hats && *count < HATS_BOUND; hats += *hats == ';') {
		size_t length = strcspn(hats, ";");
		list[(*count)++] = arena_text_n(call->arena, hats, length);
		hats += length;
	}
	return list;
}

/* E-mail and the identity provider's id are the member's own and human resources' business. */
static bool sees_contact(const struct call *call, const struct member *member)
{
	return principal_has(&call->principal, ROLES_PEOPLE) || id_equal(&call->principal.member, &member->id);
}

Kleos__Member *member_message(struct call *call, const struct member *member)
{
	Kleos__Member *message = arena_alloc(call->arena, sizeof(*message));
	kleos__member__init(message);
	message->id = id_text(call->arena, &member->id);
	message->handle = member->handle;
	message->display_name = member->display_name;
	message->team = member->team;
	message->title = member->title;
	message->leader = member->leader;
	message->hats = hats_message(call, member->hats, &message->n_hats);
	message->joined_on = day_message(call, member->joined_day);
	message->left_on = day_message(call, member->left_day);
	message->locale = member->locale;
	message->time_zone = member->time_zone;
	message->status = (Kleos__MemberStatus)member->status;
	message->etag = member_etag(call->arena, member);
	message->create_time = time_message(call->arena, member->create_ms);
	message->update_time = time_message(call->arena, member->update_ms);
	if (!id_is_zero(&member->manager))
		message->manager =
			reference_message(call->arena, &member->manager, member->manager_handle, member->manager_display_name);
	if (sees_contact(call, member)) {
		message->email = member->email;
		message->external_id = member->external_id;
		if (*member->email || *member->external_id)
			call_concerns(call, &member->id);
	}
	return message;
}

Kleos__Role *roles_message(struct call *call, uint32_t roles, size_t *count)
{
	Kleos__Role *list = arena_array(call->arena, 32, sizeof(*list));
	*count = 0;
	for (int role = KLEOS__ROLE__ROLE_MEMBER; role <= KLEOS__ROLE__ROLE_INTERNAL; role++) {
		if (roles & 1u << role)
			list[(*count)++] = (Kleos__Role)role;
	}
	return list;
}

static Kleos__KeyScope *scopes_message(struct call *call, uint32_t scopes, size_t *count)
{
	Kleos__KeyScope *list = arena_array(call->arena, KLEOS__KEY_SCOPE__KEY_SCOPE_ADMIN, sizeof(*list));
	*count = 0;
	for (int scope = KLEOS__KEY_SCOPE__KEY_SCOPE_READ; scope <= KLEOS__KEY_SCOPE__KEY_SCOPE_ADMIN; scope++) {
		if (scopes & 1u << scope)
			list[(*count)++] = (Kleos__KeyScope)scope;
	}
	return list;
}

Kleos__ApiKey *key_message(struct call *call, const struct key_row *key)
{
	Kleos__ApiKey *message = arena_alloc(call->arena, sizeof(*message));
	kleos__api_key__init(message);
	message->id = id_text(call->arena, &key->id);
	message->name = key->name;
	message->roles = roles_message(call, key->roles, &message->n_roles);
	message->create_time = time_message(call->arena, key->create_ms);
	if (key->revoke_ms)
		message->revoke_time = time_message(call->arena, key->revoke_ms);
	if (key->expire_ms)
		message->expire_time = time_message(call->arena, key->expire_ms);
	if (key->use_ms)
		message->last_use_time = time_message(call->arena, key->use_ms);
	if (!id_is_zero(&key->successor))
		message->replaced_by = id_text(call->arena, &key->successor);
	message->scopes = scopes_message(call, key->scopes, &message->n_scopes);
	if (!id_is_zero(&key->member))
		message->member = reference_message(call->arena, &key->member, key->member_handle, key->member_display_name);
	return message;
}
