#include "common/store/erasure.h"
#include "store/sql.h"

enum erasure_state erasure_state(struct db *db, const struct id *member)
{
	struct query query = query_begin(db, SQL(erasure_state));
	query_bind_id(&query, 1, member);
	enum erasure_state state = query_step(&query) ? (enum erasure_state)query_number(&query, "state") : ERASURE_NONE;
	query_end(&query);
	return state;
}

size_t erasure_list(struct db *db, struct arena *arena, size_t limit, struct erasure **out)
{
	struct query query = query_begin(db, SQL(erasure_list));
	size_t count = 0;

	*out = arena_array(arena, limit, sizeof(**out));
	query_bind_number(&query, 1, (int64_t)limit);
	while (count < limit && query_step(&query))
		(*out)[count++] = (struct erasure){
			.member = query_id(&query, "member"),
			.handle = query_text(&query, "handle", arena),
			.display_name = query_text(&query, "display_name", arena),
		};
	query_end(&query);
	return count;
}

void erasure_begin(struct db *db, const struct erasure *erasure, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(erasure_begin));
	query_bind_id(&query, 1, &erasure->member);
	query_bind_text(&query, 2, erasure->handle);
	query_bind_text(&query, 3, erasure->display_name);
	query_bind_number(&query, 4, now_ms);
	query_run(&query);
}

bool erasure_pending(struct db *db)
{
	struct query query = query_begin(db, SQL(erasure_pending));
	return query_has_row(&query);
}

void erasure_forget(struct db *db, const struct id *member)
{
	struct query query = query_begin(db, SQL(erasure_forget));
	query_bind_id(&query, 1, member);
	query_run(&query);
}

void erasure_end(struct db *db, const struct id *member, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(erasure_end));
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, now_ms);
	query_run(&query);
}
