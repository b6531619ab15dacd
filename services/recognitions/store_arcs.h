/* store_arcs: who thanked whom: one row a receiver, stamped with what held on the day. */
#ifndef KLEOS_RECOGNITIONS_STORE_ARCS_H
#define KLEOS_RECOGNITIONS_STORE_ARCS_H

#include "common/store/db.h"
#include "services/recognitions/recognition.h"

/* Inside a write. */
void arcs_put(struct db *db, const struct recognition *recognition);
/* Fills arcs of recognition->id; texts in `arena`. */
void arcs_read(struct db *db, struct arena *arena, struct recognition *recognition);

#endif
