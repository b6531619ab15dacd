/* backup_manifest: what a backup says of itself, in manifest.json: who made it and when, and of every database its
 * size, hash, newest event, epoch, migrations and numbers of rows. A value; pure. */
#ifndef KLEOS_BACKUP_BACKUP_MANIFEST_H
#define KLEOS_BACKUP_BACKUP_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BACKUP_FORMAT          1
#define BACKUP_HASH_SIZE       32 /* BLAKE2b, unkeyed: b2sum -l 256 */
#define BACKUP_EPOCH_SIZE      16
#define BACKUP_NAME_SIZE       64 /* of a service, component or table, with the NUL */
#define BACKUP_DATABASES_BOUND 8
#define BACKUP_SCHEMAS_BOUND   8
#define BACKUP_TABLES_BOUND    256
#define BACKUP_MANIFEST_BOUND  ((size_t)256 * 1024) /* bytes of its JSON */

struct backup_schema {
	char component[BACKUP_NAME_SIZE];
	int64_t version;                  /* of the newest migration */
	uint8_t sha256[BACKUP_HASH_SIZE]; /* of its text */
};

struct backup_table {
	char name[BACKUP_NAME_SIZE];
	int64_t rows;
};

struct backup_database {
	char service[BACKUP_NAME_SIZE]; /* members; its file is members.db */
	int64_t size;                   /* bytes */
	uint8_t blake2b[BACKUP_HASH_SIZE];
	int64_t seq; /* of the newest event; 0: none */
	uint8_t epoch[BACKUP_EPOCH_SIZE];
	struct backup_schema schemas[BACKUP_SCHEMAS_BOUND];
	size_t n_schemas;
	struct backup_table tables[BACKUP_TABLES_BOUND];
	size_t n_tables;
};

struct backup_manifest {
	char kleos[BACKUP_NAME_SIZE];                             /* version of who made it */
	int64_t time_s;                                           /* Unix seconds: when it was begun */
	struct backup_database databases[BACKUP_DATABASES_BOUND]; /* in the order of the file */
	size_t n_databases;
};

/* JSON with a line end; the caller frees. NULL: no memory. */
char *backup_manifest_write(const struct backup_manifest *manifest);
/* NULL, or a static sentence: what is wrong. All of `out` is set when it is NULL. */
const char *backup_manifest_read(struct backup_manifest *out, const char *json, size_t length);
/* Small letters and digits: what is safe in the name of a file. */
bool backup_name_fits(const char *name);

#endif
