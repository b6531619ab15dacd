#include "common/base/text.h"
#include "common/rpc/client_state.h"
#include "common/rpc/envelope.h"
#include "common/rpc/wire.h"

#include <string.h>

#define TIMEOUT_DEFAULT_MS 5000
#define TIMEOUT_BOUND_MS   600000
#define ARENA_CAP          (1024u * 1024) /* of one call: its names, and a reply without its body */

static struct rpc_reply reply_failed(enum status status, const char *reason, const char *message)
{
	return (struct rpc_reply){.status = status, .reason = reason, .message = message};
}

static struct rpc_reply reply_unavailable(void)
{
	return reply_failed(STATUS_UNAVAILABLE, "SERVICE_UNAVAILABLE", "the service cannot be reached");
}

static struct rpc_reply reply_of_error(int error)
{
	switch (error) {
	case NNG_ETIMEDOUT:
		return reply_failed(STATUS_DEADLINE_EXCEEDED, "DEADLINE_PASSED", "the service did not answer in time");
	case NNG_ECANCELED:
		return reply_failed(STATUS_CANCELLED, "CLIENT_CLOSED", "the call was cancelled");
	default:
		return reply_unavailable();
	}
}

/* A free place, or NULL with *why. */
struct place *place_take(struct rpc_client *client, struct rpc_reply *why)
{
	struct place *place = NULL;

	pthread_mutex_lock(&client->mutex);
	if (client->closing) {
		*why = reply_of_error(NNG_ECANCELED);
	} else if (!link_is_up(&client->link)) {
		*why = reply_unavailable();
	} else if (!client->free_places) {
		*why = reply_failed(STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_CALLS", "too many calls wait for this service");
	} else {
		place = client->free_places;
		client->free_places = place->next;
		client->n_free--;
		pthread_mutex_lock(&place->mutex);
		place->state = PLACE_STARTING; /* from here on a close that breaks all calls breaks this one too */
		pthread_mutex_unlock(&place->mutex);
	}
	pthread_mutex_unlock(&client->mutex);
	return place;
}

static void place_free(struct place *place)
{
	struct rpc_client *client = place->client;

	if (place->reply)
		nng_msg_free(place->reply);
	place->reply = NULL;
	arena_reset(&place->arena);
	pthread_mutex_lock(&place->mutex);
	place->state = PLACE_FREE;
	place->broken = 0;
	pthread_mutex_unlock(&place->mutex);
	pthread_mutex_lock(&client->mutex);
	place->next = client->free_places;
	client->free_places = place;
	client->n_free++;
	if (client->closing && client->n_free == client->n_places)
		pthread_cond_signal(&client->all_free);
	pthread_mutex_unlock(&client->mutex);
}

void place_end(struct place *place, const struct rpc_reply *reply)
{
	place->done(place->done_context, reply);
	place_free(place);
}

/* Starts the next operation, unless the call was broken off in between; then an nng error. */
static int place_operate(struct place *place, enum place_state state, nng_msg *message, int64_t timeout_ms)
{
	int broken;

	pthread_mutex_lock(&place->mutex);
	broken = place->broken;
	if (broken) {
		place->state = PLACE_ENDING;
	} else {
		place->state = state;
		nng_aio_set_timeout(place->aio, (nng_duration)timeout_ms);
		nng_aio_set_msg(place->aio, message);
		if (state == PLACE_SENDING)
			nng_ctx_send(place->context, place->aio);
		else
			nng_ctx_recv(place->context, place->aio);
	}
	pthread_mutex_unlock(&place->mutex);
	return broken;
}

void place_fail(struct place *place, int error)
{
	struct rpc_reply reply = reply_of_error(error);

	place_end(place, &reply);
}

/* Ends the call with an nng error, wherever it is; a free place is left alone. */
void place_break(struct place *place, int error)
{
	bool given_up;

	pthread_mutex_lock(&place->mutex);
	given_up = place_give_up(place);
	if (place->state == PLACE_STARTING || place->state == PLACE_SENDING || place->state == PLACE_RECEIVING) {
		place->broken = error;
		nng_aio_abort(place->aio, error);
	}
	pthread_mutex_unlock(&place->mutex);
	if (given_up)
		place_fail(place, error);
}

static void sent(struct place *place)
{
	int error = nng_aio_result(place->aio);
	int64_t left_ms;

	if (error) {
		nng_msg_free(nng_aio_get_msg(place->aio));
		nng_aio_set_msg(place->aio, NULL);
		place_fail(place, error);
		return;
	}
	left_ms = place->deadline_ms - environment_monotonic_ms(place->client->config.environment);
	error = left_ms > 0 ? place_operate(place, PLACE_RECEIVING, NULL, left_ms) : NNG_ETIMEDOUT;
	if (error)
		place_fail(place, error);
}

struct rpc_reply reply_read(struct place *place)
{
	struct rpc_reply reply = {0};
	ProtobufCMessage *message;
	const Kleos__Reply *envelope;
	const char *problem;

	if (envelope_open(&message, &reply.body, &kleos__reply__descriptor, ENVELOPE_REPLY_BODY, &place->arena,
					  place->reply, WIRE_REPLY_BOUND, &problem) != STATUS_OK)
		return reply_failed(STATUS_INTERNAL, "MALFORMED_REPLY", "the service's answer cannot be read");
	envelope = (const Kleos__Reply *)message;
	reply.status = envelope->code <= STATUS_UNAUTHENTICATED ? (enum status)envelope->code : STATUS_UNKNOWN;
	reply.message = envelope->message;
	reply.reason = envelope->reason;
	reply.violations = envelope->violations;
	reply.n_violations = envelope->n_violations;
	reply.replayed = envelope->replayed;
	return reply;
}

/* Somebody else listens at the service's address, or the two ends were given different keys. */
static struct rpc_reply reply_untrusted(const struct place *place)
{
	const struct rpc_client_config *config = &place->client->config;

	log_error(config->environment->log, "a reply was not made under the cluster key; dropped",
			  log_text("audience", config->audience), log_text("url", config->url));
	return reply_failed(STATUS_UNAVAILABLE, "UNTRUSTED_REPLY", "the service cannot be reached");
}

static void received(struct place *place)
{
	int error = nng_aio_result(place->aio);
	struct rpc_reply reply;

	if (error) {
		place_fail(place, error);
		return;
	}
	place->reply = nng_aio_get_msg(place->aio);
	nng_aio_set_msg(place->aio, NULL);
	reply = mac_take_reply(place->reply, &place->mac, place->client->config.key) ? reply_read(place)
																				 : reply_untrusted(place);
	place_end(place, &reply);
}

static void place_turn(void *argument)
{
	struct place *place = argument;
	enum place_state state;

	pthread_mutex_lock(&place->mutex);
	state = place->state;
	place->state = state == PLACE_SENDING && nng_aio_result(place->aio) == 0 ? PLACE_STARTING : PLACE_ENDING;
	pthread_mutex_unlock(&place->mutex);
	if (state == PLACE_SENDING)
		sent(place);
	else
		received(place);
}

static uint32_t timeout_of(const struct rpc_request *request)
{
	uint32_t timeout_ms = request->timeout_ms ? request->timeout_ms : TIMEOUT_DEFAULT_MS;

	return timeout_ms < TIMEOUT_BOUND_MS ? timeout_ms : TIMEOUT_BOUND_MS;
}

/* What makes the call unlike any other, without asking the system for randomness every time; it also names a call that
 * has no name yet. */
static void call_name(struct place *place, const struct rpc_request *request, Kleos__Call *call)
{
	struct rpc_client *client = place->client;
	uint64_t number = atomic_fetch_add(&client->calls, 1);
	uint8_t *nonce = arena_alloc(&place->arena, NONCE_SIZE);
	char *name = arena_alloc(&place->arena, 2 * NONCE_SIZE + 1);

	memcpy(nonce, client->nonce, sizeof(client->nonce));
	memcpy(nonce + sizeof(client->nonce), &number, sizeof(number));
	text_hex(name, nonce, NONCE_SIZE);
	call->nonce = (ProtobufCBinaryData){.len = NONCE_SIZE, .data = nonce};
	call->call_id = request->call_id ? request->call_id : name;
}

static enum status request_pack(struct place *place, const struct rpc_request *request, nng_msg **out)
{
	const struct rpc_client_config *config = &place->client->config;
	struct envelope_body body = {.message = request->message, .packed = request->body};
	Kleos__Call call = KLEOS__CALL__INIT;
	Kleos__Principal principal;

	principal_state(&principal, config->environment, request->principal, config->audience, timeout_of(request));
	call.method = request->method;
	call.principal = &principal;
	call.request_id = request->request_id ? request->request_id : "";
	call.timeout_ms = timeout_of(request);
	call.traceparent = request->traceparent ? request->traceparent : "";
	call_name(place, request, &call);
	return envelope_pack(out, &call.base, ENVELOPE_CALL_BODY, &body, WIRE_MESSAGE_BOUND);
}

/* False: the call has ended already, with *reply. */
bool place_start(struct place *place, const struct rpc_request *request, struct rpc_reply *reply)
{
	nng_msg *message;
	int error;

	place->deadline_ms = environment_monotonic_ms(place->client->config.environment) + timeout_of(request);
	switch (request_pack(place, request, &message)) {
	case STATUS_OK:
		break;
	case STATUS_OUT_OF_RANGE:
		*reply = reply_failed(STATUS_INVALID_ARGUMENT, "BODY_TOO_LARGE", "the request is too long");
		return false;
	default:
		*reply = reply_failed(STATUS_RESOURCE_EXHAUSTED, "NO_MEMORY", "no memory for the request");
		return false;
	}
	if (place_call_local(place, message))
		return true;
	error = mac_put_call(&place->mac, message, place->client->config.key);
	if (!error)
		error = place_operate(place, PLACE_SENDING, message, timeout_of(request));
	if (error) {
		nng_msg_free(message);
		*reply = reply_of_error(error);
	}
	return error == 0;
}

int place_open(struct place *place, struct rpc_client *client)
{
	int error;

	place->client = client;
	error = nng_aio_alloc(&place->aio, place_turn, place);
	if (error)
		return error;
	error = nng_ctx_open(&place->context, client->socket);
	if (error) {
		nng_aio_free(place->aio);
		return error;
	}
	arena_init(&place->arena, ARENA_CAP);
	pthread_mutex_init(&place->mutex, NULL);
	place->next = client->free_places;
	client->free_places = place;
	client->n_free++;
	return 0;
}
