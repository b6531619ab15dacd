/* What people other than the nominator say to a nomination: endorsements, the nominee's answer, who is recused. */
#include "awards/sql.h"
#include "services/awards/nomination/store_nominations.h"

Kleos__NominationStatus consent_read(struct db *db, const struct id *cycle, const struct id *nominee)
{
	Kleos__NominationStatus answer = KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_PENDING;
	struct query query = query_begin(db, SQL(consent_read));
	query_bind_id(&query, 1, cycle);
	query_bind_id(&query, 2, nominee);
	if (query_step(&query))
		answer = (Kleos__NominationStatus)query_number(&query, "status");
	query_end(&query);
	return answer;
}

void consent_set(struct db *db, const struct id *cycle, const struct id *nominee, Kleos__NominationStatus answer)
{
	struct query query = query_begin(db, SQL(consent_set));
	query_bind_id(&query, 1, cycle);
	query_bind_id(&query, 2, nominee);
	query_bind_number(&query, 3, answer);
	query_run(&query);
}

void endorsement_put(struct db *db, const struct id *nomination, const struct id *member, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(endorsement_put));
	query_bind_id(&query, 1, nomination);
	query_bind_id(&query, 2, member);
	query_bind_number(&query, 3, now_ms);
	query_run(&query);
}

size_t recused_read(struct db *db, struct arena *arena, const struct id *cycle, struct id **out)
{
	size_t n = 0;
	*out = NULL;
	struct query query = query_begin(db, SQL(recused_read));
	query_bind_id(&query, 1, cycle);
	while (query_step(&query)) {
		*out = arena_grow(arena, *out, n, sizeof(**out));
		(*out)[n++] = query_id(&query, "member");
	}
	query_end(&query);
	return n;
}
