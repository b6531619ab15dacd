#include "services/recognitions/visibility/store_caps.h"

#include "recognitions/sql.h"
#include "services/recognitions/list/store.h"

/* The receiver's place; n_arcs: it is the giver. */
static size_t place_of(const struct recognition *recognition, const struct id *member)
{
	size_t i = 0;
	while (i < recognition->n_arcs && !id_equal(&recognition->arcs[i].receiver.id, member))
		i++;
	return i;
}

void cap_put(struct db *db, const struct recognition *recognition, const struct id *member, Kleos__Visibility cap)
{
	size_t place = place_of(recognition, member);
	bool receiver = place < recognition->n_arcs;
	struct query query = query_begin(db, receiver ? SQL(cap_put_receiver) : SQL(cap_put_giver));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_number(&query, 2, cap);
	if (receiver)
		query_bind_number(&query, 3, (int64_t)place);
	query_run(&query);
}

/* Row by row: after a statement that changes several, SQLite (3.40) walks all that its transaction has changed so far,
 * so that lowering 10 000 at once took seconds. */
static void arcs_put_visibility(struct db *db, const struct recognition *recognition)
{
	for (size_t i = 0; i < recognition->n_arcs; i++) {
		struct query query = query_begin(db, SQL(visibility_put_arc));
		query_bind_id(&query, 1, &recognition->id);
		query_bind_number(&query, 2, recognition->visibility);
		query_bind_number(&query, 3, (int64_t)i);
		query_run(&query);
	}
}

void visibility_put(struct db *db, const struct recognition *recognition, Kleos__Visibility before)
{
	if (before == KLEOS__VISIBILITY__VISIBILITY_TEAM)
		overheard_delete(db, recognition);
	struct query query = query_begin(db, SQL(visibility_put));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_number(&query, 2, recognition->visibility);
	query_run(&query);
	arcs_put_visibility(db, recognition);
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
