/* store_pulses: the verbs of pulses over the database. Two tables without order and without times: what was answered,
 * and who has answered in the month that is open; nothing leads from one to the other. */
#ifndef KLEOS_MEMBERS_STORE_PULSES_H
#define KLEOS_MEMBERS_STORE_PULSES_H

#include "common/store/db.h"
#include "services/members/pulse/pulse_key.h"

struct pulse_answer {
	int32_t month; /* its first day */
	struct id team;
	bool need, have;
	int32_t strain; /* 0 to 4 */
};
/* `key` is random. */
void pulse_answer_put(struct db *db, const struct id *key, const struct pulse_answer *answer);

bool pulse_mark_put(struct db *db, const uint8_t mark[PULSE_MARK_SIZE], int32_t month); /* false: it is there */
bool pulse_marks_exist(struct db *db, int32_t month);
void pulse_marks_forget(struct db *db, int32_t before_month);

/* What one team answered in one month. */
struct pulse_sum {
	int32_t month;
	const char *team; /* its path of now; "" none */
	int64_t answers, need, have, strain;
};
/* Months from `from_day` on that begin before `before_month`; by month and team. */
size_t pulse_sums(struct db *db, struct arena *arena, int32_t from_day, int32_t before_month, struct pulse_sum **out);

#endif
