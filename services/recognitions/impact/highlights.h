/* highlights: how much work was shared, counted from the tables: it is little beside thanks. */
#ifndef KLEOS_IMPACT_HIGHLIGHTS_H
#define KLEOS_IMPACT_HIGHLIGHTS_H

#include "common/store/db.h"
#include "services/recognitions/impact/impact.h"

/* What every member sees of it, of the question's days and team. */
int32_t highlights_counted(struct db *db, struct arena *arena, const struct impact_question *question);

#endif
