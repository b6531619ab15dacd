/* socket: closing an nng socket without trusting that it ends. nng_close waits for nng's reaper thread, which nng 1.5.2
 * can lose for good (see link.h). */
#ifndef KLEOS_RPC_SOCKET_H
#define KLEOS_RPC_SOCKET_H

#include <nng/nng.h>
#include <stdbool.h>

#define SOCKET_PATIENCE_MS 2000

/* False: not closed in time. The socket goes on closing on a thread of its own; whatever its callbacks may touch must
 * then stay, and so must `owner`, which only keeps that memory reachable. */
bool socket_close(nng_socket socket, void *owner);

#endif
