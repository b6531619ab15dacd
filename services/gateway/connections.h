/* connections: absolute deadlines for what a client must do, because the HTTP library only knows inactivity: a client
 * that sends one byte a second never falls silent. A thread of its own shuts the sockets of those who are late. */
#ifndef KLEOS_GATEWAY_CONNECTIONS_H
#define KLEOS_GATEWAY_CONNECTIONS_H

#include "common/base/environment.h"
#include "common/base/status.h"

#include <stdbool.h>

#define HEAD_DEADLINE_MS   5000   /* from connecting to the end of the first head */
#define IDLE_DEADLINE_MS   60000  /* from an answer to the end of the next head */
#define BODY_DEADLINE_MS   30000  /* of a body that is not a file */
#define FILE_DEADLINE_MS   600000 /* of an uploaded file, batches waited for */
#define SEND_DEADLINE_MS   300000 /* of an answer that is not a stream */
#define STREAM_DEADLINE_MS 60000  /* to take what a stream has written */
#define NO_DEADLINE        0

struct connections;
struct connection_watch;

enum status connections_open(struct connections **out, const struct environment *environment);
void connections_close(struct connections *connections); /* NULL is fine; every watch was removed */

/* The socket is borrowed until the watch is removed, which must come before it is closed. */
struct connection_watch *connections_add(struct connections *connections, int socket);
void connections_remove(struct connections *connections, struct connection_watch *watch);
/* The client has so long from now; NO_DEADLINE: for ever. Any thread. */
void connection_allow(struct connection_watch *watch, int64_t ms);
/* The client has closed: the HTTP library does not look at a connection that waits. Any thread, before the removal. */
bool connection_is_gone(const struct connection_watch *watch);

#endif
