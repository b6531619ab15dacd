#include "common/base/limits.h"
#include "common/base/wait.h"
#include "common/rpc/address.h"
#include "common/rpc/envelope.h"
#include "common/rpc/server_state.h"
#include "common/rpc/wire.h"

#include <stdlib.h>
#include <string.h>

#define ARENA_CAP_DEFAULT (4u * 1024 * 1024)
#define CLOSE_PATIENCE_MS 5000 /* for calls that were taken */
#define CLEAR_PATIENCE_MS 1000 /* for their replies to leave */

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

static enum status try_pack(const struct call *call, const ProtobufCMessage *response, struct packet **out)
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

struct packet *reply_pack(struct call *call, const ProtobufCMessage *response)
{
	struct packet *reply;
	enum status status = try_pack(call, response, &reply);

	if (status == STATUS_OUT_OF_RANGE) {
		call->n_violations = 0;
		fail(call, STATUS_RESOURCE_EXHAUSTED, "REPLY_TOO_LARGE", "the answer is too long; ask for less");
		status = try_pack(call, NULL, &reply);
	}
	if (status == STATUS_OK)
		return reply;
	log_error(call->environment->log, "no memory for a reply", log_text("call", call->call_id));
	return NULL;
}

void rpc_answer(struct call *call, const ProtobufCMessage *response)
{
	struct slot *slot = (struct slot *)(void *)call;
	struct packet *reply = reply_pack(call, response);

	tally_add(slot);
	span_end(&slot->span, slot->call.status, 0);
	slot_reply(slot, reply);
}

static struct rpc_server *server_new(const struct rpc_server_config *config)
{
	struct rpc_server *server = calloc(1, sizeof(*server));

	if (!server)
		return NULL;
	server->config = *config;
	server->config.url = strdup(config->url);
	server->config.audience = strdup(config->audience);
	if (!config->in_flight)
		server->config.in_flight = IN_FLIGHT_BOUND;
	if (!config->arena_cap)
		server->config.arena_cap = ARENA_CAP_DEFAULT;
	server->lock = -1;
	pthread_mutex_init(&server->mutex, NULL);
	cond_init_monotonic(&server->quiet);
	server->slots = calloc(server->config.in_flight, sizeof(*server->slots));
	for (size_t i = 0; server->slots && i < server->config.in_flight; i++)
		slot_init(&server->slots[i], server);
	return server;
}

static void server_free(struct rpc_server *server)
{
	door_close(server);
	for (size_t i = 0; server->slots && i < server->config.in_flight; i++)
		slot_fini(&server->slots[i]);
	address_unlock(server->lock);
	pthread_cond_destroy(&server->quiet);
	pthread_mutex_destroy(&server->mutex);
	free(server->slots);
	free(server->tallies);
	free((char *)server->config.url);
	free((char *)server->config.audience);
	free(server);
}

static enum status listen_on(struct rpc_server *server)
{
	const struct rpc_server_config *config = &server->config;
	enum status status = STATUS_OK;

	if (!server->slots || !tallies_open(server))
		return STATUS_INTERNAL;
	if (!address_is_local(config->url)) {
		status = address_lock(config->url, &server->lock);
		if (status == STATUS_OK)
			status = address_status(door_open(server));
	} else if (!config->local) {
		log_error(config->environment->log, "inproc:// is reached by nothing but this process, where nobody asks",
				  log_text("url", config->url));
		status = STATUS_INVALID_ARGUMENT;
	}
	if (status == STATUS_OK && config->local)
		status = rpc_local_add(config->local, config->url, server);
	return status;
}

enum status rpc_server_open(struct rpc_server **out, const struct rpc_server_config *config)
{
	struct rpc_server *server = server_new(config);
	enum status status;

	if (!server)
		return STATUS_INTERNAL;
	status = listen_on(server);
	if (status != STATUS_OK) {
		rpc_server_close(server);
		return status;
	}
	*out = server;
	return STATUS_OK;
}

/* False: some call is not answered when the time is over. */
static bool wait_quiet(struct rpc_server *server)
{
	struct timespec until = monotonic_after_ms(CLOSE_PATIENCE_MS);
	bool quiet;

	pthread_mutex_lock(&server->mutex);
	while (server->n_busy + server->n_leaving > 0 && cond_wait_until(&server->quiet, &server->mutex, &until))
		;
	quiet = server->n_busy + server->n_leaving == 0;
	pthread_mutex_unlock(&server->mutex);
	return quiet;
}

void rpc_server_close(struct rpc_server *server)
{
	bool quiet;

	if (!server)
		return;
	if (server->config.local)
		rpc_local_remove(server->config.local, server);
	pthread_mutex_lock(&server->mutex);
	server->closing = true;
	pthread_mutex_unlock(&server->mutex);
	door_shut(server);
	quiet = wait_quiet(server);
	door_clear(server, CLEAR_PATIENCE_MS);
	if (quiet) {
		server_free(server);
		return;
	}
	/* the host still holds calls: their memory must outlive them */
	log_error(server->config.environment->log, "calls were not answered at the end",
			  log_number("in_flight", (int64_t)rpc_server_in_flight(server)));
	address_unlock(server->lock);
}

size_t rpc_server_in_flight(struct rpc_server *server)
{
	size_t n;

	pthread_mutex_lock(&server->mutex);
	n = server->n_busy;
	pthread_mutex_unlock(&server->mutex);
	return n;
}
