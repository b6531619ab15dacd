#include "common/rpc/wire.h"
#include "services/gateway/stream/cloudevent.h"
#include "services/gateway/stream/stream.h"

#include <stdlib.h>

#define EVENT_BOUND   ((size_t)4 * 1024 * 1024)
#define AWAY_DOUBLES  3 /* the pause of a lane whose service is away grows to 4 s */
#define OTHER_DOUBLES 6 /* and to 32 s after other failures */

/* ---- waiting for the hub's thread ---- */

void lane_queue(struct lane *lane)
{
	struct feed *feed = lane->feed;
	const struct subscriber *subscriber = lane->subscriber;
	if (lane->queued || lane->running || !subscriber->started || subscriber->ended)
		return; /* who ended may be freed as soon as its last call is back */
	lane->queued = true;
	lane->next = NULL;
	if (feed->last_waiting)
		feed->last_waiting->next = lane;
	else
		feed->first_waiting = lane;
	feed->last_waiting = lane;
	pthread_cond_broadcast(&feed->hub->changed);
}

void lane_unqueue(struct lane *lane)
{
	struct feed *feed = lane->feed;
	struct lane *before = NULL;
	if (!lane->queued)
		return;
	for (struct lane *at = feed->first_waiting; at != lane; at = at->next)
		before = at;
	if (before)
		before->next = lane->next;
	else
		feed->first_waiting = lane->next;
	if (feed->last_waiting == lane)
		feed->last_waiting = before;
	lane->queued = false;
}

/* ---- the place ---- */

void lane_drop_backlog(struct lane *lane)
{
	free(lane->backlog);
	lane->backlog = NULL;
	lane->backlog_at = lane->backlog_count = 0;
}

/* The event at hand is written, or nobody's business here. */
static void pass(struct lane *lane, int64_t seq)
{
	lane->place.seq = seq;
	lane->failures = lane->tries = 0;
	if (lane->backlog && ++lane->backlog_at == lane->backlog_count) {
		lane->place.seq = lane->backlog_last;
		lane_drop_backlog(lane);
	}
}

/* Another history began, or this one is known at last: from its head on. A reader who was in the old one is told. */
static void settle(struct lane *lane)
{
	struct subscriber *subscriber = lane->subscriber;
	bool reset = !id_is_zero(&lane->place.epoch);
	lane_drop_backlog(lane);
	lane->place = (struct cursor_place){lane->feed->epoch, lane->feed->head};
	if (!reset)
		return;
	struct buffer text;
	buffer_init(&text, NULL, 1024);
	buffer_printf(&text,
				  "event: reset\ndata: {\"source\":\"%s\",\"reason\":\"the data was restored from a backup: read again "
				  "what you keep\"}\n\n",
				  event_sources[lane->feed->service]);
	subscriber_add_id(subscriber);
	subscriber_add(subscriber, buffer_text(&text), text.length);
	buffer_fini(&text);
	exchange_wake(subscriber->exchange);
}

/* ---- calls ---- */

/* With the mutex held, the call being back. */
static void call_is_back(struct lane *lane)
{
	lane->running = false;
	lane->feed->running--;
	lane->subscriber->running--;
	pthread_cond_broadcast(&lane->feed->hub->changed);
}

/* The service is away or busy: no fault of the event. */
static bool is_away(enum status status)
{
	switch (status) {
	case STATUS_CANCELLED:
	case STATUS_DEADLINE_EXCEEDED:
	case STATUS_RESOURCE_EXHAUSTED:
	case STATUS_ABORTED:
	case STATUS_UNAVAILABLE:
	case STATUS_UNAUTHENTICATED:
		return true;
	default:
		return false;
	}
}

/* Not for this reader, or gone. Whatever else goes wrong is no reason to drop an event. */
static bool is_nobodys_business(enum status status)
{
	return status == STATUS_NOT_FOUND || status == STATUS_PERMISSION_DENIED;
}

/* The event is asked for again after a pause that grows, as long as its service is away; after STREAM_TRIES_BOUND other
 * failures it is passed over with a line in the log, so that one event does not hold up a stream for good. */
static void try_again(struct lane *lane, enum status status)
{
	bool away = is_away(status);
	int doubles = away ? AWAY_DOUBLES : OTHER_DOUBLES;
	lane->tries += !away;
	if (lane->tries >= STREAM_TRIES_BOUND) {
		log_error(lane->subscriber->hub->environment->log, "a stream passes over an event that cannot be read",
				  log_text("type", lane->event.kind->type), log_number("seq", lane->event.seq),
				  log_text("status", status_name(status)));
		pass(lane, lane->event.seq);
		return;
	}
	lane->not_before_ms =
		hub_now(lane->subscriber->hub) + (STREAM_AGAIN_MS << (lane->failures < doubles ? lane->failures : doubles));
	lane->failures++;
}

/* What the subscriber gets to read of the event, but for the cursor. False: the answer is not readable. */
static bool write_event(struct buffer *out, const struct lane *lane, const struct rpc_reply *reply)
{
	const struct feed_event *event = &lane->event;
	struct arena arena;
	ProtobufCMessage *data;
	const char *problem;
	arena_init(&arena, 4 * WIRE_REPLY_BOUND);
	bool readable = wire_unpack(event->kind->response, &arena, reply->body.data, reply->body.len, WIRE_REPLY_BOUND,
								&data, &problem) == STATUS_OK;
	if (readable) {
		struct cloudevent cloudevent = {
			.source = event_sources[event->kind->service],
			.type = event->kind->type,
			.subject = event->subject,
			.subject_name = event_kind_subject(event->kind, data),
			.time_ms = event->time_ms,
			.imported = event->imported,
			.epoch = lane->place.epoch,
			.seq = event->seq,
			.data = data,
		};
		buffer_printf(out, "event: %s\ndata: ", event->kind->type);
		cloudevent_add(out, gateway_key(lane->subscriber->hub->gateway), &cloudevent);
		buffer_add_text(out, "\n\n");
	}
	arena_fini(&arena);
	return readable && !out->overflowed;
}

/* Writes the event if there is room, else it is asked for again once there is. */
static void deliver(struct lane *lane, const struct buffer *text)
{
	struct subscriber *subscriber = lane->subscriber;
	size_t waiting = subscriber_waiting(subscriber);
	lane->needs_room = waiting && waiting + text->length > STREAM_BUFFER_BOUND;
	if (lane->needs_room)
		return;
	pass(lane, lane->event.seq);
	subscriber_add_id(subscriber);
	subscriber_add(subscriber, buffer_text(text), text->length);
	exchange_wake(subscriber->exchange);
}

static void subject_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct lane *lane = context;
	struct subscriber *subscriber = lane->subscriber;
	struct buffer text;
	(void)exchange;
	buffer_init(&text, NULL, EVENT_BOUND);
	bool written = !reply->status && write_event(&text, lane, reply);
	pthread_mutex_lock(&subscriber->hub->mutex);
	call_is_back(lane);
	if (written)
		deliver(lane, &text);
	else if (is_nobodys_business(reply->status))
		pass(lane, lane->event.seq);
	else
		try_again(lane, reply->status ? reply->status : STATUS_DATA_LOSS);
	lane_queue(lane);
	subscriber_unlock(subscriber);
	buffer_fini(&text);
}

/* Keeps what was asked for of a run. False: out of memory. */
static bool take_run(struct lane *lane, const Kleos__ReadEventsResponse *run)
{
	lane->backlog = calloc(run->n_events + 1, sizeof *lane->backlog);
	if (!lane->backlog)
		return false;
	lane->backlog_at = 0;
	for (size_t i = 0; i < run->n_events; i++) {
		struct feed_event event = feed_event_of(lane->feed->service, run->events[i]);
		if (event.kind && event_filter_wants(&lane->subscriber->filter, event.kind->type))
			lane->backlog[lane->backlog_count++] = event;
	}
	lane->backlog_last = run->last;
	if (!lane->backlog_count) {
		lane->place.seq = run->last;
		lane_drop_backlog(lane);
	}
	return true;
}

static void run_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct lane *lane = context;
	struct subscriber *subscriber = lane->subscriber;
	struct arena arena;
	ProtobufCMessage *message = NULL;
	const char *problem;
	(void)exchange;
	arena_init(&arena, 4 * WIRE_REPLY_BOUND);
	bool readable = !reply->status && wire_unpack(&kleos__read_events_response__descriptor, &arena, reply->body.data,
												  reply->body.len, WIRE_REPLY_BOUND, &message, &problem) == STATUS_OK;
	const Kleos__ReadEventsResponse *run = (const Kleos__ReadEventsResponse *)message;
	struct id epoch = {{0}};
	pthread_mutex_lock(&subscriber->hub->mutex);
	call_is_back(lane);
	bool taken = readable && id_from_bytes(&epoch, run->epoch.data, run->epoch.len) &&
				 id_equal(&epoch, &lane->place.epoch) && run->last > lane->place.seq && take_run(lane, run);
	if (!taken)
		lane->not_before_ms = hub_now(subscriber->hub) + STREAM_AGAIN_MS;
	lane_queue(lane);
	subscriber_unlock(subscriber);
	arena_fini(&arena);
}

static void start_call(struct lane *lane, void (*done)(struct exchange *, void *, const struct rpc_reply *))
{
	lane->call.done = done;
	lane->call.context = lane;
	lane->call.timeout_ms = STREAM_CALL_TIMEOUT_MS;
	lane->running = true;
	lane->feed->running++;
	lane->subscriber->running++;
}

static void ask_subject(struct lane *lane, struct arena *scratch, const struct feed_event *event)
{
	lane->event = *event;
	lane->call = (struct exchange_call){
		.service = event->kind->service,
		.method = event->kind->method,
		.body = wire_pack(event_kind_request(event->kind, scratch, &event->subject), scratch),
	};
	start_call(lane, subject_came_back);
}

static void ask_run(struct lane *lane, struct arena *scratch)
{
	lane->call = (struct exchange_call){0};
	feed_ask(&lane->call, scratch, lane->feed->service, lane->place.seq, BACKLOG_BOUND, &lane->subscriber->filter);
	start_call(lane, run_came_back);
}

/* ---- a step ---- */

static bool may_go_on(const struct lane *lane)
{
	const struct subscriber *subscriber = lane->subscriber;
	size_t most = lane->needs_room ? 0 : STREAM_LOW_WATER;
	return subscriber->started && !subscriber->over && !subscriber->ended && !lane->running && lane->feed->ready &&
		   hub_now(subscriber->hub) >= lane->not_before_ms && subscriber_waiting(subscriber) <= most;
}

bool lane_step(struct lane *lane, struct arena *scratch)
{
	const struct feed *feed = lane->feed;
	if (!may_go_on(lane))
		return false;
	if (!id_equal(&lane->place.epoch, &feed->epoch))
		settle(lane);
	while (lane->backlog || lane->place.seq < feed->head) {
		if (!lane->backlog && lane->place.seq + 1 < feed->first) {
			ask_run(lane, scratch);
			return true;
		}
		const struct feed_event *event =
			lane->backlog ? &lane->backlog[lane->backlog_at] : &feed->ring[(uint64_t)(lane->place.seq + 1) % FEED_RING];
		if (event->kind && event_filter_wants(&lane->subscriber->filter, event->kind->type)) {
			ask_subject(lane, scratch, event);
			return true;
		}
		pass(lane, event->seq);
	}
	return false;
}
