/* client_state: what the files of the client share: the places of its pool and the client itself. Private to
 * common/rpc. */
#ifndef KLEOS_RPC_CLIENT_STATE_H
#define KLEOS_RPC_CLIENT_STATE_H

#include "common/rpc/client.h"
#include "common/rpc/link.h"
#include "common/rpc/local.h"
#include "common/rpc/mac.h"

#include <nng/nng.h>
#include <pthread.h>
#include <stdatomic.h>

#define NONCE_SIZE 16

enum place_state { PLACE_FREE, PLACE_STARTING, PLACE_SENDING, PLACE_RECEIVING, PLACE_LOCAL, PLACE_ENDING };

/* One call at a time: a context with its one aio, going round send, receive; or a local call with its ticket. `mutex`
 * guards the state, `broken`, the ticket and the start of every nng operation; the rest belongs to whoever moved the
 * state. */
struct place {
	struct rpc_client *client;
	struct place *next; /* in the list of free ones */
	struct arena arena;
	nng_ctx context;
	nng_aio *aio;
	struct mac mac;      /* of the request, when it goes over nng */
	nng_msg *reply;      /* what the reply's body points into */
	int64_t deadline_ms; /* monotonic */
	void (*done)(void *context, const struct rpc_reply *reply);
	void *done_context;
	pthread_mutex_t mutex;
	enum place_state state;
	struct rpc_ticket *ticket; /* of a local call */
	int broken;                /* nng error to end with, said while no operation was under way; 0: none */
};

struct rpc_client {
	struct rpc_client_config config; /* url and audience: copies */
	nng_socket socket;
	struct place *places;
	size_t n_places;                              /* opened so far */
	uint8_t nonce[NONCE_SIZE - sizeof(uint64_t)]; /* the first half of every nonce of this client; random */
	_Atomic uint64_t calls;                       /* the other half: so many were made */
	struct link link;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t all_free;
	struct place *free_places;
	size_t n_free;
	bool closing;
	bool sweeping; /* `timer` runs: some local call may be under way */
	nng_aio *timer;
};

/* place.c: one call, over nng */
int place_open(struct place *place, struct rpc_client *client); /* an nng error */
/* A free place, or NULL with *why. */
struct place *place_take(struct rpc_client *client, struct rpc_reply *why);
/* False: the call has ended already, with *reply. */
bool place_start(struct place *place, const struct rpc_request *request, struct rpc_reply *reply);
/* Tells the caller and frees the place. */
void place_end(struct place *place, const struct rpc_reply *reply);
void place_fail(struct place *place, int error);
/* Ends the call with an nng error, wherever it is; a free place is left alone. */
void place_break(struct place *place, int error);
struct rpc_reply reply_read(struct place *place); /* of place->reply */

/* place_local.c: one call inside the process */
/* False: the server is not in this process, or the call was broken off; the message is still the caller's. */
bool place_call_local(struct place *place, nng_msg *message);
/* With the mutex held. True: the local call is this caller's to end; whatever the server says comes too late. */
bool place_give_up(struct place *place);
void sweep(void *client); /* of the timer: ends local calls whose time is over */
void sweep_start(struct rpc_client *client);

#endif
