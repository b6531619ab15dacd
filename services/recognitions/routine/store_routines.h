/* store_routines: the verbs over routines and over the times they were due. Texts of rows are in `arena`. */
#ifndef KLEOS_RECOGNITIONS_STORE_ROUTINES_H
#define KLEOS_RECOGNITIONS_STORE_ROUTINES_H

#include "common/store/db.h"
#include "services/recognitions/routine/routine.h"

void routine_put(struct db *db, const struct routine *routine);
bool routine_read(struct db *db, struct arena *arena, const struct id *id, struct routine *out);
void routine_delete(struct db *db, const struct id *id);
int64_t routines_count(struct db *db, int64_t team);
/* Stores routine->due as it is. */
void routine_set_due(struct db *db, const struct routine *routine);

/* At most `bound` of those made before (before_ms, before), newest first. */
size_t routines_list(struct db *db, struct arena *arena, int64_t before_ms, const struct id *before, size_t bound,
					 struct routine **out);
/* At most `bound` of those due at `ms` or before, the earliest first. */
size_t routines_due(struct db *db, struct arena *arena, int64_t ms, size_t bound, struct routine **out);
/* When the next one is due; INT64_MAX: there is none. */
int64_t routines_next_ms(struct db *db);

/* One time that a routine was due. */
void due_put(struct db *db, const struct id *id, const struct id *routine, const struct due *due);
/* False: never was, or is forgotten. */
bool due_read(struct db *db, const struct id *id, struct id *routine, struct due *out);
void dues_forget(struct db *db, int64_t before_ms);

#endif
