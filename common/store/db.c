#include "common/store/connection.h"

#include <stdlib.h>
#include <sys/stat.h>

#define APPLICATION_ID 0x4b6c656f /* "Kleo", at offset 68 of the file */
#define BUSY_MS        5000       /* of a second process that migrates at the same time */
#define DEADLINE_STEPS 10000      /* of SQLite's machine between looks at the clock: well under a millisecond */
#define BUSY_TRIES     500        /* for WAL mode, whose switch does not wait by itself */

static enum status status_of_code(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
		return STATUS_RESOURCE_EXHAUSTED;
	case SQLITE_IOERR:
		return STATUS_UNAVAILABLE;
	case SQLITE_INTERRUPT:
		return STATUS_DEADLINE_EXCEEDED;
	default:
		return STATUS_INTERNAL;
	}
}

void db_prepare_process(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* refused once SQLite runs: nothing to do about it then */
}

void connection_fail(struct db *db, int code, const char *what)
{
	if (db->status == STATUS_OK)
		db->status = status_of_code(code);
	/* A full disk fails every group: the writer says it once. A deadline is the caller's. */
	if ((code & 0xff) != SQLITE_FULL && code != SQLITE_INTERRUPT)
		log_error(db->log, "a statement failed", log_text("statement", what), log_number("code", code),
				  log_text("error", sqlite3_errmsg(db->handle)));
}

static bool execute(struct db *db, const char *sql)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	if (code != SQLITE_OK)
		connection_fail(db, code, sql);
	return code == SQLITE_OK;
}

bool db_execute(struct db *db, const char *sql)
{
	return db->status == STATUS_OK && execute(db, sql);
}

static int64_t pragma_number(struct db *db, const char *pragma)
{
	sqlite3_stmt *statement = NULL;
	int64_t number = -1;
	int code = sqlite3_prepare_v2(db->handle, pragma, -1, &statement, NULL);

	if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW)
		number = sqlite3_column_int64(statement, 0);
	else
		connection_fail(db, code, pragma);
	sqlite3_finalize(statement);
	return number;
}

/* The switch to WAL answers BUSY at once when another process does the same. A new file gets pages of 2 KiB: a give
 * changes a little on each of many pages, and what is logged and summed up is whole pages (tests/bench/run http: 5.04
 * times the peer instead of 4.05). A file that is there keeps its own. */
static bool journal_wal(struct db *db)
{
	int code = SQLITE_BUSY;

	for (int i = 0; i < BUSY_TRIES && (code & 0xff) == SQLITE_BUSY; i++) {
		if (i > 0)
			sqlite3_sleep(10);
		code = sqlite3_exec(db->handle, "PRAGMA page_size=2048; PRAGMA journal_mode=WAL", NULL, NULL, NULL);
	}
	if (code != SQLITE_OK)
		connection_fail(db, code, "PRAGMA journal_mode=WAL");
	return code == SQLITE_OK;
}

static int on_commit(void *argument, sqlite3 *handle, const char *name, int pages)
{
	struct db *db = argument;

	(void)handle;
	(void)name;
	db->wal_pages = pages;
	return SQLITE_OK;
}

static bool is_kleos(struct db *db)
{
	int64_t id = pragma_number(db, "PRAGMA application_id");

	if (id == 0)
		return execute(db, "PRAGMA application_id=1265395055");
	if (id != APPLICATION_ID)
		log_error(db->log, "the file is not a database of Kleos", log_number("application_id", id));
	return id == APPLICATION_ID;
}
_Static_assert(APPLICATION_ID == 1265395055, "the pragma states the same number");

/* The writer keeps up to 64 MiB of log for overwriting, which syncs faster than growing; the writer's cache holds what
 * one group dirties (256 jobs), so that it is written once. What is deleted is overwritten: see scrub.c. */
static bool settings_writer(struct db *db, enum db_synchronous synchronous)
{
	sqlite3_wal_hook(db->handle, on_commit, db); /* takes the place of automatic checkpoints */
	return journal_wal(db) && is_kleos(db) &&
		   execute(db, synchronous == DB_FULL ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL") &&
		   execute(db, "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-8192; PRAGMA secure_delete=ON");
}

static bool settings_reader(struct db *db)
{
	return execute(db, "PRAGMA query_only=ON; PRAGMA cache_size=-2048; PRAGMA wal_autocheckpoint=0");
}

/* temp_store: savepoints must not need a folder for temporary files, which a container does not have. */
static bool settings_both(struct db *db)
{
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	return sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK &&
		   execute(db, "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF") &&
		   execute(db, "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0");
}

/* SQLite makes files 0644 and gives its log the mode of the database: so this comes before the first write. */
static void make_private(const char *path)
{
	struct stat about;

	if (stat(path, &about) == 0 && about.st_size == 0)
		(void)chmod(path, 0600);
}

enum status connection_open(struct db **out, const struct connection_settings *settings)
{
	bool writer = settings->mode == DB_WRITER;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (writer ? SQLITE_OPEN_CREATE : 0);
	struct db *db = calloc(1, sizeof(*db));
	int code;

	if (!db)
		return STATUS_INTERNAL;
	db->log = settings->log;
	code = sqlite3_open_v2(settings->path, &db->handle, flags, settings->vfs);
	if (code != SQLITE_OK) {
		connection_fail(db, code, "open");
		goto fail;
	}
	if (writer)
		make_private(settings->path);
	if (!settings_both(db) || !(writer ? settings_writer(db, settings->synchronous) : settings_reader(db)))
		goto fail;
	if (writer)
		db->frames = frame_buffer_new(db->handle);
	*out = db;
	return STATUS_OK;
fail:
	db_close(db);
	return STATUS_INTERNAL;
}

enum status db_open(struct db **out, const char *path, enum db_mode mode, enum db_synchronous synchronous,
					const struct log *log)
{
	return connection_open(
		out, &(struct connection_settings){.path = path, .mode = mode, .synchronous = synchronous, .log = log});
}

void db_close(struct db *db)
{
	if (!db)
		return;
	prepared_free_all(db);
	sqlite3_close(db->handle);
	frame_buffer_free(db->frames);
	free(db);
}

enum status db_status(const struct db *db)
{
	return db->status;
}

void db_clear(struct db *db)
{
	db->status = STATUS_OK;
}

bool connection_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

void connection_rollback(struct db *db)
{
	connection_settle(db);
	/* Some failures have ended it already. A rollback that fails leaves nothing either: the log has no commit. */
	if (connection_in_transaction(db))
		(void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	db_clear(db);
}

/* Not 0: SQLite stops. */
static int past_deadline(void *argument)
{
	const struct db *db = argument;

	return environment_monotonic_ms(db->environment) > db->deadline_ms;
}

void connection_set_deadline(struct db *db, const struct environment *environment, int64_t deadline_ms)
{
	db->environment = environment;
	db->deadline_ms = deadline_ms;
	sqlite3_progress_handler(db->handle, deadline_ms ? DEADLINE_STEPS : 0, past_deadline, db);
}

static bool run_checkpoint(struct db *db, int mode)
{
	int in_log = 0, written = 0, code;

	/* A reader outside the store (a backup) is not waited for: the next checkpoint comes. */
	sqlite3_busy_timeout(db->handle, 0);
	code = sqlite3_wal_checkpoint_v2(db->handle, NULL, mode, &in_log, &written);
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
		connection_fail(db, code, "checkpoint");
	return code == SQLITE_OK && in_log == written;
}

bool connection_checkpoint(struct db *db, bool restart)
{
	return run_checkpoint(db, restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE);
}

bool connection_empty_log(struct db *db)
{
	bool empty = run_checkpoint(db, SQLITE_CHECKPOINT_TRUNCATE);
	if (empty)
		db->wal_pages = 0;
	return empty;
}
