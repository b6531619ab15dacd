#include "common/store/writer.h"
#include "common/base/calendar.h"
#include "common/base/stopwatch.h"
#include "common/store/idempotency.h"
#include "common/store/outbox.h"
#include "common/store/scrub.h"
#include "store/sql.h"

#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#define CHECKPOINT_PAGES 8192                   /* 32 MiB of log */
#define RESTART_PAGES    (4 * CHECKPOINT_PAGES) /* past this readers are held for a moment */
#define IDLE_MS          1000                   /* without work before a checkpoint; between tries of a full disk */
#define IDLE_MOST_MS     60000                  /* between tries while a reader outside keeps its snapshot */
#define GATE_MS          50                     /* that the writer waits for readers to leave */
#define EXIT_UNKNOWN     70                     /* EX_SOFTWARE: the supervisor starts the process again */

static const struct sql sql_begin = {"begin", "BEGIN IMMEDIATE"};
static const struct sql sql_commit = {"commit", "COMMIT"};
static const struct sql sql_savepoint = {"savepoint", "SAVEPOINT job"};
static const struct sql sql_release = {"release", "RELEASE job"};
static const struct sql sql_rollback_to = {"rollback_to", "ROLLBACK TO job"};

static struct store_write *write_of(struct queue_link *link)
{
	return (struct store_write *)((char *)link - offsetof(struct store_write, link));
}

/* Restores what was before the job. A failure that ended the transaction stays on the connection, and the group fails.
 */
static void job_undo(struct db *db)
{
	if (db_status(db) == STATUS_INTERNAL && connection_in_transaction(db))
		db_clear(db);
	connection_run(db, &sql_rollback_to);
	connection_run(db, &sql_release);
}

/* OK: kept, as far as the group is. */
static enum status job_run(struct db *db, struct store_write *write)
{
	enum status status;
	bool keep;

	connection_run(db, &sql_savepoint);
	keep = write->run(write, db);
	connection_settle(db);
	status = db_status(db);
	if (keep && status == STATUS_OK && connection_run(db, &sql_release))
		return STATUS_OK;
	job_undo(db);
	return status == STATUS_OK ? STATUS_ABORTED : status;
}

static void group_expire(struct writer *writer)
{
	int64_t now_ms = environment_now_ms(&writer->environment);

	if (writer->expired_day != now_ms / DAY_MS) {
		writer->expired_day = now_ms / DAY_MS;
		writer->expiry_due = true;
	}
	if (writer->expiry_due && db_status(writer->db) == STATUS_OK)
		writer->expiry_due = idempotency_expire(writer->db, now_ms);
}

/* One transaction over all jobs. OK: committed, and outcome[] says how each job ended; else nothing of it is in. */
static enum status group_transaction(struct writer *writer, struct queue_link *jobs, enum status *outcome)
{
	struct db *db = writer->db;
	enum status status;

	connection_run(db, &sql_begin);
	for (struct queue_link *link = jobs; link && db_status(db) == STATUS_OK; link = link->next)
		*outcome++ = job_run(db, write_of(link));
	group_expire(writer);
	if (db_status(db) == STATUS_OK)
		connection_run(db, &sql_commit);
	status = db_status(db);
	if (status != STATUS_OK)
		connection_rollback(db);
	return status;
}

static void group_answer(struct queue_link *jobs, enum status committed, const enum status *outcome)
{
	for (struct queue_link *link = jobs, *next; link; link = next, outcome++) {
		struct store_write *write = write_of(link);
		next = link->next; /* the memory is the submitter's again after done */
		write->done(write, committed == STATUS_OK ? *outcome : committed);
	}
}

/* A write or a sync failed, and whether the commit will be found on the disk only a reopening tells. What was
 * acknowledged is safe; clients try again with the same request id. */
static _Noreturn void writer_die(struct writer *writer)
{
	log_error(writer->environment.log, "storage failed: the process ends to reopen its database",
			  log_text("status", status_name(STATUS_UNAVAILABLE)));
	_exit(EXIT_UNKNOWN);
}

static void health_update(struct writer *writer, enum status status)
{
	enum status before = (enum status)atomic_exchange(&writer->health, status);
	bool full = status == STATUS_RESOURCE_EXHAUSTED;

	if (full && before != status)
		log_error(writer->environment.log, "the disk is full: writes are refused until there is space",
				  log_number("log_pages", writer->db->wal_pages));
	if (!full && before == STATUS_RESOURCE_EXHAUSTED)
		log_info(writer->environment.log, "the disk has space again", log_number("log_pages", writer->db->wal_pages));
}

/*~ 7. Whatever waits when the writer is free becomes one transaction, each job in a savepoint of its own; one sync
 * makes them all durable, and only then are they answered. The last station is the job: create_member in
 * services/members/rpc_members.c. */
static void group_run(struct writer *writer, struct queue_link *jobs, size_t count)
{
	enum status outcome[GROUP_MOST];
	int64_t begun_ns = stopwatch_ns(), before = atomic_load(&writer->head_seq);
	enum status status = group_transaction(writer, jobs, outcome);

	if (status == STATUS_OK) {
		writer->log_clean = false;
		writer->patience_ms = IDLE_MS;
		atomic_store(&writer->head_seq, outbox_head(writer->db));
		atomic_fetch_add(&writer->commits, 1);
		atomic_fetch_add(&writer->writes, (int64_t)count);
		histogram_add(&writer->commit_duration, &scale_durations, stopwatch_ns() - begun_ns);
		histogram_add(&writer->commit_writes, &scale_groups, (int64_t)count);
	}
	health_update(writer, status == STATUS_RESOURCE_EXHAUSTED ? status : STATUS_OK);
	group_answer(jobs, status, outcome);
	if (status == STATUS_UNAVAILABLE)
		writer_die(writer);
	if (writer->committed && atomic_load(&writer->head_seq) > before)
		writer->committed(writer->host, atomic_load(&writer->head_seq));
}

/* A failed write to the database file loses nothing (the log has it), but a disk that fails is not trusted further. */
static bool checkpoint(struct writer *writer, bool restart)
{
	bool complete = connection_checkpoint(writer->db, restart);

	if (db_status(writer->db) == STATUS_UNAVAILABLE)
		writer_die(writer);
	db_clear(writer->db);
	return complete;
}

/* A moment without readers: under steady reading there is none, so one is made. False: one stays longer than GATE_MS.
 */
static bool gate_close(struct writer *writer)
{
	struct timespec end;

	clock_gettime(CLOCK_REALTIME, &end); /* the clock pthread_rwlock_timedwrlock counts by */
	end.tv_nsec += GATE_MS * 1000000;
	if (end.tv_nsec >= 1000000000) {
		end.tv_sec++;
		end.tv_nsec -= 1000000000;
	}
	return pthread_rwlock_timedwrlock(&writer->gate, &end) == 0;
}

/* The log begins anew only at a moment without readers; one that stays is left alone until the log has grown again. */
static void log_restart(struct writer *writer)
{
	if (!gate_close(writer))
		return;
	writer->log_clean = checkpoint(writer, true);
	pthread_rwlock_unlock(&writer->gate);
}

/* Readers may come back as soon as the log is empty: nobody reads what is overwritten. */
static enum status scrub_file(struct writer *writer)
{
	int64_t pages = 0;
	if (!gate_close(writer))
		return STATUS_UNAVAILABLE;
	bool empty = connection_empty_log(writer->db);
	pthread_rwlock_unlock(&writer->gate);
	if (db_status(writer->db) == STATUS_UNAVAILABLE)
		writer_die(writer);
	db_clear(writer->db);
	writer->log_clean = empty;
	enum status status = empty ? scrub(writer->db, &pages) : STATUS_UNAVAILABLE;
	if (status == STATUS_OK)
		log_info(writer->environment.log, "the database file was scrubbed", log_number("pages_with_remains", pages));
	return status;
}

static void scrub_if_wanted(struct writer *writer)
{
	pthread_mutex_lock(&writer->scrub_mutex);
	bool wanted = writer->scrub_wanted;
	pthread_mutex_unlock(&writer->scrub_mutex);
	if (!wanted)
		return;
	int64_t begun = environment_monotonic_ms(&writer->environment);
	enum status status = scrub_file(writer);
	pthread_mutex_lock(&writer->scrub_mutex);
	writer->scrub_wanted = false;
	writer->scrub_status = status;
	writer->scrub_ms = environment_monotonic_ms(&writer->environment) - begun;
	pthread_cond_broadcast(&writer->scrubbed);
	pthread_mutex_unlock(&writer->scrub_mutex);
}

void writer_want_scrub(struct writer *writer, bool wanted)
{
	pthread_mutex_lock(&writer->scrub_mutex);
	writer->scrub_wanted = wanted;
	pthread_mutex_unlock(&writer->scrub_mutex);
}

enum status writer_await_scrub(struct writer *writer, int64_t *stall_ms)
{
	pthread_mutex_lock(&writer->scrub_mutex);
	while (writer->scrub_wanted)
		pthread_cond_wait(&writer->scrubbed, &writer->scrub_mutex);
	enum status status = writer->scrub_status;
	*stall_ms = writer->scrub_ms;
	pthread_mutex_unlock(&writer->scrub_mutex);
	return status;
}

static void log_bound(struct writer *writer)
{
	int pages = writer->db->wal_pages;

	if (pages < CHECKPOINT_PAGES)
		writer->checkpoint_pages = CHECKPOINT_PAGES;
	if (pages < writer->checkpoint_pages)
		return;
	writer->log_clean = checkpoint(writer, false);
	if (pages >= RESTART_PAGES)
		log_restart(writer);
	writer->checkpoint_pages = pages + CHECKPOINT_PAGES;
}

/* Writes a row, to learn whether there is space. */
static bool probe_run(struct store_write *write, struct db *db)
{
	struct query query = query_begin(db, SQL(meta_write));

	(void)write;
	query_bind_text(&query, 1, "probe");
	query_bind_bytes(&query, 2, "", 0);
	return query_run(&query);
}

static void probe_done(struct store_write *write, enum status committed)
{
	(void)write;
	(void)committed;
}

static void idle(struct writer *writer)
{
	struct store_write probe = {.run = probe_run, .done = probe_done};

	if (!writer->log_clean)
		writer->log_clean = checkpoint(writer, false);
	if (!writer->log_clean)
		writer->patience_ms = writer->patience_ms * 2 < IDLE_MOST_MS ? writer->patience_ms * 2 : IDLE_MOST_MS;
	if (atomic_load(&writer->health) != STATUS_OK)
		group_run(writer, &probe.link, 1);
	else if (writer->expiry_due)
		group_run(writer, NULL, 0);
}

/* How long to wait for work; for ever when there is nothing else to do. */
static int patience(const struct writer *writer)
{
	if (writer->expiry_due)
		return 0;
	if (atomic_load(&writer->health) != STATUS_OK)
		return IDLE_MS;
	return writer->log_clean ? -1 : writer->patience_ms;
}

static void *writer_main(void *argument)
{
	struct writer *writer = argument;
	bool closed = false;

	while (!closed) {
		size_t count = 0;
		struct queue_link *jobs = queue_pop_many(&writer->queue, GROUP_MOST, patience(writer), &count, &closed);
		if (jobs)
			group_run(writer, jobs, count);
		else if (!closed)
			idle(writer);
		scrub_if_wanted(writer);
		log_bound(writer);
	}
	return NULL;
}

static void gate_init(struct writer *writer)
{
	pthread_rwlockattr_t attributes;

	pthread_rwlockattr_init(&attributes);
	/* Else a steady stream of readers keeps the writer out. */
	pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&writer->gate, &attributes);
	pthread_rwlockattr_destroy(&attributes);
}

enum status writer_start(struct writer *writer, struct db *db, const struct store_config *config)
{
	pthread_attr_t attributes;

	*writer = (struct writer){.db = db,
							  .environment = *config->environment,
							  .committed = config->committed,
							  .host = config->host,
							  .patience_ms = IDLE_MS,
							  .checkpoint_pages = CHECKPOINT_PAGES};
	atomic_store(&writer->head_seq, outbox_head(db));
	queue_init(&writer->queue, config->queue_bound ? config->queue_bound : 1024);
	gate_init(writer);
	pthread_mutex_init(&writer->scrub_mutex, NULL);
	pthread_cond_init(&writer->scrubbed, NULL);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STORE_STACK);
	writer->running = pthread_create(&writer->thread, &attributes, writer_main, writer) == 0;
	pthread_attr_destroy(&attributes);
	return writer->running ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

void writer_stop(struct writer *writer)
{
	queue_close(&writer->queue);
	if (writer->running)
		pthread_join(writer->thread, NULL);
	queue_fini(&writer->queue);
	pthread_rwlock_destroy(&writer->gate);
	pthread_cond_destroy(&writer->scrubbed);
	pthread_mutex_destroy(&writer->scrub_mutex);
	db_close(writer->db); /* the last connection to close checkpoints by itself */
}
