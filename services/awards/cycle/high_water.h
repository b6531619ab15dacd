/* high_water: the clock of the phases. It is the wall clock, but never behind the latest time that was acted on, which
 * is kept in the database: a step back in time opens nothing that was closed. */
#ifndef KLEOS_AWARDS_HIGH_WATER_H
#define KLEOS_AWARDS_HIGH_WATER_H

#include "common/store/db.h"

/* Milliseconds UTC: `now_ms`, or the mark where the wall clock is behind it. */
int64_t high_water_now(struct db *db, int64_t now_ms);
/* Inside a write: what is done now was done at this time at the earliest. */
void high_water_raise(struct db *db, int64_t now_ms);

#endif
