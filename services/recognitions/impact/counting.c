#include "services/recognitions/impact/counting.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

/* What is counted. */
enum counted {
	COUNTED_DAYS = 1,
	COUNTED_BONDS = 2,
	COUNTED_CHECKPOINTS = 4,
	COUNTED_ALL = 7,
};

/* One recognition of `day`, arcs [begin, end). */
struct group {
	const struct columns *columns;
	uint32_t begin;
	uint32_t end;
	int32_t day;
};

static struct days_of days_of(const struct projection *projection)
{
	return (struct days_of){&projection->teams, &projection->seats, projection->roster.ids.n};
}

static void count_bonds(struct projection *projection, const struct group *group, uint32_t step)
{
	const struct numbered *seats = projection->seats.entries;
	for (uint32_t i = group->begin; i < group->end; i++) {
		if (arc_direction(group->columns->flags[i]) != DIRECTION_DOWN)
			continue;
		uint32_t giver = seats[group->columns->giver[i]].first, receiver = seats[group->columns->receiver[i]].first;
		uint32_t bond = bonds_number(&projection->bonds, giver, receiver);
		(step == 1 ? bonds_add : bonds_remove)(&projection->bonds, bond, group->day);
	}
}

static void count(struct projection *projection, const struct group *group, unsigned what, uint32_t step)
{
	struct days_of of = days_of(projection);
	if (what & COUNTED_DAYS)
		days_count(&projection->days, &of, group->columns, group->begin, group->end, group->day, step);
	if (what & COUNTED_BONDS)
		count_bonds(projection, group, step);
	if (what & COUNTED_CHECKPOINTS)
		checkpoints_count(&projection->checkpoints, group->columns, group->begin, group->end, group->day, step);
}

void counting_add(struct projection *projection, const struct columns *columns, uint32_t begin, uint32_t end,
				  int32_t day)
{
	count(projection, &(struct group){columns, begin, end, day}, COUNTED_ALL, 1);
}

/* Room for every member there is by now. */
static void reserve_torn(struct projection *projection)
{
	struct torn *torn = &projection->torn;
	size_t n_words = projection->roster.ids.n / 64 + (size_t)1;
	if (n_words <= torn->n_words)
		return;
	torn->members = heap_resize(torn->members, n_words, sizeof *torn->members);
	memset(torn->members + torn->n_words, 0, (n_words - torn->n_words) * sizeof *torn->members);
	torn->n_words = n_words;
}

static void tear_member(struct projection *projection, uint32_t seat)
{
	bits_set(projection->torn.members, projection->seats.entries[seat].first);
}

static void tear(struct projection *projection, const struct group *group)
{
	struct torn *torn = &projection->torn;
	if (torn->n_days == torn->days_capacity) {
		torn->days_capacity = heap_capacity(torn->days_capacity, torn->n_days + 1);
		torn->days = heap_resize(torn->days, torn->days_capacity, sizeof *torn->days);
	}
	torn->days[torn->n_days++] = group->day;
	reserve_torn(projection);
	tear_member(projection, group->columns->giver[group->begin]);
	for (uint32_t i = group->begin; i < group->end; i++)
		tear_member(projection, group->columns->receiver[i]);
}

void counting_take_out(struct projection *projection, const struct columns *columns, uint32_t begin, uint32_t end,
					   int32_t day)
{
	struct group group = {columns, begin, end, day};
	count(projection, &group, COUNTED_ALL, 0 - UINT32_C(1));
	tear(projection, &group);
}

static int compare_days(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return (x > y) - (x < y);
}

void counting_mend(struct projection *projection)
{
	struct torn *torn = &projection->torn;
	struct days_of of = days_of(projection);
	if (!torn->n_days)
		return;
	reserve_torn(projection);
	qsort(torn->days, torn->n_days, sizeof *torn->days, compare_days);
	for (size_t i = 0; i < torn->n_days; i++) {
		if (i && torn->days[i] == torn->days[i - 1])
			continue;
		days_mend(&projection->days, &of, &projection->settled, torn->days[i], torn->members);
		days_mend(&projection->days, &of, &projection->late, torn->days[i], torn->members);
	}
	torn->n_days = 0;
	memset(torn->members, 0, torn->n_words * sizeof *torn->members);
}

/* The arcs of one day, the i-th that has any. */
static void count_day(struct projection *projection, const struct columns *columns, uint32_t i, unsigned what)
{
	uint32_t end = i + 1 < columns->n_days ? columns->days[i + 1].start : columns->n;
	struct group group = {.columns = columns, .end = columns->days[i].start, .day = columns->days[i].day};
	while (group.end < end) {
		group.begin = group.end;
		group.end = columns_group_end(columns, group.begin);
		if (!(columns->flags[group.begin] & ARC_GONE))
			count(projection, &group, what, 1);
	}
}

void counting_add_all(struct projection *projection, const struct columns *columns)
{
	for (uint32_t i = 0; i < columns->n_days; i++)
		count_day(projection, columns, i, COUNTED_ALL);
}

/* All arcs there are, in order of day: what is newest is counted in a better way than what is late. */
static void walk(struct projection *projection, unsigned what)
{
	const struct columns *settled = &projection->settled, *late = &projection->late;
	uint32_t a = 0, b = 0;
	while (a < settled->n_days || b < late->n_days) {
		bool is_late = a == settled->n_days || (b < late->n_days && late->days[b].day < settled->days[a].day);
		if (is_late)
			count_day(projection, late, b++, what);
		else
			count_day(projection, settled, a++, what);
	}
}

static void forget_days(struct projection *projection)
{
	days_fini(&projection->days);
	projection->days = (struct days){0};
}

static void forget_checkpoints(struct projection *projection)
{
	uint32_t spacing = projection->checkpoints.spacing;
	checkpoints_fini(&projection->checkpoints);
	checkpoints_init(&projection->checkpoints, spacing);
}

void counting_anew(struct projection *projection)
{
	forget_days(projection);
	forget_checkpoints(projection);
	bonds_clear(&projection->bonds);
	walk(projection, COUNTED_ALL);
}

void counting_days_anew(struct projection *projection)
{
	forget_days(projection);
	walk(projection, COUNTED_DAYS);
}

void counting_checkpoints_anew(struct projection *projection)
{
	forget_checkpoints(projection);
	walk(projection, COUNTED_CHECKPOINTS);
}
