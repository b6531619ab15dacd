#include "services/members/store.h"

#include "common/base/text.h"
#include "members/sql.h"

struct member member_read(struct query *query, struct arena *arena)
{
	return (struct member){
		.id = query_id(query, "id"),
		.handle = query_text(query, "handle", arena),
		.display_name = query_text(query, "display_name", arena),
		.email = query_text(query, "email", arena),
		.team = query_text(query, "team", arena),
		.title = query_text(query, "title", arena),
		.manager = query_id(query, "manager"),
		.leader_said = query_number(query, "leader_said"),
		.hats = query_text(query, "hats", arena),
		.joined_day = (int32_t)query_number(query, "joined_day"),
		.left_day = (int32_t)query_number(query, "left_day"),
		.locale = query_text(query, "locale", arena),
		.time_zone = query_text(query, "time_zone", arena),
		.external_id = query_text(query, "external_id", arena),
		.ceiling = (int32_t)query_number(query, "ceiling"),
		.status = (int32_t)query_number(query, "status"),
		.revision = query_number(query, "revision"),
		.create_ms = query_number(query, "create_ms"),
		.update_ms = query_number(query, "update_ms"),
		.leader = query_number(query, "leader"),
		.manager_handle = query_text(query, "manager_handle", arena),
		.manager_display_name = query_text(query, "manager_display_name", arena),
	};
}

static bool read_one(struct query *query, struct arena *arena, struct member *out)
{
	bool found = query_step(query);
	if (found)
		*out = member_read(query, arena);
	query_end(query);
	return found;
}

bool member_by_id(struct db *db, struct arena *arena, const struct id *id, struct member *out)
{
	struct query query = query_begin(db, SQL(member_by_id));
	query_bind_id(&query, 1, id);
	return read_one(&query, arena, out);
}

bool member_by_handle(struct db *db, struct arena *arena, const char *handle, struct member *out)
{
	struct query query = query_begin(db, SQL(member_by_handle));
	query_bind_text(&query, 1, handle);
	return read_one(&query, arena, out);
}

bool member_by_name(struct db *db, struct arena *arena, const char *name, struct member *out)
{
	const char *handle = handle_normal(arena, name);
	struct id id;
	return id_parse(&id, handle) ? member_by_id(db, arena, &id, out) : member_by_handle(db, arena, handle, out);
}

/* Numbered alike in member_insert and member_update. */
static void bind_member(struct query *query, const struct member *member, const char *folded)
{
	query_bind_id(query, 1, &member->id);
	query_bind_text(query, 3, member->display_name);
	query_bind_text(query, 4, member->email);
	query_bind_text(query, 5, member->team);
	query_bind_text(query, 6, member->title);
	query_bind_id(query, 7, &member->manager);
	query_bind_number(query, 8, member->leader_said);
	query_bind_text(query, 9, member->hats);
	query_bind_number(query, 10, member->joined_day);
	query_bind_number(query, 11, member->left_day);
	query_bind_text(query, 12, member->locale);
	query_bind_text(query, 13, member->time_zone);
	query_bind_text(query, 14, member->external_id);
	query_bind_number(query, 16, member->status);
	query_bind_text(query, 17, folded);
	query_bind_number(query, 18, member->revision);
	query_bind_number(query, 20, member->update_ms);
}

bool member_insert(struct db *db, struct arena *arena, const struct member *member)
{
	struct query query = query_begin(db, SQL(member_insert));
	bind_member(&query, member, member_folded(arena, member));
	query_bind_text(&query, 2, member->handle);
	query_bind_number(&query, 15, member->ceiling);
	query_bind_number(&query, 19, member->create_ms);
	query_run(&query);
	return query_changes(&query) > 0;
}

void member_update(struct db *db, struct arena *arena, const struct member *member)
{
	struct query query = query_begin(db, SQL(member_update));
	bind_member(&query, member, member_folded(arena, member));
	query_run(&query);
}

void member_touch(struct db *db, const struct id *id, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(member_touch));
	query_bind_id(&query, 1, id);
	query_bind_number(&query, 2, now_ms);
	query_run(&query);
}

void member_tombstone(struct db *db, const struct id *id, const char *handle, const char *display_name, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(member_erase));
	query_bind_id(&query, 1, id);
	query_bind_text(&query, 2, handle);
	query_bind_text(&query, 3, display_name);
	query_bind_number(&query, 4, now_ms);
	query_run(&query);
}

bool member_is_above(struct db *db, const struct id *above, const struct id *below)
{
	struct query query = query_begin(db, SQL(member_above));
	query_bind_id(&query, 1, below);
	query_bind_id(&query, 2, above);
	return query_has_row(&query);
}

size_t member_list(struct db *db, struct arena *arena, const struct member_filter *filter, const struct page *page,
				   struct member **out)
{
	struct query query = query_begin(db, SQL(member_list));
	size_t count = 0;

	*out = arena_array(arena, page->size + 1, sizeof(**out));
	query_bind_number(&query, 1, page->before_ms);
	query_bind_id(&query, 2, &page->before_id);
	query_bind_text(&query, 3, filter->team);
	query_bind_text(&query, 4, filter->pattern);
	query_bind_number(&query, 5, filter->status);
	query_bind_number(&query, 6, (int64_t)page->size + 1);
	query_bind_id(&query, 7, &filter->manager);
	while (query_step(&query))
		(*out)[count++] = member_read(&query, arena);
	query_end(&query);
	return count;
}
