/* backup_writer: makes a backup, byte by byte in its order: manifest.json, each database, `end`.
 *
 * `end` holds the BLAKE2b hash of all bytes before it as hexadecimal digits, so that a backup which was cut off, or
 * changed anywhere, is known. Belongs to one thread. A verb gives false as soon as the sink did. */
#ifndef KLEOS_BACKUP_BACKUP_WRITER_H
#define KLEOS_BACKUP_BACKUP_WRITER_H

#include "common/backup/backup_manifest.h"
#include "common/backup/backup_tar.h"

#include <sodium.h>

#define BACKUP_END_NAME      "end"
#define BACKUP_MANIFEST_NAME "manifest.json"
/* The head of `end`, its block, and the two blocks that end a tar. */
#define BACKUP_END_SIZE ((size_t)4 * TAR_BLOCK)

struct backup_writer {
	bool (*sink)(void *host, const void *bytes, size_t length); /* false: no more */
	void *host;
	const struct backup_manifest *manifest; /* borrowed until the end */
	crypto_generichash_state hash;          /* of all that was written */
	size_t next;                            /* database that comes */
	int64_t left;                           /* bytes of the one that is being written */
};

/* Sets the writer up and writes the manifest. False also: no memory. */
bool backup_writer_begin(struct backup_writer *writer, const struct backup_manifest *manifest,
						 bool (*sink)(void *host, const void *bytes, size_t length), void *host);
/* Bytes of the databases, in the manifest's order; no more of each than it says. */
bool backup_writer_add(struct backup_writer *writer, const void *bytes, size_t length);
/* False also: a database is not whole. */
bool backup_writer_end(struct backup_writer *writer);

/* How large it becomes. */
int64_t backup_size(const struct backup_manifest *manifest);
/* The last bytes of every backup whose bytes before them have this hash. */
void backup_end_write(uint8_t out[BACKUP_END_SIZE], const uint8_t hash[BACKUP_HASH_SIZE], int64_t time_s);

#endif
