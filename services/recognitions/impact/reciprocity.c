#include "services/recognitions/impact/reciprocity.h"

#include "services/recognitions/impact/heap.h"
#include "services/recognitions/impact/measures.h"

#include <stdlib.h>

/* By flow: both its ends are in scope. The caller frees. */
static bool *flows_within(const struct projection *projection, const struct scope *scope)
{
	bool *within = heap_array(projection->flows.n, sizeof *within);
	for (uint32_t i = 0; i < projection->flows.n; i++) {
		struct numbered ends = projection->flows.entries[i];
		within[i] = scope->teams[ends.first] && scope->teams[ends.second];
	}
	return within;
}

/* Without a branch: which arcs are shown is as good as random. */
static void mark_all(const struct columns *columns, uint32_t begin, uint32_t end, uint64_t *restrict pairs)
{
	for (uint32_t i = begin; i < end; i++) {
		uint64_t shown = !(columns->flags[i] & (ARC_GONE | ARC_QUIET));
		pairs[columns->pair[i] / 64] |= shown << columns->pair[i] % 64;
	}
}

static void mark_within(const struct columns *columns, uint32_t begin, uint32_t end, const bool *restrict within,
						uint64_t *restrict pairs)
{
	for (uint32_t i = begin; i < end; i++)
		if (within[columns->flow[i]] && !(columns->flags[i] & (ARC_GONE | ARC_QUIET)))
			bits_set(pairs, columns->pair[i]);
}

void reciprocity_write(const struct projection *projection, const struct scope *scope,
					   const struct impact_question *question, Kleos__SummarizeImpactResponse *out)
{
	const struct columns *columns[2] = {&projection->settled, &projection->late};
	size_t n_words = (projection->pairs.n + (size_t)31) / 32;
	uint64_t *pairs = heap_array(n_words, sizeof *pairs);
	bool *within = scope->everybody ? NULL : flows_within(projection, scope);
	for (int i = 0; i < 2; i++) {
		uint32_t begin = columns_find(columns[i], question->from_day);
		uint32_t end = columns_find(columns[i], question->to_day + 1);
		if (within)
			mark_within(columns[i], begin, end, within, pairs);
		else
			mark_all(columns[i], begin, end, pairs);
	}
	struct pair_counts counts = pairs_count(pairs, n_words);
	out->distinct = (int32_t)counts.distinct;
	out->mutual = (int32_t)counts.mutual;
	free(within);
	free(pairs);
}
