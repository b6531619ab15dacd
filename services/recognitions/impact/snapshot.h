/* snapshot: the projection in a file, so that a start reads megabytes instead of the whole ledger. Its form is the
 * memory of this machine and this version; it is a cache: whatever does not fit is refused and built anew. */
#ifndef KLEOS_IMPACT_SNAPSHOT_H
#define KLEOS_IMPACT_SNAPSHOT_H

#include "common/base/status.h"
#include "services/recognitions/impact/projection.h"

#include <stddef.h>

/* Replaces the file as a whole. Not OK: the old one, if any, is still there. */
enum status snapshot_write(const char *path, const struct projection *projection, const struct impact_mark *mark,
						   uint64_t days_print);

/* Fills an empty projection. NOT_FOUND: no file; DATA_LOSS with a static sentence: it is not whole, not ours, of
 * another zone or version, and the projection is to be thrown away. */
enum status snapshot_read(const char *path, struct projection *projection, struct impact_mark *mark,
						  uint64_t days_print, const char **problem);

#endif
