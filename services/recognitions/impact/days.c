#include "services/recognitions/impact/days.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

void days_fini(struct days *days)
{
	for (uint32_t i = 0; i < days->n; i++) {
		rows_fini(&days->teams[i].days);
		rows_fini(&days->teams[i].months);
	}
	free(days->teams);
	free(days->seen);
}

static void reserve_teams(struct days *days, uint32_t n)
{
	if (n <= days->n)
		return;
	days->teams = heap_resize(days->teams, n, sizeof *days->teams);
	days->seen = heap_resize(days->seen, n, sizeof *days->seen);
	memset(days->teams + days->n, 0, (n - days->n) * sizeof *days->teams);
	memset(days->seen + days->n, 0, (n - days->n) * sizeof *days->seen);
	days->n = n;
}

static void pack(struct row *row)
{
	crowd_pack(&row->givers);
	crowd_pack(&row->receivers);
	crowd_pack(&row->thanked);
}

/* The crowds of a month, from those of its days. */
static void unite_days(struct row *month, const struct rows *days, uint32_t n_members)
{
	uint32_t end = rows_find(days, day_next_month(month->day));
	crowd_clear(&month->givers);
	crowd_clear(&month->receivers);
	crowd_spread(&month->givers, n_members);
	crowd_spread(&month->receivers, n_members);
	for (uint32_t i = rows_find(days, month->day); i < end; i++) {
		crowd_unite(&days->rows[i].givers, month->givers.bits);
		crowd_unite(&days->rows[i].receivers, month->receivers.bits);
	}
	pack(month);
	month->torn = false;
}

/* The month of the newest day is over. */
static void close_month(struct team_days *team, int32_t first_day, uint32_t n_members)
{
	struct row *month = rows_insert(&team->months, team->months.n, first_day);
	for (uint32_t i = rows_find(&team->days, first_day); i < team->days.n; i++)
		for (size_t k = 0; k < COUNTS; k++)
			month->counts[k] += team->days.rows[i].counts[k];
	unite_days(month, &team->days, n_members);
	month->torn = true; /* somebody may have been taken out of its days who is to be put back */
}

/* The newest day is what nearly all is added to: its crowds are bits until there is a newer one. */
static struct row *append_day(struct team_days *team, int32_t day, uint32_t n_members)
{
	struct row *newest = rows_newest(&team->days);
	if (newest) {
		int32_t month = day_month_start(newest->day);
		pack(newest);
		if (day_month_start(day) != month)
			close_month(team, month, n_members);
	}
	struct row *row = rows_insert(&team->days, team->days.n, day);
	crowd_spread(&row->givers, n_members);
	crowd_spread(&row->receivers, n_members);
	return row;
}

static struct row *row_at(struct rows *rows, int32_t day)
{
	uint32_t at = rows_find(rows, day);
	return at < rows->n && rows->rows[at].day == day ? &rows->rows[at] : rows_insert(rows, at, day);
}

/* When it is not the newest. */
static struct row *find_day(struct days *days, uint32_t path, int32_t day, uint32_t n_members)
{
	struct team_days *team = &days->teams[path];
	const struct row *newest = rows_newest(&team->days);
	if (newest && newest->day > day)
		return row_at(&team->days, day);
	struct row *row = append_day(team, day, n_members);
	if (!path)
		crowd_spread(&row->thanked, n_members);
	return row;
}

/* Made when new. */
static inline struct row *day_of(struct days *days, const struct days_of *of, uint32_t path, int32_t day)
{
	struct row *newest = rows_newest(&days->teams[path].days);
	return newest && newest->day == day ? newest : find_day(days, path, day, of->n_members);
}

/* Of a day; NULL: the month is not over. */
static struct row *find_month(struct team_days *team, int32_t day)
{
	int32_t month = day_month_start(day);
	return month < day_month_start(rows_newest(&team->days)->day) ? row_at(&team->months, month) : NULL;
}

/* After day_of. */
static inline struct row *month_of(struct team_days *team, int32_t day)
{
	return rows_newest(&team->days)->day == day ? NULL : find_month(team, day);
}

static uint32_t path_of(const struct days_of *of, uint32_t seat)
{
	return of->teams->path[of->seats->entries[seat].second];
}

static uint32_t member_of(const struct days_of *of, uint32_t seat)
{
	return of->seats->entries[seat].first;
}

static bool is_made(const struct days_of *of, uint32_t path)
{
	return !of->paths || of->paths[path];
}

static inline void count_arc(uint32_t counts[COUNTS], unsigned flags, uint32_t step)
{
	uint32_t shown = flags & ARC_QUIET ? 0 : step;
	counts[COUNT_ARCS] += step;
	counts[COUNT_CROSS] += flags & ARC_CROSS ? step : 0;
	counts[COUNT_LEADER] += flags & ARC_LEADER ? step : 0;
	counts[COUNT_MANAGER] += arc_direction(flags) == DIRECTION_DOWN ? step : 0;
	counts[COUNT_SHOWN_ARCS] += shown;
	counts[COUNT_DIRECTION + arc_direction(flags)] += shown;
}

static inline void count_recognition(uint32_t counts[COUNTS], unsigned flags, uint32_t step)
{
	uint32_t shown = flags & ARC_QUIET ? 0 : step;
	counts[COUNT_RECOGNITIONS] += step;
	counts[COUNT_BIG] += flags & ARC_BIG ? step : 0;
	counts[COUNT_EXTERNAL] += flags & ARC_EXTERNAL ? step : 0;
	counts[COUNT_SHOWN] += shown;
	counts[COUNT_PROMPT + arc_prompt(flags)] += shown;
}

static inline void crowd_change(struct crowd *crowd, uint32_t member, bool adds)
{
	if (adds)
		crowd_add(crowd, member);
	else
		crowd_remove(crowd, member);
}

/* What one arc is to a row. */
struct received {
	uint32_t giver;
	uint32_t receiver;
	uint32_t step;
	unsigned flags;
};

static inline void count_row(struct row *row, const struct received *arc, bool is_first, bool is_everybody)
{
	count_arc(row->counts, arc->flags, arc->step);
	if (is_first)
		count_recognition(row->counts, arc->flags, arc->step);
	if (!(arc->flags & ARC_QUIET)) {
		crowd_change(&row->givers, arc->giver, arc->step == 1);
		crowd_change(&row->receivers, arc->receiver, arc->step == 1);
	}
	if (is_everybody)
		crowd_change(&row->thanked, arc->receiver, arc->step == 1);
}

static inline void count_received_in(struct days *days, const struct days_of *of, uint32_t path, int32_t day,
									 const struct received *arc)
{
	bool is_first = days->seen[path] != days->serial;
	days->seen[path] = days->serial;
	count_row(day_of(days, of, path, day), arc, is_first, !path);
	struct row *month = month_of(&days->teams[path], day);
	if (month) {
		count_row(month, arc, is_first, false);
		month->torn |= arc->step != 1;
	}
}

static void count_received(struct days *days, const struct days_of *of, const struct columns *columns, uint32_t at,
						   int32_t day, uint32_t step)
{
	struct received arc = {member_of(of, columns->giver[at]), member_of(of, columns->receiver[at]), step,
						   columns->flags[at]};
	for (uint32_t path = path_of(of, columns->receiver[at]);; path = of->teams->parents[path]) {
		if (is_made(of, path))
			count_received_in(days, of, path, day, &arc);
		if (!path)
			return;
	}
}

static inline void add_count(struct days *days, const struct days_of *of, uint32_t path, int32_t day,
							 enum row_count count, uint32_t n)
{
	day_of(days, of, path, day)->counts[count] += n;
	struct row *month = month_of(&days->teams[path], day);
	if (month)
		month->counts[count] += n;
}

static void count_given(struct days *days, const struct days_of *of, uint32_t path, int32_t day, uint32_t n)
{
	for (;; path = of->teams->parents[path]) {
		if (is_made(of, path))
			add_count(days, of, path, day, COUNT_GIVEN, n);
		if (!path)
			return;
	}
}

void days_count(struct days *days, const struct days_of *of, const struct columns *columns, uint32_t begin,
				uint32_t end, int32_t day, uint32_t step)
{
	reserve_teams(days, of->teams->paths.n);
	if (++days->serial == 0) {
		memset(days->seen, 0, days->n * sizeof *days->seen);
		days->serial = 1;
	}
	for (uint32_t i = begin; i < end; i++)
		count_received(days, of, columns, i, day, step);
	count_given(days, of, path_of(of, columns->giver[begin]), day, step * (end - begin));
}

void days_cross(struct days *days, const struct days_of *of, const struct columns *columns, uint32_t at, int32_t day,
				uint32_t step)
{
	for (uint32_t path = path_of(of, columns->receiver[at]);; path = of->teams->parents[path]) {
		if (!of->paths[path])
			add_count(days, of, path, day, COUNT_CROSS, step);
		if (!path)
			return;
	}
}

void days_forget(struct days *days, const struct days_of *of)
{
	for (uint32_t i = 0; i < days->n; i++) {
		if (!of->paths[i])
			continue;
		rows_fini(&days->teams[i].days);
		rows_fini(&days->teams[i].months);
		days->teams[i] = (struct team_days){0};
	}
}

/* Adding again what is there already does no harm. */
static void put_back(struct days *days, const struct days_of *of, const struct columns *columns, uint32_t at,
					 int32_t day)
{
	uint32_t path = path_of(of, columns->receiver[at]);
	uint32_t giver = member_of(of, columns->giver[at]), receiver = member_of(of, columns->receiver[at]);
	for (;; path = of->teams->parents[path]) {
		struct row *row = day_of(days, of, path, day);
		if (!(columns->flags[at] & ARC_QUIET)) {
			crowd_add(&row->givers, giver);
			crowd_add(&row->receivers, receiver);
		}
		if (!path) {
			crowd_add(&row->thanked, receiver);
			return;
		}
	}
}

void days_mend(struct days *days, const struct days_of *of, const struct columns *columns, int32_t day,
			   const uint64_t *members)
{
	uint32_t end = columns_find(columns, day + 1);
	for (uint32_t i = columns_find(columns, day); i < end; i++)
		if (!(columns->flags[i] & ARC_GONE) && (bits_have(members, member_of(of, columns->giver[i])) ||
												bits_have(members, member_of(of, columns->receiver[i]))))
			put_back(days, of, columns, i, day);
}

void days_renew(struct days *days, uint32_t n_members, int32_t month)
{
	for (uint32_t i = 0; i < days->n; i++) {
		struct team_days *team = &days->teams[i];
		uint32_t at = rows_find(&team->months, month);
		if (at < team->months.n && team->months.rows[at].day == month && team->months.rows[at].torn)
			unite_days(&team->months.rows[at], &team->days, n_members);
	}
}
