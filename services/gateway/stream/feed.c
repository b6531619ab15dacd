#include "common/rpc/wire.h"
#include "services/gateway/stream/stream.h"

#include <string.h>

#define ASK_PAUSE_MS 200
#define READ_METHOD  "kleos.events.v1.EventsService/ReadEvents"

struct feed_event feed_event_of(enum gateway_service service, const Kleos__Event *event)
{
	struct feed_event out = {.seq = event->seq,
							 .kind = event_kind_find(service, event->type),
							 .time_ms = event->time_ms,
							 .imported = event->imported};
	if (!id_from_bytes(&out.subject, event->subject.data, event->subject.len))
		out.kind = NULL;
	return out;
}

void feed_ask(struct exchange_call *call, struct arena *scratch, enum gateway_service service, int64_t after,
			  int32_t limit, const struct event_filter *filter)
{
	Kleos__ReadEventsRequest request = KLEOS__READ_EVENTS_REQUEST__INIT;
	request.after = after;
	request.limit = limit;
	request.type_prefixes = (const char **)filter->patterns;
	request.n_type_prefixes = filter->count;
	call->service = service;
	call->method = READ_METHOD;
	call->body = wire_pack(&request.base, scratch);
	call->as_process = true;
}

bool feed_head_of(const Kleos__ReadEventsResponse *response, struct cursor_place *out)
{
	struct id epoch;
	if (!id_from_bytes(&epoch, response->epoch.data, response->epoch.len))
		return false;
	*out = (struct cursor_place){epoch, response->head};
	return true;
}

/* Where the outbox ends now, asked on the follower's thread. */
static bool ask_head(struct feed *feed, struct cursor_place *out)
{
	struct arena arena;
	arena_init(&arena, WIRE_REPLY_BOUND);
	struct principal self = principal_internal("gateway");
	Kleos__ReadEventsRequest request = KLEOS__READ_EVENTS_REQUEST__INIT;
	request.after = INT64_MAX;
	request.limit = 1;
	struct rpc_request call = {
		.method = READ_METHOD, .principal = &self, .timeout_ms = STREAM_HEAD_TIMEOUT_MS, .message = &request.base};
	struct rpc_reply reply;
	ProtobufCMessage *message = NULL;
	struct rpc_client *client = gateway_client(feed->hub->gateway, feed->service);
	bool known =
		rpc_call(client, &arena, &call, &reply, &kleos__read_events_response__descriptor, &message) == STATUS_OK &&
		feed_head_of((const Kleos__ReadEventsResponse *)message, out);
	arena_fini(&arena);
	return known;
}

static bool wait_again(struct hub *hub)
{
	pthread_mutex_lock(&hub->mutex);
	if (!hub->stopping)
		hub_wait(hub, ASK_PAUSE_MS);
	bool stopping = hub->stopping;
	pthread_mutex_unlock(&hub->mutex);
	return !stopping;
}

/* The feed begins at the end of the outbox; before the service was there once, there is no end to begin at. */
static int64_t feed_cursor(void *host, struct id *epoch)
{
	struct feed *feed = host;
	struct cursor_place place;
	while (!ask_head(feed, &place))
		if (!wait_again(feed->hub))
			return 0;
	pthread_mutex_lock(&feed->hub->mutex);
	feed->epoch = *epoch = place.epoch;
	feed->head = place.seq;
	feed->first = place.seq + 1;
	pthread_mutex_unlock(&feed->hub->mutex);
	return place.seq;
}

static void add_event(struct feed *feed, const struct feed_event *event)
{
	if (event->seq != feed->head + 1)
		feed->first = event->seq;
	feed->ring[(uint64_t)event->seq % FEED_RING] = *event;
	feed->head = event->seq;
	if (feed->head - feed->first >= FEED_RING)
		feed->first = feed->head - FEED_RING + 1;
}

static enum status feed_apply(void *host, const Kleos__ReadEventsResponse *run, const struct id *epoch, bool reset)
{
	struct feed *feed = host;
	pthread_mutex_lock(&feed->hub->mutex);
	if (reset) {
		feed->ready = false;
		feed->head = 0;
		feed->first = 1;
	}
	feed->epoch = *epoch;
	for (size_t i = 0; i < run->n_events; i++) {
		struct feed_event event = feed_event_of(feed->service, run->events[i]);
		add_event(feed, &event);
	}
	feed->head = run->last > feed->head ? run->last : feed->head;
	hub_queue_all(feed->hub, feed->service);
	pthread_mutex_unlock(&feed->hub->mutex);
	return STATUS_OK;
}

static void feed_round(void *host, bool ok)
{
	struct feed *feed = host;
	if (!ok)
		return;
	pthread_mutex_lock(&feed->hub->mutex);
	if (!feed->ready && !id_is_zero(&feed->epoch)) {
		feed->ready = true;
		hub_queue_all(feed->hub, feed->service);
	}
	pthread_mutex_unlock(&feed->hub->mutex);
}

enum status feed_open(struct feed *feed, struct hub *hub, enum gateway_service service)
{
	feed->hub = hub;
	feed->service = service;
	struct follower_config config = {
		.client = gateway_client(hub->gateway, service),
		.url = gateway_url(hub->gateway, service),
		.name = "gateway",
		.environment = hub->environment,
		.host = feed,
		.cursor = feed_cursor,
		.apply = feed_apply,
		.round = feed_round,
	};
	return follower_open(&feed->follower, &config);
}

void feed_close(struct feed *feed)
{
	follower_close(feed->follower);
	feed->follower = NULL;
}
