#include "services/recognitions/impact/columns.h"

#include "services/recognitions/impact/heap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void columns_fini(struct columns *columns)
{
	free(columns->giver);
	free(columns->receiver);
	free(columns->pair);
	free(columns->flow);
	free(columns->cell);
	free(columns->flags);
	free(columns->key);
	free(columns->days);
}

void columns_clear(struct columns *columns)
{
	columns->n = 0;
	columns->n_days = 0;
}

void columns_reserve(struct columns *columns, size_t n)
{
	if (n <= columns->capacity)
		return;
	size_t capacity = heap_capacity(columns->capacity, n);
	columns->giver = heap_resize(columns->giver, capacity, sizeof *columns->giver);
	columns->receiver = heap_resize(columns->receiver, capacity, sizeof *columns->receiver);
	columns->pair = heap_resize(columns->pair, capacity, sizeof *columns->pair);
	columns->flow = heap_resize(columns->flow, capacity, sizeof *columns->flow);
	columns->cell = heap_resize(columns->cell, capacity, sizeof *columns->cell);
	columns->flags = heap_resize(columns->flags, capacity, sizeof *columns->flags);
	columns->key = heap_resize(columns->key, capacity, sizeof *columns->key);
	columns->capacity = capacity;
}

static void append_day(struct columns *columns, struct day_start day)
{
	if (columns->n_days == columns->days_capacity) {
		columns->days_capacity = heap_capacity(columns->days_capacity, columns->n_days + (size_t)1);
		columns->days = heap_resize(columns->days, columns->days_capacity, sizeof *columns->days);
	}
	columns->days[columns->n_days++] = day;
}

void columns_append(struct columns *columns, const struct arc *arc)
{
	uint32_t at = columns->n;
	columns_reserve(columns, (size_t)at + 1);
	if (!columns->n_days || columns->days[columns->n_days - 1].day != arc->day)
		append_day(columns, (struct day_start){arc->day, at});
	columns->giver[at] = arc->giver;
	columns->receiver[at] = arc->receiver;
	columns->pair[at] = arc->pair;
	columns->flow[at] = arc->flow;
	columns->cell[at] = arc->cell;
	columns->flags[at] = arc->flags;
	columns->key[at] = arc->key;
	columns->n++;
}

/* Index into `days` of the first one that is `day` or later. */
static uint32_t find_day(const struct columns *columns, int32_t day)
{
	uint32_t low = 0, high = columns->n_days;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (columns->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint32_t start_of(const struct columns *columns, uint32_t day_index)
{
	return day_index < columns->n_days ? columns->days[day_index].start : columns->n;
}

uint32_t columns_find(const struct columns *columns, int32_t day)
{
	return start_of(columns, find_day(columns, day));
}

uint32_t columns_find_key(const struct columns *columns, int32_t day, uint64_t key)
{
	uint32_t end = columns_find(columns, day + 1);
	for (uint32_t i = columns_find(columns, day); i < end; i++)
		if (columns->key[i] == key)
			return i;
	return columns->n;
}

static void move_arcs(struct columns *into, uint32_t to, const struct columns *from, uint32_t at, uint32_t n)
{
	memmove(into->giver + to, from->giver + at, n * sizeof *from->giver);
	memmove(into->receiver + to, from->receiver + at, n * sizeof *from->receiver);
	memmove(into->pair + to, from->pair + at, n * sizeof *from->pair);
	memmove(into->flow + to, from->flow + at, n * sizeof *from->flow);
	memmove(into->cell + to, from->cell + at, n * sizeof *from->cell);
	memmove(into->flags + to, from->flags + at, n * sizeof *from->flags);
	memmove(into->key + to, from->key + at, n * sizeof *from->key);
}

/* Moves what stays of [begin, end) down to `to`; where it ends there. */
static uint32_t sweep_run(struct columns *columns, uint32_t begin, uint32_t end, uint32_t to)
{
	while (begin < end) {
		uint32_t stay = begin;
		while (stay < end && !(columns->flags[stay] & ARC_GONE))
			stay++;
		if (to != begin)
			move_arcs(columns, to, columns, begin, stay - begin);
		to += stay - begin;
		for (begin = stay; begin < end && columns->flags[begin] & ARC_GONE;)
			begin++;
	}
	return to;
}

void columns_sweep(struct columns *columns)
{
	uint32_t kept = 0, n = 0;
	for (uint32_t i = 0; i < columns->n_days; i++) {
		struct day_start swept = {columns->days[i].day, n};
		n = sweep_run(columns, columns->days[i].start, start_of(columns, i + 1), n);
		if (n > swept.start)
			columns->days[kept++] = swept;
	}
	columns->n_days = kept;
	columns->n = n;
}

uint32_t columns_day_end(const struct columns *columns, uint32_t day_index)
{
	return start_of(columns, day_index + 1);
}

uint32_t columns_group_end(const struct columns *columns, uint32_t begin)
{
	uint32_t end = begin + 1;
	while (end < columns->n && !(columns->flags[end] & ARC_FIRST))
		end++;
	return end;
}

static void merge_days(struct columns *into, const struct columns *from, uint32_t old_n)
{
	struct columns merged = {0};
	uint32_t a = 0, b = 0;
	while (a < into->n_days || b < from->n_days) {
		bool from_a = b == from->n_days || (a < into->n_days && into->days[a].day <= from->days[b].day);
		int32_t day = from_a ? into->days[a].day : from->days[b].day;
		uint32_t start = (a < into->n_days ? into->days[a].start : old_n) + start_of(from, b);
		append_day(&merged, (struct day_start){day, start});
		a += a < into->n_days && into->days[a].day == day;
		b += b < from->n_days && from->days[b].day == day;
	}
	free(into->days);
	into->days = merged.days;
	into->n_days = merged.n_days;
	into->days_capacity = merged.days_capacity;
}

void columns_merge(struct columns *into, const struct columns *from)
{
	uint32_t old_n = into->n, end = into->n;
	columns_reserve(into, (size_t)into->n + from->n);
	for (uint32_t b = from->n_days; b-- > 0;) {
		uint32_t begin = from->days[b].start, length = start_of(from, b + 1) - begin;
		/* what is later than this day moves up, to make room for all of `from` up to and with this day */
		uint32_t day = find_day(into, from->days[b].day);
		day += day < into->n_days && into->days[day].day == from->days[b].day;
		uint32_t later = start_of(into, day);
		move_arcs(into, later + begin + length, into, later, end - later);
		move_arcs(into, later + begin, from, begin, length);
		end = later;
	}
	merge_days(into, from, old_n);
	into->n = old_n + from->n;
}
