#include "services/recognitions/impact/reciprocity.h"

#include "services/recognitions/impact/heap.h"
#include "services/recognitions/impact/measures.h"

#include <stdlib.h>

/* Without a branch: which arcs are shown is as good as random. */
static void mark_all(const struct columns *columns, uint32_t begin, uint32_t end, uint64_t *restrict pairs)
{
	for (uint32_t i = begin; i < end; i++) {
		uint64_t shown = !(columns->flags[i] & (ARC_GONE | ARC_QUIET));
		pairs[columns->pair[i] / 64] |= shown << columns->pair[i] % 64;
	}
}

/* Of the flows that begin and end in scope. */
static void mark_within(const struct projection *projection, const struct scope *scope,
						const struct impact_question *question, uint64_t *pairs)
{
	for (uint32_t i = 0; i < projection->flows.n; i++) {
		struct numbered ends = projection->flows.entries[i];
		if (scope->teams[ends.first] && scope->teams[ends.second])
			links_mark(&projection->links, i, question->from_day, question->to_day, pairs);
	}
}

static void mark_everybody(const struct projection *projection, const struct impact_question *question, uint64_t *pairs)
{
	const struct columns *columns[2] = {&projection->settled, &projection->late};
	for (int i = 0; i < 2; i++)
		mark_all(columns[i], columns_find(columns[i], question->from_day),
				 columns_find(columns[i], question->to_day + 1), pairs);
}

void reciprocity_write(const struct projection *projection, const struct scope *scope,
					   const struct impact_question *question, Kleos__SummarizeImpactResponse *out)
{
	size_t n_words = (projection->pairs.n + (size_t)31) / 32;
	uint64_t *pairs = heap_array(n_words, sizeof *pairs);
	if (scope->everybody)
		mark_everybody(projection, question, pairs);
	else
		mark_within(projection, scope, question, pairs);
	struct pair_counts counts = pairs_count(pairs, n_words);
	out->distinct = (int32_t)counts.distinct;
	out->mutual = (int32_t)counts.mutual;
	free(pairs);
}
