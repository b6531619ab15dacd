#include "services/recognitions/impact/counting.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/heap.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What is counted. */
enum counted {
	COUNTED_DAYS = 1,
	COUNTED_BONDS = 2,
	COUNTED_LINKS = 4,
	COUNTED_CHECKPOINTS = 8,
	COUNTED_ALL = 15,
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
	return (struct days_of){&projection->teams, &projection->seats, projection->roster.ids.n, NULL};
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

static void count_links(struct projection *projection, const struct group *group, uint32_t step)
{
	if (group->columns->flags[group->begin] & ARC_QUIET)
		return;
	for (uint32_t i = group->begin; i < group->end; i++) {
		struct link link = {group->day, group->columns->pair[i]};
		(step == 1 ? links_add : links_remove)(&projection->links, group->columns->flow[i], link);
	}
}

static void count(struct projection *projection, const struct group *group, unsigned what, uint32_t step)
{
	struct days_of of = days_of(projection);
	if (what & COUNTED_DAYS)
		days_count(&projection->days, &of, group->columns, group->begin, group->end, group->day, step);
	if (what & COUNTED_BONDS)
		count_bonds(projection, group, step);
	if (what & COUNTED_LINKS)
		count_links(projection, group, step);
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
		int32_t month = day_month_start(day);
		if (i + 1 == projection->n_torn || day_month_start(projection->torn[i + 1].day) != month)
			days_renew(&projection->days, of.n_members, month);
	}
	projection->n_torn = 0;
	free(members);
}

/* The arcs of one day, the i-th that has any. */
static void count_day(struct projection *projection, const struct columns *columns, uint32_t i, unsigned what)
{
	struct group group = {.columns = columns, .end = columns->days[i].start, .day = columns->days[i].day};
	for (uint32_t end = columns_day_end(columns, i); group.end < end;) {
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

/* The next day that has arcs, of both columns the earlier: what is newest is counted in a better way than what is late.
 * Begins with two zeros. NULL: there is no more; else `*day` is its index. */
static struct columns *next_day(struct projection *projection, uint32_t next[2], uint32_t *day)
{
	struct columns *settled = &projection->settled, *late = &projection->late;
	bool is_late = next[0] == settled->n_days;
	if (is_late && next[1] == late->n_days)
		return NULL;
	if (!is_late && next[1] < late->n_days)
		is_late = late->days[next[1]].day < settled->days[next[0]].day;
	*day = next[is_late]++;
	return is_late ? late : settled;
}

static void count_all(struct projection *projection, unsigned what)
{
	uint32_t next[2] = {0}, day;
	for (struct columns *columns; (columns = next_day(projection, next, &day));)
		count_day(projection, columns, day, what);
}

static void forget_checkpoints(struct projection *projection)
{
	uint32_t spacing = projection->checkpoints.spacing;
	checkpoints_fini(&projection->checkpoints);
	checkpoints_init(&projection->checkpoints, spacing);
}

static void *count_days_anew(void *context)
{
	struct projection *projection = context;
	days_fini(&projection->days);
	projection->days = (struct days){0};
	count_all(projection, COUNTED_DAYS);
	return NULL;
}

/* After the checkpoints, which know how many there are of each flow. */
static void count_links_anew(struct projection *projection)
{
	const struct total_counts *flows = &projection->checkpoints.all.totals[TOTAL_FLOWS];
	links_fini(&projection->links);
	projection->links = (struct links){0};
	for (uint32_t i = 0; i < flows->n; i++)
		links_reserve(&projection->links, i, flows->counts[i]);
	count_all(projection, COUNTED_LINKS);
}

/* Days take as long as all the rest, and touch nothing of it: they have a thread of their own. */
void counting_anew(struct projection *projection)
{
	pthread_t thread;
	bool beside = pthread_create(&thread, NULL, count_days_anew, projection) == 0;
	forget_checkpoints(projection);
	bonds_clear(&projection->bonds);
	count_all(projection, COUNTED_BONDS | COUNTED_CHECKPOINTS);
	count_links_anew(projection);
	if (beside)
		pthread_join(thread, NULL);
	else
		count_days_anew(projection);
}

void counting_checkpoints_anew(struct projection *projection)
{
	forget_checkpoints(projection);
	count_all(projection, COUNTED_CHECKPOINTS);
}

/* By path: whether a team came into it or left it. The caller frees. */
static bool *paths_moved(const struct projection *projection)
{
	const struct teams *teams = &projection->teams;
	bool *moved = heap_array(teams->paths.n, sizeof *moved);
	for (size_t i = 0; i < projection->n_moves; i++) {
		uint32_t a = projection->moves[i].first, b = projection->moves[i].second;
		bool *within = heap_array(teams->paths.n, sizeof *within);
		for (uint32_t path = a; path; path = teams->parents[path])
			within[path] = true;
		for (uint32_t path = b; path; path = teams->parents[path])
			within[path] = !within[path];
		for (uint32_t path = a; path; path = teams->parents[path])
			moved[path] |= within[path];
		for (uint32_t path = b; path; path = teams->parents[path])
			moved[path] |= within[path];
		free(within);
	}
	return moved;
}

/* What is true of a flow after the move. */
enum flow_flag {
	FLOW_CROSS = 1, /* it is between teams */
	FLOW_MOVED = 2, /* one of its ends is inside what was moved */
};

static bool is_inside(const struct teams *teams, uint32_t team, const bool *moved)
{
	uint32_t path = teams->path[team];
	while (path && !moved[path])
		path = teams->parents[path];
	return path != 0;
}

/* By flow: flow_flag. The caller frees. */
static uint8_t *flows_after(const struct projection *projection, const bool *moved)
{
	uint8_t *flags = heap_array(projection->flows.n, sizeof *flags);
	for (uint32_t i = 0; i < projection->flows.n; i++) {
		struct numbered ends = projection->flows.entries[i];
		flags[i] = teams_differ(&projection->teams, ends.first, ends.second) ? FLOW_CROSS : 0;
		if (is_inside(&projection->teams, ends.first, moved) || is_inside(&projection->teams, ends.second, moved))
			flags[i] |= FLOW_MOVED;
	}
	return flags;
}

/* A merge makes two teams one, and what went between them stays in the team. True: the recognition is to be counted in
 * what was moved. */
static bool compare_group(struct projection *projection, const struct days_of *of, struct columns *columns,
						  const struct group *group, const uint8_t *flows)
{
	bool moved = false;
	for (uint32_t i = group->begin; i < group->end; i++) {
		uint8_t flow = flows[columns->flow[i]];
		bool crosses = flow & FLOW_CROSS, crossed = columns->flags[i] & ARC_CROSS;
		moved = moved || flow & FLOW_MOVED;
		if (crosses == crossed)
			continue;
		columns->flags[i] ^= ARC_CROSS;
		if (!(columns->flags[i] & ARC_GONE))
			days_cross(&projection->days, of, columns, i, group->day, crosses ? 1 : 0 - UINT32_C(1));
	}
	return moved && !(columns->flags[group->begin] & ARC_GONE);
}

static void move_day(struct projection *projection, const struct days_of *of, struct columns *columns, uint32_t i,
					 const uint8_t *flows)
{
	struct group group = {.columns = columns, .end = columns->days[i].start, .day = columns->days[i].day};
	for (uint32_t end = columns_day_end(columns, i); group.end < end;) {
		group.begin = group.end;
		group.end = columns_group_end(columns, group.begin);
		if (compare_group(projection, of, columns, &group, flows))
			days_count(&projection->days, of, columns, group.begin, group.end, group.day, 1);
	}
}

void counting_move(struct projection *projection)
{
	struct days_of of = days_of(projection);
	bool *moved = paths_moved(projection);
	uint8_t *flows = flows_after(projection, moved);
	uint32_t next[2] = {0}, day;
	of.paths = moved;
	days_forget(&projection->days, &of);
	for (struct columns *columns; (columns = next_day(projection, next, &day));)
		move_day(projection, &of, columns, day, flows);
	free(flows);
	free(moved);
	projection->n_moves = 0;
}
