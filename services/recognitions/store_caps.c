#include "services/recognitions/store.h"

#include "recognitions/sql.h"

void cap_put(struct db *db, const struct recognition *recognition, const struct id *member, Kleos__Visibility cap)
{
	bool gave = id_equal(&recognition->giver.id, member);
	struct query query = query_begin(db, gave ? SQL(cap_put_giver) : SQL(cap_put_receiver));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_id(&query, 2, member);
	query_bind_number(&query, 3, cap);
	query_run(&query);
}

static void visibility_run(struct db *db, const struct sql *sql, const struct recognition *recognition)
{
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, &recognition->id);
	query_bind_number(&query, 2, recognition->visibility);
	query_run(&query);
}

void visibility_put(struct db *db, const struct recognition *recognition, Kleos__Visibility before)
{
	if (before == KLEOS__VISIBILITY__VISIBILITY_TEAM)
		overheard_delete(db, recognition);
	visibility_run(db, SQL(visibility_put), recognition);
	visibility_run(db, SQL(visibility_put_arcs), recognition);
	overheard_put(db, recognition);
}

void caps_lower(struct db *db, const struct id *receiver, Kleos__Visibility cap)
{
	struct query query = query_begin(db, SQL(caps_lower));
	query_bind_id(&query, 1, receiver);
	query_bind_number(&query, 2, cap);
	query_run(&query);
}

size_t arcs_louder(struct db *db, const struct id *receiver, Kleos__Visibility cap, struct id *out, size_t bound)
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(arcs_louder));
	query_bind_id(&query, 1, receiver);
	query_bind_number(&query, 2, cap);
	query_bind_number(&query, 3, (int64_t)bound);
	while (n < bound && query_step(&query))
		out[n++] = query_id(&query, "recognition");
	query_end(&query);
	return n;
}
