/* lists: the lists of a report: flows, values, teams. */
#ifndef KLEOS_IMPACT_LISTS_H
#define KLEOS_IMPACT_LISTS_H

#include "services/recognitions/impact/people.h"

/* By count descending, then by name; the IMPACT_LISTED_BOUND greatest. `counts`: shown arcs of the range, by flow. */
void flows_list(const struct projection *projection, const struct scope *scope, const uint32_t *counts,
				struct arena *arena, Kleos__SummarizeImpactResponse *out);
void values_list(const struct projection *projection, const struct scope *scope, const struct people *people,
				 struct arena *arena, Kleos__SummarizeImpactResponse *out);
/* Those with a head count or with arcs, whatever the scope; by path. */
void teams_list(const struct projection *projection, const struct scope *scope, const struct people *people,
				struct arena *arena, Kleos__SummarizeImpactResponse *out);

#endif
