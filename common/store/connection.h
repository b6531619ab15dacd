/* connection: the inside of a db, for the rooms of the store only. */
#ifndef KLEOS_STORE_CONNECTION_H
#define KLEOS_STORE_CONNECTION_H

#include "common/base/environment.h"
#include "common/store/db.h"
#include "common/store/frame_buffer.h"

#include <sqlite3.h>

#define CONNECTION_BUCKETS 128 /* of the table of prepared statements; a power of two */
#define PARAMETER_MOST     64  /* the highest $n a statement may name */

/* A statement that was prepared, its parameters and columns looked up once. */
struct prepared {
	const struct sql *sql;
	sqlite3_stmt *statement;
	struct prepared *next;                 /* of the same bucket */
	bool busy;                             /* between query_begin and query_end */
	bool finished;                         /* no further row; a step would begin anew */
	uint8_t parameter[PARAMETER_MOST + 1]; /* $n → SQLite's number, which counts by first appearance; 0: not there */
	int n_columns;
	int next_column; /* columns are mostly read in order */
	char **columns;
	struct id ids[]; /* bound ids are copied here, one place a parameter */
};

/* Which days idempotency has rows of, so that a new key costs a look-up a day that has any. */
struct day_list {
	bool known;
	int64_t today;
	size_t n;
	int64_t days[16];
};

struct db {
	sqlite3 *handle;
	const struct log *log;
	enum status status;                    /* sticky */
	int n_busy;                            /* statements between begin and end */
	const struct environment *environment; /* of the deadline */
	int64_t deadline_ms;                   /* see connection_set_deadline */
	int wal_pages;                         /* in the log after the last commit */
	struct frame_buffer *frames;           /* of the writer's log; NULL: it has none */
	struct day_list idempotency;
	struct prepared *buckets[CONNECTION_BUCKETS];
};

struct connection_settings {
	const char *path;
	enum db_mode mode;
	enum db_synchronous synchronous;
	const char *vfs; /* NULL: the system's */
	const struct log *log;
};

enum status connection_open(struct db **out, const struct connection_settings *settings);

/* Records a failure of SQLite; `what` names the statement or the step. */
void connection_fail(struct db *db, int code, const char *what);
/* Statements that run when the monotonic clock passes this fail with DEADLINE_EXCEEDED; 0: they take the time they
 * need. `environment` is borrowed until the next call. */
void connection_set_deadline(struct db *db, const struct environment *environment, int64_t deadline_ms);
/* Ends the queries a handler left open: a bug of its, logged. */
void connection_settle(struct db *db);
/* Ends the transaction without keeping anything, and clears the status. */
void connection_rollback(struct db *db);
bool connection_in_transaction(const struct db *db);

/* Writes what is in the log to the database file, as far as readers allow. True: everything; `restart` also makes the
 * next commit overwrite the log from its beginning. */
bool connection_checkpoint(struct db *db, bool restart);
/* Like it, and the log file is empty then. Nobody may be reading. */
bool connection_empty_log(struct db *db);

void prepared_free_all(struct db *db);

/* A statement without parameters and result. */
static inline bool connection_run(struct db *db, const struct sql *sql)
{
	struct query query = query_begin(db, sql);
	return query_run(&query);
}

#endif
