#include "common/rpc/client.h"

#include "common/rpc/address.h"
#include "common/rpc/envelope.h"
#include "common/rpc/link.h"
#include "common/rpc/local.h"
#include "common/rpc/socket.h"
#include "common/rpc/token_cache.h"
#include "common/rpc/wire.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define IN_FLIGHT_DEFAULT 256
#define TIMEOUT_DEFAULT_MS 5000
#define TIMEOUT_BOUND_MS 600000
#define ARENA_CAP (1024u * 1024) /* of one call: the token, and a reply without its body */
#define SWEEP_MS 200 /* how late a local call may notice that its time is over */

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
	nng_msg *reply;      /* what the reply's body points into */
	int64_t deadline_ms; /* monotonic */
	void (*done)(void *context, const struct rpc_reply *reply);
	void *done_context;
	pthread_mutex_t mutex;
	enum place_state state;
	struct rpc_ticket *ticket; /* of a local call */
	int broken; /* nng error to end with, said while no operation was under way; 0: none */
};

struct rpc_client {
	struct rpc_client_config config; /* url and audience: copies */
	nng_socket socket;
	struct place *places;
	size_t n_places; /* opened so far */
	struct token_cache tokens;
	char name[ID_TEXT_SIZE];  /* of this client in call ids; random */
	atomic_size_t calls;      /* so many call ids were made */
	struct link link;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t all_free;
	struct place *free_places;
	size_t n_free;
	bool closing;
	bool sweeping; /* `timer` runs: some local call may be under way */
	nng_aio *timer;
};

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
static struct place *place_take(struct rpc_client *client, struct rpc_reply *why)
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

static void place_end(struct place *place, const struct rpc_reply *reply)
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

static void place_fail(struct place *place, int error)
{
	struct rpc_reply reply = reply_of_error(error);

	place_end(place, &reply);
}

/* With the mutex held. True: the local call is this caller's to end; whatever the server says comes too late. */
static bool place_give_up(struct place *place)
{
	struct rpc_ticket *ticket = place->ticket;

	if (place->state != PLACE_LOCAL || !rpc_ticket_take(ticket))
		return false;
	place->state = PLACE_ENDING;
	place->ticket = NULL;
	rpc_ticket_release(ticket);
	return true;
}

/* Ends the call with an nng error, wherever it is; a free place is left alone. */
static void place_break(struct place *place, int error)
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

static struct rpc_reply reply_read(struct place *place)
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
	reply = reply_read(place);
	place_end(place, &reply);
}

/* ---- local calls ---- */

/* The ticket is taken: the call is ours to end. */
static void delivered(void *argument, nng_msg *reply_message)
{
	struct place *place = argument;
	struct rpc_reply reply;

	pthread_mutex_lock(&place->mutex);
	place->state = PLACE_ENDING;
	rpc_ticket_release(place->ticket);
	place->ticket = NULL;
	pthread_mutex_unlock(&place->mutex);
	place->reply = reply_message;
	reply = reply_read(place);
	place_end(place, &reply);
}

/* False: the server is not in this process, or the call was broken off; the message is still the caller's. */
static bool place_call_local(struct place *place, nng_msg *message)
{
	const struct rpc_client_config *config = &place->client->config;
	struct slot *slot = config->local ? rpc_local_reserve(config->local, config->url) : NULL;
	struct rpc_ticket *ticket = slot ? rpc_ticket_new(place, delivered) : NULL;
	bool broken = true;

	if (ticket) {
		pthread_mutex_lock(&place->mutex);
		broken = place->broken != 0;
		if (!broken) {
			place->state = PLACE_LOCAL;
			place->ticket = ticket;
		}
		pthread_mutex_unlock(&place->mutex);
	}
	if (!broken) {
		slot_run_local(slot, message, ticket);
		return true;
	}
	free(ticket);
	if (slot)
		slot_return(slot);
	return false;
}

static void place_expire(struct place *place, int64_t now_ms)
{
	bool expired;

	pthread_mutex_lock(&place->mutex);
	expired = place->state == PLACE_LOCAL && now_ms >= place->deadline_ms && place_give_up(place);
	pthread_mutex_unlock(&place->mutex);
	if (expired)
		place_fail(place, NNG_ETIMEDOUT);
}

/* Every SWEEP_MS while calls are under way. On an nng thread. */
static void sweep(void *argument)
{
	struct rpc_client *client = argument;
	int64_t now_ms = environment_monotonic_ms(client->config.environment);
	bool again;

	if (nng_aio_result(client->timer) != 0)
		return; /* closing */
	for (size_t i = 0; i < client->n_places; i++)
		place_expire(&client->places[i], now_ms);
	pthread_mutex_lock(&client->mutex);
	again = client->sweeping = !client->closing && client->n_free < client->n_places;
	pthread_mutex_unlock(&client->mutex);
	if (again)
		nng_sleep_aio(SWEEP_MS, client->timer);
}

static void sweep_start(struct rpc_client *client)
{
	bool start;

	pthread_mutex_lock(&client->mutex);
	start = !client->sweeping && !client->closing;
	if (start)
		client->sweeping = true;
	pthread_mutex_unlock(&client->mutex);
	if (start)
		nng_sleep_aio(SWEEP_MS, client->timer);
}

/* ---- over nng ---- */

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

/* Unique without asking the system for randomness at every call. */
static const char *call_id_make(struct place *place)
{
	struct rpc_client *client = place->client;

	return arena_printf(&place->arena, "%s-%zx", client->name, atomic_fetch_add(&client->calls, 1));
}

static enum status request_pack(struct place *place, const struct rpc_request *request, nng_msg **out)
{
	const struct rpc_client_config *config = &place->client->config;
	struct envelope_body body = {.message = request->message, .packed = request->body};
	Kleos__Call call = KLEOS__CALL__INIT;

	call.method = request->method;
	call.request_id = request->request_id ? request->request_id : "";
	call.timeout_ms = timeout_of(request);
	call.traceparent = request->traceparent ? request->traceparent : "";
	call.call_id = request->call_id ? request->call_id : call_id_make(place);
	token_state(&place->client->tokens, &place->arena, config->environment, config->key, request->principal,
	            config->audience, &call);
	return envelope_pack(out, &call.base, ENVELOPE_CALL_BODY, &body, WIRE_MESSAGE_BOUND);
}

/* False: the call has ended already, with *reply. */
static bool place_start(struct place *place, const struct rpc_request *request, struct rpc_reply *reply)
{
	nng_msg *message;
	int error;

	pthread_mutex_lock(&place->mutex);
	place->state = PLACE_STARTING;
	pthread_mutex_unlock(&place->mutex);
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
	error = place_operate(place, PLACE_SENDING, message, timeout_of(request));
	if (error) {
		nng_msg_free(message);
		*reply = reply_of_error(error);
	}
	return error == 0;
}

void rpc_call_start(struct rpc_client *client, const struct rpc_request *request,
                    void (*done)(void *context, const struct rpc_reply *reply), void *context)
{
	struct rpc_reply reply;
	struct place *place = place_take(client, &reply);

	if (!place) {
		done(context, &reply);
		return;
	}
	place->done = done;
	place->done_context = context;
	if (client->config.local)
		sweep_start(client);
	if (!place_start(place, request, &reply))
		place_end(place, &reply);
}

static void break_all(struct rpc_client *client, int error)
{
	for (size_t i = 0; i < client->n_places; i++)
		place_break(&client->places[i], error);
}

/* A call whose connection broke ends at once, also one that nng has not sent yet: only the edge retries. */
static void link_lost(void *host)
{
	break_all(host, NNG_ECONNRESET);
}

static int place_open(struct place *place, struct rpc_client *client)
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

static int open_places(struct rpc_client *client)
{
	size_t n = client->config.in_flight;

	client->places = calloc(n, sizeof(*client->places));
	if (!client->places)
		return NNG_ENOMEM;
	for (; client->n_places < n; client->n_places++) {
		int error = place_open(&client->places[client->n_places], client);
		if (error)
			return error;
	}
	return 0;
}

static struct rpc_client *client_new(const struct rpc_client_config *config)
{
	struct rpc_client *client = calloc(1, sizeof(*client));
	struct id name;

	if (!client)
		return NULL;
	client->config = *config;
	client->config.url = strdup(config->url);
	client->config.audience = strdup(config->audience);
	if (!config->in_flight)
		client->config.in_flight = IN_FLIGHT_DEFAULT;
	token_cache_init(&client->tokens);
	name = id_new(config->environment);
	id_format(client->name, &name);
	pthread_mutex_init(&client->mutex, NULL);
	pthread_cond_init(&client->all_free, NULL);
	return client;
}

static void client_free(struct rpc_client *client)
{
	for (size_t i = 0; i < client->n_places; i++) {
		nng_aio_free(client->places[i].aio); /* waits for a callback that is still on its way out */
		arena_fini(&client->places[i].arena);
		pthread_mutex_destroy(&client->places[i].mutex);
	}
	token_cache_fini(&client->tokens);
	if (client->timer)
		nng_aio_free(client->timer);
	pthread_cond_destroy(&client->all_free);
	pthread_mutex_destroy(&client->mutex);
	free(client->places);
	free((char *)client->config.url);
	free((char *)client->config.audience);
	free(client);
}

enum status rpc_client_open(struct rpc_client **out, const struct rpc_client_config *config)
{
	struct rpc_client *client = client_new(config);
	int error;

	if (!client || nng_req0_open(&client->socket) != 0) {
		if (client)
			client_free(client);
		return STATUS_INTERNAL;
	}
	/* before the first context, which takes the resend time over from its socket */
	error = nng_socket_set_ms(client->socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE);
	if (!error)
		error = nng_aio_alloc(&client->timer, sweep, client);
	if (!error)
		error = open_places(client);
	if (!error)
		error = link_start(&client->link, client->socket, client->config.url, link_lost, client);
	if (error) {
		nng_close(client->socket);
		client_free(client);
		return address_status(error);
	}
	*out = client;
	return STATUS_OK;
}

void rpc_client_close(struct rpc_client *client)
{
	if (!client)
		return;
	link_stop(&client->link);
	pthread_mutex_lock(&client->mutex);
	client->closing = true;
	pthread_mutex_unlock(&client->mutex);
	break_all(client, NNG_ECANCELED);
	pthread_mutex_lock(&client->mutex);
	while (client->n_free < client->n_places)
		pthread_cond_wait(&client->all_free, &client->mutex);
	pthread_mutex_unlock(&client->mutex);
	nng_aio_stop(client->timer);
	if (!socket_close(client->socket, client)) {
		log_error(client->config.environment->log, "nng does not close a socket", log_text("url", client->config.url));
		return;
	}
	link_fini(&client->link);
	client_free(client);
}

bool rpc_client_connected(struct rpc_client *client)
{
	return link_is_up(&client->link);
}

const char *rpc_client_audience(const struct rpc_client *client)
{
	return client->config.audience;
}
