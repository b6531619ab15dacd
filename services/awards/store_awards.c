#include "services/awards/store.h"

#include "awards/sql.h"

bool award_put(struct db *db, const struct award *award)
{
	struct query query = query_begin(db, SQL(award_put));
	query_bind_id(&query, 1, &award->id);
	query_bind_text(&query, 2, award->slug);
	query_bind_text(&query, 3, award->title);
	query_bind_text(&query, 4, award->description);
	query_bind_text(&query, 5, award->criteria);
	query_bind_number(&query, 6, award->scope);
	query_bind_text(&query, 7, award->hashtag);
	query_bind_number(&query, 8, award->create_ms);
	query_run(&query);
	return query_changes(&query) > 0;
}

void award_update(struct db *db, const struct award *award)
{
	struct query query = query_begin(db, SQL(award_update));
	query_bind_id(&query, 1, &award->id);
	query_bind_text(&query, 2, award->title);
	query_bind_text(&query, 3, award->description);
	query_bind_text(&query, 4, award->criteria);
	query_bind_text(&query, 5, award->hashtag);
	query_run(&query);
}

static void award_row(struct query *query, struct arena *arena, struct award *out)
{
	*out = (struct award){
		.id = query_id(query, "id"),
		.slug = query_text(query, "slug", arena),
		.title = query_text(query, "title", arena),
		.description = query_text(query, "description", arena),
		.criteria = query_text(query, "criteria", arena),
		.hashtag = query_text(query, "hashtag", arena),
		.scope = (Kleos__AwardScope)query_number(query, "scope"),
		.create_ms = query_number(query, "create_ms"),
	};
}

static bool award_one(struct query *query, struct arena *arena, struct award *out)
{
	bool found = query_step(query);
	if (found)
		award_row(query, arena, out);
	query_end(query);
	return found;
}

bool award_by_id(struct db *db, struct arena *arena, const struct id *id, struct award *out)
{
	struct query query = query_begin(db, SQL(award_by_id));
	query_bind_id(&query, 1, id);
	return award_one(&query, arena, out);
}

bool award_by_slug(struct db *db, struct arena *arena, const char *slug, struct award *out)
{
	struct query query = query_begin(db, SQL(award_by_slug));
	query_bind_text(&query, 1, slug);
	return award_one(&query, arena, out);
}

size_t award_list(struct db *db, struct arena *arena, const struct page *page, struct award **out)
{
	struct query query = query_begin(db, SQL(awards_list));
	size_t n = 0;
	query_bind_number(&query, 1, page->before_ms);
	query_bind_id(&query, 2, &page->before_id);
	query_bind_number(&query, 3, (int64_t)page->size + 1);
	*out = arena_array(arena, page->size + 1, sizeof(**out));
	while (n <= page->size && query_step(&query))
		award_row(&query, arena, &(*out)[n++]);
	query_end(&query);
	return n;
}
