/* summary: the raw figures of one question, from one walk over the projection. */
#ifndef KLEOS_IMPACT_SUMMARY_H
#define KLEOS_IMPACT_SUMMARY_H

#include "services/recognitions/impact/projection.h"

/* All but as_of_ms. The question's range is valid. Lists in `arena`; `out` is initialised. */
void summary_make(const struct projection *projection, const struct impact_question *question, struct arena *arena,
				  Kleos__SummarizeImpactResponse *out);

#endif
