/* client_state: what the files of the client share: the places of its pool and the client itself. Private to
 * common/rpc. */
#ifndef KLEOS_RPC_CLIENT_STATE_H
#define KLEOS_RPC_CLIENT_STATE_H

#include "common/rpc/client.h"
#include "common/rpc/connection.h"
#include "common/rpc/dialling.h"
#include "common/rpc/local.h"
#include "common/trace/span.h"

#include <pthread.h>
#include <stdatomic.h>

enum place_state {
	PLACE_FREE,
	PLACE_TAKEN,   /* whoever starts the call has it */
	PLACE_WAITING, /* nobody has it: who claims it ends the call */
	PLACE_ENDING,  /* whoever claimed it has it */
};

/* One call at a time. The client's mutex guards state, generation, ticket, deadline and list; the rest belongs to
 * whoever has the place. */
struct place {
	struct rpc_client *client;
	struct arena arena;
	struct packet *reply; /* of a local call: what the reply's body points into */
	void (*done)(void *context, const struct rpc_reply *reply);
	void *done_context;
	enum place_state state;
	uint32_t generation;       /* counts the calls: what comes for an earlier one finds nothing to do */
	struct rpc_ticket *ticket; /* of a local call that waits */
	int64_t deadline_ms;       /* monotonic */
	struct span span;          /* from its start to its end */
	struct place *next;        /* in the list of free ones, or of those just claimed */
};

struct rpc_client {
	struct rpc_client_config config; /* url and audience: copies */
	struct place *places;
	size_t n_places;
	uint8_t name[8];       /* the first half of the names of calls that have none; random */
	_Atomic uint64_t made; /* the other half: so many were made */
	struct dialling dialling;
	struct connection *connection; /* NULL: for inproc:// only */
	pthread_mutex_t mutex;         /* guards what follows */
	pthread_cond_t changed;        /* while closing: one of these went down */
	struct place *free_places;
	size_t n_free;
	size_t n_calls;    /* not over yet; a place is taken a little longer, until `done` returned */
	size_t n_starting; /* threads in rpc_call_start: the client outlives them */
	bool closing;
	int64_t unanswered_since_ms; /* monotonic, of the first call since the service was last heard; 0: none */
	bool attached;               /* the connection has a stream */
	bool untrusted;              /* who listens at the address does not hold the cluster key */
	bool sweeping;               /* `timer` runs: some call may be under way */
	nng_aio *timer;
};

/* place.c: one call */
void place_init(struct place *place, struct rpc_client *client);
void place_fini(struct place *place);
/* A free place, or NULL with *why. */
struct place *place_take(struct rpc_client *client, struct rpc_reply *why);
/* The call waits from here on; the place is not the caller's any more. Takes the ticket (NULL: not local). 0: the
 * client closes, and the place is still the caller's; else the number that a reply bears. */
uint64_t place_wait(struct place *place, int64_t deadline_ms, struct rpc_ticket *ticket);
/* The place of a call that waits under this number, which is then the caller's to end. NULL: it has ended. */
struct place *place_claim(struct rpc_client *client, uint64_t number);
/* The same for the place of a local call whose ticket the caller took. */
void place_claim_local(struct place *place);
/* Tells the caller and frees the place. */
void place_end(struct place *place, const struct rpc_reply *reply);
/* Ends every call that waits. */
void places_end(struct rpc_client *client, const struct rpc_reply *reply);
void places_heard(struct rpc_client *client); /* the service has said something, or is a new one */
void places_sweep(void *client);              /* of the timer: ends calls whose time is over */

/* way.c: how a call goes out and its reply comes back */
void call_send(struct place *place, const struct rpc_request *request);
void call_answered(struct rpc_client *client, const struct frame *frame);

/* client.c */
struct rpc_reply reply_failed(enum status status, const char *reason, const char *message);
struct rpc_reply reply_closed(void); /* the client closes */
struct rpc_reply reply_unavailable(struct rpc_client *client);

#endif
