/* writer: the one thread that writes to a database and checkpoints it. For store.c only. */
#ifndef KLEOS_STORE_WRITER_H
#define KLEOS_STORE_WRITER_H

#include "common/store/connection.h"
#include "common/store/store.h"

#define GROUP_MOST  256           /* jobs of one commit */
#define STORE_STACK (1024 * 1024) /* of its threads; handlers and SQLite use less, the rest is never touched */

struct writer {
	struct db *db;
	struct queue queue;
	pthread_t thread;
	bool running;
	struct environment environment;
	void (*committed)(void *host, int64_t head_seq);
	void *host;
	pthread_rwlock_t gate; /* readers hold it shared; the writer takes it to let the log begin anew */

	/* Who wants the file scrubbed, and waits for it. */
	pthread_mutex_t scrub_mutex;
	pthread_cond_t scrubbed;
	bool scrub_wanted;
	enum status scrub_status;
	int64_t scrub_ms; /* how long writes waited */

	/* Of the writer thread. */
	bool log_clean;       /* the whole log is in the database file */
	int checkpoint_pages; /* size of the log at which the next checkpoint is due */
	int patience_ms;      /* until the next try of an idle checkpoint */
	bool expiry_due;
	int64_t expired_day;

	/* Read by everybody. */
	_Atomic int64_t commits, writes, head_seq;
	struct histogram commit_duration, commit_writes;
	_Atomic int health; /* enum status */
};

/* Takes over the connection, also on failure. */
enum status writer_start(struct writer *writer, struct db *db, const struct store_config *config);
/* Runs what waits, ends the thread, closes the connection. Nobody may submit any more. */
void writer_stop(struct writer *writer);
/* After its next group it scrubs the file (or, taken back in time, does not); one who wants it at a time. */
void writer_want_scrub(struct writer *writer, bool wanted);
enum status writer_await_scrub(struct writer *writer, int64_t *stall_ms);

#endif
