#include "common/directory/directory_teams.h"

#include "directory/sql.h"

static int64_t number_read(struct query *query)
{
	int64_t number = query_step(query) ? query_number(query, "id") : -1;
	query_end(query);
	return number;
}

static int64_t number_of(struct db *db, const struct id *identity)
{
	struct query query = query_begin(db, SQL(team_by_identity));
	query_bind_id(&query, 1, identity);
	return number_read(&query);
}

/* A team without an identity is known by its path alone, until members tells of one there. */
static int64_t number_adopted(struct db *db, const struct id *identity, const char *path)
{
	struct query query = query_begin(db, SQL(team_unidentified));
	query_bind_text(&query, 1, path);
	int64_t number = number_read(&query);
	if (number < 0)
		return number;
	query = query_begin(db, SQL(team_identify));
	query_bind_id(&query, 1, identity);
	query_bind_number(&query, 2, number);
	query_run(&query);
	return number;
}

static int64_t number_made(struct db *db, const struct id *identity, const char *path)
{
	struct query query = query_begin(db, SQL(team_put));
	query_bind_id(&query, 1, identity);
	query_bind_text(&query, 2, path);
	query_run(&query);
	int64_t number = number_of(db, identity);
	return number < 0 ? 0 : number; /* only on a broken connection, which rolls everything back */
}

static bool has_path(struct db *db, int64_t number, const char *path)
{
	struct query query = query_begin(db, SQL(team_path));
	query_bind_number(&query, 1, number);
	query_bind_text(&query, 2, path);
	return query_has_row(&query);
}

static int64_t team_put(struct db *db, const struct id *identity, const char *path)
{
	int64_t number = number_of(db, identity);
	if (number < 0)
		number = number_adopted(db, identity, path);
	if (number < 0)
		return number_made(db, identity, path);
	if (has_path(db, number, path))
		return number;
	struct query query = query_begin(db, SQL(team_move));
	query_bind_number(&query, 1, number);
	query_bind_text(&query, 2, path);
	query_run(&query);
	return number;
}

int64_t directory_team_settle(struct db *db, const Kleos__MemberSpell *spell)
{
	struct id identity;
	if (!id_from_bytes(&identity, spell->team_id.data, spell->team_id.len))
		return 0;
	return team_put(db, &identity, spell->team);
}

void directory_team_put(struct db *db, const Kleos__TeamRecord *record)
{
	struct id identity;
	if (id_from_bytes(&identity, record->id.data, record->id.len))
		team_put(db, &identity, record->path);
}

void directory_team_orphan(struct db *db, const struct id *identity)
{
	struct query query = query_begin(db, SQL(team_orphan));
	query_bind_id(&query, 1, identity);
	query_run(&query);
}

size_t directory_team_identities(struct db *db, struct arena *arena, struct id **out)
{
	size_t n = 0;
	*out = NULL;
	struct query query = query_begin(db, SQL(team_identities));
	while (query_step(&query)) {
		*out = arena_grow(arena, *out, n, sizeof(**out));
		(*out)[n++] = query_id(&query, "identity");
	}
	query_end(&query);
	return n;
}

size_t directory_teams_within(struct db *db, struct arena *arena, const char *path, size_t bound, int64_t **out)
{
	size_t n = 0;
	*out = arena_array(arena, bound, sizeof(**out));
	struct query query = query_begin(db, SQL(teams_within));
	query_bind_text(&query, 1, path);
	query_bind_text(&query, 2, arena_printf(arena, "%s/", path));
	query_bind_text(&query, 3, arena_printf(arena, "%s%c", path, '/' + 1));
	query_bind_number(&query, 4, (int64_t)bound);
	while (query_step(&query) && n < bound)
		(*out)[n++] = query_number(&query, "id");
	query_end(&query);
	return n;
}

size_t directory_teams_named(struct db *db, struct arena *arena, const char *path, int64_t **out)
{
	size_t n = 0;
	*out = NULL;
	struct query query = query_begin(db, SQL(team_by_path));
	query_bind_text(&query, 1, path);
	while (query_step(&query)) {
		*out = arena_grow(arena, *out, n, sizeof(**out));
		(*out)[n++] = query_number(&query, "id");
	}
	query_end(&query);
	return n;
}

int64_t directory_team_number(struct db *db, const char *path)
{
	struct query query = query_begin(db, SQL(team_by_path));
	query_bind_text(&query, 1, path);
	return number_read(&query);
}

int64_t directory_team_claim(struct db *db, struct arena *arena, const char *path)
{
	int64_t *inside, number = directory_team_number(db, path);
	if (number >= 0 || !directory_teams_within(db, arena, path, 1, &inside))
		return number;
	struct query query = query_begin(db, SQL(team_put));
	query_bind_null(&query, 1);
	query_bind_text(&query, 2, path);
	query_run(&query);
	return directory_team_number(db, path);
}
