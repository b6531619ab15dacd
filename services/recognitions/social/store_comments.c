#include "services/recognitions/social/store.h"

#include "recognitions/sql.h"

static void comments_count(struct db *db, const struct id *recognition, int more)
{
	struct query query = query_begin(db, SQL(comments_count));
	query_bind_id(&query, 1, recognition);
	query_bind_number(&query, 2, more);
	query_run(&query);
}

void comment_put(struct db *db, const struct comment *comment)
{
	struct query query = query_begin(db, SQL(comment_put));
	query_bind_id(&query, 1, &comment->id);
	query_bind_id(&query, 2, &comment->recognition);
	query_bind_id(&query, 3, &comment->author);
	query_bind_text(&query, 4, comment->message.words);
	query_bind_number(&query, 5, comment->create_ms);
	query_run(&query);
	comments_count(db, &comment->recognition, 1);
}

void comment_delete(struct db *db, const struct comment *comment)
{
	struct query query = query_begin(db, SQL(comment_delete));
	query_bind_id(&query, 1, &comment->id);
	query_run(&query);
	if (query_changes(&query) > 0)
		comments_count(db, &comment->recognition, -1);
}

static struct comment row_of(struct query *query, struct arena *arena)
{
	return (struct comment){
		.id = query_id(query, "id"),
		.recognition = query_id(query, "recognition"),
		.author = query_id(query, "author"),
		.handle = query_text(query, "handle", arena),
		.display_name = query_text(query, "display_name", arena),
		.message = {query_text(query, "message", arena)},
		.create_ms = query_number(query, "create_ms"),
	};
}

bool comment_read(struct db *db, struct arena *arena, const struct id *id, struct comment *out)
{
	struct query query = query_begin(db, SQL(comment_read));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		*out = row_of(&query, arena);
	query_end(&query);
	return found;
}

void comments_read(struct db *db, struct arena *arena, const struct id *recognition, const struct page *page,
				   size_t bytes, struct comments *out)
{
	*out = (struct comments){0};
	struct query query = query_begin(db, SQL(comments_read));
	query_bind_id(&query, 1, recognition);
	query_bind_number(&query, 2, page->before_ms);
	query_bind_bytes(&query, 3, page->before_id.bytes, ID_SIZE);
	query_bind_number(&query, 4, (int64_t)page->size + 1);
	while (query_step(&query) && !(out->more = page_is_full(page, out->n, bytes))) {
		out->rows = arena_grow(arena, out->rows, out->n, sizeof(*out->rows));
		out->rows[out->n++] = row_of(&query, arena);
	}
	query_end(&query);
}
