/* stream: GET /v1/events, what happened as server-sent events, as far as the reader may see it.
 *
 * A feed per service follows the outbox and keeps the newest events, thin as they are, in a ring. A subscriber has a
 * lane per feed: its place in that history. A lane takes the next event behind its place that was asked for, asks the
 * service for the subject's state with the reader's own rights, and writes it, or passes over it when there is nothing
 * to see. Only NOT_FOUND and PERMISSION_DENIED say so: after other failures it asks again. A lane that is behind the
 * ring reads the outbox itself. Lanes of one subscriber do not wait for each other, so a service that is away holds up
 * its own events only. Nothing waits on a thread: the hub's thread starts calls (at most STREAM_CALLS_BOUND at once for
 * a service), their callbacks write, the HTTP thread reads.
 *
 * Everything below is guarded by the hub's mutex, except that the call of a running lane belongs to its callback. */
#ifndef KLEOS_GATEWAY_STREAM_H
#define KLEOS_GATEWAY_STREAM_H

#include "common/base/buffer.h"
#include "common/base/limits.h"
#include "common/events/follower.h"
#include "services/gateway/exchange.h"
#include "services/gateway/stream/cursor.h"
#include "services/gateway/stream/event_kind.h"

#include <pthread.h>

#define STREAM_BUFFER_BOUND    ((size_t)64 * 1024) /* bytes that wait for one subscriber; beyond, its lanes wait */
#define STREAM_LOW_WATER       ((size_t)16 * 1024) /* lanes go on below */
#define STREAM_CALLS_BOUND     32                  /* calls at once for one service */
#define STREAM_CALL_TIMEOUT_MS 5000
#define STREAM_HEAD_TIMEOUT_MS 1000 /* to learn where "now" is */
#define STREAM_AGAIN_MS        500  /* first pause of a lane whose service did not answer; it doubles */
#define STREAM_TRIES_BOUND     12   /* of one event whose service answers, but not with it: some four minutes */
#define STREAM_PING_MS         15000
#define STREAM_TICK_MS         250
#define FEED_RING              4096
#define BACKLOG_BOUND          128

struct hub;

struct feed_event {
	int64_t seq;
	const struct event_kind *kind; /* NULL: not for subscribers */
	struct id subject;
	int64_t time_ms;
	bool imported;
};

struct feed {
	struct hub *hub;
	enum gateway_service service;
	struct follower *follower;
	bool ready; /* epoch and head are those of now, as far as the last ring told */
	struct id epoch;
	int64_t head;
	int64_t first;                     /* the oldest seq in the ring; head + 1: none */
	struct feed_event ring[FEED_RING]; /* seq modulo its size */
	struct lane *first_waiting, *last_waiting;
	int running; /* calls */
};

struct lane {
	struct subscriber *subscriber;
	struct feed *feed;
	struct cursor_place place; /* epoch zero: begins at the head */
	struct lane *next;         /* that waits for the hub's thread */
	bool queued, running;
	bool needs_room;            /* the event at hand did not fit: goes on when nothing waits any more */
	int64_t not_before_ms;      /* monotonic; 0: no pause */
	int failures;               /* for the event at hand */
	int tries;                  /* those of them that are not the service being away */
	struct feed_event *backlog; /* read from the outbox: what was asked for up to backlog_last; heap */
	size_t backlog_at, backlog_count;
	int64_t backlog_last;
	struct feed_event event; /* whose subject is asked for */
	struct exchange_call call;
};

struct subscriber {
	struct hub *hub;
	struct exchange *exchange; /* held until the subscriber is freed */
	struct subscriber *next, *previous;
	struct event_filter filter; /* in the exchange's arena */
	struct lane lanes[SERVICE_COUNT];
	struct buffer out; /* heap */
	size_t sent;       /* of `out` */
	int running;       /* calls; not freed before they are back */
	bool started;      /* headers are on their way */
	bool over;         /* to be ended: the client left, its key works no more, or the gateway stops */
	bool ended;        /* the HTTP side is over */
	int64_t next_ping_ms;
};

struct hub {
	struct gateway *gateway;
	const struct environment *environment;
	pthread_mutex_t mutex;
	pthread_cond_t changed; /* for the hub's thread and for feeds that wait for their service */
	pthread_t thread;
	bool threaded; /* the thread runs */
	bool stopping;
	struct feed feeds[SERVICE_COUNT];
	struct subscriber *subscribers;
	size_t count;
};

/* feed.c */
enum status feed_open(struct feed *feed, struct hub *hub, enum gateway_service service);
void feed_close(struct feed *feed);
/* The outbox after `after`, as the gateway; `call` is filled. */
void feed_ask(struct exchange_call *call, struct arena *scratch, enum gateway_service service, int64_t after,
			  int32_t limit, const struct event_filter *filter);
/* Where an answer says that the outbox ends. False: it is of no history, and *out as it was. */
bool feed_head_of(const Kleos__ReadEventsResponse *response, struct cursor_place *out);
struct feed_event feed_event_of(enum gateway_service service, const Kleos__Event *event);

/* lane.c; with the mutex held. */
void lane_queue(struct lane *lane); /* to be looked at by the hub's thread */
void lane_unqueue(struct lane *lane);
/* Takes the lane as far as it goes without asking. True: `call` is to be started. */
bool lane_step(struct lane *lane, struct arena *scratch);
void lane_drop_backlog(struct lane *lane);

/* stream.c; with the mutex held. */
int64_t hub_now(const struct hub *hub);
void hub_wait(struct hub *hub, int64_t ms);
void hub_queue_all(struct hub *hub, enum gateway_service service); /* every subscriber's lane of the service */

/* subscriber.c; with the mutex held, but for the first two and the last. */
struct subscriber *subscriber_new(struct hub *hub, struct exchange *exchange); /* not listed; NULL: no memory */
void subscriber_free(struct subscriber *subscriber);                           /* that was never listed */
void subscriber_list(struct subscriber *subscriber);
void subscriber_unlist(struct subscriber *subscriber);
void subscriber_end(struct subscriber *subscriber);             /* its HTTP side is told that it is over */
size_t subscriber_waiting(const struct subscriber *subscriber); /* bytes */
void subscriber_add(struct subscriber *subscriber, const char *bytes, size_t length);
void subscriber_add_id(struct subscriber *subscriber); /* the line with the cursor of now */
/* Frees it when its HTTP side is over and no call is out; unlocks the mutex in any case. */
void subscriber_unlock(struct subscriber *subscriber);

#endif
