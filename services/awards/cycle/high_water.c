#include "services/awards/cycle/high_water.h"

#include "awards/sql.h"

int64_t high_water_now(struct db *db, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(high_water_read));
	int64_t mark_ms = query_step(&query) ? query_number(&query, "ms") : 0;
	query_end(&query);
	return now_ms > mark_ms ? now_ms : mark_ms;
}

void high_water_raise(struct db *db, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(high_water_raise));
	query_bind_number(&query, 1, now_ms);
	query_run(&query);
}
