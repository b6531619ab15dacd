#include "services/recognitions/impact/days.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

static void rows_fini(struct day_rows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++) {
		crowd_fini(&rows->rows[i].givers);
		crowd_fini(&rows->rows[i].receivers);
		crowd_fini(&rows->rows[i].thanked);
	}
	free(rows->rows);
}

void days_fini(struct days *days)
{
	for (uint32_t i = 0; i < days->n; i++)
		rows_fini(&days->teams[i]);
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

uint32_t days_find(const struct day_rows *rows, int32_t day)
{
	uint32_t low = 0, high = rows->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (rows->rows[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void pack(struct day_row *row)
{
	crowd_pack(&row->givers);
	crowd_pack(&row->receivers);
	crowd_pack(&row->thanked);
}

static void insert_row(struct day_rows *rows, uint32_t at, int32_t day)
{
	if (rows->n == rows->capacity) {
		rows->capacity = (uint32_t)heap_capacity(rows->capacity, rows->n + (size_t)1);
		rows->rows = heap_resize(rows->rows, rows->capacity, sizeof *rows->rows);
	}
	memmove(rows->rows + at + 1, rows->rows + at, (rows->n - at) * sizeof *rows->rows);
	rows->rows[at] = (struct day_row){.day = day};
	rows->n++;
}

/* The newest day is what nearly all is added to: its crowds are bits until there is a newer one. */
static struct day_row *append_row(struct day_rows *rows, int32_t day, uint32_t n_members)
{
	if (rows->n)
		pack(&rows->rows[rows->n - 1]);
	insert_row(rows, rows->n, day);
	struct day_row *row = &rows->rows[rows->n - 1];
	crowd_spread(&row->givers, n_members);
	crowd_spread(&row->receivers, n_members);
	return row;
}

/* Of a day that is not the newest. */
static struct day_row *find_row(struct days *days, uint32_t path, int32_t day, uint32_t n_members)
{
	struct day_rows *rows = &days->teams[path];
	if (!rows->n || rows->rows[rows->n - 1].day < day) {
		struct day_row *row = append_row(rows, day, n_members);
		if (!path)
			crowd_spread(&row->thanked, n_members);
		return row;
	}
	uint32_t at = days_find(rows, day);
	if (rows->rows[at].day != day)
		insert_row(rows, at, day);
	return &rows->rows[at];
}

/* Made when new. */
static inline struct day_row *row_of(struct days *days, const struct days_of *of, uint32_t path, int32_t day)
{
	const struct day_rows *rows = &days->teams[path];
	if (rows->n && rows->rows[rows->n - 1].day == day)
		return &rows->rows[rows->n - 1];
	return find_row(days, path, day, of->n_members);
}

static uint32_t path_of(const struct days_of *of, uint32_t seat)
{
	return of->teams->path[of->seats->entries[seat].second];
}

static uint32_t member_of(const struct days_of *of, uint32_t seat)
{
	return of->seats->entries[seat].first;
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

static void count_received(struct days *days, const struct days_of *of, const struct columns *columns, uint32_t at,
						   int32_t day, uint32_t step)
{
	unsigned flags = columns->flags[at];
	uint32_t path = path_of(of, columns->receiver[at]);
	uint32_t giver = member_of(of, columns->giver[at]), receiver = member_of(of, columns->receiver[at]);
	for (;; path = of->teams->parents[path]) {
		struct day_row *row = row_of(days, of, path, day);
		count_arc(row->counts, flags, step);
		if (days->seen[path] != days->serial)
			count_recognition(row->counts, flags, step);
		days->seen[path] = days->serial;
		if (!(flags & ARC_QUIET)) {
			crowd_change(&row->givers, giver, step == 1);
			crowd_change(&row->receivers, receiver, step == 1);
		}
		if (!path) {
			crowd_change(&row->thanked, receiver, step == 1);
			return;
		}
	}
}

static void count_given(struct days *days, const struct days_of *of, uint32_t path, int32_t day, uint32_t n)
{
	for (;; path = of->teams->parents[path]) {
		row_of(days, of, path, day)->counts[COUNT_GIVEN] += n;
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

/* Adding again what is there already does no harm. */
static void put_back(struct days *days, const struct days_of *of, const struct columns *columns, uint32_t at,
					 int32_t day)
{
	uint32_t path = path_of(of, columns->receiver[at]);
	uint32_t giver = member_of(of, columns->giver[at]), receiver = member_of(of, columns->receiver[at]);
	for (;; path = of->teams->parents[path]) {
		struct day_row *row = row_of(days, of, path, day);
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
