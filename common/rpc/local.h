/* local: calls between a client and a server of one process, without a transport.
 * Both are given the same `rpc_local` and meet in it by URL; inproc:// is this and nothing else. The packed request
 * goes into the server's pool on the caller's thread, the packed reply comes back on the thread that answered: two
 * changes of thread a call. Envelope, principal, door and bounds are those of every call; nothing is sealed that does
 * not leave the process. A URL that is not found here is reached over a connection. */
#ifndef KLEOS_RPC_LOCAL_H
#define KLEOS_RPC_LOCAL_H

#include "common/base/status.h"
#include "common/rpc/packet.h"

#include <stdatomic.h>
#include <stdbool.h>

struct rpc_local;
struct rpc_server;
struct slot;

struct rpc_local *rpc_local_new(void); /* NULL: no memory */
/* After every client and server that has it. NULL is fine. */
void rpc_local_free(struct rpc_local *local);

/* ---- for client and server ---- */

/* A call under way. The client may give it up (deadline, close) while the server still works on it, so neither waits
 * for the other: who takes the ticket ends the call, the late one finds nothing to do. */
struct rpc_ticket {
	atomic_bool taken;
	atomic_int holds; /* the client's and the server's */
	void *place;
	void (*deliver)(void *place, struct packet *reply); /* the packet is the client's */
};

/* NULL: no memory. */
struct rpc_ticket *rpc_ticket_new(void *place, void (*deliver)(void *place, struct packet *reply));
bool rpc_ticket_take(struct rpc_ticket *ticket);
void rpc_ticket_release(struct rpc_ticket *ticket);

/* ALREADY_EXISTS: one has this URL; RESOURCE_EXHAUSTED: more than 8 servers, or no memory. Removed before the server
 * closes. */
enum status rpc_local_add(struct rpc_local *local, const char *url, struct rpc_server *server);
void rpc_local_remove(struct rpc_local *local, const struct rpc_server *server);
bool rpc_local_has(struct rpc_local *local, const char *url);

/* A free slot in the pool of the server at `url`, to be run or returned. NOT_FOUND: not here; RESOURCE_EXHAUSTED: all
 * are taken. */
enum status rpc_local_reserve(struct rpc_local *local, const char *url, struct slot **out);

/* By the server: */
struct slot *slot_reserve(struct rpc_server *server); /* NULL: all are taken */
void slot_return(struct slot *slot);
/* Takes the packet and one hold of the ticket. The reply may be delivered before it returns. */
void slot_run_local(struct slot *slot, struct packet *request, struct rpc_ticket *ticket);

#endif
