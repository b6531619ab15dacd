#include "common/events/follower.h"

#include "common/base/wait.h"
#include "common/events/bell.h"
#include "common/events/publisher.h"
#include "common/rpc/socket.h"
#include "common/rpc/wire.h"

#include <nng/nng.h>
#include <nng/protocol/pubsub0/sub.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define PAUSE_AFTER_FAILURE_MS 200
#define READ_TIMEOUT_MS        5000

struct follower {
	struct follower_config config;
	char *url; /* of the doorbell */
	nng_socket socket;
	nng_dialer dialer;
	nng_aio *ring;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	/* under the mutex */
	bool stop, woken;
	int64_t head_seen;    /* newest seq a ring told of since the last round; -1: none rang */
	int64_t last_ring_ms; /* monotonic */
	/* the thread's own */
	struct id epoch;
	/* written by the thread, read by everybody */
	_Atomic int64_t after;
	_Atomic int64_t head; /* newest seq that a ring or an answer told of */
	_Atomic bool connected, caught_up;
};

static int64_t follower_now(const struct follower *follower)
{
	return environment_monotonic_ms(follower->config.environment);
}

/* On an nng thread: notes the ring, listens for the next. */
static void follower_rung(void *context)
{
	struct follower *follower = context;
	if (nng_aio_result(follower->ring)) /* closed */
		return;
	nng_msg *message = nng_aio_get_msg(follower->ring);
	uint64_t head = 0;
	bool fits = nng_msg_len(message) == sizeof(BELL_TOPIC) + sizeof(head);
	if (fits) {
		nng_msg_trim(message, sizeof(BELL_TOPIC));
		nng_msg_trim_u64(message, &head);
	}
	nng_msg_free(message);
	pthread_mutex_lock(&follower->mutex);
	if (fits)
		follower->head_seen = (int64_t)head;
	if (fits)
		atomic_store(&follower->head, (int64_t)head);
	follower->last_ring_ms = follower_now(follower);
	pthread_cond_signal(&follower->changed);
	pthread_mutex_unlock(&follower->mutex);
	nng_recv_aio(follower->socket, follower->ring);
}

static enum status follower_read(struct follower *follower, struct arena *arena, Kleos__ReadEventsResponse **run)
{
	Kleos__ReadEventsRequest request = KLEOS__READ_EVENTS_REQUEST__INIT;
	request.after = follower->after;
	const char *const *prefixes = follower->config.type_prefixes;
	while (prefixes && prefixes[request.n_type_prefixes])
		request.n_type_prefixes++;
	request.type_prefixes = (const char **)prefixes;
	struct principal self = principal_internal(follower->config.name);
	struct rpc_request call = {.method = "kleos.events.v1.EventsService/ReadEvents",
							   .principal = &self,
							   .timeout_ms = READ_TIMEOUT_MS,
							   .message = &request.base};
	struct rpc_reply reply;
	ProtobufCMessage *message = NULL;
	enum status status =
		rpc_call(follower->config.client, arena, &call, &reply, &kleos__read_events_response__descriptor, &message);
	*run = (Kleos__ReadEventsResponse *)message;
	return status;
}

/* Applies one run. *more: the head is not reached yet. */
static enum status follower_step(struct follower *follower, struct arena *arena, bool *more)
{
	Kleos__ReadEventsResponse *run;
	enum status status = follower_read(follower, arena, &run);
	struct id epoch;
	if (status != STATUS_OK)
		return status;
	if (!id_from_bytes(&epoch, run->epoch.data, run->epoch.len))
		return STATUS_DATA_LOSS;
	bool reset = !id_is_zero(&follower->epoch) && !id_equal(&epoch, &follower->epoch);
	if (reset && follower->after) { /* these events are of another history: begin again */
		follower->after = 0;
		*more = true;
		return STATUS_OK;
	}
	atomic_store(&follower->head, run->head);
	if (run->last > follower->after || reset)
		status = follower->config.apply(follower->config.host, run, &epoch, reset);
	if (status != STATUS_OK)
		return status;
	follower->after = run->last;
	follower->epoch = epoch;
	*more = run->last < run->head;
	return STATUS_OK;
}

static bool follower_stopping(struct follower *follower)
{
	pthread_mutex_lock(&follower->mutex);
	bool stop = follower->stop;
	pthread_mutex_unlock(&follower->mutex);
	return stop;
}

static bool follower_reached(struct follower *follower)
{
	const struct follower_config *config = &follower->config;
	if (config->reached && config->reached(config->host, &follower->epoch) != STATUS_OK)
		return false;
	atomic_store(&follower->caught_up, true);
	return true;
}

/* Reads until the head. False: the source is away or an apply failed. */
static bool follower_round(struct follower *follower, struct arena *arena)
{
	bool more = true;
	while (more && !follower_stopping(follower)) {
		enum status status = follower_step(follower, arena, &more);
		arena_reset(arena);
		if (status != STATUS_OK)
			return false;
	}
	return !more && follower_reached(follower);
}

/* nng does not notice a host that vanished without FIN: after a silence the line is dialled anew. */
static void follower_redial(struct follower *follower)
{
	nng_dialer_close(follower->dialer);
	nng_dial(follower->socket, follower->url, &follower->dialer, NNG_FLAG_NONBLOCK);
	follower->last_ring_ms = follower_now(follower);
}

/* A head behind the cursor is news too: the source was restored, and this is another history. */
static bool follower_heard_news(const struct follower *follower)
{
	return follower->head_seen >= 0 && follower->head_seen != follower->after;
}

/* Until there is something to read: a ring away from the cursor, a wake, a silence, or the pause after a failure. */
static void follower_wait(struct follower *follower, bool ok)
{
	pthread_mutex_lock(&follower->mutex);
	if (!ok && !follower->stop && !follower->woken)
		cond_wait_ms(&follower->changed, &follower->mutex, PAUSE_AFTER_FAILURE_MS);
	while (ok && !follower->stop && !follower->woken && !follower_heard_news(follower) &&
		   follower_now(follower) - follower->last_ring_ms < BELL_DEAD_MS)
		cond_wait_ms(&follower->changed, &follower->mutex, BELL_DEAD_MS);
	if (follower_now(follower) - follower->last_ring_ms >= BELL_DEAD_MS)
		follower_redial(follower);
	follower->woken = false;
	follower->head_seen = -1;
	pthread_mutex_unlock(&follower->mutex);
}

static void follower_begin(struct follower *follower)
{
	while (!follower_stopping(follower)) {
		follower->after = follower->config.cursor(follower->config.host, &follower->epoch);
		if (follower->after >= 0)
			return;
		follower_wait(follower, false);
	}
}

static void *follower_run(void *context)
{
	struct follower *follower = context;
	struct arena arena;
	arena_init(&arena, WIRE_REPLY_BOUND * 4);
	follower_begin(follower);
	while (!follower_stopping(follower)) {
		bool ok = follower_round(follower, &arena);
		atomic_store(&follower->connected, ok);
		if (follower_stopping(follower))
			break;
		if (follower->config.round)
			follower->config.round(follower->config.host, ok);
		follower_wait(follower, ok);
	}
	arena_fini(&arena);
	return NULL;
}

static bool follower_listen(struct follower *follower)
{
	if (nng_sub0_open(&follower->socket))
		return false;
	return nng_socket_set(follower->socket, NNG_OPT_SUB_SUBSCRIBE, BELL_TOPIC, sizeof(BELL_TOPIC)) == 0 &&
		   nng_socket_set_size(follower->socket, NNG_OPT_RECVMAXSZ, 1024) == 0 &&
		   nng_socket_set_ms(follower->socket, NNG_OPT_RECONNMINT, 20) == 0 &&
		   nng_socket_set_ms(follower->socket, NNG_OPT_RECONNMAXT, 500) == 0 &&
		   nng_aio_alloc(&follower->ring, follower_rung, follower) == 0 &&
		   nng_dial(follower->socket, follower->url, &follower->dialer, NNG_FLAG_NONBLOCK) == 0;
}

static void follower_free(struct follower *follower)
{
	if (follower->ring)
		nng_aio_stop(follower->ring);
	socket_close(follower->socket, NULL); /* an id of 0 is refused, which is fine; nothing of ours is called any more */
	if (follower->ring)
		nng_aio_free(follower->ring);
	pthread_cond_destroy(&follower->changed);
	pthread_mutex_destroy(&follower->mutex);
	free(follower->url);
	free(follower);
}

enum status follower_open(struct follower **out, const struct follower_config *config)
{
	struct follower *follower = calloc(1, sizeof(*follower));
	if (!follower)
		return STATUS_RESOURCE_EXHAUSTED;
	follower->config = *config;
	follower->head_seen = -1;
	cond_init_monotonic(&follower->changed);
	pthread_mutex_init(&follower->mutex, NULL);
	struct arena arena;
	arena_init(&arena, 4096);
	const char *url = events_url(&arena, config->url);
	follower->url = url ? strdup(url) : NULL;
	arena_fini(&arena);
	follower->last_ring_ms = follower_now(follower);
	if (!follower->url || !follower_listen(follower)) {
		follower_free(follower);
		return STATUS_INVALID_ARGUMENT;
	}
	nng_recv_aio(follower->socket, follower->ring);
	if (pthread_create(&follower->thread, NULL, follower_run, follower)) {
		follower_free(follower);
		return STATUS_RESOURCE_EXHAUSTED;
	}
	*out = follower;
	return STATUS_OK;
}

void follower_close(struct follower *follower)
{
	if (!follower)
		return;
	pthread_mutex_lock(&follower->mutex);
	follower->stop = true;
	pthread_cond_signal(&follower->changed);
	pthread_mutex_unlock(&follower->mutex);
	pthread_join(follower->thread, NULL);
	follower_free(follower);
}

void follower_wake(struct follower *follower)
{
	pthread_mutex_lock(&follower->mutex);
	follower->woken = true;
	pthread_cond_signal(&follower->changed);
	pthread_mutex_unlock(&follower->mutex);
}

bool follower_caught_up(struct follower *follower)
{
	return atomic_load(&follower->caught_up);
}

void follower_state(const struct follower *follower, struct follower_state *out)
{
	int64_t lag = atomic_load(&follower->head) - atomic_load(&follower->after);

	*out = (struct follower_state){.connected = atomic_load(&follower->connected), .lag = lag > 0 ? lag : 0};
}
