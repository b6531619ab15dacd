#include "services/awards/store.h"

#include "awards/sql.h"

void cycle_put(struct db *db, const struct cycle *cycle)
{
	struct query query = query_begin(db, SQL(cycle_put));
	query_bind_id(&query, 1, &cycle->id);
	query_bind_id(&query, 2, &cycle->award);
	query_bind_text(&query, 3, cycle->title);
	query_bind_number(&query, 4, cycle->phase);
	query_bind_number(&query, 5, cycle->max_nominations);
	query_bind_number(&query, 6, cycle->self_nomination);
	query_bind_number(&query, 7, cycle->create_ms);
	query_run(&query);
}

static void cycle_row(struct query *query, struct arena *arena, struct cycle *out)
{
	*out = (struct cycle){
		.id = query_id(query, "id"),
		.award = query_id(query, "award"),
		.title = query_text(query, "title", arena),
		.phase = (Kleos__CyclePhase)query_number(query, "phase"),
		.max_nominations = (int32_t)query_number(query, "max_nominations"),
		.self_nomination = query_number(query, "self_nomination") != 0,
		.version = query_number(query, "version"),
		.create_ms = query_number(query, "create_ms"),
	};
}

bool cycle_read(struct db *db, struct arena *arena, const struct id *id, struct cycle *out)
{
	struct query query = query_begin(db, SQL(cycle_read));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		cycle_row(&query, arena, out);
	query_end(&query);
	return found;
}

size_t cycle_list(struct db *db, struct arena *arena, const struct id *award, const struct page *page,
				  struct cycle **out)
{
	struct query query = query_begin(db, SQL(cycles_list));
	size_t n = 0;
	query_bind_id(&query, 1, award);
	query_bind_number(&query, 2, page->before_ms);
	query_bind_id(&query, 3, &page->before_id);
	query_bind_number(&query, 4, (int64_t)page->size + 1);
	*out = arena_array(arena, page->size + 1, sizeof(**out));
	while (n <= page->size && query_step(&query))
		cycle_row(&query, arena, &(*out)[n++]);
	query_end(&query);
	return n;
}

void cycle_set_phase(struct db *db, const struct id *id, Kleos__CyclePhase phase)
{
	struct query query = query_begin(db, SQL(cycle_set_phase));
	query_bind_id(&query, 1, id);
	query_bind_number(&query, 2, phase);
	query_run(&query);
}
