/* ledger: the ids of members who were erased, in a file beside the database and outside of its backups: a database that
 * is put back from before an erasure learns of it here. One id a line; only ever grows. */
#ifndef KLEOS_SERVICE_LEDGER_H
#define KLEOS_SERVICE_LEDGER_H

#include "common/base/arena.h"
#include "common/base/id.h"
#include "common/base/status.h"

/* All ids, into an arena array; no file: none. INTERNAL: it cannot be read. A last line that was cut off is left out.
 */
enum status ledger_read(struct arena *arena, const char *path, struct id **out, size_t *count);
/* Durable when it returns OK; an id that is there already stays one line. INTERNAL: it cannot be written. */
enum status ledger_append(const char *path, const struct id *id);

#endif
