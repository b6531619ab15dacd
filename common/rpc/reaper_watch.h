/* reaper_watch: ends the process when nng's reaper is stuck.
 *
 * nng closes connections on one thread for the whole process, and nng 1.5.2 (Debian 12) can lose that thread for good:
 * a peer that hangs up between two reads of a message is enough (see socket.h). Then no connection is closed any more,
 * descriptors leak until nobody can connect, and closing a socket never ends. Nothing inside the process can mend that,
 * so it ends, and the supervisor starts a new one. Every process of a deployment keeps a watch while it serves
 * (process_wait); tests, which open and close by the hundred, do not. */
#ifndef KLEOS_RPC_REAPER_WATCH_H
#define KLEOS_RPC_REAPER_WATCH_H

#include "common/base/log.h"

#define REAPER_WATCH_EVERY_S    10
#define REAPER_WATCH_PATIENCE_S 5
#define REAPER_WATCH_EXIT       70 /* of the process: EX_SOFTWARE */

struct reaper_watch;

/* NULL: no memory, thread or socket. */
struct reaper_watch *reaper_watch_start(const struct log *log);
void reaper_watch_stop(struct reaper_watch *watch); /* NULL is fine */

#endif
