/* snapshot: the projection in a file, so that a start reads megabytes instead of the whole ledger. Its form is the
 * memory of this machine and this version; it is a cache: whatever does not fit is refused and built anew. */
#ifndef KLEOS_IMPACT_SNAPSHOT_H
#define KLEOS_IMPACT_SNAPSHOT_H

#include "common/base/status.h"
#include "services/recognitions/impact/projection.h"

#include <stddef.h>
#include <stdio.h>

/* Written in two steps, so that the projection must hold still for the shorter one only. All of it beside the file,
 * into the system's memory: some 2 GB a second. OK: `out` is for snapshot_seal. */
enum status snapshot_write(FILE **out, const char *path, const struct projection *projection,
						   const struct impact_mark *mark, uint64_t days_print);
/* Sums up, waits for the disk, and replaces the file as a whole; takes the copy. Not OK: the old file, if any, is still
 * there; RESOURCE_EXHAUSTED: the disk is full. */
enum status snapshot_seal(FILE *copy, const char *path);

/* Fills an empty projection. NOT_FOUND: no file; DATA_LOSS with a static sentence: it is not whole, not ours, of
 * another zone or version, and the projection is to be thrown away. */
enum status snapshot_read(const char *path, struct projection *projection, struct impact_mark *mark,
						  uint64_t days_print, const char **problem);

#endif
