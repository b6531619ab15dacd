/* work: the workload of the crash tests: jobs that change four tables together, and the check that all of them
 * agree. */
#ifndef KLEOS_TESTS_CRASH_WORK_H
#define KLEOS_TESTS_CRASH_WORK_H

#include "common/store/store.h"

extern const struct migration_set work_migrations;

/* Inserts thing `number` with its request id, event and audit row. For store_write_now and the like. */
bool work_put(struct db *db, int64_t number, int64_t now_ms);

struct work_seen {
	bool whole; /* integrity_check, as many things as request ids, events and audit rows, events dense */
	int64_t things;
	int64_t lost; /* of those asked for, how many are not there */
};

/* `wanted`: numbers that must be there. */
struct work_seen work_check(struct db *db, const int64_t *wanted, size_t n_wanted);

#endif
