#include "clients/cli/restore_database.h"

#include "cli_migrations.h"
#include "clients/cli/cli.h"

#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define APPLICATION_ID "1265395055" /* "Kleo", as the services set it */
#define EPOCH_SIZE     16
#define HASH_SIZE      32
#define ANSWER_SIZE    64

static bool query_text(sqlite3 *database, const char *sql, char answer[ANSWER_SIZE])
{
	sqlite3_stmt *statement = NULL;
	bool row =
		sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;
	const char *text = row ? (const char *)sqlite3_column_text(statement, 0) : NULL;
	sqlite3_snprintf(ANSWER_SIZE, answer, "%s", text ? text : "");
	sqlite3_finalize(statement);
	return row;
}

static const struct cli_migration *migration_find(const char *component, int version)
{
	for (const struct cli_migration *at = cli_migrations; at->component; at++)
		if (at->version == version && strcmp(at->component, component) == 0)
			return at;
	return NULL;
}

/* NULL: this program has the same migration. */
static const char *row_problem(sqlite3_stmt *row)
{
	const char *component = (const char *)sqlite3_column_text(row, 0);
	const struct cli_migration *known = component ? migration_find(component, sqlite3_column_int(row, 1)) : NULL;
	uint8_t hash[HASH_SIZE];
	size_t length = 0;
	if (!known)
		return "was made by a newer Kleos: restore it with that version, or a later one";
	sodium_hex2bin(hash, sizeof(hash), known->sha256, 2 * sizeof(hash), NULL, &length, NULL);
	if (sqlite3_column_bytes(row, 2) != HASH_SIZE || memcmp(sqlite3_column_blob(row, 2), hash, HASH_SIZE) != 0)
		return "has tables that this Kleos never had: it was made by another program";
	return NULL;
}

/* NULL: every migration that was applied is known. */
static const char *schema_problem(sqlite3 *database)
{
	sqlite3_stmt *statement = NULL;
	const char *problem = NULL;
	int code =
		sqlite3_prepare_v2(database, "SELECT component, version, sha256 FROM schema_version", -1, &statement, NULL);
	while (code == SQLITE_OK && !problem && sqlite3_step(statement) == SQLITE_ROW)
		problem = row_problem(statement);
	sqlite3_finalize(statement);
	return code == SQLITE_OK ? problem : "has none of Kleos's tables";
}

static const char *content_problem(sqlite3 *database)
{
	char answer[ANSWER_SIZE];
	if (!query_text(database, "PRAGMA application_id", answer) || strcmp(answer, APPLICATION_ID) != 0)
		return "is no database of Kleos";
	if (!query_text(database, "PRAGMA quick_check(1)", answer) || strcmp(answer, "ok") != 0)
		return "is damaged inside: it was so when the backup was made; take an older one";
	return schema_problem(database);
}

static bool epoch_renew(sqlite3 *database)
{
	uint8_t epoch[EPOCH_SIZE];
	sqlite3_stmt *statement = NULL;
	randombytes_buf(epoch, sizeof(epoch));
	bool set =
		sqlite3_exec(database, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL", NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(database, "UPDATE meta SET value = ?1 WHERE name = 'epoch'", -1, &statement, NULL) ==
			SQLITE_OK &&
		sqlite3_bind_blob(statement, 1, epoch, EPOCH_SIZE, SQLITE_STATIC) == SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_DONE && sqlite3_changes(database) == 1;
	sqlite3_finalize(statement);
	return set;
}

/* All of it: it was written without. */
static bool file_sync(const char *path)
{
	int file = open(path, O_RDWR | O_CLOEXEC);
	bool synced = file >= 0 && fsync(file) == 0;
	if (file >= 0)
		close(file);
	return synced;
}

int restore_database(const char *path, const char *service)
{
	sqlite3 *database = NULL;
	const char *problem = "cannot be opened";
	if (sodium_init() >= 0 && sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
		problem = content_problem(database);
	if (!problem && !epoch_renew(database))
		problem = "cannot be given a new epoch";
	sqlite3_close(database);
	if (!problem && !file_sync(path))
		problem = "cannot be written to the disk";
	return problem ? complain("%s.db %s", service, problem) : EXIT_SUCCESS;
}
