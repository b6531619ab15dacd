#include "services/recognitions/impact/links.h"

#include "services/recognitions/impact/crowd.h"
#include "services/recognitions/impact/heap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LATE_LEAST 256 /* links behind the sorted ones that are looked at one by one */
#define LATE_SHARE 8   /* ... or this part of those: a link moves some eight times at the worst */

void links_fini(struct links *links)
{
	for (uint32_t i = 0; i < links->n; i++)
		free(links->flows[i].links);
	free(links->flows);
}

static struct flow_links *flow_of(struct links *links, uint32_t number)
{
	if (number >= links->capacity) {
		links->capacity = (uint32_t)heap_capacity(links->capacity, number + (size_t)1);
		links->flows = heap_resize(links->flows, links->capacity, sizeof *links->flows);
	}
	if (number >= links->n) {
		memset(links->flows + links->n, 0, (number + 1 - links->n) * sizeof *links->flows);
		links->n = number + 1;
	}
	return &links->flows[number];
}

/* Index of the first sorted link on `day` or later. */
static uint32_t find(const struct flow_links *flow, int32_t day)
{
	uint32_t low = 0, high = flow->n_sorted;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (flow->links[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int compare_days(const void *a, const void *b)
{
	const struct link *x = a, *y = b;
	return (x->day > y->day) - (x->day < y->day);
}

/* Puts the late ones where they belong. */
static void sort_in(struct flow_links *flow)
{
	uint32_t n_late = flow->n - flow->n_sorted, n_sorted = flow->n_sorted;
	struct link *late = heap_resize(NULL, n_late, sizeof *late);
	memcpy(late, flow->links + n_sorted, n_late * sizeof *late);
	qsort(late, n_late, sizeof *late, compare_days);
	for (uint32_t to = flow->n; n_late > 0; to--) {
		bool takes_late = !n_sorted || flow->links[n_sorted - 1].day <= late[n_late - 1].day;
		flow->links[to - 1] = takes_late ? late[--n_late] : flow->links[--n_sorted];
	}
	flow->n_sorted = flow->n;
	free(late);
}

static void resize(struct flow_links *flow, uint32_t capacity)
{
	flow->capacity = capacity;
	flow->links = heap_resize(flow->links, capacity, sizeof *flow->links);
}

void links_reserve(struct links *links, uint32_t number, uint32_t n)
{
	struct flow_links *flow = flow_of(links, number);
	if (n > flow->capacity)
		resize(flow, n);
}

void links_add(struct links *links, uint32_t number, struct link link)
{
	struct flow_links *flow = flow_of(links, number);
	if (flow->n == flow->capacity)
		resize(flow, flow->capacity ? flow->capacity + flow->capacity / 2 + 1 : 2);
	bool in_order = flow->n_sorted == flow->n && (!flow->n || flow->links[flow->n - 1].day <= link.day);
	flow->links[flow->n++] = link;
	flow->n_sorted += in_order;
	if (flow->n - flow->n_sorted > LATE_LEAST + flow->n_sorted / LATE_SHARE)
		sort_in(flow);
}

static bool is_link(const struct link *a, const struct link *b)
{
	return a->day == b->day && a->pair == b->pair;
}

void links_remove(struct links *links, uint32_t number, struct link link)
{
	struct flow_links *flow = flow_of(links, number);
	uint32_t at = find(flow, link.day);
	while (at < flow->n_sorted && flow->links[at].day == link.day && !is_link(&flow->links[at], &link))
		at++;
	if (at == flow->n_sorted || flow->links[at].day != link.day)
		for (at = flow->n_sorted; at < flow->n && !is_link(&flow->links[at], &link);)
			at++;
	if (at == flow->n)
		return;
	flow->n--;
	flow->n_sorted -= at < flow->n_sorted;
	memmove(flow->links + at, flow->links + at + 1, (flow->n - at) * sizeof *flow->links);
}

void links_mark(const struct links *links, uint32_t number, int32_t from_day, int32_t to_day, uint64_t *pairs)
{
	if (number >= links->n)
		return;
	const struct flow_links *flow = &links->flows[number];
	for (uint32_t i = find(flow, from_day); i < flow->n_sorted && flow->links[i].day <= to_day; i++)
		bits_set(pairs, flow->links[i].pair);
	for (uint32_t i = flow->n_sorted; i < flow->n; i++)
		if (flow->links[i].day >= from_day && flow->links[i].day <= to_day)
			bits_set(pairs, flow->links[i].pair);
}
