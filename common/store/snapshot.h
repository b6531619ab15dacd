/* snapshot: a copy of a database, taken while it is in use.
 *
 * A connection of its own reads one snapshot of the source and writes a file beside it, which breaks no rule of the
 * store: it neither writes to the source nor checkpoints. As long as it reads, the source's log cannot begin anew, so
 * this is bounded in time and by the length of that log. What the copy holds is then found out from the copy alone. */
#ifndef KLEOS_STORE_SNAPSHOT_H
#define KLEOS_STORE_SNAPSHOT_H

#include "common/base/environment.h"
#include "common/base/id.h"
#include "common/base/status.h"

#include <stdbool.h>

#define SNAPSHOT_HASH_SIZE 32                    /* BLAKE2b, unkeyed: b2sum -l 256 */
#define SNAPSHOT_COPY_MS   ((int64_t)600 * 1000) /* that the source may be read */
#define SNAPSHOT_LOG_BOUND ((int64_t)2 << 30)    /* bytes to which the source's log may grow meanwhile */
#define SNAPSHOT_RESERVE   ((int64_t)64 << 20)   /* bytes of the disk that stay free for those who write */

struct snapshot_config {
	const char *source; /* path of the database */
	const char *copy;   /* path of the file; one that is there is replaced */
	const struct environment *environment;
	/* Now and then while it is copied and looked through. False: give up. May be NULL. */
	bool (*goes_on)(void *host);
	void *host;
};

struct snapshot_schema {
	const char *component;
	int64_t version;
	ProtobufCBinaryData sha256; /* of the newest migration's text */
};

struct snapshot_table {
	const char *name;
	int64_t rows;
};

/* What is in a copy. */
struct snapshot_facts {
	int64_t size; /* bytes */
	uint8_t blake2b[SNAPSHOT_HASH_SIZE];
	int64_t seq; /* of the newest event; 0: none */
	struct id epoch;
	struct snapshot_schema *schemas;
	size_t n_schemas;
	struct snapshot_table *tables;
	size_t n_tables;
};

/* Waits; on any thread but the store's own. Not OK: *problem is a sentence in `arena`, and no file is left.
 * RESOURCE_EXHAUSTED: no space, or writes came faster than it could copy; CANCELLED: goes_on said so. */
enum status snapshot_copy(const struct snapshot_config *config, struct arena *arena, const char **problem);

/* Reads the copy through (quick_check, counts, hash). Not OK: as above, and the file is left. DATA_LOSS: it is damaged,
 * and so is the source. */
enum status snapshot_examine(const struct snapshot_config *config, struct arena *arena, struct snapshot_facts *out,
							 const char **problem);

#endif
