#include "services/recognitions/social/store.h"

#include "recognitions/sql.h"

/* Binds what every statement about one emoji of one recognition begins with. */
static struct query query_of(struct db *db, const struct sql *sql, const struct recognition *recognition,
							 const struct emoji *emoji)
{
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, &recognition->id);
	query_bind_text(&query, 2, emoji->key);
	return query;
}

/* Keeps the number of kinds on the recognition. */
static void reactions_set(struct db *db, struct recognition *recognition)
{
	struct query query = query_begin(db, SQL(reaction_kinds_count));
	query_bind_id(&query, 1, &recognition->id);
	recognition->n_reactions = query_step(&query) ? (int32_t)query_number(&query, "kinds") : 0;
	query_end(&query);
	query = query_begin(db, SQL(reactions_set));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_number(&query, 2, recognition->n_reactions);
	query_run(&query);
}

bool reaction_put(struct db *db, struct recognition *recognition, const struct emoji *emoji, const struct id *member,
				  int64_t now_ms)
{
	struct query query = query_of(db, SQL(reaction_put), recognition, emoji);
	query_bind_id(&query, 3, member);
	query_bind_number(&query, 4, now_ms);
	query_run(&query);
	if (query_changes(&query) == 0)
		return false;
	query = query_of(db, SQL(reaction_kind_more), recognition, emoji);
	query_bind_text(&query, 3, emoji->written);
	query_run(&query);
	reactions_set(db, recognition);
	return true;
}

void reaction_delete(struct db *db, struct recognition *recognition, const struct emoji *emoji, const struct id *member)
{
	struct query query = query_of(db, SQL(reaction_delete), recognition, emoji);
	query_bind_id(&query, 3, member);
	query_run(&query);
	if (query_changes(&query) == 0)
		return;
	query = query_of(db, SQL(reaction_kind_fewer), recognition, emoji);
	query_run(&query);
	query = query_of(db, SQL(reaction_kind_delete), recognition, emoji);
	query_run(&query);
	reactions_set(db, recognition);
}

size_t reactions_read(struct db *db, struct arena *arena, const struct id *recognition, const struct id *reader,
					  struct reaction *out)
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(reactions_read));
	query_bind_id(&query, 1, recognition);
	query_bind_id(&query, 2, reader);
	query_bind_number(&query, 3, REACTION_KINDS);
	while (n < REACTION_KINDS && query_step(&query))
		out[n++] = (struct reaction){
			.emoji = query_text(&query, "written", arena),
			.members = (int32_t)query_number(&query, "members"),
			.mine = query_number(&query, "mine") != 0,
		};
	query_end(&query);
	return n;
}
