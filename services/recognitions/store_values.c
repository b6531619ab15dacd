#include "services/recognitions/store_values.h"

#include "recognitions/sql.h"

void value_put(struct db *db, const struct value *value)
{
	struct query query = query_begin(db, SQL(value_put));
	query_bind_id(&query, 1, &value->id);
	query_bind_text(&query, 2, value->slug);
	query_bind_text(&query, 3, value->title);
	query_bind_text(&query, 4, value->description);
	query_bind_number(&query, 5, value->create_ms);
	query_bind_number(&query, 6, value->retire_ms);
	query_run(&query);
}

static struct value row_of(struct query *query, struct arena *arena)
{
	return (struct value){
		.id = query_id(query, "id"),
		.slug = query_text(query, "slug", arena),
		.title = query_text(query, "title", arena),
		.description = query_text(query, "description", arena),
		.create_ms = query_number(query, "create_ms"),
		.retire_ms = query_number(query, "retire_ms"),
	};
}

static bool one_read(struct query *query, struct arena *arena, struct value *out)
{
	bool found = query_step(query);
	if (found)
		*out = row_of(query, arena);
	query_end(query);
	return found;
}

bool value_read(struct db *db, struct arena *arena, const struct id *id, struct value *out)
{
	struct query query = query_begin(db, SQL(value_by_id));
	query_bind_id(&query, 1, id);
	return one_read(&query, arena, out);
}

bool value_find(struct db *db, struct arena *arena, const char *slug, struct value *out)
{
	struct query query = query_begin(db, SQL(value_by_slug));
	query_bind_text(&query, 1, slug);
	return one_read(&query, arena, out);
}

bool value_is_retired(struct db *db, const char *slug)
{
	struct query query = query_begin(db, SQL(value_is_retired));
	query_bind_text(&query, 1, slug);
	return query_has_row(&query);
}

size_t values_read(struct db *db, struct arena *arena, struct value **out)
{
	size_t n = 0;
	*out = arena_array(arena, VALUES_BOUND, sizeof(**out));
	struct query query = query_begin(db, SQL(values_read));
	query_bind_number(&query, 1, VALUES_BOUND);
	while (n < VALUES_BOUND && query_step(&query))
		(*out)[n++] = row_of(&query, arena);
	query_end(&query);
	return n;
}
