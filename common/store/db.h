/* db: one SQLite connection and its prepared statements. Used by one thread.
 *
 * Statements are .sql files embedded at build (`SQL(member_insert)` for sql/member_insert.sql), prepared at first use
 * and kept. Parameters are `$1`, `$2`, … and bound by that number; columns are read by name. A statement reads
 *
 *     struct query q = query_begin(db, SQL(member_by_handle));
 *     query_bind_text(&q, 1, handle);
 *     if (query_step(&q))
 *             row->team = query_text(&q, "team", arena);
 *     query_end(&q);
 *
 * Errors of the storage are sticky on the connection, so that this needs no check a line: after a failure steps give
 * no rows, and the frame that began the transaction looks at db_status once, rolls back and answers. Only what a
 * handler expects (a broken UNIQUE constraint) is asked for: query_conflict. */
#ifndef KLEOS_STORE_DB_H
#define KLEOS_STORE_DB_H

#include "common/base/arena.h"
#include "common/base/id.h"
#include "common/base/log.h"
#include "common/base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct prepared;

/* An embedded statement. The address is its identity. The generated NAME/sql.h defines SQL(statement) for its
 * folder. */
struct sql {
	const char *name;
	const char *text;
};

enum db_mode { DB_WRITER, DB_READER };
enum db_synchronous { DB_FULL, DB_NORMAL };

/* Once a process, on its main thread, before the first database is opened: SQLite is to keep no account of the memory
 * it uses. The account is one for the process, and its lock, taken at every allocation of every connection, was where
 * the writer waited most. Without this call everything works, more slowly. */
void db_prepare_process(void);

/* Opens with the settings of architecture.md §4 (WAL, synchronous, foreign keys, no trusted schema, defensive, no
 * automatic checkpoints, busy time-out). The writer creates the file 0600, and writes its log in large pieces
 * (frame_buffer.h). INTERNAL: logged. */
enum status db_open(struct db **out, const char *path, enum db_mode mode, enum db_synchronous synchronous,
					const struct log *log);
void db_close(struct db *db); /* NULL is fine */

/* OK; RESOURCE_EXHAUSTED: disk full; UNAVAILABLE: I/O error, the outcome of a commit is unknown; DEADLINE_EXCEEDED: a
 * read took longer than its deadline; INTERNAL: anything else (a bug). Sticky until db_clear. */
enum status db_status(const struct db *db);
void db_clear(struct db *db);

/* What all its statements have cost so far, in steps of SQLite's machine: for tests and benchmarks of what a walk
 * touches. */
int64_t db_steps(const struct db *db);

/* Statements without result and parameters: BEGIN, COMMIT, DDL. False: see db_status. */
bool db_execute(struct db *db, const char *sql);

struct query {
	struct db *db;
	struct prepared *prepared; /* NULL when the connection is broken */
	bool conflict;
	bool conflict_asked; /* somebody deals with it */
	int64_t changes;
};

struct query query_begin(struct db *db, const struct sql *sql);
/* Texts and bytes must live until query_end. A NULL text binds NULL. */
void query_bind_text(struct query *query, int parameter, const char *text);
void query_bind_bytes(struct query *query, int parameter, const void *bytes, size_t length);
void query_bind_id(struct query *query, int parameter, const struct id *id); /* copied; NULL or zero binds NULL */
void query_bind_number(struct query *query, int parameter, int64_t number);
void query_bind_null(struct query *query, int parameter);
bool query_step(struct query *query); /* true: a row; false for good: no more */
/* It broke a UNIQUE, CHECK or FOREIGN KEY constraint. Asked before query_end it is not sticky, and the asker's to deal
 * with; unasked it is a bug, and query_end makes it INTERNAL. */
bool query_conflict(struct query *query);
int64_t query_changes(struct query *query); /* rows changed by it, after its last step, also after query_run */
void query_end(struct query *query);        /* reset for the next use */
bool query_run(struct query *query);        /* step to the end, then end; false: see db_status */
bool query_has_row(struct query *query);    /* one step, then end */

/* For code that serves statements of several shapes. */
bool query_takes(const struct query *query, int parameter); /* whether the statement has it */
size_t query_width(const struct query *query);              /* columns; 0 when the connection is broken */
const char *query_column(const struct query *query, size_t i);
bool query_is_number(struct query *query, const char *column);
bool query_is_text(struct query *query, const char *column);

/* Columns of the current row by name (without a row: zero, "" and NULL). A name that is not there is a bug: aborts. */
int64_t query_number(struct query *query, const char *column);
const char *query_text(struct query *query, const char *column, struct arena *arena); /* "" for NULL */
bool query_is_null(struct query *query, const char *column);
struct id query_id(struct query *query, const char *column); /* zero for NULL */
ProtobufCBinaryData query_bytes(struct query *query, const char *column, struct arena *arena);

#endif
