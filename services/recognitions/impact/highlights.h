/* highlights: the work that was shared, from the tables: it is little beside thanks. */
#ifndef KLEOS_IMPACT_HIGHLIGHTS_H
#define KLEOS_IMPACT_HIGHLIGHTS_H

#include "common/store/db.h"
#include "services/recognitions/impact/impact.h"

#define HIGHLIGHTS_LISTED 50 /* the newest */

/* What every member sees of it, of the question's days and team: how much, and the newest, in `arena`. */
void highlights_summarize(struct db *db, struct arena *arena, const struct impact_question *question,
						  Kleos__SummarizeImpactResponse *out);

#endif
