/* socket: closing an nng socket (PUB, SUB, PAIR) without trusting that it ends. nng_close waits for nng's reaper
 * thread, and nng 1.5.2 (Debian 12) can block that thread for good: when a connection is closed between the two reads
 * of a message, the second one never ends, and the reaper waits for it. Measured with REQ and REP: about one death in
 * twelve of a busy server. Streams (connection.h) need nothing of the reaper but the release of a descriptor. */
#ifndef KLEOS_RPC_SOCKET_H
#define KLEOS_RPC_SOCKET_H

#include <nng/nng.h>
#include <stdbool.h>

#define SOCKET_PATIENCE_MS 2000

/* False: not closed in time. The socket goes on closing on a thread of its own; whatever its callbacks may touch must
 * then stay, and so must `owner`, which only keeps that memory reachable. */
bool socket_close(nng_socket socket, void *owner);

#endif
