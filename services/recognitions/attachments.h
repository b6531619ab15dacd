/* attachments: what recognitions and highlights carry beside words: links and metrics, each in its place. */
#ifndef KLEOS_RECOGNITIONS_ATTACHMENTS_H
#define KLEOS_RECOGNITIONS_ATTACHMENTS_H

#include "common/base/limits.h"
#include "common/rpc/call.h"
#include "common/service/link.h"
#include "common/service/metric.h"
#include "common/store/db.h"

/* From a request. What is wrong with them is said in the call, under `links` and `metrics`. The number taken. */
size_t links_take(struct call *call, Kleos__Link *const *messages, size_t n, struct link out[LINKS_BOUND]);
size_t metrics_take(struct call *call, Kleos__Metric *const *messages, size_t n, struct metric out[METRICS_BOUND]);

/* Rows of one owner. `sql` puts ($1 owner, $2 position, $3 and on: the columns of a row) and reads ($1 owner) in order
 * of position. */
void links_put(struct db *db, const struct sql *sql, const struct id *owner, const struct link *links, size_t n);
size_t links_read(struct db *db, const struct sql *sql, struct arena *arena, const struct id *owner,
				  struct link out[LINKS_BOUND]);
void metrics_put(struct db *db, const struct sql *sql, const struct id *owner, const struct metric *metrics, size_t n);
size_t metrics_read(struct db *db, const struct sql *sql, struct arena *arena, const struct id *owner,
					struct metric out[METRICS_BOUND]);

#endif
