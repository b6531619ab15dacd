/* migration: brings a database to the version this program speaks, one file a step, each in a transaction of its own.
 * Append only: applied files are checked by SHA-256, never edited, never run backwards. */
#ifndef KLEOS_STORE_MIGRATION_H
#define KLEOS_STORE_MIGRATION_H

#include "common/store/db.h"

struct migration_set {
	const char *component;          /* "store" for the tables every service has, else the service's name */
	const struct sql *const *steps; /* step i is version i+1 */
	size_t n_steps;
};

/* Under an exclusive transaction that re-reads the version. FAILED_PRECONDITION, with a sentence logged, when the
 * database is newer than this program or an applied file differs. */
enum status migrate(struct db *db, const struct migration_set *set, int64_t now_ms, const struct log *log);

#endif
