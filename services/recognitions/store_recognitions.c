#include "services/recognitions/store.h"

#include "recognitions/sql.h"
#include "services/recognitions/list/store.h"

void recognition_put(struct db *db, const struct recognition *recognition)
{
	struct query query = query_begin(db, SQL(recognition_put));
	query_bind_id(&query, 1, &recognition->id);
	query_bind_id(&query, 2, &recognition->giver.id);
	query_bind_number(&query, 3, recognition->giver.team);
	query_bind_number(&query, 4, recognition->giver_leader);
	query_bind_text(&query, 5, recognition->message.words);
	query_bind_text(&query, 6, recognition->value);
	query_bind_number(&query, 7, recognition->win);
	query_bind_number(&query, 8, recognition->prompt);
	query_bind_number(&query, 9, recognition->setting);
	query_bind_number(&query, 10, recognition->requested);
	query_bind_number(&query, 11, recognition->visibility);
	query_bind_number(&query, 12, (int64_t)recognition->n_links);
	query_bind_number(&query, 13, recognition->imported);
	query_bind_number(&query, 14, recognition->give_ms);
	query_bind_number(&query, 15, recognition->create_ms);
	query_bind_number(&query, 16, recognition->giver_cap);
	query_bind_number(&query, 17, (int64_t)recognition->n_metrics);
	query_run(&query);
	arcs_put(db, recognition);
	overheard_put(db, recognition);
	links_put(db, SQL(recognition_link_put), &recognition->id, recognition->links, recognition->n_links);
	metrics_put(db, SQL(recognition_metric_put), &recognition->id, recognition->metrics, recognition->n_metrics);
}

static void row_read(struct query *query, struct arena *arena, struct recognition *out)
{
	out->giver = (struct named_member){
		.id = query_id(query, "giver"),
		.handle = query_text(query, "handle", arena),
		.display_name = query_text(query, "display_name", arena),
		.team = query_number(query, "giver_team"),
		.team_path = query_text(query, "giver_team_path", arena),
	};
	out->giver_leader = query_number(query, "giver_leader") != 0;
	out->message.words = query_text(query, "message", arena);
	out->value = query_text(query, "value", arena);
	out->win = (Kleos__Win)query_number(query, "win");
	out->prompt = (int32_t)query_number(query, "prompt");
	out->setting = (Kleos__Setting)query_number(query, "setting");
	out->requested = (Kleos__Visibility)query_number(query, "requested_visibility");
	out->visibility = (Kleos__Visibility)query_number(query, "visibility");
	out->n_links = (size_t)query_number(query, "links");
	out->n_metrics = (size_t)query_number(query, "metrics");
	out->imported = query_number(query, "imported") != 0;
	out->give_ms = query_number(query, "give_ms");
	out->create_ms = query_number(query, "create_ms");
	out->n_joiners = (int32_t)query_number(query, "joiners");
	out->giver_cap = (Kleos__Visibility)query_number(query, "giver_cap");
	out->edit_ms = query_number(query, "edit_ms");
	out->n_reactions = (int32_t)query_number(query, "reactions");
	out->n_comments = (int32_t)query_number(query, "comments");
}

bool recognition_read(struct db *db, struct arena *arena, const struct id *id, struct recognition *out)
{
	struct query query = query_begin(db, SQL(recognition_read));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		row_read(&query, arena, out);
	query_end(&query);
	if (!found)
		return false;
	out->id = *id;
	arcs_read(db, arena, out);
	if (out->n_links)
		out->n_links = links_read(db, SQL(recognition_links_read), arena, id, out->links);
	if (out->n_metrics)
		out->n_metrics = metrics_read(db, SQL(recognition_metrics_read), arena, id, out->metrics);
	return true;
}

static struct query imported_row_query(struct db *db, const struct sql *sql, const struct row_identity *identity)
{
	struct query query = query_begin(db, sql);
	query_bind_number(&query, 1, identity->day);
	query_bind_bytes(&query, 2, identity->bytes, sizeof(identity->bytes));
	return query;
}

bool imported_row_find(struct db *db, const struct row_identity *identity)
{
	struct query query = imported_row_query(db, SQL(imported_row_find), identity);
	return query_has_row(&query);
}

void imported_row_put(struct db *db, const struct row_identity *identity, const struct id *recognition)
{
	struct query query = imported_row_query(db, SQL(imported_row_put), identity);
	query_bind_id(&query, 3, recognition);
	query_run(&query);
}
