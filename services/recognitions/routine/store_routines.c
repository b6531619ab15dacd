#include "services/recognitions/routine/store_routines.h"

#include "recognitions/sql.h"

void routine_put(struct db *db, const struct routine *routine)
{
	struct query query = query_begin(db, SQL(routine_put));
	query_bind_id(&query, 1, &routine->id);
	query_bind_number(&query, 2, routine->team);
	query_bind_number(&query, 3, routine->weekday);
	query_bind_number(&query, 4, routine->minute);
	query_bind_text(&query, 5, routine->time_zone);
	query_bind_number(&query, 6, routine->setting);
	query_bind_text(&query, 7, routine->channel);
	query_bind_number(&query, 8, routine->due.day);
	query_bind_number(&query, 9, routine->due.ms);
	query_bind_number(&query, 10, routine->create_ms);
	query_run(&query);
}

static struct routine row_read(struct query *query, struct arena *arena)
{
	return (struct routine){
		.id = query_id(query, "id"),
		.team = query_number(query, "team"),
		.team_path = query_text(query, "team_path", arena),
		.weekday = (Kleos__Weekday)query_number(query, "weekday"),
		.minute = (int32_t)query_number(query, "minute"),
		.time_zone = query_text(query, "time_zone", arena),
		.setting = (Kleos__Setting)query_number(query, "setting"),
		.channel = query_text(query, "channel", arena),
		.due = {.day = (int32_t)query_number(query, "due_day"), .ms = query_number(query, "due_ms")},
		.create_ms = query_number(query, "create_ms"),
	};
}

bool routine_read(struct db *db, struct arena *arena, const struct id *id, struct routine *out)
{
	struct query query = query_begin(db, SQL(routine_read));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found)
		*out = row_read(&query, arena);
	query_end(&query);
	return found;
}

static void run_for(struct db *db, const struct sql *sql, const struct id *id)
{
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, id);
	query_run(&query);
}

void routine_delete(struct db *db, const struct id *id)
{
	run_for(db, SQL(routine_dues_delete), id);
	run_for(db, SQL(routine_delete), id);
}

int64_t routines_count(struct db *db, int64_t team)
{
	struct query query = query_begin(db, SQL(routines_count));
	query_bind_number(&query, 1, team);
	int64_t count = query_step(&query) ? query_number(&query, "n") : 0;
	query_end(&query);
	return count;
}

void routine_set_due(struct db *db, const struct routine *routine)
{
	struct query query = query_begin(db, SQL(routine_set_due));
	query_bind_id(&query, 1, &routine->id);
	query_bind_number(&query, 2, routine->due.day);
	query_bind_number(&query, 3, routine->due.ms);
	query_run(&query);
}

static size_t rows_read(struct query *query, struct arena *arena, size_t bound, struct routine **out)
{
	size_t n = 0;
	*out = NULL;
	while (n < bound && query_step(query)) {
		*out = arena_grow(arena, *out, n, sizeof(**out));
		(*out)[n++] = row_read(query, arena);
	}
	query_end(query);
	return n;
}

size_t routines_list(struct db *db, struct arena *arena, int64_t before_ms, const struct id *before, size_t bound,
					 struct routine **out)
{
	struct query query = query_begin(db, SQL(routines_list));
	query_bind_number(&query, 1, before_ms);
	query_bind_bytes(&query, 2, before->bytes, ID_SIZE);
	query_bind_number(&query, 3, (int64_t)bound);
	return rows_read(&query, arena, bound, out);
}

size_t routines_due(struct db *db, struct arena *arena, int64_t ms, size_t bound, struct routine **out)
{
	struct query query = query_begin(db, SQL(routines_due));
	query_bind_number(&query, 1, ms);
	query_bind_number(&query, 2, (int64_t)bound);
	return rows_read(&query, arena, bound, out);
}

int64_t routines_next_ms(struct db *db)
{
	struct query query = query_begin(db, SQL(routines_next));
	int64_t next = query_step(&query) ? query_number(&query, "due_ms") : INT64_MAX;
	query_end(&query);
	return next;
}

void due_put(struct db *db, const struct id *id, const struct id *routine, const struct due *due)
{
	struct query query = query_begin(db, SQL(routine_due_put));
	query_bind_id(&query, 1, id);
	query_bind_id(&query, 2, routine);
	query_bind_number(&query, 3, due->day);
	query_bind_number(&query, 4, due->ms);
	query_run(&query);
}

bool due_read(struct db *db, const struct id *id, struct id *routine, struct due *out)
{
	struct query query = query_begin(db, SQL(routine_due_read));
	query_bind_id(&query, 1, id);
	bool found = query_step(&query);
	if (found) {
		*routine = query_id(&query, "routine");
		*out = (struct due){(int32_t)query_number(&query, "due_day"), query_number(&query, "due_ms")};
	}
	query_end(&query);
	return found;
}

void dues_forget(struct db *db, int64_t before_ms)
{
	struct query query = query_begin(db, SQL(routine_dues_forget));
	query_bind_number(&query, 1, before_ms);
	query_run(&query);
}
