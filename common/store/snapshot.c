#include "common/store/snapshot.h"

#include "common/store/connection.h"
#include "common/store/outbox.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define STEP_PAGES   1024              /* copied between looks around: 2 MiB */
#define HASH_PIECE   ((size_t)1 << 20) /* bytes */
#define LOOK_STEPS   1000000           /* of SQLite's machine between looks around, while the copy is checked */
#define TABLES_BOUND 256

static const struct sql sql_begin_copy = {"begin_copy", "BEGIN"};

static bool goes_on(const struct snapshot_config *config)
{
	return !config->goes_on || config->goes_on(config->host);
}

static enum status told_to_stop(const char **problem)
{
	*problem = "the backup was broken off";
	return STATUS_CANCELLED;
}

static enum status disk_full(const char **problem)
{
	*problem = "the disk became full while the database was copied";
	return STATUS_RESOURCE_EXHAUSTED;
}

static int64_t file_size(const char *path)
{
	struct stat about;
	return stat(path, &about) == 0 ? (int64_t)about.st_size : 0;
}

static const char *log_of(struct arena *arena, const struct snapshot_config *config)
{
	return arena_printf(arena, "%s-wal", config->source);
}

/* Bytes of the disk that may still be used. */
static int64_t space_free(const struct snapshot_config *config)
{
	struct statvfs disk;
	return statvfs(config->source, &disk) == 0 ? (int64_t)disk.f_bavail * (int64_t)disk.f_frsize : INT64_MAX;
}

/* The copy must not be what fills the disk under those who write. */
static enum status space_check(const struct snapshot_config *config, struct arena *arena, const char **problem)
{
	int64_t needed = file_size(config->source) + file_size(log_of(arena, config)) + SNAPSHOT_RESERVE;
	int64_t free = space_free(config);
	if (free >= needed)
		return STATUS_OK;
	*problem =
		arena_printf(arena, "a backup needs %lld MiB of free disk in the data folder for a while, and there are %lld",
					 (long long)(needed >> 20) + 1, (long long)(free >> 20));
	return STATUS_RESOURCE_EXHAUSTED;
}

/* ---- copying ---- */

static sqlite3 *copy_open(const struct snapshot_config *config)
{
	sqlite3 *copy = NULL;
	int file = open(config->copy, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (file < 0)
		return NULL;
	close(file);
	if (sqlite3_open_v2(config->copy, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
		sqlite3_exec(copy, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL, NULL,
					 NULL) == SQLITE_OK)
		return copy;
	sqlite3_close(copy);
	return NULL;
}

/* OK: go on copying. */
static enum status bounds_check(const struct snapshot_config *config, struct arena *arena, int64_t begun_ms,
								const char **problem)
{
	if (!goes_on(config))
		return told_to_stop(problem);
	if (space_free(config) < SNAPSHOT_RESERVE)
		return disk_full(problem);
	int64_t now_ms = environment_monotonic_ms(config->environment);
	if (now_ms - begun_ms <= SNAPSHOT_COPY_MS && file_size(log_of(arena, config)) <= SNAPSHOT_LOG_BOUND)
		return STATUS_OK;
	*problem = "copying took too long for the writes that came meanwhile; try again at a quieter time";
	return STATUS_RESOURCE_EXHAUSTED;
}

static enum status copy_problem(int code, struct arena *arena, const char **problem)
{
	if (code == SQLITE_FULL)
		return disk_full(problem);
	*problem = arena_printf(arena, "the database cannot be copied: %s", sqlite3_errstr(code));
	return STATUS_INTERNAL;
}

static enum status copy_pages(const struct snapshot_config *config, sqlite3 *copy, struct db *source,
							  struct arena *arena, const char **problem)
{
	int64_t begun_ms = environment_monotonic_ms(config->environment);
	sqlite3_backup *backup = sqlite3_backup_init(copy, "main", source->handle, "main");
	enum status status = STATUS_OK;
	int code = backup ? SQLITE_OK : sqlite3_errcode(copy);
	while (backup && status == STATUS_OK && (code = sqlite3_backup_step(backup, STEP_PAGES)) == SQLITE_OK)
		status = bounds_check(config, arena, begun_ms, problem);
	sqlite3_backup_finish(backup);
	if (status == STATUS_OK && code == SQLITE_DONE) /* a file without a log beside it, which anybody can open */
		code = sqlite3_exec(copy, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	return status == STATUS_OK && code != SQLITE_OK ? copy_problem(code, arena, problem) : status;
}

/* One read transaction, so that pages written meanwhile do not make the copying begin anew. */
static enum status copy_source(const struct snapshot_config *config, sqlite3 *copy, struct arena *arena,
							   const char **problem)
{
	struct db *source = NULL;
	enum status status = connection_open(
		&source,
		&(struct connection_settings){.path = config->source, .mode = DB_READER, .log = config->environment->log});
	if (status != STATUS_OK) {
		*problem = "the database cannot be opened once more";
		return status;
	}
	connection_run(source, &sql_begin_copy);
	(void)outbox_head(source); /* the snapshot is taken by the first read */
	status = db_status(source);
	if (status == STATUS_OK)
		status = copy_pages(config, copy, source, arena, problem);
	else
		*problem = "the database cannot be read";
	connection_rollback(source);
	db_close(source);
	return status;
}

enum status snapshot_copy(const struct snapshot_config *config, struct arena *arena, const char **problem)
{
	enum status status = space_check(config, arena, problem);
	if (status != STATUS_OK)
		return status;
	sqlite3 *copy = copy_open(config);
	if (copy) {
		status = copy_source(config, copy, arena, problem);
	} else {
		*problem = "the copy of the database cannot be made in the data folder";
		status = STATUS_INTERNAL;
	}
	sqlite3_close(copy);
	if (status != STATUS_OK)
		(void)unlink(config->copy);
	return status;
}

/* ---- what is in it ---- */

static int stop_checking(void *argument)
{
	return !goes_on(argument);
}

static bool statement_run(struct db *db, const char *text, char answer[64])
{
	sqlite3_stmt *statement = NULL;
	bool row = sqlite3_prepare_v2(db->handle, text, -1, &statement, NULL) == SQLITE_OK &&
			   sqlite3_step(statement) == SQLITE_ROW;
	const char *found = row ? (const char *)sqlite3_column_text(statement, 0) : NULL;
	sqlite3_snprintf(64, answer, "%s", found ? found : "");
	sqlite3_finalize(statement);
	return row;
}

static void read_schemas(struct db *db, struct arena *arena, struct snapshot_facts *out)
{
	struct query query = query_begin(db, SQL(schema_version_newest));
	while (query_step(&query)) {
		out->schemas = arena_grow(arena, out->schemas, out->n_schemas, sizeof(*out->schemas));
		out->schemas[out->n_schemas++] = (struct snapshot_schema){
			.component = query_text(&query, "component", arena),
			.version = query_number(&query, "version"),
			.sha256 = query_bytes(&query, "sha256", arena),
		};
	}
	query_end(&query);
}

/* Names are those of this program's migrations: no quote is in them. */
static bool count_rows(struct db *db, struct arena *arena, struct snapshot_table *table)
{
	char count[64];
	if (!statement_run(db, arena_printf(arena, "SELECT count(*) FROM \"%s\"", table->name), count))
		return false;
	table->rows = strtoll(count, NULL, 10);
	return true;
}

static bool read_tables(struct db *db, struct arena *arena, struct snapshot_facts *out)
{
	struct query query = query_begin(db, SQL(table_list));
	while (out->n_tables < TABLES_BOUND && query_step(&query)) {
		out->tables = arena_grow(arena, out->tables, out->n_tables, sizeof(*out->tables));
		out->tables[out->n_tables++] = (struct snapshot_table){.name = query_text(&query, "name", arena)};
	}
	query_end(&query);
	for (size_t i = 0; i < out->n_tables; i++)
		if (!count_rows(db, arena, &out->tables[i]))
			return false;
	return true;
}

static enum status read_facts(const struct snapshot_config *config, struct db *db, struct arena *arena,
							  struct snapshot_facts *out, const char **problem)
{
	char answer[64];
	bool read = statement_run(db, "PRAGMA quick_check(1)", answer), whole = read && strcmp(answer, "ok") == 0;
	if (whole) {
		out->seq = outbox_head(db);
		out->epoch = outbox_epoch(db);
		read_schemas(db, arena, out);
		read = read_tables(db, arena, out);
	}
	if (!goes_on(config))
		return told_to_stop(problem);
	if (whole && read && db_status(db) == STATUS_OK)
		return STATUS_OK;
	*problem = "the copy is damaged, and so is the database: look at its disk, and restore an older backup";
	return STATUS_DATA_LOSS;
}

/* OK, or why the file cannot be read. */
static enum status hash_file(const struct snapshot_config *config, struct snapshot_facts *out)
{
	crypto_generichash_state state;
	ssize_t n = -1;
	int file = open(config->copy, O_RDONLY | O_CLOEXEC);
	uint8_t *piece = malloc(HASH_PIECE);
	crypto_generichash_init(&state, NULL, 0, SNAPSHOT_HASH_SIZE);
	while (file >= 0 && piece && goes_on(config) && (n = read(file, piece, HASH_PIECE)) > 0) {
		crypto_generichash_update(&state, piece, (size_t)n);
		out->size += n;
	}
	crypto_generichash_final(&state, out->blake2b, SNAPSHOT_HASH_SIZE);
	free(piece);
	if (file >= 0)
		close(file);
	return n == 0 ? STATUS_OK : STATUS_UNAVAILABLE;
}

enum status snapshot_examine(const struct snapshot_config *config, struct arena *arena, struct snapshot_facts *out,
							 const char **problem)
{
	struct db *db = NULL;
	*out = (struct snapshot_facts){0};
	enum status status = connection_open(
		&db, &(struct connection_settings){.path = config->copy, .mode = DB_READER, .log = config->environment->log});
	if (status != STATUS_OK) {
		*problem = "the copy of the database cannot be opened";
		return status;
	}
	sqlite3_progress_handler(db->handle, LOOK_STEPS, stop_checking, (void *)config);
	status = read_facts(config, db, arena, out, problem);
	db_close(db);
	if (status == STATUS_OK && hash_file(config, out) != STATUS_OK) {
		*problem = "the copy of the database cannot be read";
		status = STATUS_UNAVAILABLE;
	}
	return status;
}
