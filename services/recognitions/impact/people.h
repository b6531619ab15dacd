/* people: what follows from who gave and got how much in a range: givers, receivers, concentration, managers, recency.
 */
#ifndef KLEOS_IMPACT_PEOPLE_H
#define KLEOS_IMPACT_PEOPLE_H

#include "services/recognitions/impact/scope.h"

#include "common/base/arena.h"

/* Totals of the range. */
struct people {
	uint32_t *given; /* by seat */
	uint32_t *received;
	uint32_t *cells; /* shown arcs by receiver's team and value */
};

void people_init(struct people *people, const struct projection *projection, const struct impact_question *question);
void people_fini(struct people *people);
void people_write(const struct people *people, const struct projection *projection, const struct scope *scope,
				  const struct impact_question *question, struct arena *arena, Kleos__SummarizeImpactResponse *out);

#endif
