#include "services/awards/store.h"

#include "awards/sql.h"

bool nomination_find(struct db *db, const struct id *cycle, const struct id *nominator, const struct id *nominee,
					 struct id *out)
{
	struct query query = query_begin(db, SQL(nomination_find));
	query_bind_id(&query, 1, cycle);
	query_bind_id(&query, 2, nominator);
	query_bind_id(&query, 3, nominee);
	bool found = query_step(&query);
	if (found)
		*out = query_id(&query, "id");
	query_end(&query);
	return found;
}

int64_t nomination_count(struct db *db, const struct id *cycle, const struct id *nominator)
{
	struct query query = query_begin(db, SQL(nominations_count));
	query_bind_id(&query, 1, cycle);
	query_bind_id(&query, 2, nominator);
	int64_t count = query_step(&query) ? query_number(&query, "n") : 0;
	query_end(&query);
	return count;
}

static void links_put(struct db *db, const struct nomination *nomination)
{
	struct query old = query_begin(db, SQL(nomination_links_delete));
	query_bind_id(&old, 1, &nomination->id);
	query_run(&old);
	for (size_t i = 0; i < nomination->n_links; i++) {
		struct query query = query_begin(db, SQL(nomination_link_put));
		query_bind_id(&query, 1, &nomination->id);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_text(&query, 3, nomination->links[i].url);
		query_bind_text(&query, 4, nomination->links[i].title);
		query_run(&query);
	}
}

void nomination_put(struct db *db, struct nomination *nomination)
{
	nomination_find(db, &nomination->cycle, &nomination->nominator.id, &nomination->nominee.id, &nomination->id);
	struct query query = query_begin(db, SQL(nomination_put));
	query_bind_id(&query, 1, &nomination->id);
	query_bind_id(&query, 2, &nomination->cycle);
	query_bind_id(&query, 3, &nomination->nominee.id);
	query_bind_id(&query, 4, &nomination->nominator.id);
	query_bind_text(&query, 5, nomination->reason);
	query_bind_number(&query, 6, nomination->source);
	query_bind_number(&query, 7, nomination->status);
	query_bind_number(&query, 8, nomination->nominee.team);
	query_bind_number(&query, 9, nomination->create_ms);
	query_run(&query);
	links_put(db, nomination);
}

static void links_read(struct db *db, struct arena *arena, struct nomination *out)
{
	struct query query = query_begin(db, SQL(nomination_links_read));
	query_bind_id(&query, 1, &out->id);
	while (out->n_links < NOMINATION_LINKS && query_step(&query))
		out->links[out->n_links++] =
			(struct link){.url = query_text(&query, "url", arena), .title = query_text(&query, "title", arena)};
	query_end(&query);
}

static void nomination_row(struct query *query, struct arena *arena, struct nomination *out)
{
	*out = (struct nomination){
		.id = query_id(query, "id"),
		.cycle = query_id(query, "cycle"),
		.nominee = {.id = query_id(query, "nominee"),
					.handle = query_text(query, "nominee_handle", arena),
					.display_name = query_text(query, "nominee_name", arena),
					.team = query_number(query, "nominee_team")},
		.nominator = {.id = query_id(query, "nominator"),
					  .handle = query_text(query, "nominator_handle", arena),
					  .display_name = query_text(query, "nominator_name", arena)},
		.reason = query_text(query, "reason", arena),
		.source = (Kleos__NominationSource)query_number(query, "source"),
		.status = (Kleos__NominationStatus)query_number(query, "status"),
		.create_ms = query_number(query, "create_ms"),
	};
}

bool nomination_read(struct db *db, struct arena *arena, const struct id *id, struct nomination *out)
{
	struct query query = query_begin(db, SQL(nomination_read));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		nomination_row(&query, arena, out);
	query_end(&query);
	if (found)
		links_read(db, arena, out);
	return found;
}

size_t nomination_list(struct db *db, struct arena *arena, const struct id *cycle,
					   const struct nomination_reader *reader, const struct page *page, struct nomination **out)
{
	struct query query = query_begin(db, SQL(nominations_list));
	size_t n = 0;
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, page->before_ms);
	query_bind_id(&query, 3, &page->before_id);
	query_bind_number(&query, 4, reader->sees_all);
	query_bind_id(&query, 5, &reader->member);
	query_bind_number(&query, 6, reader->sees_where_named);
	query_bind_number(&query, 7, (int64_t)page->size + 1);
	*out = arena_array(arena, page->size + 1, sizeof(**out));
	while (n <= page->size && query_step(&query))
		nomination_row(&query, arena, &(*out)[n++]);
	query_end(&query);
	for (size_t i = 0; i < n; i++)
		links_read(db, arena, &(*out)[i]);
	return n;
}

int64_t nomination_summary(struct db *db, int64_t from_ms, int64_t to_ms, const char *team)
{
	struct query query = query_begin(db, SQL(nominations_summary));
	query_bind_number(&query, 1, from_ms);
	query_bind_number(&query, 2, to_ms);
	query_bind_text(&query, 3, team);
	int64_t count = query_step(&query) ? query_number(&query, "n") : 0;
	query_end(&query);
	return count;
}

size_t nomination_teams(struct db *db, struct arena *arena, int64_t from_ms, int64_t to_ms, const char ***out)
{
	size_t n = 0;
	*out = NULL;
	struct query query = query_begin(db, SQL(nominations_teams));
	query_bind_number(&query, 1, from_ms);
	query_bind_number(&query, 2, to_ms);
	while (query_step(&query)) {
		*out = arena_grow(arena, *out, n, sizeof(**out));
		(*out)[n++] = query_text(&query, "team", arena);
	}
	query_end(&query);
	return n;
}
