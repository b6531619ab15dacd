#include "services/members/store.h"

#include "members/sql.h"

size_t team_counts(struct db *db, struct arena *arena, struct team_count **out)
{
	struct query query = query_begin(db, SQL(team_counts));
	struct team_count *teams = NULL;
	size_t count = 0;

	while (query_step(&query)) {
		teams = arena_grow(arena, teams, count, sizeof(*teams));
		teams[count++] = (struct team_count){query_text(&query, "team", arena), query_number(&query, "members")};
	}
	query_end(&query);
	*out = teams;
	return count;
}

size_t team_leaders(struct db *db, struct arena *arena, struct team_leader **out)
{
	struct query query = query_begin(db, SQL(team_leaders));
	struct team_leader *leaders = NULL;
	size_t count = 0;

	while (query_step(&query)) {
		leaders = arena_grow(arena, leaders, count, sizeof(*leaders));
		leaders[count++] = (struct team_leader){
			.path = query_text(&query, "team", arena),
			.id = query_id(&query, "id"),
			.handle = query_text(&query, "handle", arena),
			.display_name = query_text(&query, "display_name", arena),
		};
	}
	query_end(&query);
	*out = leaders;
	return count;
}

bool team_by_path(struct db *db, const char *path, struct id *out)
{
	struct query query = query_begin(db, SQL(team_by_path));
	query_bind_text(&query, 1, path);
	bool found = query_step(&query);
	if (found)
		*out = query_id(&query, "id");
	query_end(&query);
	return found;
}

bool team_by_id(struct db *db, struct arena *arena, const struct id *id, const char **path)
{
	struct query query = query_begin(db, SQL(team_by_id));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		*path = query_text(&query, "path", arena);
	query_end(&query);
	return found;
}

void team_insert(struct db *db, const struct id *id, const char *path)
{
	struct query query = query_begin(db, SQL(team_insert));
	query_bind_id(&query, 1, id);
	query_bind_text(&query, 2, path);
	query_run(&query);
}

size_t team_list_within(struct db *db, struct arena *arena, const char *path, struct team_row **out)
{
	struct query query = query_begin(db, SQL(team_within));
	struct team_row *teams = NULL;
	size_t count = 0;

	query_bind_text(&query, 1, path);
	while (query_step(&query)) {
		teams = arena_grow(arena, teams, count, sizeof(*teams));
		teams[count++] = (struct team_row){query_id(&query, "id"), query_text(&query, "path", arena)};
	}
	query_end(&query);
	*out = teams;
	return count;
}

size_t team_members_within(struct db *db, struct arena *arena, const char *path, struct id **out)
{
	struct query query = query_begin(db, SQL(team_members));
	struct id *members = NULL;
	size_t count = 0;

	query_bind_text(&query, 1, path);
	while (query_step(&query)) {
		members = arena_grow(arena, members, count, sizeof(*members));
		members[count++] = query_id(&query, "id");
	}
	query_end(&query);
	*out = members;
	return count;
}

static void move(struct db *db, const struct sql *sql, const char *from, const char *to)
{
	struct query query = query_begin(db, sql);
	query_bind_text(&query, 1, from);
	query_bind_text(&query, 2, to);
	query_run(&query);
}

void team_move(struct db *db, const char *from, const char *to, int64_t now_ms)
{
	move(db, SQL(team_move), from, to);
	move(db, SQL(team_move_spells), from, to);
	struct query query = query_begin(db, SQL(team_move_members));
	query_bind_text(&query, 1, from);
	query_bind_text(&query, 2, to);
	query_bind_number(&query, 3, now_ms);
	query_run(&query);
}
