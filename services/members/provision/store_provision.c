#include "services/members/provision/store_provision.h"

#include "members/sql.h"
#include "services/members/provision/names.h"

#include <string.h>

/* ---- users ---- */

static struct user read_user(struct query *query, struct arena *arena)
{
	return (struct user){
		.member = member_read(query, arena),
		.said =
			{
				.user_name = query_text(query, "user_name", arena),
				.formatted_name = query_text(query, "formatted_name", arena),
				.family_name = query_text(query, "family_name", arena),
				.given_name = query_text(query, "given_name", arena),
				.department = query_text(query, "department", arena),
				.employee_number = query_text(query, "employee_number", arena),
				.display_name_said = query_number(query, "display_name_said"),
				.email_primary = query_number(query, "email_primary"),
				.gone = query_number(query, "gone"),
			},
		.named = query_number(query, "named"),
	};
}

static size_t read_users(struct query *query, struct arena *arena, struct user **out)
{
	struct user *users = NULL;
	size_t count = 0;
	while (query_step(query)) {
		users = arena_grow(arena, users, count, sizeof(*users));
		users[count++] = read_user(query, arena);
	}
	query_end(query);
	*out = users;
	return count;
}

bool user_by_id(struct db *db, struct arena *arena, const struct id *id, struct user *out)
{
	struct query query = query_begin(db, SQL(provision_by_id));
	struct user *users;
	query_bind_id(&query, 1, id);
	if (!read_users(&query, arena, &users) || users->member.status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ERASED)
		return false;
	*out = *users;
	return true;
}

const char *user_name_of(struct db *db, struct arena *arena, const struct id *member)
{
	struct query query = query_begin(db, SQL(provision_user_name));
	const char *name = NULL;
	query_bind_id(&query, 1, member);
	if (query_step(&query))
		name = query_text(&query, "user_name", arena);
	query_end(&query);
	return name;
}

size_t user_list_by(struct db *db, struct arena *arena, enum user_name_kind kind, const char *name, struct user **out)
{
	struct query query = query_begin(db, kind == USER_BY_NAME          ? SQL(provision_by_name)
										 : kind == USER_BY_EXTERNAL_ID ? SQL(provision_by_external_id)
																	   : SQL(provision_by_email));
	query_bind_text(&query, 1, name);
	return read_users(&query, arena, out);
}

size_t user_list(struct db *db, struct arena *arena, const struct id *after, size_t limit, struct user **out)
{
	struct query query = query_begin(db, SQL(provision_list));
	query_bind_bytes(&query, 1, after->bytes, ID_SIZE); /* zero is the first, not NULL */
	query_bind_number(&query, 2, (int64_t)limit);
	return read_users(&query, arena, out);
}

static ProtobufCBinaryData read_ids(struct query *query, struct arena *arena, const char *column)
{
	struct id *ids = NULL;
	size_t count = 0;
	while (query_step(query)) {
		ids = arena_grow(arena, ids, count, sizeof(*ids));
		ids[count++] = query_id(query, column);
	}
	query_end(query);
	return (ProtobufCBinaryData){count * ID_SIZE, (uint8_t *)ids};
}

ProtobufCBinaryData user_ids(struct db *db, struct arena *arena)
{
	struct query query = query_begin(db, SQL(provision_ids));
	return read_ids(&query, arena, "id");
}

void provision_put(struct db *db, struct arena *arena, const struct id *member, const struct provision *said)
{
	struct query query = query_begin(db, SQL(provision_put));
	query_bind_id(&query, 1, member);
	query_bind_text(&query, 2, said->user_name);
	query_bind_text(&query, 3, name_key(arena, said->user_name));
	query_bind_number(&query, 4, said->display_name_said);
	query_bind_text(&query, 5, said->formatted_name);
	query_bind_text(&query, 6, said->family_name);
	query_bind_text(&query, 7, said->given_name);
	query_bind_number(&query, 8, said->email_primary);
	query_bind_text(&query, 9, said->department);
	query_bind_text(&query, 10, said->employee_number);
	query_bind_number(&query, 11, said->gone);
	query_run(&query);
}

static void run_with_id(struct db *db, const struct sql *sql, const struct id *id)
{
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, id);
	query_run(&query);
}

void provision_erase(struct db *db, const struct id *member)
{
	run_with_id(db, SQL(provision_leave_all), member);
	run_with_id(db, SQL(provision_erase), member);
}

/* ---- groups ---- */

size_t group_list(struct db *db, struct arena *arena, const struct id *id, const char *key, const char *external_id,
				  struct group **out)
{
	struct query query = query_begin(db, SQL(provision_groups));
	struct group *groups = NULL;
	size_t count = 0;

	query_bind_id(&query, 1, id);
	query_bind_text(&query, 2, key);
	query_bind_text(&query, 3, external_id);
	while (query_step(&query)) {
		groups = arena_grow(arena, groups, count, sizeof(*groups));
		groups[count++] = (struct group){
			.id = query_id(&query, "id"),
			.display_name = query_text(&query, "display_name", arena),
			.external_id = query_text(&query, "external_id", arena),
			.team = query_id(&query, "team"),
			.path = query_text(&query, "path", arena),
			.revision = query_number(&query, "revision"),
			.create_ms = query_number(&query, "create_ms"),
			.update_ms = query_number(&query, "update_ms"),
		};
	}
	query_end(&query);
	*out = groups;
	return count;
}

bool group_by_path(struct db *db, const char *path, struct id *out)
{
	struct query query = query_begin(db, SQL(provision_group_by_path));
	query_bind_text(&query, 1, path);
	bool found = query_step(&query);
	if (found)
		*out = query_id(&query, "id");
	query_end(&query);
	return found;
}

void group_put(struct db *db, struct arena *arena, const struct group *group)
{
	struct query query = query_begin(db, SQL(provision_group_put));
	query_bind_id(&query, 1, &group->id);
	query_bind_text(&query, 2, group->display_name);
	query_bind_text(&query, 3, name_key(arena, group->display_name));
	query_bind_text(&query, 4, group->external_id);
	query_bind_id(&query, 5, &group->team);
	query_bind_number(&query, 6, group->revision);
	query_bind_number(&query, 7, group->create_ms);
	query_bind_number(&query, 8, group->update_ms);
	query_run(&query);
}

void group_delete(struct db *db, const struct id *id)
{
	run_with_id(db, SQL(provision_group_delete), id);
}

void groups_touch(struct db *db, const struct id *member, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(provision_group_touch));
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, now_ms);
	query_run(&query);
}

/* ---- who is in which ---- */

ProtobufCBinaryData group_users(struct db *db, struct arena *arena, const struct id *group)
{
	struct query query = query_begin(db, SQL(provision_users_of_group));
	query_bind_id(&query, 1, group);
	return read_ids(&query, arena, "member");
}

static bool change_place(struct db *db, const struct sql *sql, const struct id *group, const struct id *member)
{
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, group);
	query_bind_id(&query, 2, member);
	query_run(&query);
	return query_changes(&query) > 0;
}

bool group_join(struct db *db, const struct id *group, const struct id *member)
{
	return change_place(db, SQL(provision_join), group, member);
}

bool group_leave(struct db *db, const struct id *group, const struct id *member)
{
	return change_place(db, SQL(provision_leave), group, member);
}

void group_empty(struct db *db, const struct id *group)
{
	run_with_id(db, SQL(provision_empty), group);
}

size_t groups_of_user(struct db *db, struct arena *arena, const struct id *member, struct group **out)
{
	struct query query = query_begin(db, SQL(provision_groups_of_user));
	struct group *groups = NULL;
	size_t count = 0;

	query_bind_id(&query, 1, member);
	while (query_step(&query)) {
		groups = arena_grow(arena, groups, count, sizeof(*groups));
		groups[count++] = (struct group){.id = query_id(&query, "id"),
										 .display_name = query_text(&query, "display_name", arena),
										 .path = query_text(&query, "path", arena)};
	}
	query_end(&query);
	*out = groups;
	return count;
}
