#include "services/recognitions/highlight/store_highlights.h"

#include "common/base/array.h"
#include "recognitions/sql.h"

static void people_put(struct db *db, const struct highlight *highlight)
{
	for (size_t i = 0; i < highlight->n_people; i++) {
		const struct highlight_person *person = &highlight->people[i];
		struct query query = query_begin(db, SQL(highlight_person_put));
		query_bind_id(&query, 1, &highlight->id);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_id(&query, 3, &person->who.id);
		query_bind_number(&query, 4, person->who.team);
		query_bind_number(&query, 5, person->cap);
		query_bind_number(&query, 6, highlight->visibility);
		query_bind_number(&query, 7, highlight->create_ms);
		query_run(&query);
	}
}

static void rows_delete(struct db *db, const struct id *id)
{
	const struct sql *const all[] = {SQL(highlight_metrics_delete), SQL(highlight_links_delete),
									 SQL(highlight_people_delete)};
	for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
		struct query query = query_begin(db, all[i]);
		query_bind_id(&query, 1, id);
		query_run(&query);
	}
}

void highlight_put(struct db *db, const struct highlight *highlight)
{
	struct query query = query_begin(db, SQL(highlight_put));
	query_bind_id(&query, 1, &highlight->id);
	query_bind_id(&query, 2, &highlight->people[0].who.id);
	query_bind_text(&query, 3, highlight->title);
	query_bind_text(&query, 4, highlight->description);
	query_bind_number(&query, 5, highlight->kind);
	query_bind_number(&query, 6, highlight->requested);
	query_bind_number(&query, 7, highlight->visibility);
	query_bind_number(&query, 8, highlight->on_day);
	query_bind_number(&query, 9, highlight->create_ms);
	query_bind_number(&query, 10, highlight->update_ms);
	query_run(&query);
	rows_delete(db, &highlight->id);
	people_put(db, highlight);
	links_put(db, SQL(highlight_link_put), &highlight->id, highlight->links, highlight->n_links);
	metrics_put(db, SQL(highlight_metric_put), &highlight->id, highlight->metrics, highlight->n_metrics);
}

static void people_read(struct db *db, struct arena *arena, struct highlight *out)
{
	out->n_people = 0;
	struct query query = query_begin(db, SQL(highlight_people_read));
	query_bind_id(&query, 1, &out->id);
	while (out->n_people < ARRAY_LENGTH(out->people) && query_step(&query))
		out->people[out->n_people++] = (struct highlight_person){
			.who = {.id = query_id(&query, "person"),
					.handle = query_text(&query, "handle", arena),
					.display_name = query_text(&query, "display_name", arena),
					.team = query_number(&query, "team"),
					.team_path = query_text(&query, "team_path", arena)},
			.cap = (Kleos__Visibility)query_number(&query, "cap"),
			.manager_now = query_id(&query, "manager"),
		};
	query_end(&query);
}

static void row_read(struct query *query, struct arena *arena, struct highlight *out)
{
	out->title = query_text(query, "title", arena);
	out->description = query_text(query, "description", arena);
	out->kind = (Kleos__HighlightKind)query_number(query, "kind");
	out->requested = (Kleos__Visibility)query_number(query, "requested_visibility");
	out->visibility = (Kleos__Visibility)query_number(query, "visibility");
	out->on_day = (int32_t)query_number(query, "on_day");
	out->create_ms = query_number(query, "create_ms");
	out->update_ms = query_number(query, "update_ms");
}

bool highlight_read(struct db *db, struct arena *arena, const struct id *id, struct highlight *out)
{
	struct query query = query_begin(db, SQL(highlight_read));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		row_read(&query, arena, out);
	query_end(&query);
	if (!found)
		return false;
	out->id = *id;
	people_read(db, arena, out);
	out->n_links = links_read(db, SQL(highlight_links_read), arena, id, out->links);
	out->n_metrics = metrics_read(db, SQL(highlight_metrics_read), arena, id, out->metrics);
	return true;
}

void highlight_delete(struct db *db, const struct id *id)
{
	rows_delete(db, id);
	struct query query = query_begin(db, SQL(highlight_delete));
	query_bind_id(&query, 1, id);
	query_run(&query);
}

int64_t highlights_of(struct db *db, const struct id *member)
{
	struct query query = query_begin(db, SQL(highlights_count));
	query_bind_id(&query, 1, member);
	int64_t n = query_step(&query) ? query_number(&query, "highlights") : 0;
	query_end(&query);
	return n;
}

static struct query cap_query(struct db *db, const struct sql *sql, const struct id *collaborator,
							  Kleos__Visibility cap)
{
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, collaborator);
	query_bind_number(&query, 2, cap);
	return query;
}

bool highlight_louder(struct db *db, const struct id *collaborator, Kleos__Visibility cap, struct id *out)
{
	struct query query = cap_query(db, SQL(highlight_louder), collaborator, cap);
	bool found = query_step(&query);
	if (found)
		*out = query_id(&query, "highlight");
	query_end(&query);
	return found;
}

void highlight_caps_lower(struct db *db, const struct id *collaborator, Kleos__Visibility cap)
{
	struct query query = cap_query(db, SQL(highlight_caps_lower), collaborator, cap);
	query_run(&query);
}
