#include "services/members/rpc.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "services/members/change.h"
#include "services/members/draft.h"
#include "services/members/state.h"

enum status find_member(struct call *call, const char *name, struct member *out)
{
	const char *handle = handle_normal(call->arena, name);
	bool found = false;

	if (!*handle) {
		violate(call, "member", "name a member by id or handle");
		return fail_violations(call);
	}
	if (!text_equal(handle, "me"))
		found = member_by_name(call->db, call->arena, handle, out);
	else if (principal_is_member(&call->principal))
		found = member_by_id(call->db, call->arena, &call->principal.member, out);
	if (!found)
		return fail(call, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND", "no member '%s'", text_shown(call->arena, name));
	return STATUS_OK;
}

enum status fail_problems(struct call *call, const struct problems *problems)
{
	for (size_t i = 0; i < problems->count; i++)
		violate(call, field_path(call->arena, problems->list[i].field), "%s", problems->list[i].message);
	return fail_violations(call);
}

/*~ 8. A handler: a request in, a status and a response out, plain calls in between: rules first (rules.c says them all
 * at once), then the row and the event (change.c). It knows no socket, no transaction and no thread. */
enum status create_member(struct call *call, const Kleos__CreateMemberRequest *request,
						  Kleos__CreateMemberResponse *response)
{
	const struct member_draft draft = draft_of_create(call->arena, request);
	struct member member = member_blank();
	struct problems problems = {0};

	member_take(call->arena, &draft, &member, &problems);
	manager_take(call, &draft, &member, &problems);
	if (problems.count)
		return fail_problems(call, &problems);
	if (!member_add(call, &member, false))
		return fail(call, STATUS_ALREADY_EXISTS, "HANDLE_TAKEN", "the handle '%s' is taken", member.handle);
	call->resource = member.id;
	return create_member_replay(call, &member.id, &response->base);
}

enum status get_member(struct call *call, const Kleos__GetMemberRequest *request, Kleos__GetMemberResponse *response)
{
	struct member member;
	if (find_member(call, request->member, &member))
		return call->status;
	response->member = member_message(call, &member);
	return STATUS_OK;
}

static bool status_is_known(Kleos__MemberStatus status)
{
	return protobuf_c_enum_descriptor_get_value(&kleos__member_status__descriptor, (int)status);
}

enum status list_members(struct call *call, const Kleos__ListMembersRequest *request,
						 Kleos__ListMembersResponse *response)
{
	const char *team = text_normal_line(call->arena, request->team);
	struct member_filter filter = {
		.team = *team ? text_team(call->arena, team) : "",
		.pattern = query_pattern(call->arena, request->query),
		.status = (int32_t)request->status,
	};
	struct member *rows, manager;
	struct page page;

	if (*request->manager && find_member(call, request->manager, &manager))
		return call->status;
	if (*request->manager)
		filter.manager = manager.id;
	if (!filter.team)
		violate(call, "team", "a path such as marketing/social");
	if (!status_is_known(request->status))
		violate(call, "status", "ACTIVE, INACTIVE or ERASED");
	if (call_has_violations(call))
		return fail_violations(call);
	if (page_open(&page, call, members_of(call)->key, "members", request->page_size, request->page_token,
				  PAGE_FILTERS(filter.team, filter.pattern, arena_printf(call->arena, "%d", filter.status),
							   id_text(call->arena, &filter.manager))))
		return call->status;
	size_t count = member_list(call->db, call->arena, &filter, &page, &rows);
	if (count > page.size) {
		count = page.size;
		response->next_page_token = page_next(&page, rows[count - 1].create_ms, &rows[count - 1].id);
	}
	response->members = arena_array(call->arena, count, sizeof(*response->members));
	while (response->n_members < count) {
		response->members[response->n_members] = member_message(call, &rows[response->n_members]);
		response->n_members++;
	}
	return STATUS_OK;
}

enum status update_member(struct call *call, const Kleos__UpdateMemberRequest *request,
						  Kleos__UpdateMemberResponse *response)
{
	struct member before, after;
	struct member_draft draft;
	struct problems problems = {0};
	const char *unknown;

	if (find_member(call, request->member, &before))
		return call->status;
	if (before.status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ERASED)
		return fail(call, STATUS_FAILED_PRECONDITION, "MEMBER_ERASED", "'%s' was erased", before.handle);
	if (!draft_of_update(call->arena, request, &draft, &unknown)) {
		violate(call, "updateMask", "'%s' is no field of a member that can change", text_shown(call->arena, unknown));
		return fail_violations(call);
	}
	if (*request->etag && !text_equal(request->etag, member_etag(call->arena, &before)))
		return fail(call, STATUS_ABORTED, "ETAG_MISMATCH", "'%s' has changed since; read again", before.handle);
	after = before;
	member_take(call->arena, &draft, &after, &problems);
	manager_take(call, &draft, &after, &problems);
	if (problems.count)
		return fail_problems(call, &problems);
	if (!member_same(&before, &after))
		member_change(call, &before, &after, "member.updated", false);
	call->resource = after.id;
	response->member = member_message(call, &after);
	return STATUS_OK;
}

int32_t leaving_day(const struct call *call, const struct member *member)
{
	return call->today > member->joined_day ? call->today : member->joined_day;
}

/* The last day that a request states: not before the first one, and not in the future anywhere on earth. */
static enum status take_left_on(struct call *call, const struct member *member, const char *text, int32_t *left_day)
{
	const int32_t today = call->today;
	*left_day = leaving_day(call, member);
	if (!*text)
		return STATUS_OK;
	if (!day_parse(left_day, text))
		violate(call, "leftOn", "a calendar day YYYY-MM-DD");
	else if (*left_day > today + 1)
		violate(call, "leftOn", "must not be in the future");
	else if (*left_day < member->joined_day)
		violate(call, "leftOn", "must not be before the first day");
	return call_has_violations(call) ? fail_violations(call) : STATUS_OK;
}

enum status deactivate_member(struct call *call, const Kleos__DeactivateMemberRequest *request,
							  Kleos__DeactivateMemberResponse *response)
{
	struct member before, after;

	if (find_member(call, request->member, &before))
		return call->status;
	after = before;
	if (take_left_on(call, &before, request->left_on, &after.left_day))
		return call->status;
	if (before.status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE)
		return fail(call, STATUS_FAILED_PRECONDITION, "MEMBER_NOT_ACTIVE", "'%s' has left already", before.handle);
	after.status = KLEOS__MEMBER_STATUS__MEMBER_STATUS_INACTIVE;
	member_change(call, &before, &after, "member.deactivated", false);
	call->resource = after.id;
	response->member = member_message(call, &after);
	return STATUS_OK;
}

enum status reactivate_member(struct call *call, const Kleos__ReactivateMemberRequest *request,
							  Kleos__ReactivateMemberResponse *response)
{
	struct member before, after;

	if (find_member(call, request->member, &before))
		return call->status;
	if (before.status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ERASED)
		return fail(call, STATUS_FAILED_PRECONDITION, "MEMBER_ERASED", "'%s' was erased", before.handle);
	if (before.status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE)
		return fail(call, STATUS_FAILED_PRECONDITION, "MEMBER_ACTIVE", "'%s' has not left", before.handle);
	after = before;
	after.status = KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE;
	after.left_day = DAY_MAX;
	member_change(call, &before, &after, "member.updated", false);
	call->resource = after.id;
	response->member = member_message(call, &after);
	return STATUS_OK;
}

/* Every reply of a write is the member as it is now, whatever has happened since. */
static enum status member_now(struct call *call, const struct id *resource, Kleos__Member **out)
{
	struct member member;
	if (!member_by_id(call->db, call->arena, resource, &member))
		return fail(call, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND", "no member '%s'", id_text(call->arena, resource));
	*out = member_message(call, &member);
	return STATUS_OK;
}

enum status create_member_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return member_now(call, resource, &((Kleos__CreateMemberResponse *)response)->member);
}

enum status update_member_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return member_now(call, resource, &((Kleos__UpdateMemberResponse *)response)->member);
}

enum status deactivate_member_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return member_now(call, resource, &((Kleos__DeactivateMemberResponse *)response)->member);
}

enum status reactivate_member_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return member_now(call, resource, &((Kleos__ReactivateMemberResponse *)response)->member);
}
