#include "services/recognitions/impact/checkpoints.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/heap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SPACING_LEAST  131072 /* arcs between two entries: half of them are scanned at the worst, at either end */
#define SPACING_FACTOR 2      /* ... or so many an entry's count, which bounds the memory */

void checkpoints_init(struct checkpoints *checkpoints, uint32_t spacing)
{
	*checkpoints = (struct checkpoints){.all.day = DAY_MAX, .newest_day = DAY_MIN, .spacing = spacing};
}

static void checkpoint_fini(struct checkpoint *checkpoint)
{
	for (size_t i = 0; i < TOTALS; i++)
		free(checkpoint->totals[i].counts);
}

void checkpoints_fini(struct checkpoints *checkpoints)
{
	for (uint32_t i = 0; i < checkpoints->n; i++)
		checkpoint_fini(&checkpoints->entries[i]);
	checkpoint_fini(&checkpoints->all);
	free(checkpoints->entries);
}

static void total_add(struct total_counts *total, uint32_t number, uint32_t step)
{
	if (number >= total->capacity) {
		total->capacity = (uint32_t)heap_capacity(total->capacity, number + (size_t)1);
		total->counts = heap_resize(total->counts, total->capacity, sizeof *total->counts);
	}
	if (number >= total->n) {
		memset(total->counts + total->n, 0, (number + 1 - total->n) * sizeof *total->counts);
		total->n = number + 1;
	}
	total->counts[number] += step;
}

static void count(struct checkpoint *checkpoint, const struct columns *columns, uint32_t at, uint32_t step)
{
	total_add(&checkpoint->totals[TOTAL_GIVEN], columns->giver[at], step);
	total_add(&checkpoint->totals[TOTAL_RECEIVED], columns->receiver[at], step);
	if (columns->flags[at] & ARC_QUIET)
		return;
	total_add(&checkpoint->totals[TOTAL_CELLS], columns->cell[at], step);
	total_add(&checkpoint->totals[TOTAL_FLOWS], columns->flow[at], step);
}

static uint32_t spacing(const struct checkpoints *checkpoints)
{
	uint64_t n = 0;
	if (checkpoints->spacing)
		return checkpoints->spacing;
	for (size_t i = 0; i < TOTALS; i++)
		n += checkpoints->all.totals[i].n;
	n *= SPACING_FACTOR;
	return n < SPACING_LEAST ? SPACING_LEAST : n > INT32_MAX ? INT32_MAX : (uint32_t)n;
}

/* All that was counted until now was of earlier days. */
static void put_down(struct checkpoints *checkpoints, int32_t day)
{
	if (checkpoints->n == checkpoints->capacity) {
		checkpoints->capacity = (uint32_t)heap_capacity(checkpoints->capacity, checkpoints->n + (size_t)1);
		checkpoints->entries = heap_resize(checkpoints->entries, checkpoints->capacity, sizeof *checkpoints->entries);
	}
	struct checkpoint *entry = &checkpoints->entries[checkpoints->n++];
	*entry = (struct checkpoint){.day = day};
	for (size_t i = 0; i < TOTALS; i++) {
		const struct total_counts *all = &checkpoints->all.totals[i];
		entry->totals[i] = (struct total_counts){heap_resize(NULL, all->n, sizeof *all->counts), all->n, all->n};
		if (all->n)
			memcpy(entry->totals[i].counts, all->counts, all->n * sizeof *all->counts);
	}
	checkpoints->since = 0;
}

void checkpoints_count(struct checkpoints *checkpoints, const struct columns *columns, uint32_t begin, uint32_t end,
					   int32_t day, uint32_t step)
{
	if (day > checkpoints->newest_day && checkpoints->since >= spacing(checkpoints))
		put_down(checkpoints, day);
	if (step == 1 && day < checkpoints->newest_day)
		checkpoints->strayed += end - begin;
	if (step == 1 && day > checkpoints->newest_day)
		checkpoints->newest_day = day;
	checkpoints->since += step == 1 ? end - begin : 0;
	for (uint32_t i = begin; i < end; i++) {
		count(&checkpoints->all, columns, i, step);
		for (uint32_t k = checkpoints->n; k > 0 && checkpoints->entries[k - 1].day > day; k--)
			count(&checkpoints->entries[k - 1], columns, i, step);
	}
}

/* Where the totals before a day are taken from: an entry and the arcs between. */
struct anchor {
	const struct checkpoint *checkpoint; /* NULL: there nothing is counted yet */
	int32_t day;                         /* of it */
	uint32_t arcs;                       /* between it and the day that is asked for */
};

static uint32_t arcs_between(const struct columns *const columns[2], int32_t from_day, int32_t end_day)
{
	uint32_t n = 0;
	for (int i = 0; i < 2 && from_day < end_day; i++)
		n += columns_find(columns[i], end_day) - columns_find(columns[i], from_day);
	return n;
}

static struct anchor nearest(const struct checkpoints *checkpoints, const struct columns *const columns[2], int32_t day)
{
	uint32_t low = 0, high = checkpoints->n; /* the first entry that is later than the day */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (checkpoints->entries[middle].day <= day)
			low = middle + 1;
		else
			high = middle;
	}
	struct anchor before = {.day = DAY_MIN}, after = {.checkpoint = &checkpoints->all, .day = DAY_MAX};
	if (low > 0)
		before =
			(struct anchor){.checkpoint = &checkpoints->entries[low - 1], .day = checkpoints->entries[low - 1].day};
	if (low < checkpoints->n)
		after = (struct anchor){.checkpoint = &checkpoints->entries[low], .day = checkpoints->entries[low].day};
	before.arcs = arcs_between(columns, before.day, day);
	after.arcs = arcs_between(columns, day, after.day);
	return before.arcs <= after.arcs ? before : after;
}

static void scan_people(const struct columns *columns, uint32_t begin, uint32_t end, uint32_t step,
						uint32_t *const out[TOTALS])
{
	uint32_t *restrict given = out[TOTAL_GIVEN], *restrict received = out[TOTAL_RECEIVED];
	uint32_t *restrict cells = out[TOTAL_CELLS];
	for (uint32_t i = begin; i < end; i++) {
		unsigned flags = columns->flags[i];
		uint32_t counted = flags & ARC_GONE ? 0 : step;
		given[columns->giver[i]] += counted;
		received[columns->receiver[i]] += counted;
		cells[columns->cell[i]] += flags & ARC_QUIET ? 0 : counted;
	}
}

static void scan_flows(const struct columns *columns, uint32_t begin, uint32_t end, uint32_t step,
					   uint32_t *restrict flows)
{
	for (uint32_t i = begin; i < end; i++)
		flows[columns->flow[i]] += columns->flags[i] & (ARC_GONE | ARC_QUIET) ? 0 : step;
}

static void scan(const struct columns *const columns[2], int32_t from_day, int32_t end_day, uint32_t step,
				 uint32_t *const out[TOTALS])
{
	for (int i = 0; i < 2 && from_day < end_day; i++) {
		uint32_t begin = columns_find(columns[i], from_day), end = columns_find(columns[i], end_day);
		if (out[TOTAL_FLOWS])
			scan_flows(columns[i], begin, end, step, out[TOTAL_FLOWS]);
		else
			scan_people(columns[i], begin, end, step, out);
	}
}

static void add_totals(const struct total_counts *total, uint32_t step, uint32_t *restrict out)
{
	for (uint32_t i = 0; i < total->n; i++)
		out[i] += step * total->counts[i];
}

/* Adds the totals of all days before `day`, `step` times. */
static void add_before(const struct anchor *anchor, const struct columns *const columns[2], int32_t day, uint32_t step,
					   uint32_t *const out[TOTALS])
{
	for (size_t i = 0; anchor->checkpoint && i < TOTALS; i++)
		if (out[i])
			add_totals(&anchor->checkpoint->totals[i], step, out[i]);
	scan(columns, anchor->day, day, step, out);
	scan(columns, day, anchor->day, 0 - step, out);
}

void checkpoints_between(const struct checkpoints *checkpoints, const struct columns *const columns[2],
						 int32_t from_day, int32_t to_day, uint32_t *const out[TOTALS])
{
	struct anchor from = nearest(checkpoints, columns, from_day), end = nearest(checkpoints, columns, to_day + 1);
	if (arcs_between(columns, from_day, to_day + 1) <= from.arcs + end.arcs) {
		scan(columns, from_day, to_day + 1, 1, out);
		return;
	}
	add_before(&end, columns, to_day + 1, 1, out);
	add_before(&from, columns, from_day, 0 - UINT32_C(1), out);
}
