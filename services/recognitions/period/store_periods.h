/* store_periods: the verbs over the periods whose reports are ready. */
#ifndef KLEOS_RECOGNITIONS_STORE_PERIODS_H
#define KLEOS_RECOGNITIONS_STORE_PERIODS_H

#include "common/base/id.h"
#include "common/base/period.h"
#include "common/store/db.h"

struct ready_period {
	struct id id;
	struct period period;
	int64_t ready_ms;
};

/* True: it is to be told. False: it is there already, or it is the first of its kind here, that ended before anybody
 * waited for it. */
bool period_put(struct db *db, const struct ready_period *ready);
/* Of those that were told. False: none. */
bool period_read(struct db *db, const struct id *id, struct ready_period *out);
bool period_find(struct db *db, const struct period *period, struct ready_period *out);

#endif
