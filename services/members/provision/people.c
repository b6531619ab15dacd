#include "services/members/provision/people.h"

#include "common/base/text.h"
#include "services/members/change.h"
#include "services/members/provision/names.h"
#include "services/members/state.h"

#include <string.h>

bool id_take(struct call *call, const char *field, ProtobufCBinaryData bytes, struct id *out)
{
	bool taken = id_from_bytes(out, bytes.data, bytes.len);
	if (!taken)
		violate(call, field, "16 bytes of an id");
	return taken;
}

enum status find_user(struct call *call, ProtobufCBinaryData id, struct user *out)
{
	struct id wanted;
	if (!id_take(call, "id", id, &wanted))
		return fail_violations(call);
	if (!user_by_id(call->db, call->arena, &wanted, out) || out->said.gone)
		return fail(call, STATUS_NOT_FOUND, "USER_NOT_FOUND", "no user '%s'", id_text(call->arena, &wanted));
	return STATUS_OK;
}

enum status check_etag(struct call *call, const char *etag, const char *now)
{
	if (!*etag || text_equal(etag, now))
		return STATUS_OK;
	return fail(call, STATUS_ABORTED, "ETAG_MISMATCH", "it has changed since; read it again");
}

const char *group_etag(struct arena *arena, const struct group *group)
{
	return arena_printf(arena, "%llx.%llx", (unsigned long long)group->revision, (unsigned long long)group->update_ms);
}

/* ---- who it is ---- */

/* Whether a provider may take this member over: it has not told of them yet, or removed them. */
static bool is_free(const struct user *user)
{
	return !user->named || user->said.gone;
}

static bool is_active(const struct user *user)
{
	return user->member.status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE;
}

/* The same account: whoever they are by now, here or gone. */
static bool recognise_external(struct call *call, const char *external_id, struct user *out)
{
	struct user *users;
	size_t found = 0;
	const size_t count = user_list_by(call->db, call->arena, USER_BY_EXTERNAL_ID, external_id, &users);
	for (size_t i = 0; i < count; i++) {
		if (is_free(&users[i])) {
			*out = users[i];
			found++;
		}
	}
	return found == 1;
}

/* The same address is the same person only as long as they are here: addresses are given to others later. */
static bool recognise_email(struct call *call, const char *email, const char *external_id, struct user *out)
{
	struct user *users;
	size_t found = 0;
	const size_t count = user_list_by(call->db, call->arena, USER_BY_EMAIL, name_key(call->arena, email), &users);
	for (size_t i = 0; i < count; i++) {
		const char *known = users[i].member.external_id;
		bool other = *known && *external_id && !text_equal(known, external_id);
		if (is_free(&users[i]) && is_active(&users[i]) && !other) {
			*out = users[i];
			found++;
		}
	}
	return found == 1;
}

bool user_recognise(struct call *call, const Kleos__ProvisionedUser *said, struct user *out)
{
	const char *external_id = text_normal_line(call->arena, said->external_id);
	const char *email = *said->email ? said->email : strchr(said->user_name, '@') ? said->user_name : "";
	if (*external_id && recognise_external(call, external_id, out))
		return true;
	return *email && recognise_email(call, email, external_id, out);
}

bool user_name_is_taken(struct call *call, const char *user_name, const struct id *but)
{
	struct user *users;
	const size_t count = user_list_by(call->db, call->arena, USER_BY_NAME, name_key(call->arena, user_name), &users);
	for (size_t i = 0; i < count; i++) {
		if (!id_equal(&users[i].member.id, but))
			return true;
	}
	return false;
}

/* ---- which team ---- */

const char *team_said(struct call *call, const struct user *user)
{
	struct group *groups;
	const size_t count = groups_of_user(call->db, call->arena, &user->member.id, &groups);
	if (count)
		return groups[count - 1].path;
	const char *team = *user->said.department ? name_team(call->arena, user->said.department) : NULL;
	return team ? team : "";
}

void settle_team(struct call *call, const struct id *member)
{
	struct user user;
	if (!user_by_id(call->db, call->arena, member, &user))
		return;
	struct member after = user.member;
	after.team = team_said(call, &user);
	if (is_active(&user) && !text_equal(after.team, user.member.team))
		member_change(call, &user.member, &after, "member.updated", false);
	else
		call_concerns(call, member);
}
