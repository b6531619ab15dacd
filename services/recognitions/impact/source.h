/* source: keeps the impact of one service up to date with its tables. A thread of its own follows the outbox some
 * moments behind the commits and writes snapshots; whoever is about to answer catches up first, on the connection it
 * answers from, so that a report counts everything its reader has been told is done. */
#ifndef KLEOS_IMPACT_SOURCE_H
#define KLEOS_IMPACT_SOURCE_H

#include "common/base/zone_days.h"
#include "common/meter/samples.h"
#include "common/store/store.h"
#include "services/recognitions/impact/impact.h"

struct impact_source;

struct impact_source_config {
	struct store *store;        /* open and migrated; borrowed until impact_source_stop */
	const char *snapshot;       /* path of the snapshot file; NULL: none */
	const char *members_cursor; /* under which name cursor_write keeps the members' feed; static */
	const struct environment *environment;
	const struct zone_days *days; /* of the deployment; borrowed for its life; NULL: UTC */
	int64_t save_events;          /* between snapshots at least, and never less than a tenth of all; 0: 100 000 */
};

/* Has everything that was committed before when it returns OK: from the snapshot and what came after it, else from the
 * tables. Before the first call comes. */
enum status impact_source_open(struct impact_source **out, const struct impact_source_config *config);
void impact_source_stop(struct impact_source *source);  /* its thread; before the store closes; NULL is fine */
void impact_source_close(struct impact_source *source); /* when nobody asks any more; saves; NULL is fine */

/* Something was committed. Any thread; never blocks on reading. */
void impact_source_wake(struct impact_source *source);
/* Takes in all that `db` sees; while a snapshot is copied there is no more than a moment's wait, and the figures stay
 * those of their as_of_ms. On the thread that `db` belongs to, inside its read transaction. */
enum status impact_source_catch_up(struct impact_source *source, struct db *db);
/* The figures are those of what `db` sees, no more and no less. */
bool impact_source_is_even(struct impact_source *source, struct db *db);
/* One verification at a time: it takes a reader thread for seconds, and the others are for everybody else. False: there
 * is one; else ended by impact_source_verified. */
bool impact_source_verify(struct impact_source *source);
void impact_source_verified(struct impact_source *source);
/* How far behind it is. Any thread; never waits. */
void impact_source_measure(const struct impact_source *source, struct samples *samples);
struct impact *impact_source_impact(struct impact_source *source); /* borrowed */

#endif
