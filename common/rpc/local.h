/* local: calls between a client and a server of one process, without a transport.
 * Both are given the same `rpc_local` and meet in it by URL. The packed request goes into the server's pool on the
 * caller's thread, the packed reply comes back on the thread that answered: two changes of thread a call instead of
 * about ten. Envelope, principal, door and bounds are those of every call; a MAC is not needed where nothing leaves the
 * process. A URL that is not found goes over nng. */
#ifndef KLEOS_RPC_LOCAL_H
#define KLEOS_RPC_LOCAL_H

#include <nng/nng.h>
#include <stdatomic.h>
#include <stdbool.h>

struct rpc_local;
struct rpc_server;

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
	void (*deliver)(void *place, nng_msg *reply); /* the message is the client's */
};

struct rpc_ticket *rpc_ticket_new(void *place, void (*deliver)(void *place, nng_msg *reply)); /* NULL: no memory */
bool rpc_ticket_take(struct rpc_ticket *ticket);
void rpc_ticket_release(struct rpc_ticket *ticket);

/* Of two servers with one URL the first is found. Removed before the server closes. */
void rpc_local_add(struct rpc_local *local, const char *url, struct rpc_server *server);
void rpc_local_remove(struct rpc_local *local, const struct rpc_server *server);

/* A free place in the pool of the server at `url`, to be run or returned; NULL: not here, closing, or all are taken. */
struct slot *rpc_local_reserve(struct rpc_local *local, const char *url);

/* By the server: */
struct slot *slot_reserve(struct rpc_server *server);
void slot_return(struct slot *slot);
/* Takes the message and one hold of the ticket. The reply may be delivered before it returns. */
void slot_run_local(struct slot *slot, nng_msg *request, struct rpc_ticket *ticket);

#endif
