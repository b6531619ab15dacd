/* store: one database of one service: a writer thread that commits in groups, and reader threads.
 *
 * The writer takes whatever waits (at most 256 jobs), never waits for company, runs each job inside a savepoint of one
 * BEGIN IMMEDIATE … COMMIT, and tells every job how the commit ended. A job that is not kept rolls back alone. The
 * writer also does all checkpoints: two connections that write or checkpoint at the same instant can corrupt a WAL
 * database in SQLite 3.7.0 to 3.51.2. */
#ifndef KLEOS_STORE_STORE_H
#define KLEOS_STORE_STORE_H

#include "common/base/environment.h"
#include "common/base/histogram.h"
#include "common/base/queue.h"
#include "common/store/migration.h"

struct store;

struct store_config {
	const char *path;                       /* of the database file */
	const struct migration_set *migrations; /* of the service; the store's own run first */
	enum db_synchronous synchronous;
	size_t readers;     /* reader threads; 0: 2 */
	size_t queue_bound; /* jobs that may wait, each for writer and readers; 0: 1 024 */
	const struct environment *environment;
	/* After a commit that added events: the newest seq. On the writer thread; must not block. May be NULL. */
	void (*committed)(void *host, int64_t head_seq);
	void *host;
	const char *vfs; /* SQLite's door to the system, for tests that break it; NULL: the system's */
};

/* One piece of work. The memory is the submitter's again when `done` is called. */
struct store_write {
	struct queue_link link;
	/* On the writer thread, inside the group's transaction. True: keep; false: roll back to before this job. */
	bool (*run)(struct store_write *write, struct db *db);
	/* After the commit, on the writer thread. `committed` is OK for a job that was kept and is durable, ABORTED for one
	 * that was not kept, else why nothing of the group is in (see db_status; UNAVAILABLE: unknown). */
	void (*done)(struct store_write *write, enum status committed);
};

struct store_read {
	struct queue_link link;
	int64_t deadline_ms; /* monotonic: statements that still run then fail with DEADLINE_EXCEEDED; 0: none */
	/* On a reader thread, inside a read transaction of its own (one snapshot). */
	void (*run)(struct store_read *read, struct db *db);
	/* After the transaction, on the reader thread, which holds nothing any more. `status` is db_status after `run`. */
	void (*done)(struct store_read *read, enum status status);
};

/* Opens, migrates, starts the threads. FAILED_PRECONDITION: see migrate, or another process has it open (a lock on
 * PATH-lock, held for life: two writing processes are two connections that checkpoint). */
enum status store_open(struct store **out, const struct store_config *config);
void store_close(struct store *store); /* runs what waits, checkpoints, closes; NULL is fine */

bool store_submit_write(struct store *store, struct store_write *write); /* false: the queue is full or closed */
bool store_submit_read(struct store *store, struct store_read *read);

/* Runs and waits: for start-up, followers and tests. Not from the store's own threads. RESOURCE_EXHAUSTED also when
 * the queue is full; a read gives db_status after `run`. */
enum status store_write_now(struct store *store, bool (*run)(void *context, struct db *db), void *context);
enum status store_read_now(struct store *store, void (*run)(void *context, struct db *db), void *context);
/* Its statements fail with DEADLINE_EXCEEDED past the deadline (monotonic; 0: none). */
enum status store_read_until(struct store *store, void (*run)(void *context, struct db *db), void *context,
							 int64_t deadline_ms);

/* Takes bytes that were deleted out of the files: the log is emptied into the database, and what no row uses there any
 * more is overwritten with zeros (scrub.h). Waits; one thread at a time, and none of the store's own. Writes wait
 * meanwhile: *stall_ms. UNAVAILABLE: somebody is reading; try again. */
enum status store_scrub(struct store *store, int64_t *stall_ms);

struct store_queue_state {
	size_t waiting, bound;
	uint64_t refusals;
};
struct store_state {
	struct store_queue_state writing, reading;
	int64_t commits, writes, head_seq, commit_ms_total;
	bool synchronous;                        /* FULL: what is acknowledged survives a power cut */
	const struct histogram *commit_duration; /* scale_durations; they go on counting for the store's life */
	const struct histogram *commit_writes;   /* scale_groups */
};
void store_state(struct store *store, struct store_state *out);
/* Of the database file and its log; 0: they cannot be seen. */
int64_t store_bytes(const struct store *store);
/* OK, or why writes are refused now (disk full). */
enum status store_health(struct store *store);

#endif
