/* server: answers calls on one URL, of up to 256 connections and of this very process.
 * Threads of nng's receive, and callers of this process bring their own: they check size, envelope, principal, method,
 * role and deadline, and hand the call to the host; the host runs it on a thread of its own and answers with
 * rpc_answer. Calls live in one pool for the life of the process; the pool bounds what is in flight, and one more is
 * answered RESOURCE_EXHAUSTED at once. */
#ifndef KLEOS_RPC_SERVER_H
#define KLEOS_RPC_SERVER_H

#include "common/base/histogram.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"

struct rpc_local;
struct rpc_server;

struct rpc_server_config {
	const char *url;      /* inproc://…, ipc:///…, tcp://host:port; borrowed during open only */
	const char *audience; /* this service's name: calls to others are refused */
	const struct rpc_interface *interfaces;
	size_t n_interfaces;
	const struct environment *environment;
	const struct cluster_key *key; /* borrowed for the server's life */
	size_t in_flight;              /* size of the pool; 0: 256 */
	size_t arena_cap;              /* bytes a call's arena may hand out; 0: 4 MiB */
	struct rpc_local *local;       /* clients of this process that have it too need no transport; inproc:// needs it */
	void *host;
	/* Takes a call whose principal may call this method. Runs on an nng thread, or a local caller's: must not block.
	 * False: full; the server then answers RESOURCE_EXHAUSTED. */
	bool (*take)(void *host, struct call *call);
};

/* Listening when it returns OK. INVALID_ARGUMENT: bad URL; ALREADY_EXISTS: address in use; INTERNAL. An ipc:// socket
 * left by a dead process is replaced, a living one is not (lock file beside it). */
enum status rpc_server_open(struct rpc_server **out, const struct rpc_server_config *config);
/* No new calls; waits until those in flight were answered (at most 5 s), then frees. NULL is fine. */
void rpc_server_close(struct rpc_server *server);
/* The pool as a thing to look at. */
size_t rpc_server_in_flight(struct rpc_server *server);

#define RPC_CODES 17 /* of google.rpc */

/* How one rpc does. Whoever calls none that exists, or may call nothing, is counted under no interface and no method.
 */
struct rpc_tally {
	_Atomic uint64_t codes[RPC_CODES];
	struct histogram duration; /* scale_durations: from a call's arrival to its reply */
};

struct rpc_server_state {
	size_t in_flight, in_flight_bound;
	uint64_t refusals; /* calls that found the pool full */
};
void rpc_server_state(struct rpc_server *server, struct rpc_server_state *out);
/* Every rpc that was ever called, in the order of the interfaces; the tally is the server's own and goes on counting.
 * Any thread. */
void rpc_server_tallies(struct rpc_server *server, void *context,
						void (*visit)(void *context, const char *interface, const char *method,
									  const struct rpc_tally *tally));

/* Unpacks call->body through the wire door and gives an empty response to fill. Not OK: already said with fail(). */
enum status rpc_open_call(struct call *call, ProtobufCMessage **request, ProtobufCMessage **response);
/* Sends the reply of a taken call (status, message and violations are read from it; `response` may be NULL when not
 * OK) and gives the call back to the pool: do not touch it afterwards. Any thread. */
void rpc_answer(struct call *call, const ProtobufCMessage *response);

#endif
