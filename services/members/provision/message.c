#include "common/service/message.h"

#include "services/members/provision/people.h"

static void add_groups(struct call *call, Kleos__ProvisionedUser *message, const struct id *member)
{
	struct group *groups;
	const size_t count = groups_of_user(call->db, call->arena, member, &groups);
	message->groups = arena_array(call->arena, count, sizeof(*message->groups));
	while (message->n_groups < count) {
		const struct group *group = &groups[message->n_groups];
		Kleos__ProvisionedMembership *one = arena_alloc(call->arena, sizeof(*one));
		kleos__provisioned_membership__init(one);
		one->group = id_message(call->arena, &group->id);
		one->display_name = group->display_name;
		message->groups[message->n_groups++] = one;
	}
}

/* What a provider said of them, beyond the member. */
static void add_said(Kleos__ProvisionedUser *message, const struct provision *said)
{
	message->user_name = said->user_name;
	message->formatted_name = said->formatted_name;
	message->family_name = said->family_name;
	message->given_name = said->given_name;
	message->department = said->department;
	message->employee_number = said->employee_number;
	message->email_primary = said->email_primary;
}

Kleos__ProvisionedUser *user_message(struct call *call, const struct user *user, bool shown)
{
	const struct member *member = &user->member;
	Kleos__ProvisionedUser *message = arena_alloc(call->arena, sizeof(*message));
	kleos__provisioned_user__init(message);
	add_said(message, &user->said);
	message->id = id_message(call->arena, &member->id);
	message->external_id = member->external_id;
	message->display_name = user->said.display_name_said ? member->display_name : "";
	message->email = member->email;
	message->title = member->title;
	message->locale = member->locale;
	message->time_zone = member->time_zone;
	message->active = member->status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE;
	message->manager = id_message(call->arena, &member->manager);
	message->etag = member_etag(call->arena, member);
	message->create_time = time_message(call->arena, member->create_ms);
	message->update_time = time_message(call->arena, member->update_ms);
	add_groups(call, message, &member->id);
	if (shown)
		call_concerns(call, &member->id);
	return message;
}

Kleos__ProvisionedGroup *group_message(struct call *call, const struct group *group, bool with_users)
{
	Kleos__ProvisionedGroup *message = arena_alloc(call->arena, sizeof(*message));
	kleos__provisioned_group__init(message);
	message->id = id_message(call->arena, &group->id);
	message->display_name = group->display_name;
	message->external_id = group->external_id;
	message->team = group->path;
	message->etag = group_etag(call->arena, group);
	message->create_time = time_message(call->arena, group->create_ms);
	message->update_time = time_message(call->arena, group->update_ms);
	if (with_users)
		message->users = group_users(call->db, call->arena, &group->id);
	return message;
}
