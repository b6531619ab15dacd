/* delivery: one GET /v1/backup: a bounded buffer between the thread that makes the backup and the HTTP thread that
 * sends it. When it is full the maker waits; a client that takes nothing for a minute is cut by the frame
 * (STREAM_DEADLINE_MS), and the maker gives up. Freed when both sides are done with it. */
#ifndef KLEOS_GATEWAY_BACKUP_DELIVERY_H
#define KLEOS_GATEWAY_BACKUP_DELIVERY_H

#include "services/gateway/backup/make.h"

#include <stdatomic.h>

struct delivery;

/* The HTTP thread's; the other side is the maker's. NULL: no memory. `closing` is borrowed: the gateway stops. */
struct delivery *delivery_new(struct exchange *exchange, const atomic_bool *closing);
/* The HTTP side is over (the part's `end`). */
void delivery_leave(struct delivery *delivery);

/* ---- the maker ---- */

struct exchange *delivery_exchange(struct delivery *delivery);
/* Of an order whose host is the delivery. */
bool delivery_goes_on(void *delivery);
bool delivery_begins(void *delivery, const struct backup_manifest *manifest);
bool delivery_sink(void *delivery, const void *bytes, size_t length);
/* Lets go of it: the answer is whole, or is refused, or cut. */
void delivery_finish(struct delivery *delivery, bool made, const struct backup_failure *failure);

#endif
