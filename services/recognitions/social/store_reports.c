#include "services/recognitions/social/store.h"

#include "recognitions/sql.h"

bool content_report_put(struct db *db, const struct content_report *report)
{
	struct query query = query_begin(db, SQL(content_report_put));
	query_bind_id(&query, 1, &report->id);
	query_bind_id(&query, 2, &report->recognition);
	query_bind_id(&query, 3, &report->content);
	query_bind_id(&query, 4, &report->author);
	query_bind_id(&query, 5, &report->reporter);
	query_bind_text(&query, 6, report->reason);
	query_bind_number(&query, 7, report->create_ms);
	query_run(&query);
	return query_changes(&query) > 0;
}

size_t content_reports_of(struct db *db, const struct id *reporter)
{
	struct query query = query_begin(db, SQL(content_reports_by_reporter));
	query_bind_id(&query, 1, reporter);
	size_t n = query_step(&query) ? (size_t)query_number(&query, "reports") : 0;
	query_end(&query);
	return n;
}

bool content_is_reported(struct db *db, const struct id *content)
{
	struct query query = query_begin(db, SQL(content_report_is_open));
	query_bind_id(&query, 1, content);
	return query_has_row(&query);
}

static struct content_report row_of(struct query *query, struct arena *arena)
{
	return (struct content_report){
		.id = query_id(query, "id"),
		.recognition = query_id(query, "recognition"),
		.content = query_id(query, "content"),
		.author = query_id(query, "author"),
		.reporter = query_id(query, "reporter"),
		.reporter_handle = query_text(query, "reporter_handle", arena),
		.reporter_name = query_text(query, "reporter_name", arena),
		.reason = query_text(query, "reason", arena),
		.create_ms = query_number(query, "create_ms"),
		.outcome = (Kleos__ModerationOutcome)query_number(query, "outcome"),
		.note = query_text(query, "note", arena),
		.resolver = query_id(query, "resolver"),
		.resolver_handle = query_text(query, "resolver_handle", arena),
		.resolver_name = query_text(query, "resolver_name", arena),
		.resolve_ms = query_number(query, "resolve_ms"),
	};
}

bool content_report_read(struct db *db, struct arena *arena, const struct id *id, struct content_report *out)
{
	struct query query = query_begin(db, SQL(content_report_read));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		*out = row_of(&query, arena);
	query_end(&query);
	return found;
}

void content_reports_read(struct db *db, struct arena *arena, bool resolved, const struct id *reader,
						  const struct page *page, size_t bytes, struct content_reports *out)
{
	*out = (struct content_reports){0};
	struct query query = query_begin(db, resolved ? SQL(content_reports_resolved) : SQL(content_reports_open));
	query_bind_number(&query, 1, page->before_ms);
	query_bind_bytes(&query, 2, page->before_id.bytes, ID_SIZE);
	query_bind_number(&query, 3, (int64_t)page->size + 1);
	query_bind_id(&query, 4, reader);
	while (query_step(&query) && !(out->more = page_is_full(page, out->n, bytes))) {
		out->rows = arena_grow(arena, out->rows, out->n, sizeof(*out->rows));
		out->rows[out->n++] = row_of(&query, arena);
	}
	query_end(&query);
}

void content_reports_resolve(struct db *db, const struct id *content, bool with_comments,
							 const struct resolution *resolution)
{
	struct query query =
		query_begin(db, with_comments ? SQL(content_reports_resolve_all) : SQL(content_reports_resolve));
	query_bind_id(&query, 1, content);
	query_bind_number(&query, 2, resolution->outcome);
	query_bind_text(&query, 3, resolution->note);
	query_bind_id(&query, 4, &resolution->resolver);
	query_bind_number(&query, 5, resolution->resolve_ms);
	query_run(&query);
}
