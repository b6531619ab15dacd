#include "services/recognitions/social/store.h"

#include "recognitions/sql.h"

static void joiners_count(struct db *db, struct recognition *recognition, int32_t more)
{
	struct query query = query_begin(db, SQL(joiners_count));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_number(&query, 2, more);
	query_run(&query);
	recognition->n_joiners += more;
}

static void joiner_update(struct db *db, const struct recognition *recognition, const struct joiner *joiner)
{
	struct query query = query_begin(db, SQL(joiner_update));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_id(&query, 2, &joiner->member);
	query_bind_text(&query, 3, joiner->note);
	query_run(&query);
}

bool joiner_put(struct db *db, struct recognition *recognition, const struct joiner *joiner)
{
	struct query query = query_begin(db, SQL(joiner_put));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_id(&query, 2, &joiner->member);
	query_bind_text(&query, 3, joiner->note);
	query_bind_number(&query, 4, joiner->join_ms);
	query_run(&query);
	bool is_new = query_changes(&query) > 0;
	if (is_new)
		joiners_count(db, recognition, 1);
	else
		joiner_update(db, recognition, joiner);
	return is_new;
}

void joiner_delete(struct db *db, struct recognition *recognition, const struct id *member)
{
	struct query query = query_begin(db, SQL(joiner_delete));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_id(&query, 2, member);
	query_run(&query);
	if (query_changes(&query) > 0)
		joiners_count(db, recognition, -1);
}

size_t joiners_read(struct db *db, struct arena *arena, const struct id *recognition, size_t bound, struct joiner *out)
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(joiners_read));
	query_bind_id(&query, 1, recognition);
	query_bind_number(&query, 2, (int64_t)bound);
	while (n < bound && query_step(&query))
		out[n++] = (struct joiner){
			.member = query_id(&query, "member"),
			.handle = query_text(&query, "handle", arena),
			.display_name = query_text(&query, "display_name", arena),
			.note = query_text(&query, "note", arena),
			.join_ms = query_number(&query, "join_ms"),
		};
	query_end(&query);
	return n;
}
