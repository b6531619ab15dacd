#include "common/base/text.h"
#include "common/rpc/client_state.h"
#include "common/rpc/envelope.h"
#include "common/rpc/wire.h"

#include <string.h>

#define TIMEOUT_DEFAULT_MS 5000
#define NAME_SIZE          16 /* bytes of a call's name, written in hex */

static uint32_t timeout_of(const struct rpc_request *request)
{
	uint32_t timeout_ms = request->timeout_ms ? request->timeout_ms : TIMEOUT_DEFAULT_MS;

	return timeout_ms < WIRE_TIMEOUT_BOUND_MS ? timeout_ms : WIRE_TIMEOUT_BOUND_MS;
}

/* Unlike any other, without asking the system for randomness every time. */
static const char *call_name(struct place *place)
{
	struct rpc_client *client = place->client;
	uint64_t number = atomic_fetch_add(&client->made, 1);
	uint8_t bytes[NAME_SIZE];
	char *name = arena_alloc(&place->arena, 2 * NAME_SIZE + 1);

	memcpy(bytes, client->name, sizeof(client->name));
	memcpy(bytes + sizeof(client->name), &number, sizeof(number));
	text_hex(name, bytes, NAME_SIZE);
	return name;
}

static enum status request_pack(struct place *place, const struct rpc_request *request, struct packet **out)
{
	const struct rpc_client_config *config = &place->client->config;
	struct envelope_body body = {.message = request->message, .packed = request->body};
	Kleos__Call call = KLEOS__CALL__INIT;
	Kleos__Principal principal;
	char traceparent[TRACEPARENT_SIZE];

	principal_state(&principal, config->environment, request->principal, config->audience, timeout_of(request));
	call.method = request->method;
	call.principal = &principal;
	call.request_id = request->request_id ? request->request_id : "";
	call.timeout_ms = timeout_of(request);
	call.traceparent = span_traceparent(&place->span, traceparent, request->traceparent ? request->traceparent : "");
	call.call_id = request->call_id ? request->call_id : call_name(place);
	return envelope_pack(out, &call.base, ENVELOPE_CALL_BODY, &body, WIRE_MESSAGE_BOUND);
}

static void reply_end(struct place *place, ProtobufCBinaryData packed)
{
	struct rpc_reply reply = {0};
	ProtobufCMessage *message;
	const Kleos__Reply *envelope;
	const char *problem;

	if (envelope_open(&message, &reply.body, &kleos__reply__descriptor, ENVELOPE_REPLY_BODY, &place->arena, packed,
					  WIRE_REPLY_BOUND, &problem) == STATUS_OK) {
		envelope = (const Kleos__Reply *)message;
		reply.status = envelope->code <= STATUS_UNAUTHENTICATED ? (enum status)envelope->code : STATUS_UNKNOWN;
		reply.message = envelope->message;
		reply.reason = envelope->reason;
		reply.violations = envelope->violations;
		reply.n_violations = envelope->n_violations;
		reply.replayed = envelope->replayed;
	} else {
		reply = reply_failed(STATUS_INTERNAL, "MALFORMED_REPLY", "the service's answer cannot be read");
	}
	place_end(place, &reply);
}

/* ---- inside the process ---- */

/* The ticket is taken: the call is ours to end. */
static void delivered(void *argument, struct packet *reply)
{
	struct place *place = argument;

	place_claim_local(place);
	place->reply = reply;
	reply_end(place, (ProtobufCBinaryData){.len = reply->length, .data = reply->bytes});
}

/* Takes the slot, the packet and the place. */
static void send_local(struct place *place, int64_t deadline_ms, struct slot *slot, struct packet *call)
{
	struct rpc_ticket *ticket = rpc_ticket_new(place, delivered);
	struct rpc_reply reply = reply_closed();

	if (ticket && place_wait(place, deadline_ms, ticket) != 0) {
		slot_run_local(slot, call, ticket);
		return;
	}
	if (!ticket)
		reply = reply_failed(STATUS_RESOURCE_EXHAUSTED, "NO_MEMORY", "no memory for the request");
	free(ticket);
	free(call);
	slot_return(slot);
	place_end(place, &reply);
}

/* ---- over the connection ---- */

static void put_failed(struct rpc_client *client, uint64_t number, enum status status)
{
	struct place *place = place_claim(client, number);
	struct rpc_reply reply =
		status == STATUS_RESOURCE_EXHAUSTED
			? reply_failed(status, "TOO_MANY_CALLS", "the service does not take the calls that wait for it")
			: reply_unavailable(client);

	if (place)
		place_end(place, &reply);
}

/* Takes the packet and the place, which is somebody else's as soon as it waits. */
static void send_remote(struct place *place, int64_t deadline_ms, struct packet *call)
{
	struct rpc_client *client = place->client;
	struct rpc_reply reply = reply_closed();
	uint64_t number = place_wait(place, deadline_ms, NULL);
	enum status status = STATUS_UNAVAILABLE;

	if (number == 0) {
		free(call);
		place_end(place, &reply);
		return;
	}
	if (client->connection)
		status = connection_put(client->connection, 0, number, call->bytes, call->length);
	free(call);
	if (status != STATUS_OK)
		put_failed(client, number, status);
}

void call_answered(struct rpc_client *client, const struct frame *frame)
{
	struct place *place = place_claim(client, frame->number);

	if (place)
		reply_end(place, frame->bytes);
}

/* ---- either way ---- */

static struct rpc_reply reply_unpacked(enum status status)
{
	if (status == STATUS_OUT_OF_RANGE)
		return reply_failed(STATUS_INVALID_ARGUMENT, "BODY_TOO_LARGE", "the request is too long");
	return reply_failed(STATUS_RESOURCE_EXHAUSTED, "NO_MEMORY", "no memory for the request");
}

void call_send(struct place *place, const struct rpc_request *request)
{
	const struct rpc_client_config *config = &place->client->config;
	int64_t deadline_ms = environment_monotonic_ms(config->environment) + timeout_of(request);
	struct slot *slot;
	struct packet *call;
	enum status status;
	struct rpc_reply reply;

	span_begin(&place->span, config->environment->tracer, request->traceparent, SPAN_CLIENT, request->method);
	status = request_pack(place, request, &call);
	if (status != STATUS_OK) {
		reply = reply_unpacked(status);
		place_end(place, &reply);
		return;
	}
	status = config->local ? rpc_local_reserve(config->local, config->url, &slot) : STATUS_NOT_FOUND;
	if (status == STATUS_OK) {
		send_local(place, deadline_ms, slot, call);
	} else if (status == STATUS_NOT_FOUND) {
		send_remote(place, deadline_ms, call);
	} else {
		free(call);
		reply = reply_failed(status, "BUSY", "the service has too much to do; try again");
		place_end(place, &reply);
	}
}
