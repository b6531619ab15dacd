#include "services/recognitions/attachments.h"

size_t links_take(struct call *call, Kleos__Link *const *messages, size_t n, struct link out[LINKS_BOUND])
{
	if (n > LINKS_BOUND) {
		violate(call, "links", "at most %d links", LINKS_BOUND);
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		call_take(call, arena_printf(call->arena, "links[%zu]", i), link_take(call->arena, messages[i], &out[i]));
	return n;
}

size_t metrics_take(struct call *call, Kleos__Metric *const *messages, size_t n, struct metric out[METRICS_BOUND])
{
	if (n > METRICS_BOUND) {
		violate(call, "metrics", "at most %d metrics", METRICS_BOUND);
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		call_take(call, arena_printf(call->arena, "metrics[%zu]", i), metric_take(call->arena, messages[i], &out[i]));
	return n;
}

void links_put(struct db *db, const struct sql *sql, const struct id *owner, const struct link *links, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct query query = query_begin(db, sql);
		query_bind_id(&query, 1, owner);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_text(&query, 3, links[i].url);
		query_bind_text(&query, 4, links[i].title);
		query_run(&query);
	}
}

size_t links_read(struct db *db, const struct sql *sql, struct arena *arena, const struct id *owner,
				  struct link out[LINKS_BOUND])
{
	size_t n = 0;
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, owner);
	while (n < LINKS_BOUND && query_step(&query))
		out[n++] = (struct link){.url = query_text(&query, "url", arena), .title = query_text(&query, "title", arena)};
	query_end(&query);
	return n;
}

void metrics_put(struct db *db, const struct sql *sql, const struct id *owner, const struct metric *metrics, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct query query = query_begin(db, sql);
		query_bind_id(&query, 1, owner);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_text(&query, 3, metrics[i].name);
		query_bind_number(&query, 4, metrics[i].millionths);
		query_bind_text(&query, 5, metrics[i].unit);
		query_run(&query);
	}
}

size_t metrics_read(struct db *db, const struct sql *sql, struct arena *arena, const struct id *owner,
					struct metric out[METRICS_BOUND])
{
	size_t n = 0;
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, owner);
	while (n < METRICS_BOUND && query_step(&query))
		out[n++] = (struct metric){
			.name = query_text(&query, "name", arena),
			.millionths = query_number(&query, "millionths"),
			.unit = query_text(&query, "unit", arena),
		};
	query_end(&query);
	return n;
}
