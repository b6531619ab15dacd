#include "services/members/rpc.h"

#include "common/base/array.h"
#include "common/base/calendar.h"
#include "common/base/text.h"
#include "services/members/change.h"
#include "services/members/provision/names.h"
#include "services/members/provision/people.h"
#include "services/members/state.h"

#include <string.h>

#define FIND_BOUND    500
#define HANDLES_TRIED 1000 /* numbers behind one handle */

/* ---- reading ---- */

static size_t list_found(struct call *call, const Kleos__FindUsersRequest *request, struct user **out)
{
	struct arena *arena = call->arena;
	struct id id = {0};
	if (*request->user_name)
		return user_list_by(call->db, arena, USER_BY_NAME, name_key(arena, request->user_name), out);
	if (*request->external_id)
		return user_list_by(call->db, arena, USER_BY_EXTERNAL_ID, request->external_id, out);
	if (*request->email)
		return user_list_by(call->db, arena, USER_BY_EMAIL, name_key(arena, request->email), out);
	if (request->id.len) {
		*out = arena_alloc(arena, sizeof(**out));
		return id_take(call, "id", request->id, &id) && user_by_id(call->db, arena, &id, *out);
	}
	if (request->limit < 1 || request->limit > FIND_BOUND)
		violate(call, "limit", "1 to %d", FIND_BOUND);
	if (request->after.len)
		id_take(call, "after", request->after, &id);
	return call_has_violations(call) ? 0 : user_list(call->db, arena, &id, (size_t)request->limit, out);
}

static void answer_found(struct call *call, struct user *users, size_t count, Kleos__FindUsersResponse *response)
{
	struct id *ids = arena_array(call->arena, count, sizeof(*ids));
	response->users = arena_array(call->arena, count, sizeof(*response->users));
	for (size_t i = 0; i < count; i++) {
		if (users[i].said.gone)
			continue;
		ids[response->n_users] = users[i].member.id;
		response->users[response->n_users++] = user_message(call, &users[i], false);
	}
	response->ids = (ProtobufCBinaryData){response->n_users * ID_SIZE, (uint8_t *)ids};
}

enum status find_users(struct call *call, const Kleos__FindUsersRequest *request, Kleos__FindUsersResponse *response)
{
	struct user *users;
	if (request->ids_only) {
		response->ids = user_ids(call->db, call->arena);
		return STATUS_OK;
	}
	const size_t count = list_found(call, request, &users);
	if (call_has_violations(call))
		return fail_violations(call);
	answer_found(call, users, count, response);
	return STATUS_OK;
}

enum status read_users(struct call *call, const Kleos__ReadUsersRequest *request, Kleos__ReadUsersResponse *response)
{
	const size_t count = request->ids.len / ID_SIZE;
	if (request->ids.len % ID_SIZE || count > FIND_BOUND) {
		violate(call, "ids", "at most %d ids of 16 bytes, one behind the other", FIND_BOUND);
		return fail_violations(call);
	}
	response->users = arena_array(call->arena, count, sizeof(*response->users));
	for (size_t i = 0; i < count; i++) {
		struct user user;
		struct id id;
		memcpy(id.bytes, request->ids.data + i * ID_SIZE, ID_SIZE);
		if (user_by_id(call->db, call->arena, &id, &user) && !user.said.gone)
			response->users[response->n_users++] = user_message(call, &user, true);
	}
	return STATUS_OK;
}

/* ---- what is said ---- */

static const char *take_line(struct call *call, const char *field, const char *text, size_t bound)
{
	const char *line = text_normal_line(call->arena, text);
	if (text_length(line) > bound)
		violate(call, field, "at most %zu characters", bound);
	return line;
}

static void take_provision(struct call *call, const Kleos__PutUserRequest *request, struct provision *out)
{
	const Kleos__ProvisionedUser *said = request->user;
	out->user_name = take_line(call, "userName", said->user_name, USER_NAME_BOUND);
	if (!*out->user_name)
		violate(call, "userName", "a user needs a name");
	out->formatted_name = take_line(call, "name.formatted", said->formatted_name, DISPLAY_NAME_BOUND);
	out->family_name = take_line(call, "name.familyName", said->family_name, DISPLAY_NAME_BOUND);
	out->given_name = take_line(call, "name.givenName", said->given_name, DISPLAY_NAME_BOUND);
	out->display_name_said = !text_is_blank(said->display_name);
	out->email_primary = said->email_primary;
	out->gone = false;
	if (!request->enterprise_said)
		return;
	out->department = take_line(call, "department", said->department, DISPLAY_NAME_BOUND);
	out->employee_number = take_line(call, "employeeNumber", said->employee_number, EXTERNAL_ID_BOUND);
}

/* The name that people read: NULL when nothing of it was said. */
static const char *name_said(struct call *call, const struct provision *said, const char *display_name)
{
	if (said->display_name_said)
		return display_name;
	if (*said->formatted_name)
		return said->formatted_name;
	if (*said->given_name || *said->family_name)
		return arena_printf(call->arena, "%s %s", said->given_name, said->family_name);
	return NULL;
}

/* `known`: whoever is replaced is empty where nothing is said; who only came just now keeps what they had. */
static struct member_draft draft_of_user(struct call *call, const Kleos__PutUserRequest *request,
										 const struct provision *provision, bool known)
{
	const Kleos__ProvisionedUser *said = request->user;
	struct member_draft draft = {.manager_may_have_left = true};
	struct id manager;
	draft.text[FIELD_EMAIL] = said->email;
	draft.text[FIELD_TITLE] = said->title;
	draft.text[FIELD_LOCALE] = said->locale;
	draft.text[FIELD_TIME_ZONE] = said->time_zone;
	draft.text[FIELD_EXTERNAL_ID] = said->external_id;
	if (request->enterprise_said)
		draft.text[FIELD_MANAGER] = "";
	if (request->enterprise_said && said->manager.len && id_take(call, "manager", said->manager, &manager))
		draft.text[FIELD_MANAGER] = id_text(call->arena, &manager);
	for (int field = 0; !known && field < FIELD_COUNT; field++)
		if (draft.text[field] && !*draft.text[field])
			draft.text[field] = NULL;
	draft.text[FIELD_DISPLAY_NAME] = name_said(call, provision, said->display_name);
	return draft;
}

/* ---- writing ---- */

/* A handle that nobody has or had. */
static enum status choose_handle(struct call *call, struct member *member, const char *user_name)
{
	struct member other;
	for (unsigned number = 1; number <= HANDLES_TRIED; number++) {
		const char *handle = name_handle(call->arena, user_name, number);
		if (!text_equal(handle, "me") && !text_is_uuid(handle) &&
			!member_by_handle(call->db, call->arena, handle, &other) &&
			!handle_is_spent(call->db, members_of(call)->key, handle)) {
			member->handle = handle;
			return STATUS_OK;
		}
	}
	return fail(call, STATUS_RESOURCE_EXHAUSTED, "HANDLES_SPENT",
				"%d members have the handle of '%s' with a number behind it; choose another user name", HANDLES_TRIED,
				text_shown(call->arena, user_name));
}

/* Here or gone, and since when. The event that tells of it. */
static const char *take_active(struct call *call, bool active, struct member *member)
{
	bool was = member->status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE;
	if (active == was)
		return "member.updated";
	member->status = active ? KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE : KLEOS__MEMBER_STATUS__MEMBER_STATUS_INACTIVE;
	member->left_day = active ? DAY_MAX : leaving_day(call, member);
	return active ? "member.updated" : "member.deactivated";
}

/* A department moves whom no group has; who comes back goes where the groups say. */
static void take_team(struct call *call, const struct user *before, struct user *after)
{
	struct group *groups;
	bool here = after->member.status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE;
	bool back = here && before->member.status != after->member.status;
	bool moved = !text_equal(before->said.department, after->said.department);
	size_t n_groups = groups_of_user(call->db, call->arena, &after->member.id, &groups);
	if (here && (n_groups ? back : moved))
		after->member.team = team_said(call, after);
}

static bool provision_same(const struct provision *a, const struct provision *b)
{
	return text_equal(a->user_name, b->user_name) && text_equal(a->formatted_name, b->formatted_name) &&
		   text_equal(a->family_name, b->family_name) && text_equal(a->given_name, b->given_name) &&
		   text_equal(a->department, b->department) && text_equal(a->employee_number, b->employee_number) &&
		   a->display_name_said == b->display_name_said && a->email_primary == b->email_primary && a->gone == b->gone;
}

static void write_user(struct call *call, const struct user *before, struct user *after, const char *event)
{
	bool same = before->member.status == after->member.status && member_same(&before->member, &after->member) &&
				provision_same(&before->said, &after->said);
	if (same && before->named)
		return;
	provision_put(call->db, call->arena, &after->member.id, &after->said);
	if (name_is_taken_away(before->said.user_name, after->said.user_name))
		sign_ins_end(call, &after->member.id);
	member_change(call, &before->member, &after->member, event, false);
}

static enum status add_user(struct call *call, struct user *user)
{
	struct user blank = *user;
	blank.said.department = "";
	take_team(call, &blank, user);
	if (choose_handle(call, &user->member, user->said.user_name))
		return call->status;
	if (!*user->member.display_name)
		user->member.display_name = user->member.handle;
	if (!member_add(call, &user->member, false))
		return fail(call, STATUS_ALREADY_EXISTS, "HANDLE_TAKEN", "the handle '%s' is taken", user->member.handle);
	provision_put(call->db, call->arena, &user->member.id, &user->said);
	return STATUS_OK;
}

/* Checks all that is said; `user` is then as it is to be. */
static enum status take_user(struct call *call, const Kleos__PutUserRequest *request, bool known, struct user *user)
{
	struct problems problems = {0};
	take_provision(call, request, &user->said);
	const struct member_draft draft = draft_of_user(call, request, &user->said, known);
	if (call_has_violations(call))
		return fail_violations(call);
	member_take(call->arena, &draft, &user->member, &problems);
	manager_take(call, &draft, &user->member, &problems);
	if (problems.count)
		return fail_problems(call, &problems);
	if (user_name_is_taken(call, user->said.user_name, &user->member.id))
		return fail(call, STATUS_ALREADY_EXISTS, "USER_NAME_TAKEN", "there is a user '%s' already",
					text_shown(call->arena, user->said.user_name));
	return STATUS_OK;
}

static struct user user_blank(void)
{
	return (struct user){.member = member_blank(),
						 .said = {.user_name = "",
								  .formatted_name = "",
								  .family_name = "",
								  .given_name = "",
								  .department = "",
								  .employee_number = ""}};
}

static enum status put_known(struct call *call, const Kleos__PutUserRequest *request, const struct user *before,
							 bool known)
{
	struct user after = *before;
	if (take_user(call, request, known, &after))
		return call->status;
	const char *event = take_active(call, request->user->active, &after.member);
	take_team(call, before, &after);
	write_user(call, before, &after, event);
	call->resource = after.member.id;
	return STATUS_OK;
}

static enum status put_new(struct call *call, const Kleos__PutUserRequest *request)
{
	struct user user = user_blank();
	if (take_user(call, request, false, &user))
		return call->status;
	take_active(call, request->user->active, &user.member);
	if (add_user(call, &user))
		return call->status;
	call->resource = user.member.id;
	return STATUS_OK;
}

enum status put_user(struct call *call, const Kleos__PutUserRequest *request, Kleos__PutUserResponse *response)
{
	struct user before;
	enum status status;
	if (!request->user) {
		violate(call, "user", "says who it is");
		return fail_violations(call);
	}
	if (request->user->id.len) {
		if (find_user(call, request->user->id, &before) ||
			check_etag(call, request->etag, member_etag(call->arena, &before.member)))
			return call->status;
		status = put_known(call, request, &before, true);
	} else if (user_recognise(call, request->user, &before)) {
		status = put_known(call, request, &before, false);
	} else {
		status = put_new(call, request);
	}
	return status ? status : put_user_replay(call, &call->resource, &response->base);
}

enum status put_user_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct user user;
	if (!user_by_id(call->db, call->arena, resource, &user) || user.said.gone)
		return fail(call, STATUS_NOT_FOUND, "USER_NOT_FOUND", "no user '%s'", id_text(call->arena, resource));
	((Kleos__PutUserResponse *)response)->user = user_message(call, &user, true);
	return STATUS_OK;
}

enum status remove_user(struct call *call, const Kleos__RemoveUserRequest *request, Kleos__RemoveUserResponse *response)
{
	struct user before, after;
	(void)response;
	if (find_user(call, request->id, &before) ||
		check_etag(call, request->etag, member_etag(call->arena, &before.member)))
		return call->status;
	after = before;
	after.said.gone = true;
	const char *event = take_active(call, false, &after.member);
	groups_touch(call->db, &after.member.id, call->now_ms);
	provision_erase(call->db, &after.member.id); /* out of every group; the row comes back with `gone` */
	write_user(call, &before, &after, event);
	call->resource = after.member.id;
	return STATUS_OK;
}

enum status remove_user_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call;
	(void)resource;
	(void)response;
	return STATUS_OK;
}
