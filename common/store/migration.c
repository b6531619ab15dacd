#include "common/store/migration.h"
#include "common/store/connection.h"
#include "store/sql.h"

#include <sodium.h>
#include <string.h>

/* Migrations count themselves here, also those of the store: so this table is made before the first of them. */
static const char version_table[] = "CREATE TABLE IF NOT EXISTS schema_version ("
									"component TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, "
									"sha256 BLOB NOT NULL, applied_ms INTEGER NOT NULL, "
									"PRIMARY KEY (component, version)) STRICT, WITHOUT ROWID";

struct digest {
	uint8_t bytes[crypto_hash_sha256_BYTES];
};

static struct digest step_digest(const struct sql *step)
{
	struct digest digest;

	crypto_hash_sha256(digest.bytes, (const unsigned char *)step->text, strlen(step->text));
	return digest;
}

static bool row_fits(struct query *query, struct arena *arena, const struct sql *step)
{
	struct digest expected = step_digest(step);
	ProtobufCBinaryData applied = query_bytes(query, "sha256", arena);

	return applied.len == sizeof(expected) && memcmp(applied.data, expected.bytes, sizeof(expected)) == 0;
}

static enum status refuse(const struct log *log, const struct migration_set *set, int64_t version, const char *sentence)
{
	log_error(log, sentence, log_text("component", set->component), log_number("database_version", version),
			  log_number("program_version", (int64_t)set->n_steps));
	return STATUS_FAILED_PRECONDITION;
}

/* Compares what was applied with what this program holds; *version is the newest applied. */
static enum status history_check(struct db *db, const struct migration_set *set, const struct log *log, size_t *version)
{
	struct query query = query_begin(db, SQL(schema_version_read));
	enum status status = STATUS_OK;
	struct arena arena;

	arena_init(&arena, 64 * 1024);
	*version = 0;
	query_bind_text(&query, 1, set->component);
	while (status == STATUS_OK && query_step(&query)) {
		int64_t row = query_number(&query, "version");
		if (row > (int64_t)set->n_steps)
			status = refuse(
				log, set, row,
				"the database is newer than this program: start the newer Kleos, or restore a backup of before it");
		else if (row != (int64_t)*version + 1 || !row_fits(&query, &arena, set->steps[row - 1]))
			status = refuse(log, set, row, "a migration that was applied differs from this program's: never edit one");
		else
			*version = (size_t)row;
	}
	query_end(&query);
	arena_fini(&arena);
	return status == STATUS_OK ? db_status(db) : status;
}

static bool step_apply(struct db *db, const struct migration_set *set, size_t index, int64_t now_ms)
{
	const struct sql *step = set->steps[index];
	struct digest digest = step_digest(step);
	struct query query;

	if (!db_execute(db, step->text))
		return false;
	query = query_begin(db, SQL(schema_version_insert));
	query_bind_text(&query, 1, set->component);
	query_bind_number(&query, 2, (int64_t)index + 1);
	query_bind_text(&query, 3, step->name);
	query_bind_bytes(&query, 4, digest.bytes, sizeof(digest.bytes));
	query_bind_number(&query, 5, now_ms);
	return query_run(&query);
}

/* The next step that is due, in the transaction that found it due. *done: there was none. */
static enum status step_next(struct db *db, const struct migration_set *set, int64_t now_ms, const struct log *log,
							 bool *done)
{
	size_t version = 0;
	enum status status = db_execute(db, version_table) ? history_check(db, set, log, &version) : db_status(db);

	*done = status == STATUS_OK && version == set->n_steps;
	if (status != STATUS_OK || *done)
		return status;
	if (!step_apply(db, set, version, now_ms))
		return db_status(db) == STATUS_OK ? STATUS_INTERNAL : db_status(db);
	log_info(log, "migrated", log_text("component", set->component), log_text("step", set->steps[version]->name));
	return STATUS_OK;
}

enum status migrate(struct db *db, const struct migration_set *set, int64_t now_ms, const struct log *log)
{
	enum status status = STATUS_OK;
	bool done = false;

	while (status == STATUS_OK && !done) {
		if (!db_execute(db, "BEGIN EXCLUSIVE"))
			return db_status(db);
		status = step_next(db, set, now_ms, log, &done);
		if (status == STATUS_OK)
			status = db_execute(db, "COMMIT") ? STATUS_OK : db_status(db);
		if (status != STATUS_OK)
			connection_rollback(db);
	}
	return status;
}
