#include "services/members/pulse/store_pulses.h"

#include "members/sql.h"

void pulse_answer_put(struct db *db, const struct id *key, const struct pulse_answer *answer)
{
	struct query query = query_begin(db, SQL(pulse_answer_put));
	query_bind_id(&query, 1, key);
	query_bind_number(&query, 2, answer->month);
	query_bind_id(&query, 3, &answer->team);
	query_bind_number(&query, 4, answer->need);
	query_bind_number(&query, 5, answer->have);
	query_bind_number(&query, 6, answer->strain);
	query_run(&query);
}

bool pulse_mark_put(struct db *db, const uint8_t mark[PULSE_MARK_SIZE], int32_t month)
{
	struct query query = query_begin(db, SQL(pulse_mark_put));
	query_bind_bytes(&query, 1, mark, PULSE_MARK_SIZE);
	query_bind_number(&query, 2, month);
	query_run(&query);
	return query_changes(&query) > 0;
}

bool pulse_marks_exist(struct db *db, int32_t month)
{
	struct query query = query_begin(db, SQL(pulse_marks_exist));
	query_bind_number(&query, 1, month);
	return query_has_row(&query);
}

void pulse_marks_forget(struct db *db, int32_t before_month)
{
	struct query query = query_begin(db, SQL(pulse_marks_forget));
	query_bind_number(&query, 1, before_month);
	query_run(&query);
}

size_t pulse_sums(struct db *db, struct arena *arena, int32_t from_day, int32_t before_month, struct pulse_sum **out)
{
	struct query query = query_begin(db, SQL(pulse_sums));
	struct pulse_sum *sums = NULL;
	size_t count = 0;

	query_bind_number(&query, 1, from_day);
	query_bind_number(&query, 2, before_month);
	while (query_step(&query)) {
		sums = arena_grow(arena, sums, count, sizeof(*sums));
		sums[count++] = (struct pulse_sum){
			.month = (int32_t)query_number(&query, "month"),
			.team = query_text(&query, "team", arena),
			.answers = query_number(&query, "answers"),
			.need = query_number(&query, "need"),
			.have = query_number(&query, "have"),
			.strain = query_number(&query, "strain"),
		};
	}
	query_end(&query);
	*out = sums;
	return count;
}
