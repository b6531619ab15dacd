/* lists: the lists of a report: flows, values, teams. */
#ifndef KLEOS_IMPACT_LISTS_H
#define KLEOS_IMPACT_LISTS_H

#include "services/recognitions/impact/scan.h"

#include "common/base/arena.h"

/* By count descending, then by name; the IMPACT_LISTED_BOUND greatest. `ranks`: see dictionary_ranks, of the paths. */
void flows_list(const struct scan *scan, const uint32_t *ranks, struct arena *arena,
				Kleos__SummarizeImpactResponse *out);
void values_list(const struct scan *scan, struct arena *arena, Kleos__SummarizeImpactResponse *out);
/* Those with a head count or with arcs, whatever the scope; by path. */
void teams_list(const struct scan *scan, const uint32_t *ranks, struct arena *arena,
				Kleos__SummarizeImpactResponse *out);

#endif
