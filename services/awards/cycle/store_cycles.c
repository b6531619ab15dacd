#include "services/awards/cycle/store_cycles.h"

#include "awards/sql.h"
#include "services/awards/nomination/store_jury.h"

static const char *const time_columns[CYCLE_TIMES] = {"opens_nominating_ms", "closes_nominating_ms", "opens_voting_ms",
													  "closes_voting_ms", "announces_ms"};

void cycle_put(struct db *db, const struct cycle *cycle)
{
	const struct cycle_rules *rules = &cycle->rules;
	struct query query = query_begin(db, SQL(cycle_put));
	query_bind_id(&query, 1, &cycle->id);
	query_bind_id(&query, 2, &cycle->award);
	query_bind_text(&query, 3, cycle->title);
	query_bind_number(&query, 4, cycle->phase);
	query_bind_number(&query, 5, rules->max_nominations);
	query_bind_number(&query, 6, rules->self_nomination);
	query_bind_number(&query, 7, rules->shortlist_size);
	query_bind_number(&query, 8, rules->shortlist);
	query_bind_number(&query, 9, rules->tally);
	query_bind_number(&query, 10, rules->no_award);
	query_bind_number(&query, 11, rules->electorate);
	query_bind_number(&query, 12, rules->team);
	query_bind_number(&query, 13, rules->recusal);
	for (int i = 0; i < CYCLE_TIMES; i++)
		query_bind_number(&query, 14 + i, cycle->times[i]);
	query_bind_number(&query, 19, cycle->create_ms);
	query_run(&query);
	jury_put(db, &cycle->id, &rules->jury);
}

static struct cycle_rules rules_row(struct query *query, struct arena *arena)
{
	return (struct cycle_rules){
		.max_nominations = (int32_t)query_number(query, "max_nominations"),
		.shortlist_size = (int32_t)query_number(query, "shortlist_size"),
		.shortlist = (Kleos__ShortlistMethod)query_number(query, "shortlist"),
		.tally = (Kleos__TallyMethod)query_number(query, "tally"),
		.electorate = (Kleos__Electorate)query_number(query, "electorate"),
		.team = query_number(query, "team"),
		.team_path = query_text(query, "team_path", arena),
		.self_nomination = query_number(query, "self_nomination") != 0,
		.no_award = query_number(query, "no_award") != 0,
		.recusal = query_number(query, "recusal") != 0,
	};
}

static void cycle_row(struct query *query, struct arena *arena, struct cycle *out)
{
	*out = (struct cycle){
		.id = query_id(query, "id"),
		.award = query_id(query, "award"),
		.title = query_text(query, "title", arena),
		.phase = (Kleos__CyclePhase)query_number(query, "phase"),
		.rules = rules_row(query, arena),
		.version = query_number(query, "version"),
		.create_ms = query_number(query, "create_ms"),
	};
	for (int i = 0; i < CYCLE_TIMES; i++)
		out->times[i] = query_number(query, time_columns[i]);
}

/* What of it stands in rows of its own. */
static void jury_of(struct db *db, struct arena *arena, struct cycle *cycle)
{
	if (cycle->rules.shortlist == KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_JURY)
		jury_read(db, arena, &cycle->id, &cycle->rules.jury);
}

bool cycle_read(struct db *db, struct arena *arena, const struct id *id, struct cycle *out)
{
	struct query query = query_begin(db, SQL(cycle_read));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		cycle_row(&query, arena, out);
	query_end(&query);
	if (found)
		jury_of(db, arena, out);
	return found;
}

/* The rows of a query, at most `most`, which is ended. */
static size_t cycle_rows(struct query *query, struct arena *arena, size_t most, struct cycle **out)
{
	struct db *db = query->db;
	size_t n = 0;
	*out = arena_array(arena, most, sizeof(**out));
	while (n < most && query_step(query))
		cycle_row(query, arena, &(*out)[n++]);
	query_end(query);
	for (size_t i = 0; i < n; i++)
		jury_of(db, arena, &(*out)[i]);
	return n;
}

size_t cycle_list(struct db *db, struct arena *arena, const struct id *award, const struct page *page,
				  struct cycle **out)
{
	struct query query = query_begin(db, SQL(cycles_list));
	query_bind_id(&query, 1, award);
	query_bind_number(&query, 2, page->before_ms);
	query_bind_id(&query, 3, &page->before_id);
	query_bind_number(&query, 4, (int64_t)page->size + 1);
	return cycle_rows(&query, arena, page->size + 1, out);
}

size_t cycles_relied_on(struct db *db, struct arena *arena, const struct id *award, struct id **out)
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(cycles_relied_on));
	query_bind_id(&query, 1, award);
	*out = NULL;
	while (query_step(&query)) {
		*out = arena_grow(arena, *out, n, sizeof(**out));
		(*out)[n++] = query_id(&query, "id");
	}
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

size_t cycles_due(struct db *db, struct arena *arena, int64_t now_ms, size_t limit, struct cycle **out)
{
	struct query query = query_begin(db, SQL(cycles_due));
	query_bind_number(&query, 1, now_ms);
	query_bind_number(&query, 2, (int64_t)limit);
	return cycle_rows(&query, arena, limit, out);
}

int64_t cycles_next_due(struct db *db)
{
	struct query query = query_begin(db, SQL(cycles_next_due));
	int64_t due_ms = query_step(&query) ? query_number(&query, "due_ms") : 0;
	query_end(&query);
	return due_ms ? due_ms : INT64_MAX;
}
