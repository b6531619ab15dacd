/* store_cycles: the verbs of cycles, as services/awards/store.h. */
#ifndef KLEOS_AWARDS_STORE_CYCLES_H
#define KLEOS_AWARDS_STORE_CYCLES_H

#include "common/service/page.h"
#include "common/store/db.h"
#include "services/awards/cycle/cycle.h"

/* New, or over what it was; the phase stays what it was. Its version moves on: read it again for the etag. */
void cycle_put(struct db *db, const struct cycle *cycle);
bool cycle_read(struct db *db, struct arena *arena, const struct id *id, struct cycle *out);
size_t cycle_list(struct db *db, struct arena *arena, const struct id *award, const struct page *page,
				  struct cycle **out);
/* Those of the award that people take part in or wait for; how many. */
size_t cycles_relied_on(struct db *db, struct arena *arena, const struct id *award, struct id **out);
void cycle_set_phase(struct db *db, const struct id *id, Kleos__CyclePhase phase);

/* At most `limit` whose phase is over by the clock, the earliest first. */
size_t cycles_due(struct db *db, struct arena *arena, int64_t now_ms, size_t limit, struct cycle **out);
int64_t cycles_next_due(struct db *db); /* INT64_MAX: none */

#endif
