/* backup_reader: takes a backup apart while its bytes come, and finds whether it is whole: heads and manifest in the
 * one form there is, the hash of every database, the hash of everything. What it hands on is known to be right only
 * once backup_reader_finish said so. Belongs to one thread. */
#ifndef KLEOS_BACKUP_BACKUP_READER_H
#define KLEOS_BACKUP_BACKUP_READER_H

#include "common/backup/backup_manifest.h"

struct backup_reader;

/* What is handed on; each may be NULL. False: it is enough, backup_reader_feed gives false and there is no problem. */
struct backup_taker {
	bool (*manifest)(void *host, const struct backup_manifest *manifest);
	bool (*database)(void *host, const struct backup_database *database); /* its bytes follow */
	bool (*bytes)(void *host, const void *bytes, size_t length);
	bool (*database_end)(void *host, const struct backup_database *database); /* its hash was right */
	void *host;
};

struct backup_reader *backup_reader_new(const struct backup_taker *taker); /* NULL: no memory */
void backup_reader_free(struct backup_reader *reader);                     /* NULL is fine */

/* False for good: see the problem. */
bool backup_reader_feed(struct backup_reader *reader, const void *bytes, size_t length);
/* There is no more. False: see the problem. */
bool backup_reader_finish(struct backup_reader *reader);
/* A sentence; NULL: none. */
const char *backup_reader_problem(const struct backup_reader *reader);
/* NULL until it came. */
const struct backup_manifest *backup_reader_manifest(const struct backup_reader *reader);
/* Bytes in all, once the manifest came; 0: not known. */
int64_t backup_reader_size(const struct backup_reader *reader);

#endif
