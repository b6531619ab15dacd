/* server_state: what the files of the server share: the slots of its pool and the server itself. Private to common/rpc.
 */
#ifndef KLEOS_RPC_SERVER_STATE_H
#define KLEOS_RPC_SERVER_STATE_H

#include "common/base/limits.h"
#include "common/rpc/connection.h"
#include "common/rpc/local.h"
#include "common/rpc/server.h"
#include "common/trace/span.h"

#include <nng/nng.h>
#include <pthread.h>

/* One place in the pool: a call under way, from its request to its reply. Belongs to whoever runs the call. */
struct slot {
	struct call call; /* first: a call is its slot */
	struct rpc_server *server;
	struct arena arena;
	struct packet *request; /* call.body points into it */
	const ProtobufCMethodDescriptor *descriptor;
	struct rpc_tally *tally;   /* where the call is counted */
	int64_t begun_ns;          /* stopwatch */
	struct span span;          /* from being let in to the answer */
	struct frame from;         /* where the reply goes, without the bytes; when it has no ticket */
	struct rpc_ticket *ticket; /* of a local call */
	struct slot *next;         /* in the list of free slots */
};

/* Connections are made when they are first needed and used again. */
struct seat {
	struct connection *connection;
	bool taken;
	uint64_t stranger; /* which one to come in; 0: it has proved that it holds the key */
};

struct rpc_server {
	struct rpc_server_config config; /* url and audience: copies */
	struct slot *slots;
	struct rpc_tally *tallies;     /* of all methods one after another, and one for calls of none */
	int lock;                      /* of an ipc:// address */
	nng_stream_listener *listener; /* NULL: inproc:// */
	nng_aio *accepting;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t quiet;  /* while closing: one of the numbers went down */
	bool closing;
	bool resting; /* `accepting` waits before it tries again */
	struct slot *free_slots;
	size_t n_busy;    /* slots */
	size_t n_leaving; /* replies of slots free already, on their way to a connection */
	size_t n_connected;
	uint64_t n_came;            /* ever */
	_Atomic uint64_t n_refused; /* calls that found no slot */
	struct seat seats[SERVER_CONNECTIONS_BOUND];
	int64_t complained_ms; /* monotonic: when a caller was last said to be refused */
};

/* admission.c: reads the envelope of slot->request and checks who may call what. False: said with fail(). */
bool slot_admit(struct slot *slot);

/* tally.c */
bool tallies_open(struct rpc_server *server); /* false: no memory */
/* Where calls of the method are counted; NULL: none that exists. */
struct rpc_tally *tally_of(struct rpc_server *server, const struct rpc_method *method);
void tally_add(struct slot *slot); /* the call is about to be answered */

/* slot.c */
void slot_init(struct slot *slot, struct rpc_server *server);
void slot_fini(struct slot *slot);
void slot_take_frame(struct rpc_server *server, const struct frame *frame);
/* Sends the reply (NULL: there was no memory for one) and frees the slot: it is not touched behind this. */
void slot_reply(struct slot *slot, struct packet *reply);

/* door.c: where connections come in */
int door_open(struct rpc_server *server);  /* listens; an nng error */
void door_shut(struct rpc_server *server); /* nobody comes in any more */
/* Lets what waits go out, then hangs up; what takes longer than that is cut. Returns when no connection is left. */
void door_clear(struct rpc_server *server, int64_t patience_ms);
void door_close(struct rpc_server *server); /* frees */

/* server.c: an envelope for what the call says; `response` may be NULL. NULL: no memory. */
struct packet *reply_pack(struct call *call, const ProtobufCMessage *response);

#endif
