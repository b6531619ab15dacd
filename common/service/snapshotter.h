/* snapshotter: copies one service's database while it is in use, on a thread of its own, for who takes the file away
 * piece by piece. One copy at a time. Its file has no name any more once it is ready, so nothing is left of it when it
 * is ended, forgotten for SNAPSHOT_FORGOTTEN_MS, or the process dies. Private to common/service. */
#ifndef KLEOS_SERVICE_SNAPSHOTTER_H
#define KLEOS_SERVICE_SNAPSHOTTER_H

#include "common/store/snapshot.h"

#define SNAPSHOT_FORGOTTEN_MS 180000 /* without a question: a client of the gateway may stall for a minute */

struct snapshotter;

struct snapshotter_config {
	const char *source; /* path of the database; borrowed while it opens */
	const char *copy;   /* path for the copy; likewise */
	const char *name;   /* of the service, for the log; static */
	const struct environment *environment;
};

/* Removes what a crash left. */
enum status snapshotter_open(struct snapshotter **out, const struct snapshotter_config *config);
void snapshotter_close(struct snapshotter *snapshotter); /* before the store closes; NULL is fine */

/* ---- any thread ---- */

enum snapshot_stage { SNAPSHOT_COPYING, SNAPSHOT_CHECKING, SNAPSHOT_READY, SNAPSHOT_FAILED };

/* False: there is one already. */
bool snapshotter_begin(struct snapshotter *snapshotter, struct id *out);
/* False, here and below: there is no such copy, or none any more. Facts are filled when it is ready, their memory is
 * from `arena`; *problem (in `arena`) when it failed. */
bool snapshotter_look(struct snapshotter *snapshotter, const struct id *id, struct arena *arena,
					  enum snapshot_stage *stage, struct snapshot_facts *facts, const char **problem);
/* The number of bytes; 0 at the end of the file, -1: it cannot be read. */
bool snapshotter_read(struct snapshotter *snapshotter, const struct id *id, int64_t offset, void *out, size_t size,
					  ptrdiff_t *length);
bool snapshotter_end(struct snapshotter *snapshotter, const struct id *id);

#endif
