#include "services/recognitions/store.h"

#include "recognitions/sql.h"
#include "services/recognitions/list/store.h"
#include "services/recognitions/social/store.h"

void recognition_put_words(struct db *db, const struct recognition *recognition)
{
	struct query query = query_begin(db, SQL(recognition_put_message));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_text(&query, 2, recognition->message.words);
	query_bind_number(&query, 3, recognition->edit_ms);
	query_run(&query);
	for (size_t i = 0; i < recognition->n_arcs; i++) {
		query = query_begin(db, SQL(arc_put_credit));
		query_bind_id(&query, 1, &recognition->id);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_text(&query, 3, recognition->arcs[i].credit.words);
		query_run(&query);
	}
}

static void run_for(struct db *db, const struct sql *sql, const struct id *recognition)
{
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, recognition);
	query_run(&query);
}

void recognition_withdraw(struct db *db, const struct recognition *recognition)
{
	const struct id *id = &recognition->id;
	if (recognition->visibility == KLEOS__VISIBILITY__VISIBILITY_TEAM)
		overheard_delete(db, recognition);
	social_forget(db, id);
	run_for(db, SQL(recognition_links_delete), id);
	run_for(db, SQL(recognition_metrics_delete), id);
	run_for(db, SQL(arcs_delete), id);
	run_for(db, SQL(recognition_empty), id);
}

bool recognition_was_withdrawn(struct db *db, const struct id *id, const struct id *giver)
{
	struct query query = query_begin(db, SQL(recognition_emptied));
	query_bind_id(&query, 1, id);
	query_bind_id(&query, 2, giver);
	return query_has_row(&query);
}
