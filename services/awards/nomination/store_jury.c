#include "services/awards/nomination/store_jury.h"

#include "awards/sql.h"
#include "common/base/array.h"

static void jury_delete(struct db *db, const struct id *cycle)
{
	static const struct sql *const statements[] = {SQL(criteria_delete), SQL(jurors_delete)};
	for (size_t i = 0; i < ARRAY_LENGTH(statements); i++) {
		struct query query = query_begin(db, statements[i]);
		query_bind_id(&query, 1, cycle);
		query_run(&query);
	}
}

void jury_put(struct db *db, const struct id *cycle, const struct jury *jury)
{
	jury_delete(db, cycle);
	for (size_t i = 0; i < jury->n_criteria; i++) {
		struct query query = query_begin(db, SQL(criterion_put));
		query_bind_id(&query, 1, cycle);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_text(&query, 3, jury->criteria[i].name);
		query_bind_number(&query, 4, jury->criteria[i].weight);
		query_run(&query);
	}
	for (size_t i = 0; i < jury->n_jurors; i++) {
		struct query query = query_begin(db, SQL(juror_put));
		query_bind_id(&query, 1, cycle);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_id(&query, 3, &jury->jurors[i]);
		query_run(&query);
	}
}

void jury_read(struct db *db, struct arena *arena, const struct id *cycle, struct jury *out)
{
	*out = (struct jury){.n_jurors = 0};
	struct query criteria = query_begin(db, SQL(criteria_read));
	query_bind_id(&criteria, 1, cycle);
	while (out->n_criteria < CRITERIA_BOUND && query_step(&criteria))
		out->criteria[out->n_criteria++] = (struct criterion){.name = query_text(&criteria, "name", arena),
															  .weight = (int32_t)query_number(&criteria, "weight")};
	query_end(&criteria);
	struct query jurors = query_begin(db, SQL(jurors_read));
	query_bind_id(&jurors, 1, cycle);
	while (out->n_jurors < JURORS_BOUND && query_step(&jurors))
		out->jurors[out->n_jurors++] = query_id(&jurors, "member");
	query_end(&jurors);
}

void scores_put(struct db *db, const struct score_key *key, const int32_t *scores, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct query query = query_begin(db, SQL(score_put));
		query_bind_id(&query, 1, &key->cycle);
		query_bind_id(&query, 2, &key->nominee);
		query_bind_id(&query, 3, &key->juror);
		query_bind_number(&query, 4, (int64_t)i);
		query_bind_number(&query, 5, scores[i]);
		query_run(&query);
	}
}

size_t scores_read(struct db *db, const struct score_key *key, int32_t *out, size_t most)
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(scores_read));
	query_bind_id(&query, 1, &key->cycle);
	query_bind_id(&query, 2, &key->nominee);
	query_bind_id(&query, 3, &key->juror);
	while (n < most && query_step(&query))
		out[n++] = (int32_t)query_number(&query, "score");
	query_end(&query);
	return n;
}
