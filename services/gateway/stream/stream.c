#include "services/gateway/stream/stream.h"

#include "common/base/array.h"
#include "common/base/wait.h"
#include "common/rpc/wire.h"
#include "common/service/measure.h"

#include <stdlib.h>
#include <string.h>

#define SCRATCH_CAP ((size_t)1024 * 1024)

/* ---- the hub ---- */

int64_t hub_now(const struct hub *hub)
{
	return environment_monotonic_ms(hub->environment);
}

void hub_wait(struct hub *hub, int64_t ms)
{
	cond_wait_ms(&hub->changed, &hub->mutex, ms);
}

void hub_queue_all(struct hub *hub, enum gateway_service service)
{
	for (struct subscriber *subscriber = hub->subscribers; subscriber; subscriber = subscriber->next)
		lane_queue(&subscriber->lanes[service]);
}

/* ---- the hub's thread ---- */

static void tick_subscriber(struct subscriber *subscriber, int64_t now)
{
	static const char ping[] = ":ping\n\n";
	if (subscriber->over || !subscriber->started)
		return;
	if (!exchange_still_known(subscriber->exchange) || exchange_client_gone(subscriber->exchange)) {
		subscriber_end(subscriber);
		return;
	}
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		struct lane *lane = &subscriber->lanes[i];
		if (lane->not_before_ms && now >= lane->not_before_ms) {
			lane->not_before_ms = 0;
			lane_queue(lane);
		}
	}
	if (now < subscriber->next_ping_ms)
		return;
	subscriber->next_ping_ms = now + STREAM_PING_MS;
	if (!subscriber_waiting(subscriber)) {
		subscriber_add(subscriber, ping, sizeof ping - 1);
		exchange_wake(subscriber->exchange);
	}
}

static void tick(struct hub *hub)
{
	int64_t now = hub_now(hub);
	for (struct subscriber *subscriber = hub->subscribers; subscriber; subscriber = subscriber->next)
		tick_subscriber(subscriber, now);
}

/* The next lane that waits for a service with a call to spare. */
static struct lane *take_lane(struct hub *hub)
{
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		struct lane *lane = hub->feeds[i].first_waiting;
		if (lane && hub->feeds[i].running < STREAM_CALLS_BOUND) {
			lane_unqueue(lane);
			return lane;
		}
	}
	return NULL;
}

/* The mutex is let go while the call starts; the subscriber lives on because it counts the call. */
static void start_call(struct hub *hub, struct lane *lane)
{
	struct exchange *exchange = lane->subscriber->exchange;
	exchange_hold(exchange);
	pthread_mutex_unlock(&hub->mutex);
	exchange_call(exchange, &lane->call);
	exchange_release(exchange);
	pthread_mutex_lock(&hub->mutex);
}

static void *hub_run(void *context)
{
	struct hub *hub = context;
	struct arena scratch;
	arena_init(&scratch, SCRATCH_CAP);
	int64_t next_tick = hub_now(hub);
	pthread_mutex_lock(&hub->mutex);
	while (!hub->stopping) {
		struct lane *lane = take_lane(hub);
		if (lane && lane_step(lane, &scratch)) {
			start_call(hub, lane);
			arena_reset(&scratch);
		}
		int64_t left = next_tick - hub_now(hub);
		if (left <= 0) {
			tick(hub);
			next_tick = hub_now(hub) + STREAM_TICK_MS;
		} else if (!lane) {
			hub_wait(hub, left);
		}
	}
	pthread_mutex_unlock(&hub->mutex);
	arena_fini(&scratch);
	return NULL;
}

/* ---- the exchange ---- */

/* On the HTTP thread. */
static ptrdiff_t stream_read(struct exchange *exchange, char *out, size_t size)
{
	struct subscriber *subscriber = exchange_state(exchange);
	pthread_mutex_lock(&subscriber->hub->mutex);
	size_t waiting = subscriber_waiting(subscriber);
	size_t n = waiting < size ? waiting : size;
	ptrdiff_t result = subscriber->over ? -1 : (ptrdiff_t)n;
	if (n && !subscriber->over) {
		memcpy(out, subscriber->out.bytes + subscriber->sent, n);
		subscriber->sent += n;
		if (n == waiting) {
			buffer_clear(&subscriber->out);
			subscriber->sent = 0;
		}
		for (size_t i = 0; i < SERVICE_COUNT; i++)
			lane_queue(&subscriber->lanes[i]);
	}
	pthread_mutex_unlock(&subscriber->hub->mutex);
	return result;
}

/* Its places are known: from now on it is fed. With the mutex held. */
static void start_subscriber(struct subscriber *subscriber)
{
	struct hub *hub = subscriber->hub;
	subscriber->started = true;
	subscriber->over = subscriber->over || hub->stopping;
	subscriber->next_ping_ms = hub_now(hub) + STREAM_PING_MS;
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		lane_queue(&subscriber->lanes[i]);
	exchange_answer_stream(subscriber->exchange, "text/event-stream", stream_read);
}

static void head_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct lane *lane = context;
	struct subscriber *subscriber = lane->subscriber;
	struct arena arena;
	ProtobufCMessage *message;
	const char *problem;
	(void)exchange;
	arena_init(&arena, WIRE_REPLY_BOUND);
	bool known = !reply->status && wire_unpack(&kleos__read_events_response__descriptor, &arena, reply->body.data,
											   reply->body.len, WIRE_REPLY_BOUND, &message, &problem) == STATUS_OK;
	pthread_mutex_lock(&subscriber->hub->mutex);
	if (known)
		feed_head_of((const Kleos__ReadEventsResponse *)message, &lane->place);
	lane->running = false;
	if (--subscriber->running == 0 && !subscriber->ended)
		start_subscriber(subscriber);
	subscriber_unlock(subscriber);
	arena_fini(&arena);
}

/* Without a cursor a subscriber begins at now: where the outboxes end. A service that does not say begins where its
 * feed is once it answers again. */
static void ask_heads(struct subscriber *subscriber)
{
	static const struct event_filter everything;
	struct exchange *exchange = subscriber->exchange;
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		struct lane *lane = &subscriber->lanes[i];
		feed_ask(&lane->call, exchange_arena(exchange), (enum gateway_service)i, INT64_MAX, 1, &everything);
		lane->call.timeout_ms = STREAM_HEAD_TIMEOUT_MS;
		lane->call.done = head_came_back;
		lane->call.context = lane;
		lane->running = true;
	}
	subscriber->running = SERVICE_COUNT;
	exchange_hold(exchange);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		exchange_call(exchange, &subscriber->lanes[i].call);
	exchange_release(exchange);
}

/* Last-Event-ID is where a client that lost its connection was; `after` is where a program wants to begin. Not OK:
 * answered. *found: there was one. */
static enum status take_cursor(struct subscriber *subscriber, bool *found)
{
	struct exchange *exchange = subscriber->exchange;
	struct cursor cursor;
	const char *text = exchange_header(exchange, "Last-Event-ID");
	if (!text || !*text)
		text = exchange_query(exchange, "after");
	*found = text && *text;
	if (!*found)
		return STATUS_OK;
	if (!cursor_open(exchange_arena(exchange), gateway_key(subscriber->hub->gateway),
					 &exchange_principal(exchange)->key, text, &cursor))
		return exchange_fail_field(exchange, "after", "not a cursor of this key; leave it out to begin at now");
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		subscriber->lanes[i].place = cursor.places[i];
	return STATUS_OK;
}

static enum status take_parameters(struct exchange *exchange, struct event_filter *filter)
{
	const char *name, *value, *types = exchange_query(exchange, "types");
	for (size_t i = 0; exchange_query_at(exchange, i, &name, &value); i++)
		if (strcmp(name, "types") != 0 && strcmp(name, "after") != 0)
			return exchange_fail_field(exchange, name, "no such parameter; there are types and after");
	const char *problem = event_filter_parse(exchange_arena(exchange), types ? types : "", filter);
	return problem ? exchange_fail_field(exchange, "types", "%s", problem) : STATUS_OK;
}

/* Streams that are open with the subscriber's key. With the mutex held. */
static size_t count_of_key(const struct subscriber *subscriber)
{
	size_t count = 0;
	const struct id *key = &exchange_principal(subscriber->exchange)->key;
	for (const struct subscriber *other = subscriber->hub->subscribers; other; other = other->next)
		count += id_equal(&exchange_principal(other->exchange)->key, key);
	return count;
}

static bool enter(struct subscriber *subscriber)
{
	struct hub *hub = subscriber->hub;
	pthread_mutex_lock(&hub->mutex);
	bool fits = hub->count < STREAM_SUBSCRIBERS_BOUND && count_of_key(subscriber) < STREAM_KEY_BOUND;
	if (fits) {
		hub->count++;
		subscriber_list(subscriber);
	}
	pthread_mutex_unlock(&hub->mutex);
	return fits;
}

static void stream_start(struct exchange *exchange)
{
	struct event_filter filter;
	bool placed;
	if (take_parameters(exchange, &filter))
		return;
	struct subscriber *subscriber = subscriber_new(exchange_part(exchange), exchange);
	if (!subscriber) {
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY", "out of memory");
		return;
	}
	subscriber->filter = filter;
	if (take_cursor(subscriber, &placed)) {
		subscriber_free(subscriber);
		return;
	}
	if (!enter(subscriber)) {
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS",
					  "too many streams are open; one key has at most %d", STREAM_KEY_BOUND);
		subscriber_free(subscriber);
		return;
	}
	exchange_set_state(exchange, subscriber);
	if (!placed) {
		ask_heads(subscriber);
		return;
	}
	pthread_mutex_lock(&subscriber->hub->mutex);
	start_subscriber(subscriber);
	pthread_mutex_unlock(&subscriber->hub->mutex);
}

static void stream_end(struct exchange *exchange)
{
	struct subscriber *subscriber = exchange_state(exchange);
	if (!subscriber)
		return;
	pthread_mutex_lock(&subscriber->hub->mutex);
	subscriber_unlist(subscriber);
	subscriber->ended = true;
	subscriber_unlock(subscriber);
}

/* ---- the part ---- */

/* Feeds stop here, while the services can still be asked. */
static void stream_quiesce(void *state)
{
	struct hub *hub = state;
	pthread_mutex_lock(&hub->mutex);
	hub->stopping = true;
	for (struct subscriber *subscriber = hub->subscribers; subscriber; subscriber = subscriber->next)
		subscriber_end(subscriber);
	pthread_cond_broadcast(&hub->changed);
	pthread_mutex_unlock(&hub->mutex);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		feed_close(&hub->feeds[i]);
}

static void stream_close(void *state)
{
	struct hub *hub = state;
	if (hub->threaded)
		pthread_join(hub->thread, NULL);
	pthread_cond_destroy(&hub->changed);
	pthread_mutex_destroy(&hub->mutex);
	free(hub);
}

static enum status stream_open(struct gateway *gateway, void **state)
{
	struct hub *hub = calloc(1, sizeof *hub);
	enum status status = hub ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
	if (!hub)
		return status;
	hub->gateway = gateway;
	hub->environment = gateway_environment(gateway);
	pthread_mutex_init(&hub->mutex, NULL);
	cond_init_monotonic(&hub->changed);
	for (size_t i = 0; !status && i < SERVICE_COUNT; i++)
		status = feed_open(&hub->feeds[i], hub, (enum gateway_service)i);
	if (!status) {
		hub->threaded = pthread_create(&hub->thread, NULL, hub_run, hub) == 0;
		status = hub->threaded ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
	}
	*state = hub;
	if (status) {
		stream_quiesce(hub);
		stream_close(hub);
	}
	return status;
}

static void stream_measure(void *state, struct samples *samples)
{
	struct hub *hub = state;
	pthread_mutex_lock(&hub->mutex);
	size_t count = hub->count;
	pthread_mutex_unlock(&hub->mutex);
	samples_add(samples, METER_STREAM_CLIENTS, (double)count, NULL);
	samples_add(samples, METER_STREAM_CLIENTS_BOUND, STREAM_SUBSCRIBERS_BOUND, NULL);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		measure_follower(samples, hub->feeds[i].follower, "stream", gateway_service_name((enum gateway_service)i));
}

static const struct guide_parameter parameters[] = {
	{"types", "Kinds of events, with commas between; `award.*` is all of a kind. All when it is left out.", false},
	{"after", "The id of an event of this key: what came after it. From now on when it is left out.", false},
	{"Last-Event-ID", "The same as `after`, as browsers say it when they come again.", true},
	{NULL, NULL, false},
};

static const struct route_guide guide = {
	.operation = "Events_Follow",
	.tag = "Events",
	.words =
		"Events as they happen, each as a CloudEvent, in a stream that does not end. Server-sent events: `id` is a "
		"cursor of this key, `event` the kind, `data` one line of CloudEvents 1.0 JSON; a comment every 15 s. Only "
		"what the caller may see. Coming again with the last id, nothing is missed and nothing comes twice.",
	.parameters = parameters,
	.gives = "text/event-stream",
};

static const struct special_route routes[] = {
	{.method = "GET",
	 .path = "/v1/events",
	 .roles = ROLES_ANY,
	 .guide = &guide,
	 .start = stream_start,
	 .end = stream_end},
};

const struct gateway_part stream_part = {
	.open = stream_open,
	.quiesce = stream_quiesce,
	.close = stream_close,
	.measure = stream_measure,
	.routes = routes,
	.n_routes = ARRAY_LENGTH(routes),
};
