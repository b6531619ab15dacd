#include "services/members/rpc.h"

#include "common/base/text.h"
#include "services/members/provision/names.h"
#include "services/members/provision/people.h"

#include <string.h>

/* ---- reading ---- */

enum status read_groups(struct call *call, const Kleos__ReadGroupsRequest *request, Kleos__ReadGroupsResponse *response)
{
	const char *key = *request->display_name ? name_key(call->arena, request->display_name) : NULL;
	const char *external_id = *request->external_id ? request->external_id : NULL;
	struct group *groups;
	struct id id;

	if (request->id.len && !id_take(call, "id", request->id, &id))
		return fail_violations(call);
	const size_t count = group_list(call->db, call->arena, request->id.len ? &id : NULL, key, external_id, &groups);
	response->groups = arena_array(call->arena, count, sizeof(*response->groups));
	while (response->n_groups < count) {
		const struct group *group = &groups[response->n_groups];
		response->groups[response->n_groups++] = group_message(call, group, !request->without_users);
	}
	return STATUS_OK;
}

static enum status group_unknown(struct call *call, const struct id *id)
{
	return fail(call, STATUS_NOT_FOUND, "GROUP_NOT_FOUND", "no group '%s'", id_text(call->arena, id));
}

static enum status find_group(struct call *call, ProtobufCBinaryData bytes, const char *etag, struct group *out)
{
	struct group *groups;
	struct id id;
	if (!id_take(call, "id", bytes, &id))
		return fail_violations(call);
	if (!group_list(call->db, call->arena, &id, NULL, NULL, &groups))
		return group_unknown(call, &id);
	*out = *groups;
	return check_etag(call, etag, group_etag(call->arena, out));
}

/* ---- names ---- */

/* Both names of the group, and the path that follows from the first. */
static enum status take_names(struct call *call, const Kleos__ProvisionedGroup *said, struct group *group,
							  const char **path)
{
	group->display_name = text_normal_line(call->arena, said->display_name);
	group->external_id = text_normal_line(call->arena, said->external_id);
	bool fits = *group->display_name && text_length(group->display_name) <= GROUP_NAME_BOUND;
	*path = fits ? name_team(call->arena, group->display_name) : NULL;
	if (!*path)
		violate(call, "displayName",
				"1 to %d characters of which a team's path can be made, such as Marketing / Social Media",
				GROUP_NAME_BOUND);
	if (text_length(group->external_id) > EXTERNAL_ID_BOUND)
		violate(call, "externalId", "at most %d characters", EXTERNAL_ID_BOUND);
	return call_has_violations(call) ? fail_violations(call) : STATUS_OK;
}

static enum status check_free(struct call *call, const struct group *group, const char *path)
{
	struct id other;
	if (group_by_path(call->db, path, &other) && !id_equal(&other, &group->id))
		return fail(call, STATUS_ALREADY_EXISTS, "GROUP_EXISTS", "there is a group of the team '%s' already", path);
	return STATUS_OK;
}

static enum status name_new(struct call *call, struct group *group, const char *path)
{
	if (check_free(call, group, path))
		return call->status;
	group->id = id_new(call->environment);
	group->create_ms = call->now_ms;
	group->path = path;
	if (!team_by_path(call->db, path, &group->team)) {
		group->team = id_new(call->environment);
		team_insert(call->db, &group->team, path);
	}
	return STATUS_OK;
}

/* The team goes by the group's new name. That the team was renamed in Kleos meanwhile is no new name of the group. */
static enum status name_again(struct call *call, struct group *group, const struct group *before, const char *path)
{
	const char *path_before = name_team(call->arena, before->display_name);
	if ((path_before && text_equal(path, path_before)) || text_equal(path, before->path))
		return STATUS_OK;
	if (check_free(call, group, path) || team_rename(call, "displayName", before->path, path))
		return call->status;
	group->path = path;
	return STATUS_OK;
}

/* ---- people ---- */

/* The users that ids name, one behind the other; those who come must be there. */
static enum status take_users(struct call *call, ProtobufCBinaryData ids, bool must_be, struct id **out, size_t *count)
{
	*count = ids.len / ID_SIZE;
	*out = arena_array(call->arena, *count, sizeof(**out));
	if (ids.len % ID_SIZE)
		violate(call, "members", "ids of 16 bytes, one behind the other");
	for (size_t i = 0; i < *count && !call_has_violations(call); i++) {
		struct user user;
		memcpy((*out)[i].bytes, ids.data + i * ID_SIZE, ID_SIZE);
		if (must_be && (!user_by_id(call->db, call->arena, &(*out)[i], &user) || user.said.gone))
			violate(call, "members", "no user '%s'", id_text(call->arena, &(*out)[i]));
	}
	return call_has_violations(call) ? fail_violations(call) : STATUS_OK;
}

/* Whether anybody came or went. */
static bool move_users(struct call *call, const struct group *group, const struct id *come, size_t n_come,
					   const struct id *go, size_t n_go)
{
	bool moved = false;
	for (size_t i = 0; i < n_go; i++) {
		if (group_leave(call->db, &group->id, &go[i])) {
			settle_team(call, &go[i]);
			moved = true;
		}
	}
	for (size_t i = 0; i < n_come; i++) {
		if (group_join(call->db, &group->id, &come[i])) {
			settle_team(call, &come[i]);
			moved = true;
		}
	}
	return moved;
}

/* ---- writing ---- */

static void write_group(struct call *call, struct group *group)
{
	group->revision++;
	group->update_ms = call->now_ms;
	group_put(call->db, call->arena, group);
}

enum status put_group(struct call *call, const Kleos__PutGroupRequest *request, Kleos__PutGroupResponse *response)
{
	const Kleos__ProvisionedGroup *said = request->group;
	struct group before = {.display_name = "", .external_id = "", .path = ""}, group;
	struct id *come, *go;
	size_t n_come, n_go;
	const char *path;

	if (!said) {
		violate(call, "group", "says which it is");
		return fail_violations(call);
	}
	if (said->id.len && find_group(call, said->id, request->etag, &before))
		return call->status;
	group = before;
	if (take_names(call, said, &group, &path) || take_users(call, request->add, true, &come, &n_come) ||
		take_users(call, request->remove, false, &go, &n_go) ||
		(said->id.len ? name_again(call, &group, &before, path) : name_new(call, &group, path)))
		return call->status;
	bool renamed =
		!text_equal(group.display_name, before.display_name) || !text_equal(group.external_id, before.external_id);
	if (!said->id.len)
		write_group(call, &group);
	bool moved = move_users(call, &group, come, n_come, go, n_go);
	if (said->id.len && (renamed || moved))
		write_group(call, &group);
	call->resource = group.id;
	response->group = group_message(call, &group, false);
	return STATUS_OK;
}

enum status put_group_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct group *groups;
	if (!group_list(call->db, call->arena, resource, NULL, NULL, &groups))
		return group_unknown(call, resource);
	((Kleos__PutGroupResponse *)response)->group = group_message(call, groups, false);
	return STATUS_OK;
}

enum status remove_group(struct call *call, const Kleos__RemoveGroupRequest *request,
						 Kleos__RemoveGroupResponse *response)
{
	struct group group;
	(void)response;
	if (find_group(call, request->id, request->etag, &group))
		return call->status;
	const ProtobufCBinaryData users = group_users(call->db, call->arena, &group.id);
	group_empty(call->db, &group.id);
	group_delete(call->db, &group.id);
	for (size_t i = 0; i < users.len / ID_SIZE; i++) {
		struct id user;
		memcpy(user.bytes, users.data + i * ID_SIZE, ID_SIZE);
		settle_team(call, &user);
	}
	call->resource = group.id;
	return STATUS_OK;
}

enum status remove_group_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call;
	(void)resource;
	(void)response;
	return STATUS_OK;
}
