#include "services/recognitions/store.h"

#include "recognitions/sql.h"

size_t team_numbers_within(struct db *db, struct arena *arena, const char *path, size_t bound, int64_t **out)
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

size_t team_numbers(struct db *db, struct arena *arena, const char *path, int64_t **out)
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

int64_t team_number(struct db *db, const char *path)
{
	struct query query = query_begin(db, SQL(team_by_path));
	query_bind_text(&query, 1, path);
	int64_t number = query_step(&query) ? query_number(&query, "id") : -1;
	query_end(&query);
	return number;
}
