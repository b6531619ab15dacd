#include "services/recognitions/store.h"

#include "recognitions/sql.h"
#include "services/recognitions/inbox/store_inbox.h"

void arcs_put(struct db *db, const struct recognition *recognition)
{
	for (size_t i = 0; i < recognition->n_arcs; i++) {
		const struct arc *arc = &recognition->arcs[i];
		struct query query = query_begin(db, SQL(arc_put));
		query_bind_id(&query, 1, &recognition->id);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_id(&query, 3, &arc->receiver.id);
		query_bind_text(&query, 4, arc->credit.words);
		query_bind_number(&query, 5, arc->receiver.team);
		query_bind_number(&query, 6, arc->direction);
		query_bind_number(&query, 7, recognition->visibility);
		query_bind_number(&query, 8, recognition->give_ms);
		query_bind_number(&query, 9, arc->cap);
		query_bind_number(&query, 10, recognition->imported ? INBOX_READ : INBOX_NEW);
		query_bind_number(&query, 11, recognition->imported ? recognition->give_ms : recognition->create_ms);
		query_run(&query);
	}
}

void arcs_read(struct db *db, struct arena *arena, struct recognition *recognition)
{
	recognition->n_arcs = 0;
	struct query query = query_begin(db, SQL(arcs_read));
	query_bind_id(&query, 1, &recognition->id);
	while (recognition->n_arcs < RECEIVERS_BOUND && query_step(&query))
		recognition->arcs[recognition->n_arcs++] = (struct arc){
			.receiver = {.id = query_id(&query, "receiver"),
						 .handle = query_text(&query, "handle", arena),
						 .display_name = query_text(&query, "display_name", arena),
						 .team = query_number(&query, "team"),
						 .team_path = query_text(&query, "team_path", arena)},
			.credit = {query_text(&query, "credit", arena)},
			.direction = (enum direction)query_number(&query, "direction"),
			.cap = (Kleos__Visibility)query_number(&query, "cap"),
			.manager_now = query_id(&query, "manager"),
		};
	query_end(&query);
}
