#include "services/recognitions/impact/counting.h"

#include "services/recognitions/impact/heap.h"

#include <pthread.h>
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

static void tear(struct projection *projection, int32_t day, uint32_t seat)
{
	if (projection->n_torn == projection->torn_capacity) {
		projection->torn_capacity = heap_capacity(projection->torn_capacity, projection->n_torn + 1);
		projection->torn = heap_resize(projection->torn, projection->torn_capacity, sizeof *projection->torn);
	}
	projection->torn[projection->n_torn++] = (struct torn){day, projection->seats.entries[seat].first};
}

void counting_take_out(struct projection *projection, const struct columns *columns, uint32_t begin, uint32_t end,
					   int32_t day)
{
	struct group group = {columns, begin, end, day};
	count(projection, &group, COUNTED_ALL, 0 - UINT32_C(1));
	tear(projection, day, columns->giver[begin]);
	for (uint32_t i = begin; i < end; i++)
		tear(projection, day, columns->receiver[i]);
}

static int compare_days(const void *a, const void *b)
{
	const struct torn *x = a, *y = b;
	return (x->day > y->day) - (x->day < y->day);
}

void counting_mend(struct projection *projection)
{
	struct days_of of = days_of(projection);
	uint64_t *members = heap_array(projection->roster.ids.n / 64 + (size_t)1, sizeof *members);
	qsort(projection->torn, projection->n_torn, sizeof *projection->torn, compare_days);
	for (size_t i = 0, begin = 0; i < projection->n_torn; i++) {
		int32_t day = projection->torn[i].day;
		bits_set(members, projection->torn[i].member);
		if (i + 1 < projection->n_torn && projection->torn[i + 1].day == day)
			continue;
		days_mend(&projection->days, &of, &projection->settled, day, members);
		days_mend(&projection->days, &of, &projection->late, day, members);
		for (; begin <= i; begin++)
			members[projection->torn[begin].member / 64] = 0;
	}
	projection->n_torn = 0;
	free(members);
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

static void *count_days_anew(void *context)
{
	counting_days_anew(context);
	return NULL;
}

/* Days take as long as all the rest, and touch nothing of it: they have a thread of their own. */
void counting_anew(struct projection *projection)
{
	pthread_t thread;
	bool beside = pthread_create(&thread, NULL, count_days_anew, projection) == 0;
	forget_checkpoints(projection);
	bonds_clear(&projection->bonds);
	walk(projection, COUNTED_BONDS | COUNTED_CHECKPOINTS);
	if (beside)
		pthread_join(thread, NULL);
	else
		counting_days_anew(projection);
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
