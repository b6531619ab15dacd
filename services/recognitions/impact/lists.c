#include "services/recognitions/impact/lists.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

#define COUNTED_BOUND 1024 /* counts below are told apart when the greatest are looked for */

#define RADIX_BITS      8
#define RADIX_SIZE      (1u << RADIX_BITS)
#define DIGITS_A_NUMBER (32 / RADIX_BITS)
#define DIGITS          (3 * DIGITS_A_NUMBER) /* of a flow's place in the list */

/* One entry of a list. */
struct counted {
	uint32_t number;
	uint32_t count;
	uint32_t from_rank, to_rank; /* of a flow: where its paths stand among all */
};

/* A count that the IMPACT_LISTED_BOUND greatest have at least, and few others; at least 1. */
static uint32_t least_listed(const uint32_t *counts, uint32_t n)
{
	uint32_t by_count[COUNTED_BOUND] = {0}, least = COUNTED_BOUND - 1, listed = 0;
	for (uint32_t i = 0; i < n; i++)
		by_count[counts[i] < COUNTED_BOUND ? counts[i] : COUNTED_BOUND - 1]++;
	while (least > 1 && (listed += by_count[least]) < IMPACT_LISTED_BOUND)
		least--;
	return least;
}

/* What is to be listed, without ranks; *out_n may pass the bound. The caller frees. */
static struct counted *collect(const uint32_t *counts, uint32_t n, size_t *out_n)
{
	uint32_t least = least_listed(counts, n);
	size_t listed = 0;
	for (uint32_t i = 0; i < n; i++)
		listed += counts[i] >= least;
	struct counted *entries = heap_array(listed, sizeof *entries);
	listed = 0;
	for (uint32_t i = 0; i < n; i++)
		if (counts[i] >= least)
			entries[listed++] = (struct counted){.number = i, .count = counts[i]};
	*out_n = listed;
	return entries;
}

/* Values are many and seldom tie: their names are compared only then. */
static int compare_values(const void *a, const void *b, void *names)
{
	const struct counted *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(dictionary_entry(names, x->number, NULL), dictionary_entry(names, y->number, NULL));
}

static size_t within_bound(size_t n)
{
	return n < IMPACT_LISTED_BOUND ? n : IMPACT_LISTED_BOUND;
}

/* The digits of what orders flows, the least one first: count descending, then the two paths. */
static unsigned digit_of(const struct counted *entry, unsigned digit)
{
	const uint32_t numbers[] = {entry->to_rank, entry->from_rank, UINT32_MAX - entry->count};
	return numbers[digit / DIGITS_A_NUMBER] >> digit % DIGITS_A_NUMBER * RADIX_BITS & (RADIX_SIZE - 1);
}

/* One pass of the radix sort; false: all share this digit, nothing moved. */
static bool sort_digit(const struct counted *from, struct counted *to, size_t n, unsigned digit)
{
	size_t starts[RADIX_SIZE] = {0}, sum = 0;
	for (size_t i = 0; i < n; i++)
		starts[digit_of(&from[i], digit)]++;
	if (starts[digit_of(&from[0], digit)] == n)
		return false;
	for (size_t i = 0; i < RADIX_SIZE; i++) {
		size_t count = starts[i];
		starts[i] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[starts[digit_of(&from[i], digit)]++] = from[i];
	return true;
}

/* Not by comparing: forty thousand flows took a third of a report that way. */
static struct counted *flows_sort(struct counted *entries, size_t n)
{
	struct counted *spare = heap_array(n, sizeof *spare);
	for (unsigned digit = 0; n && digit < DIGITS; digit++) {
		if (!sort_digit(entries, spare, n, digit))
			continue;
		struct counted *swap = entries;
		entries = spare;
		spare = swap;
	}
	free(spare);
	return entries;
}

/* The paths of a flow's ends, by their numbers. */
static struct numbered ends_of(const struct projection *projection, uint32_t flow)
{
	struct numbered ends = projection->flows.entries[flow];
	return (struct numbered){projection->teams.path[ends.first], projection->teams.path[ends.second]};
}

/* By path: whether several teams have it. The caller frees. */
static bool *paths_shared(const struct teams *teams)
{
	bool *shared = heap_array(teams->paths.n, sizeof *shared);
	bool *taken = heap_array(teams->paths.n, sizeof *taken);
	for (uint32_t i = 0; i < teams->n; i++) {
		shared[teams->path[i]] |= taken[teams->path[i]];
		taken[teams->path[i]] = true;
	}
	free(taken);
	return shared;
}

/* Those in scope, where arcs between the same two paths are counted at the first of their flows. The caller frees. */
static uint32_t *flows_united(const struct projection *projection, const struct scope *scope, const uint32_t *counts)
{
	struct numbering paths = {0};
	bool *shared = paths_shared(&projection->teams);
	uint32_t *united = heap_array(projection->flows.n, sizeof *united);
	uint32_t *homes = heap_array(projection->flows.n, sizeof *homes);
	for (uint32_t i = 0; i < projection->flows.n; i++) {
		if (!counts[i] || !scope->teams[projection->flows.entries[i].second])
			continue;
		struct numbered ends = ends_of(projection, i);
		uint32_t home = i;
		if (shared[ends.first] || shared[ends.second]) {
			uint32_t before = paths.n, path = numbering_number(&paths, ends.first, ends.second);
			if (path == before)
				homes[path] = i;
			home = homes[path];
		}
		united[home] += counts[i];
	}
	numbering_fini(&paths);
	free(homes);
	free(shared);
	return united;
}

/* A path in the arena, copied once. */
static const char *path_text(const struct dictionary *names, uint32_t path, const char **paths, struct arena *arena)
{
	if (!paths[path])
		paths[path] = arena_text(arena, dictionary_entry(names, path, NULL));
	return paths[path];
}

static void write_flows(const struct projection *projection, const struct counted *entries, size_t n,
						struct arena *arena, Kleos__SummarizeImpactResponse *out)
{
	const struct dictionary *names = &projection->teams.paths;
	const char **paths = heap_array(names->n, sizeof *paths);
	Kleos__ImpactFlow *flows = arena_array(arena, n, sizeof *flows);
	out->flows = arena_array(arena, n, sizeof *out->flows);
	out->n_flows = n;
	for (size_t i = 0; i < n; i++) {
		struct numbered ends = ends_of(projection, entries[i].number);
		kleos__impact_flow__init(&flows[i]);
		flows[i].from_team = path_text(names, ends.first, paths, arena);
		flows[i].to_team = path_text(names, ends.second, paths, arena);
		flows[i].arcs = (int32_t)entries[i].count;
		out->flows[i] = &flows[i];
	}
	free(paths);
}

void flows_list(const struct projection *projection, const struct scope *scope, const uint32_t *counts,
				struct arena *arena, Kleos__SummarizeImpactResponse *out)
{
	const uint32_t *ranks = projection->teams.ranks;
	size_t n;
	uint32_t *united = flows_united(projection, scope, counts);
	struct counted *entries = collect(united, projection->flows.n, &n);
	free(united);
	for (size_t i = 0; i < n; i++) {
		struct numbered ends = ends_of(projection, entries[i].number);
		entries[i].from_rank = ranks[ends.first];
		entries[i].to_rank = ranks[ends.second];
	}
	entries = flows_sort(entries, n);
	write_flows(projection, entries, within_bound(n), arena, out);
	free(entries);
}

/* Shown arcs in scope by value. The caller frees. */
static uint32_t *by_value(const struct projection *projection, const struct scope *scope, const uint32_t *cells)
{
	uint32_t *counts = heap_array(projection->values.n, sizeof *counts);
	for (uint32_t i = 0; i < projection->cells.n; i++) {
		struct numbered cell = projection->cells.entries[i];
		if (scope->teams[cell.first])
			counts[cell.second] += cells[i];
	}
	return counts;
}

void values_list(const struct projection *projection, const struct scope *scope, const struct people *people,
				 struct arena *arena, Kleos__SummarizeImpactResponse *out)
{
	const struct dictionary *names = &projection->values;
	size_t n;
	uint32_t *counts = by_value(projection, scope, people->cells);
	struct counted *entries = collect(counts, names->n, &n);
	free(counts);
	qsort_r(entries, n, sizeof *entries, compare_values, (void *)names);
	n = within_bound(n);
	Kleos__ImpactValue *values = arena_array(arena, n, sizeof *values);
	out->values = arena_array(arena, n, sizeof *out->values);
	out->n_values = n;
	for (size_t i = 0; i < n; i++) {
		kleos__impact_value__init(&values[i]);
		values[i].value = arena_text(arena, dictionary_entry(names, entries[i].number, NULL));
		values[i].arcs = (int32_t)entries[i].count;
		out->values[i] = &values[i];
	}
	free(entries);
}

/* Numbers of the paths in order. The caller frees. */
static uint32_t *paths_in_order(const uint32_t *ranks, uint32_t n)
{
	uint32_t *order = heap_array(n, sizeof *order);
	for (uint32_t i = 0; i < n; i++)
		order[ranks[i]] = i;
	return order;
}

/* By path: whether it is to be listed. The caller frees. */
static bool *paths_seen(const struct projection *projection, const struct scope *scope, const struct people *people)
{
	bool *seen = heap_array(projection->teams.paths.n, sizeof *seen);
	for (uint32_t i = 0; i < projection->teams.paths.n; i++)
		seen[i] = scope->path_heads[i] > 0;
	for (uint32_t i = 0; i < projection->seats.n; i++)
		if (people->given[i] | people->received[i])
			seen[projection->teams.path[projection->seats.entries[i].second]] = true;
	return seen;
}

void teams_list(const struct projection *projection, const struct scope *scope, const struct people *people,
				struct arena *arena, Kleos__SummarizeImpactResponse *out)
{
	const struct dictionary *names = &projection->teams.paths;
	bool *seen = paths_seen(projection, scope, people);
	uint32_t *order = paths_in_order(projection->teams.ranks, names->n);
	size_t n = 0;
	for (uint32_t i = 0; i < names->n; i++)
		n += seen[i];
	Kleos__ImpactTeam *teams = arena_array(arena, n, sizeof *teams);
	out->teams = arena_array(arena, n, sizeof *out->teams);
	for (uint32_t i = 0; i < names->n; i++) {
		uint32_t path = order[i];
		if (!seen[path])
			continue;
		Kleos__ImpactTeam *entry = &teams[out->n_teams];
		kleos__impact_team__init(entry);
		entry->team = arena_text(arena, dictionary_entry(names, path, NULL));
		entry->headcount = (int32_t)scope->path_heads[path];
		entry->managed = (int32_t)scope->path_managed[path];
		entry->left = (int32_t)scope->path_left[path];
		out->teams[out->n_teams++] = entry;
	}
	free(order);
	free(seen);
}
