/* scrub: overwrites what a database file still holds of deleted rows.
 *
 * With secure_delete SQLite zeroes the rows it deletes and the pages it frees, but when a page is split it leaves
 * copies of the rows that moved in the space between the page's list of cells and its cells (of 2 000 unique texts in
 * an index that were changed, 4 stayed readable in the file). A VACUUM would do too, at the price of writing the whole
 * database twice; this reads it once and writes only zeros into bytes that the file format calls unallocated
 * (sqlite.org, "Database File Format" §1.6), which no reader looks at and no crash can tear. For store.c only. */
#ifndef KLEOS_STORE_SCRUB_H
#define KLEOS_STORE_SCRUB_H

#include "common/store/connection.h"

/* On the writer's thread, outside of a transaction, with an empty log. *pages: how many held something. INTERNAL: the
 * file cannot be read, or is not as it should be; logged. */
enum status scrub(struct db *db, int64_t *pages);

#endif
