/* ledger: reads the tables of recognitions in the form that the projection takes. Used by one thread at a time, on
 * whatever connection it is given. */
#ifndef KLEOS_IMPACT_LEDGER_H
#define KLEOS_IMPACT_LEDGER_H

#include "common/store/db.h"
#include "services/recognitions/impact/impact.h"

/* Texts of teams by their number in the table; they never change there. */
struct ledger {
	const char **teams;
	size_t n_teams;
	size_t capacity;
};

void ledger_fini(struct ledger *ledger); /* a zeroed one is empty */

/* In `arena`; texts of teams borrowed from the ledger. False: there is no such recognition. */
bool ledger_read_one(struct ledger *ledger, struct db *db, struct arena *arena, const struct id *recognition,
					 struct impact_recognition *out);
/* All of them, in runs; `arena` is reset after each. */
void ledger_read_all(struct ledger *ledger, struct db *db, struct arena *arena,
					 void (*take)(void *host, const struct impact_recognition *run, size_t n), void *host);
/* Everybody that is known, in `arena`. */
size_t ledger_read_members(struct ledger *ledger, struct db *db, struct arena *arena, struct impact_member **out);

#endif
