#include "awards/sql.h"
#include "services/awards/store.h"

void cycle_put(struct db *db, const struct cycle *cycle)
{
	struct query q = query_begin(db, SQL(cycle_put));
	query_bind_id(&q, 1, &cycle->id);
	query_bind_id(&q, 2, &cycle->award);
	query_bind_text(&q, 3, cycle->title);
	query_bind_number(&q, 4, cycle->phase);
	query_bind_number(&q, 5, cycle->max_nominations);
	query_bind_number(&q, 6, cycle->self_nomination);
	query_bind_number(&q, 7, cycle->create_ms);
	query_run(&q);
}

static void cycle_row(struct query *q, struct arena *arena, struct cycle *out)
{
	*out = (struct cycle){
		.id = query_id(q, "id"),
		.award = query_id(q, "award"),
		.title = query_text(q, "title", arena),
		.phase = (Kleos__CyclePhase)query_number(q, "phase"),
		.max_nominations = (int32_t)query_number(q, "max_nominations"),
		.self_nomination = query_number(q, "self_nomination") != 0,
		.version = query_number(q, "version"),
		.create_ms = query_number(q, "create_ms"),
	};
}

bool cycle_read(struct db *db, struct arena *arena, const struct id *id, struct cycle *out)
{
	struct query q = query_begin(db, SQL(cycle_read));
	query_bind_id(&q, 1, id);
	bool found = query_step(&q);
	if (found)
		cycle_row(&q, arena, out);
	query_end(&q);
	return found;
}

size_t cycle_list(struct db *db, struct arena *arena, const struct id *award, const struct page *page, struct cycle **out)
{
	struct query q = query_begin(db, SQL(cycles_list));
	size_t n = 0;
	query_bind_id(&q, 1, award);
	query_bind_number(&q, 2, page->before_ms);
	query_bind_id(&q, 3, &page->before_id);
	query_bind_number(&q, 4, (int64_t)page->size + 1);
	*out = arena_array(arena, page->size + 1, sizeof(**out));
	while (n <= page->size && query_step(&q))
		cycle_row(&q, arena, &(*out)[n++]);
	query_end(&q);
	return n;
}

void cycle_set_phase(struct db *db, const struct id *id, Kleos__CyclePhase phase)
{
	struct query q = query_begin(db, SQL(cycle_set_phase));
	query_bind_id(&q, 1, id);
	query_bind_number(&q, 2, phase);
	query_run(&q);
}
