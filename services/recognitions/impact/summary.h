/* summary: the raw figures of one question. */
#ifndef KLEOS_IMPACT_SUMMARY_H
#define KLEOS_IMPACT_SUMMARY_H

#include "services/recognitions/impact/scope.h"

#include "common/base/arena.h"

/* All but as_of_ms. The question's range is valid. Lists in `arena`; `out` is initialised. */
void summary_make(const struct projection *projection, const struct impact_question *question, struct arena *arena,
				  Kleos__SummarizeImpactResponse *out);

/* Its two parts: what takes the same time whatever the range, and pairs of people and of teams, which do not. */
void summary_figures(const struct projection *projection, const struct scope *scope,
					 const struct impact_question *question, struct arena *arena, Kleos__SummarizeImpactResponse *out);
void summary_connections(const struct projection *projection, const struct scope *scope,
						 const struct impact_question *question, struct arena *arena,
						 Kleos__SummarizeImpactResponse *out);

#endif
