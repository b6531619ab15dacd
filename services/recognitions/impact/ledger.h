/* ledger: reads the tables of recognitions in the form that the projection takes. It keeps nothing, and works on
 * whatever connection it is given. */
#ifndef KLEOS_IMPACT_LEDGER_H
#define KLEOS_IMPACT_LEDGER_H

#include "common/base/zone_days.h"
#include "common/store/db.h"
#include "services/recognitions/impact/impact.h"

/* A team and the path it has now. */
struct ledger_team {
	uint32_t number;
	const char *path;
};

/* Everything is read into `arena`. A give is on that one of `days` (NULL: UTC) in which it was given. */

/* False: there is no such recognition. */
bool ledger_read_one(struct db *db, const struct zone_days *days, struct arena *arena, const struct id *recognition,
					 struct impact_recognition *out);
/* How it stands now. False: there is no such recognition. */
bool ledger_read_change(struct db *db, const struct zone_days *days, const struct id *recognition,
						struct impact_change *out);
/* All of them, in runs; `arena` is reset after each. */
void ledger_read_all(struct db *db, const struct zone_days *days, struct arena *arena,
					 void (*take)(void *host, const struct impact_recognition *run, size_t n), void *host);
/* Everybody that is known. */
size_t ledger_read_members(struct db *db, struct arena *arena, struct impact_member **out);
/* Teams numbered `from` and higher. */
size_t ledger_read_teams(struct db *db, struct arena *arena, uint32_t from, struct ledger_team **out);

#endif
