/* server_state: what the files of the server share: the slots of its pool and the server itself. Private to common/rpc.
 */
#ifndef KLEOS_RPC_SERVER_STATE_H
#define KLEOS_RPC_SERVER_STATE_H

#include "common/rpc/local.h"
#include "common/rpc/mac.h"
#include "common/rpc/server.h"

#include <nng/nng.h>
#include <pthread.h>
#include <stdatomic.h>

enum slot_state { SLOT_IDLE, SLOT_RECEIVING, SLOT_RUNNING, SLOT_SENDING };

/* One place in the pool. Arena, request and call belong to whoever runs the call. A slot of nng's is a context with its
 * one aio, going round receive, run, send; `mutex` guards the state and the start of every nng operation, so that close
 * can tell a slot that waits for a request from one that works. A slot for local calls has a ticket instead. */
struct slot {
	struct call call; /* first: a call is its slot */
	struct rpc_server *server;
	struct arena arena;
	nng_msg *request; /* call.body points into it */
	const ProtobufCMethodDescriptor *descriptor;
	nng_ctx context;
	nng_aio *aio;   /* NULL: for local calls */
	struct mac mac; /* of the request, for the reply; zero when it was not taken */
	pthread_mutex_t mutex;
	enum slot_state state;
	struct rpc_ticket *ticket; /* of a local call under way */
	struct slot *next;         /* in the list of free slots for local calls */
};

struct rpc_server {
	struct rpc_server_config config; /* url and audience: copies */
	struct slot *slots;
	size_t n_slots; /* opened so far */
	nng_socket socket;
	int lock; /* of an ipc:// address */
	atomic_bool closing;
	atomic_size_t in_flight;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t idle;
	size_t n_idle;            /* slots that stopped for good */
	struct slot *local_slots; /* NULL: no local calls */
	struct slot *local_free;
	size_t n_local_busy;
};

/* admission.c: reads the envelope of slot->request and checks who may call what. False: said with fail(). */
bool slot_admit(struct slot *slot);

/* slot.c */
int slot_open(struct slot *slot, struct rpc_server *server);        /* over nng; an nng error */
void slot_init_local(struct slot *slot, struct rpc_server *server); /* for local calls */
void slot_close(struct slot *slot);
void slot_receive(struct slot *slot); /* waits for the next request, or stops when the server closes */
void slot_cancel(struct slot *slot);  /* stops a slot that waits for a request; one that works goes on */
/* Sends the reply (NULL: there was no memory for one) and frees the slot: it is not touched behind this. */
void slot_reply(struct slot *slot, nng_msg *reply);

#endif
