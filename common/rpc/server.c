#include "common/rpc/address.h"
#include "common/rpc/envelope.h"
#include "common/rpc/server_state.h"
#include "common/rpc/socket.h"
#include "common/rpc/wire.h"

#include <nng/protocol/reqrep0/rep.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define IN_FLIGHT_DEFAULT 256
#define ARENA_CAP_DEFAULT (4u * 1024 * 1024)
#define CLOSE_PATIENCE_MS 5000
/* What the socket takes: more than the bound, so that a request a little too long still gets its answer. Beyond it nng
 * drops the connection. */
#define RECEIVE_BOUND (2 * WIRE_MESSAGE_BOUND)

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
	slot_reply(slot, reply);
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

		slot_init_local(slot, server);
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
	for (size_t i = 0; i < server->n_slots; i++)
		slot_cancel(&server->slots[i]);
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
