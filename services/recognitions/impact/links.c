#include "services/recognitions/impact/links.h"

#include "services/recognitions/impact/crowd.h"
#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

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

/* Index of the first link on `day` or later. */
static uint32_t find(const struct flow_links *flow, int32_t day)
{
	uint32_t low = 0, high = flow->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (flow->links[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
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
	uint32_t at = flow->n && flow->links[flow->n - 1].day > link.day ? find(flow, link.day) : flow->n;
	memmove(flow->links + at + 1, flow->links + at, (flow->n - at) * sizeof *flow->links);
	flow->links[at] = link;
	flow->n++;
}

void links_remove(struct links *links, uint32_t number, struct link link)
{
	struct flow_links *flow = flow_of(links, number);
	uint32_t at = find(flow, link.day);
	while (at < flow->n && flow->links[at].day == link.day && flow->links[at].pair != link.pair)
		at++;
	if (at == flow->n || flow->links[at].day != link.day)
		return;
	flow->n--;
	memmove(flow->links + at, flow->links + at + 1, (flow->n - at) * sizeof *flow->links);
}

void links_mark(const struct links *links, uint32_t number, int32_t from_day, int32_t to_day, uint64_t *pairs)
{
	if (number >= links->n)
		return;
	const struct flow_links *flow = &links->flows[number];
	for (uint32_t i = find(flow, from_day); i < flow->n && flow->links[i].day <= to_day; i++)
		bits_set(pairs, flow->links[i].pair);
}
