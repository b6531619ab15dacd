/* recency: how long ago the members of the head count were last thanked. */
#ifndef KLEOS_IMPACT_RECENCY_H
#define KLEOS_IMPACT_RECENCY_H

#include "services/recognitions/impact/scope.h"

#include "common/base/arena.h"

void recency_write(const struct projection *projection, const struct scope *scope, int32_t to_day, struct arena *arena,
				   Kleos__SummarizeImpactResponse *out);

#endif
