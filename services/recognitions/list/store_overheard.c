#include "services/recognitions/list/store.h"

#include "recognitions/sql.h"

/* The stamped teams of a recognition, each once; 0 (no team) is nobody's ear. */
struct ears {
	int64_t teams[RECEIVERS_BOUND + 1];
	size_t n;
};

static void ears_add(struct ears *ears, int64_t team)
{
	for (size_t i = 0; i < ears->n; i++)
		if (ears->teams[i] == team)
			return;
	if (team)
		ears->teams[ears->n++] = team;
}

static void person_run(struct db *db, const struct sql *sql, const struct recognition *recognition,
					   const struct ears *ears, const struct named_member *person)
{
	for (size_t i = 0; i < ears->n; i++) {
		if (ears->teams[i] == person->team)
			continue;
		struct query query = query_begin(db, sql);
		query_bind_id(&query, 1, &person->id);
		query_bind_number(&query, 2, person == &recognition->giver);
		query_bind_number(&query, 3, ears->teams[i]);
		query_bind_number(&query, 4, recognition->give_ms);
		query_bind_id(&query, 5, &recognition->id);
		query_run(&query);
	}
}

/* One statement for each named person and each team but their own. */
static void everybody_run(struct db *db, const struct sql *sql, const struct recognition *recognition)
{
	struct ears ears = {.n = 0};
	ears_add(&ears, recognition->giver.team);
	for (size_t i = 0; i < recognition->n_arcs; i++)
		ears_add(&ears, recognition->arcs[i].receiver.team);
	person_run(db, sql, recognition, &ears, &recognition->giver);
	for (size_t i = 0; i < recognition->n_arcs; i++)
		person_run(db, sql, recognition, &ears, &recognition->arcs[i].receiver);
}

void overheard_put(struct db *db, const struct recognition *recognition)
{
	if (recognition->visibility == KLEOS__VISIBILITY__VISIBILITY_TEAM)
		everybody_run(db, SQL(overheard_put), recognition);
}

void overheard_delete(struct db *db, const struct recognition *recognition)
{
	everybody_run(db, SQL(overheard_delete), recognition);
}
