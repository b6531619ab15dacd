/* reciprocity: distinct pairs of people, and those that go both ways. Of all figures the one that does not follow from
 * running totals: a walk over the arcs of the range, of a team over its links. */
#ifndef KLEOS_IMPACT_RECIPROCITY_H
#define KLEOS_IMPACT_RECIPROCITY_H

#include "services/recognitions/impact/scope.h"

void reciprocity_write(const struct projection *projection, const struct scope *scope,
					   const struct impact_question *question, Kleos__SummarizeImpactResponse *out);

#endif
