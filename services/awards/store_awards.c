#include "awards/sql.h"
#include "services/awards/store.h"

bool award_put(struct db *db, const struct award *award)
{
	struct query q = query_begin(db, SQL(award_put));
	query_bind_id(&q, 1, &award->id);
	query_bind_text(&q, 2, award->slug);
	query_bind_text(&q, 3, award->title);
	query_bind_text(&q, 4, award->description);
	query_bind_text(&q, 5, award->criteria);
	query_bind_number(&q, 6, award->scope);
	query_bind_text(&q, 7, award->hashtag);
	query_bind_number(&q, 8, award->create_ms);
	return query_run(&q);
}

static void award_row(struct query *q, struct arena *arena, struct award *out)
{
	*out = (struct award){
		.id = query_id(q, "id"),
		.slug = query_text(q, "slug", arena),
		.title = query_text(q, "title", arena),
		.description = query_text(q, "description", arena),
		.criteria = query_text(q, "criteria", arena),
		.hashtag = query_text(q, "hashtag", arena),
		.scope = (Kleos__AwardScope)query_number(q, "scope"),
		.create_ms = query_number(q, "create_ms"),
	};
}

static bool award_one(struct query *q, struct arena *arena, struct award *out)
{
	bool found = query_step(q);
	if (found)
		award_row(q, arena, out);
	query_end(q);
	return found;
}

bool award_by_id(struct db *db, struct arena *arena, const struct id *id, struct award *out)
{
	struct query q = query_begin(db, SQL(award_by_id));
	query_bind_id(&q, 1, id);
	return award_one(&q, arena, out);
}

bool award_by_slug(struct db *db, struct arena *arena, const char *slug, struct award *out)
{
	struct query q = query_begin(db, SQL(award_by_slug));
	query_bind_text(&q, 1, slug);
	return award_one(&q, arena, out);
}

size_t award_list(struct db *db, struct arena *arena, const struct page *page, struct award **out)
{
	struct query q = query_begin(db, SQL(awards_list));
	size_t n = 0;
	query_bind_number(&q, 1, page->before_ms);
	query_bind_id(&q, 2, &page->before_id);
	query_bind_number(&q, 3, (int64_t)page->size + 1);
	*out = arena_array(arena, page->size + 1, sizeof(**out));
	while (n <= page->size && query_step(&q))
		award_row(&q, arena, &(*out)[n++]);
	query_end(&q);
	return n;
}
