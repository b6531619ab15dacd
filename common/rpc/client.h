/* client: calls one service.
 * Dials in the background and redials for ever, so start order does not matter. With no connection a call fails at
 * once with UNAVAILABLE instead of waiting. A service that lets a call's time pass and has said nothing for 2 s is hung
 * up on: a stopped process, or a host that is gone, costs its callers one deadline, and is back as soon as it answers
 * the handshake of a new connection. Never retries: only the edge does, under the same request id. */
#ifndef KLEOS_RPC_CLIENT_H
#define KLEOS_RPC_CLIENT_H

#include "common/base/arena.h"
#include "common/base/environment.h"
#include "common/rpc/principal.h"

#include <protobuf-c/protobuf-c.h>

struct rpc_client;
struct rpc_local;

struct rpc_client_config {
	const char *url;
	const char *audience; /* the service's name */
	const struct environment *environment;
	const struct cluster_key *key; /* borrowed for the client's life */
	size_t in_flight;              /* calls at once, until `done` begins; one more: RESOURCE_EXHAUSTED; 0: 256 */
	struct rpc_local *local;       /* servers of this process that have it too need no transport; inproc:// needs it */
};

/* What to ask. Everything is read before the call functions return. */
struct rpc_request {
	const char *method; /* full name: kleos.members.v1.MembersService/GetMember */
	const struct principal *principal;
	const char *request_id;  /* NULL or "": none */
	const char *call_id;     /* NULL: made */
	const char *traceparent; /* NULL: none */
	uint32_t timeout_ms;     /* 0: 5 000 */
	/* one of: */
	const ProtobufCMessage *message;
	ProtobufCBinaryData body; /* packed already */
};

/* What came back; `status` is never STATUS_PARKED. UNAVAILABLE: nobody there, or the connection broke, or who
 * listens there does not hold the cluster key (reason UNTRUSTED_REPLY); the outcome of a write is then unknown. */
struct rpc_reply {
	enum status status;
	const char *message;
	const char *reason;
	Kleos__FieldViolation **violations;
	size_t n_violations;
	bool replayed;
	ProtobufCBinaryData body;
};

enum status rpc_client_open(struct rpc_client **out, const struct rpc_client_config *config);
void rpc_client_close(struct rpc_client *client); /* calls in flight end with CANCELLED first; NULL is fine */
bool rpc_client_connected(struct rpc_client *client);

/* `done` runs once, on an nng thread, on the service's thread that answered a local call, or, when the call is over at
 * once, on this one: must not block. The reply and its memory live until `done` returns. */
void rpc_call_start(struct rpc_client *client, const struct rpc_request *request,
					void (*done)(void *context, const struct rpc_reply *reply), void *context);
/* Waits. The reply's memory is from `arena`; when OK and `type` is not NULL, *response is the unpacked message. Not
 * from an nng thread. */
enum status rpc_call(struct rpc_client *client, struct arena *arena, const struct rpc_request *request,
					 struct rpc_reply *reply, const ProtobufCMessageDescriptor *type, ProtobufCMessage **response);

#endif
