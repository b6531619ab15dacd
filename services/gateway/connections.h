/* connections: absolute deadlines for what a client must do, because the HTTP library only knows inactivity: a client
 * that sends one byte a second never falls silent. A thread of its own shuts the sockets of those who are late. */
#ifndef KLEOS_GATEWAY_CONNECTIONS_H
#define KLEOS_GATEWAY_CONNECTIONS_H

#include "common/base/environment.h"
#include "common/base/limits.h"
#include "common/base/status.h"

#include <stdbool.h>

#define NO_DEADLINE 0

struct connections;
struct connection_watch;

enum status connections_open(struct connections **out, const struct environment *environment);
void connections_close(struct connections *connections); /* NULL is fine; every watch was removed */

/* The socket is borrowed until the watch is removed, which must come before it is closed. */
struct connection_watch *connections_add(struct connections *connections, int socket);
void connections_remove(struct connections *connections, struct connection_watch *watch);
/* The client has so long from now; NO_DEADLINE: for ever. Any thread. */
void connection_allow(struct connection_watch *watch, int64_t ms);
/* A long answer comes: what its reader leaves unread stays with us, rather than a copy of it in the system's memory. A
 * thousand readers of a byte a second had a quarter of a gigabyte there, which took seconds to fill. */
void connection_hold_back(struct connection_watch *watch);
/* The client has closed: the HTTP library does not look at a connection that waits. Any thread, before the removal. */
bool connection_is_gone(const struct connection_watch *watch);

#endif
