#include "common/rpc/server.h"

#include "common/base/text.h"
#include "common/rpc/address.h"
#include "common/rpc/envelope.h"
#include "common/rpc/local.h"
#include "common/rpc/socket.h"
#include "common/rpc/token_cache.h"
#include "common/rpc/wire.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define IN_FLIGHT_DEFAULT 256
#define ARENA_CAP_DEFAULT (4u * 1024 * 1024)
#define REQUEST_ID_BOUND 255
#define TIMEOUT_BOUND_MS 600000
#define SEND_TIMEOUT_MS 5000 /* a peer that does not read its replies keeps a slot no longer */
#define CLOSE_PATIENCE_MS 5000
/* What the socket takes: more than the bound, so that a request a little too long still gets its answer. Beyond it nng
 * drops the connection. */
#define RECEIVE_BOUND (2 * WIRE_MESSAGE_BOUND)

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
	nng_aio *aio; /* NULL: for local calls */
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
	struct token_cache tokens;
	atomic_bool closing;
	atomic_size_t in_flight;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t idle;
	size_t n_idle; /* slots that stopped for good */
	struct slot *local_slots; /* NULL: no local calls */
	struct slot *local_free;
	size_t n_local_busy;
};

static void slot_stop(struct slot *slot)
{
	struct rpc_server *server = slot->server;

	slot->state = SLOT_IDLE;
	pthread_mutex_lock(&server->mutex);
	server->n_idle++;
	pthread_cond_signal(&server->idle);
	pthread_mutex_unlock(&server->mutex);
}

static void slot_receive(struct slot *slot)
{
	pthread_mutex_lock(&slot->mutex);
	if (atomic_load(&slot->server->closing)) {
		slot_stop(slot);
	} else {
		slot->state = SLOT_RECEIVING;
		nng_aio_set_timeout(slot->aio, NNG_DURATION_INFINITE);
		nng_ctx_recv(slot->context, slot->aio);
	}
	pthread_mutex_unlock(&slot->mutex);
}

struct slot *slot_reserve(struct rpc_server *server)
{
	struct slot *slot;

	pthread_mutex_lock(&server->mutex);
	slot = atomic_load(&server->closing) ? NULL : server->local_free;
	if (slot) {
		server->local_free = slot->next;
		server->n_local_busy++;
	}
	pthread_mutex_unlock(&server->mutex);
	return slot;
}

void slot_return(struct slot *slot)
{
	struct rpc_server *server = slot->server;

	pthread_mutex_lock(&server->mutex);
	slot->next = server->local_free;
	server->local_free = slot;
	server->n_local_busy--;
	if (atomic_load(&server->closing))
		pthread_cond_signal(&server->idle);
	pthread_mutex_unlock(&server->mutex);
}

static void slot_send(struct slot *slot, nng_msg *reply)
{
	pthread_mutex_lock(&slot->mutex);
	slot->state = SLOT_SENDING;
	nng_aio_set_timeout(slot->aio, SEND_TIMEOUT_MS);
	nng_aio_set_msg(slot->aio, reply);
	nng_ctx_send(slot->context, slot->aio);
	pthread_mutex_unlock(&slot->mutex);
}

/* The call is over, answered or not: everything of it is given back before the next one comes. */
static void slot_finish(struct slot *slot)
{
	if (slot->request)
		nng_msg_free(slot->request);
	slot->request = NULL;
	arena_reset(&slot->arena);
	atomic_fetch_sub(&slot->server->in_flight, 1);
	if (slot->aio)
		slot_receive(slot);
	else
		slot_return(slot);
}

/* NULL: there was no memory for a reply, so the caller waits until its time is over. */
static void slot_deliver(struct slot *slot, nng_msg *reply)
{
	struct rpc_ticket *ticket = slot->ticket;

	slot_finish(slot); /* first, so that the caller's next call finds it */
	if (reply && rpc_ticket_take(ticket))
		ticket->deliver(ticket->place, reply);
	else if (reply)
		nng_msg_free(reply);
	rpc_ticket_release(ticket);
}

static enum status read_envelope(struct call *call, struct slot *slot, const Kleos__Call **out)
{
	ProtobufCMessage *envelope;
	const char *problem;
	enum status status;

	if (nng_msg_len(slot->request) > WIRE_MESSAGE_BOUND)
		return fail(call, STATUS_INVALID_ARGUMENT, "BODY_TOO_LARGE", "a request is at most %u bytes",
		            WIRE_MESSAGE_BOUND);
	status = envelope_open(&envelope, &call->body, &kleos__call__descriptor, ENVELOPE_CALL_BODY, call->arena,
	                       slot->request, WIRE_MESSAGE_BOUND, &problem);
	if (status != STATUS_OK)
		return fail(call, status, "MALFORMED_ENVELOPE", "the envelope cannot be read: %s", problem);
	*out = (const Kleos__Call *)envelope;
	call->request_id = (*out)->request_id;
	call->call_id = (*out)->call_id;
	call->traceparent = (*out)->traceparent;
	if (strlen(call->request_id) > REQUEST_ID_BOUND && text_length(call->request_id) > REQUEST_ID_BOUND)
		return fail(call, STATUS_INVALID_ARGUMENT, "INVALID_FIELD", "a request id has at most %d characters",
		            REQUEST_ID_BOUND);
	if ((*out)->timeout_ms > TIMEOUT_BOUND_MS)
		return fail(call, STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE", "a call waits at most %d ms",
		            TIMEOUT_BOUND_MS);
	return STATUS_OK;
}

/* Token, method, role, deadline, in this order: who may not call learns nothing more. */
static enum status admit(struct call *call, struct slot *slot, const Kleos__Call *envelope)
{
	const struct rpc_server_config *config = &slot->server->config;

	if (token_verify(&slot->server->tokens, call->arena, config->environment, config->key, config->audience, envelope,
	                 &call->principal))
		return fail(call, STATUS_UNAUTHENTICATED, "BAD_TOKEN", "the caller's token is not valid here");
	call->method = rpc_method_find(config->interfaces, config->n_interfaces, envelope->method, &slot->descriptor);
	if (!call->method)
		return fail(call, STATUS_UNIMPLEMENTED, "NO_SUCH_METHOD", "no method '%s'", envelope->method);
	if (!principal_has(&call->principal, call->method->roles))
		return fail(call, STATUS_PERMISSION_DENIED, "ROLE_MISSING", "this key may not call %s", call->method->name);
	if (envelope->timeout_ms == 0)
		return fail(call, STATUS_DEADLINE_EXCEEDED, "DEADLINE_PASSED", "the time for this call was over when it came");
	call->deadline_ms = environment_monotonic_ms(config->environment) + envelope->timeout_ms;
	return STATUS_OK;
}

static void call_begin(struct slot *slot)
{
	struct call *call = &slot->call;

	*call = (struct call){
		.arena = &slot->arena,
		.environment = slot->server->config.environment,
		.now_ms = environment_now_ms(slot->server->config.environment),
		.request_id = "",
		.call_id = "",
		.traceparent = "",
	};
}

/* The slot may be somebody else's as soon as `take` said true: it is not touched behind it. */
static void slot_run(struct slot *slot)
{
	struct rpc_server *server = slot->server;
	struct call *call = &slot->call;
	const Kleos__Call *envelope = NULL;

	atomic_fetch_add(&server->in_flight, 1);
	call_begin(slot);
	if (read_envelope(call, slot, &envelope) == STATUS_OK && admit(call, slot, envelope) == STATUS_OK) {
		if (server->config.take(server->config.host, call))
			return;
		fail(call, STATUS_RESOURCE_EXHAUSTED, "BUSY", "%s has too much to do; try again", server->config.audience);
	}
	rpc_answer(call, NULL);
}

void slot_run_local(struct slot *slot, nng_msg *request, struct rpc_ticket *ticket)
{
	slot->request = request;
	slot->ticket = ticket;
	slot_run(slot);
}

static void received(struct slot *slot)
{
	int error = nng_aio_result(slot->aio);

	pthread_mutex_lock(&slot->mutex);
	slot->state = SLOT_RUNNING;
	if (error == NNG_ECLOSED)
		slot_stop(slot);
	pthread_mutex_unlock(&slot->mutex);
	if (error == NNG_ECLOSED)
		return;
	if (error) {
		slot_receive(slot);
		return;
	}
	slot->request = nng_aio_get_msg(slot->aio);
	nng_aio_set_msg(slot->aio, NULL);
	if (nng_msg_len(slot->request) > 0) {
		slot_run(slot);
		return;
	}
	nng_msg_free(slot->request); /* a client's link: it waits for the end of the connection, not for an answer */
	slot->request = NULL;
	slot_receive(slot);
}

static void sent(struct slot *slot)
{
	if (nng_aio_result(slot->aio) != 0) { /* the caller has gone, or does not read */
		nng_msg_free(nng_aio_get_msg(slot->aio));
		nng_aio_set_msg(slot->aio, NULL);
	}
	slot_finish(slot);
}

static void slot_turn(void *argument)
{
	struct slot *slot = argument;
	bool sending;

	pthread_mutex_lock(&slot->mutex);
	sending = slot->state == SLOT_SENDING;
	pthread_mutex_unlock(&slot->mutex);
	if (sending)
		sent(slot);
	else
		received(slot);
}

enum status rpc_open_call(struct call *call, ProtobufCMessage **request, ProtobufCMessage **response)
{
	struct slot *slot = (struct slot *)(void *)call;
	const char *problem;
	enum status status = wire_unpack(slot->descriptor->input, call->arena, call->body.data, call->body.len,
	                                 WIRE_MESSAGE_BOUND, request, &problem);

	if (status == STATUS_RESOURCE_EXHAUSTED)
		return fail(call, status, "REQUEST_TOO_LARGE", "%s", problem);
	if (status != STATUS_OK)
		return fail(call, status, "MALFORMED_REQUEST", "the request cannot be read: %s", problem);
	*response = wire_new(slot->descriptor->output, call->arena);
	return STATUS_OK;
}

static enum status pack_reply(const struct call *call, const ProtobufCMessage *response, nng_msg **out)
{
	Kleos__Reply reply = KLEOS__REPLY__INIT;
	struct envelope_body body = {0};

	reply.code = (uint32_t)call->status;
	if (call->status == STATUS_OK) {
		reply.replayed = call->replayed;
		body.message = response;
	} else {
		reply.message = call->message ? call->message : "";
		reply.reason = call->reason ? call->reason : "";
		reply.violations = call->violations;
		reply.n_violations = call->n_violations;
	}
	return envelope_pack(out, &reply.base, ENVELOPE_REPLY_BODY, &body, WIRE_REPLY_BOUND);
}

void rpc_answer(struct call *call, const ProtobufCMessage *response)
{
	struct slot *slot = (struct slot *)(void *)call;
	nng_msg *reply;
	enum status status = pack_reply(call, response, &reply);

	if (status == STATUS_OUT_OF_RANGE) {
		call->n_violations = 0;
		fail(call, STATUS_RESOURCE_EXHAUSTED, "REPLY_TOO_LARGE", "the answer is too long; ask for less");
		status = pack_reply(call, NULL, &reply);
	}
	if (status != STATUS_OK) {
		log_error(call->environment->log, "no memory for a reply", log_text("call", call->call_id));
		reply = NULL;
	}
	if (!slot->aio)
		slot_deliver(slot, reply);
	else if (reply)
		slot_send(slot, reply);
	else
		slot_finish(slot);
}

static void slot_init(struct slot *slot, struct rpc_server *server)
{
	slot->server = server;
	arena_init(&slot->arena, server->config.arena_cap);
	pthread_mutex_init(&slot->mutex, NULL);
}

static int slot_open(struct slot *slot, struct rpc_server *server)
{
	int error;

	error = nng_aio_alloc(&slot->aio, slot_turn, slot);
	if (error)
		return error;
	error = nng_ctx_open(&slot->context, server->socket);
	if (error) {
		nng_aio_free(slot->aio);
		return error;
	}
	slot_init(slot, server);
	return 0;
}

static void slot_close(struct slot *slot)
{
	if (slot->aio)
		nng_aio_free(slot->aio); /* waits for a callback that is still on its way out */
	if (slot->request)
		nng_msg_free(slot->request);
	arena_fini(&slot->arena);
	pthread_mutex_destroy(&slot->mutex);
}

static int open_slots(struct rpc_server *server)
{
	size_t n = server->config.in_flight;

	server->slots = calloc(n, sizeof(*server->slots));
	if (!server->slots)
		return NNG_ENOMEM;
	for (; server->n_slots < n; server->n_slots++) {
		int error = slot_open(&server->slots[server->n_slots], server);
		if (error)
			return error;
	}
	return 0;
}

static int open_local_slots(struct rpc_server *server)
{
	if (!server->config.local)
		return 0;
	server->local_slots = calloc(server->config.in_flight, sizeof(*server->local_slots));
	if (!server->local_slots)
		return NNG_ENOMEM;
	for (size_t i = 0; i < server->config.in_flight; i++) {
		struct slot *slot = &server->local_slots[i];

		slot_init(slot, server);
		slot->next = server->local_free;
		server->local_free = slot;
	}
	return 0;
}

static int listen_on(struct rpc_server *server)
{
	const char *url = server->config.url;
	nng_listener listener;
	int error = nng_listener_create(&listener, server->socket, url);

	if (!error)
		error = nng_listener_set_size(listener, NNG_OPT_RECVMAXSZ, RECEIVE_BOUND);
	if (!error)
		error = address_tune_listener(url, listener);
	return error ? error : nng_listener_start(listener, 0);
}

static struct rpc_server *server_new(const struct rpc_server_config *config)
{
	struct rpc_server *server = calloc(1, sizeof(*server));
	pthread_condattr_t monotonic;

	if (!server)
		return NULL;
	server->config = *config;
	server->config.url = strdup(config->url);
	server->config.audience = strdup(config->audience);
	if (!config->in_flight)
		server->config.in_flight = IN_FLIGHT_DEFAULT;
	if (!config->arena_cap)
		server->config.arena_cap = ARENA_CAP_DEFAULT;
	server->lock = -1;
	token_cache_init(&server->tokens);
	pthread_mutex_init(&server->mutex, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&server->idle, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return server;
}

static void server_free(struct rpc_server *server)
{
	for (size_t i = 0; i < server->n_slots; i++)
		slot_close(&server->slots[i]);
	for (size_t i = 0; server->local_slots && i < server->config.in_flight; i++)
		slot_close(&server->local_slots[i]);
	address_unlock(server->lock);
	token_cache_fini(&server->tokens);
	pthread_cond_destroy(&server->idle);
	pthread_mutex_destroy(&server->mutex);
	free(server->slots);
	free(server->local_slots);
	free((char *)server->config.url);
	free((char *)server->config.audience);
	free(server);
}

enum status rpc_server_open(struct rpc_server **out, const struct rpc_server_config *config)
{
	struct rpc_server *server = server_new(config);
	enum status status;
	int error;

	if (!server)
		return STATUS_INTERNAL;
	status = address_lock(config->url, &server->lock);
	if (status == STATUS_OK)
		status = nng_rep0_open(&server->socket) ? STATUS_INTERNAL : STATUS_OK;
	if (status != STATUS_OK) {
		server_free(server);
		return status;
	}
	error = open_slots(server);
	if (!error)
		error = open_local_slots(server);
	if (!error)
		error = listen_on(server);
	if (error) {
		nng_close(server->socket);
		server_free(server);
		return address_status(error);
	}
	for (size_t i = 0; i < server->n_slots; i++)
		slot_receive(&server->slots[i]);
	if (server->config.local)
		rpc_local_add(server->config.local, server->config.url, server);
	*out = server;
	return STATUS_OK;
}

static void stop_receiving(struct rpc_server *server)
{
	for (size_t i = 0; i < server->n_slots; i++) {
		struct slot *slot = &server->slots[i];

		pthread_mutex_lock(&slot->mutex);
		if (slot->state == SLOT_RECEIVING)
			nng_aio_cancel(slot->aio);
		pthread_mutex_unlock(&slot->mutex);
	}
}

/* False: some slot still works when the time is over. */
static bool wait_idle(struct rpc_server *server, int64_t patience_ms)
{
	struct timespec until;
	bool idle;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += patience_ms / 1000;
	pthread_mutex_lock(&server->mutex);
	while (server->n_idle < server->n_slots || server->n_local_busy > 0)
		if (pthread_cond_timedwait(&server->idle, &server->mutex, &until) != 0)
			break;
	idle = server->n_idle == server->n_slots && server->n_local_busy == 0;
	pthread_mutex_unlock(&server->mutex);
	return idle;
}

void rpc_server_close(struct rpc_server *server)
{
	bool idle, closed;

	if (!server)
		return;
	if (server->config.local)
		rpc_local_remove(server->config.local, server);
	atomic_store(&server->closing, true);
	stop_receiving(server);
	idle = wait_idle(server, CLOSE_PATIENCE_MS);
	closed = socket_close(server->socket, server);
	idle = idle || wait_idle(server, 1000);
	if (idle && closed) {
		server_free(server);
		return;
	}
	/* the host still holds calls, or nng the socket: their memory must outlive them */
	log_error(server->config.environment->log,
	          idle ? "nng does not close a socket" : "calls were not answered at the end",
	          log_number("in_flight", (int64_t)rpc_server_in_flight(server)));
	address_unlock(server->lock);
}

size_t rpc_server_in_flight(struct rpc_server *server)
{
	return atomic_load(&server->in_flight);
}
