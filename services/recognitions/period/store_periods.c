#include "services/recognitions/period/store_periods.h"

#include "recognitions/sql.h"

bool period_put(struct db *db, const struct ready_period *ready)
{
	struct ready_period there;
	struct query query = query_begin(db, SQL(report_period_put));
	query_bind_id(&query, 1, &ready->id);
	query_bind_number(&query, 2, ready->period.kind);
	query_bind_number(&query, 3, ready->period.from_day);
	query_bind_number(&query, 4, ready->ready_ms);
	query_run(&query);
	return query_changes(&query) > 0 && period_find(db, &ready->period, &there);
}

static struct ready_period row_read(struct query *row)
{
	return (struct ready_period){
		.id = query_id(row, "id"),
		.period = period_of((enum period_kind)query_number(row, "kind"), (int32_t)query_number(row, "from_day")),
		.ready_ms = query_number(row, "ready_ms"),
	};
}

bool period_read(struct db *db, const struct id *id, struct ready_period *out)
{
	struct query query = query_begin(db, SQL(report_period_by_id));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		*out = row_read(&query);
	query_end(&query);
	return found;
}

bool period_find(struct db *db, const struct period *period, struct ready_period *out)
{
	struct query query = query_begin(db, SQL(report_period_by_day));
	query_bind_number(&query, 1, period->kind);
	query_bind_number(&query, 2, period->from_day);
	bool found = query_step(&query);
	if (found)
		*out = row_read(&query);
	query_end(&query);
	return found;
}
