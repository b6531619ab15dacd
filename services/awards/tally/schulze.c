#include "services/awards/tally/schulze.h"

#include <stdlib.h>

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* The strongest path of every pair, alternatives squared; the caller frees. Cubic, as Floyd and Warshall. */
static uint64_t *paths_make(const struct tally_pairwise *pairwise)
{
	size_t n = pairwise->alternatives;
	uint64_t *paths = calloc(n * n, sizeof(*paths));
	if (!paths)
		abort();
	for (size_t a = 0; a < n; a++)
		for (size_t b = 0; b < n; b++) {
			uint64_t won = tally_pairwise_at(pairwise, a, b);
			paths[a * n + b] = won > tally_pairwise_at(pairwise, b, a) ? won : 0;
		}
	for (size_t via = 0; via < n; via++)
		for (size_t a = 0; a < n; a++)
			for (size_t b = 0; b < n; b++) {
				uint64_t path = least(paths[a * n + via], paths[via * n + b]);
				if (a != b && path > paths[a * n + b])
					paths[a * n + b] = path;
			}
	return paths;
}

static bool is_beaten(const uint64_t *paths, size_t n, const struct tally_set *left, size_t alternative)
{
	for (size_t other = 0; other < n; other++)
		if (tally_set_has(left, other) && paths[other * n + alternative] > paths[alternative * n + other])
			return true;
	return false;
}

/* Takes out of `left` those whom nobody in it beats. There are some: beating is transitive and has no cycle. */
static void group_take(struct tally_result *result, const uint64_t *paths, struct tally_set *left)
{
	size_t n = result->alternatives;
	struct tally_set before = *left;
	for (size_t a = 0; a < n; a++) {
		if (!tally_set_has(&before, a) || is_beaten(paths, n, &before, a))
			continue;
		result->group[a] = (uint8_t)result->groups;
		tally_set_remove(left, a);
		if (result->groups == 0)
			tally_set_add(&result->winners, a);
	}
	result->groups++;
}

void tally_schulze(struct tally_result *out, const struct tally_pairwise *pairwise)
{
	tally_result_init(out, TALLY_SCHULZE, pairwise->alternatives, pairwise->voters);
	uint64_t *paths = paths_make(pairwise);
	struct tally_set left = tally_set_whole(out->alternatives);
	while (tally_set_size(&left))
		group_take(out, paths, &left);
	free(paths);
}
