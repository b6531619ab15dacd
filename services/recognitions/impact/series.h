/* series: what follows from the days of a range: totals, prompts, direction, and the series of buckets. */
#ifndef KLEOS_IMPACT_SERIES_H
#define KLEOS_IMPACT_SERIES_H

#include "services/recognitions/impact/scope.h"

#include "common/base/arena.h"

void series_write(const struct projection *projection, const struct scope *scope,
				  const struct impact_question *question, struct arena *arena, Kleos__SummarizeImpactResponse *out);

#endif
