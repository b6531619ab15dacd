/* subscriber: who reads /v1/events at a desk. */
#ifndef KLEOS_TESTS_GATEWAY_SUBSCRIBER_H
#define KLEOS_TESTS_GATEWAY_SUBSCRIBER_H

#include "tests/service/gateway/desk.h"

struct stream {
	struct desk *desk;
	int socket;
	char *bytes; /* as they came, chunk sizes and all */
	size_t length, read;
	bool ended;
};

/* `query` begins with ?, or is ""; `last` is a Last-Event-ID, NULL: none. Fails the test unless a stream begins. */
struct stream subscribe(struct desk *desk, const char *key, const char *query, const char *last);
/* Asks, and reads nothing yet. */
struct stream subscribe_with(struct desk *desk, const char *key, const char *query, const char *last);
void unsubscribe(struct stream *stream);

/* The text up to `end`, which is read too; NULL: the stream ended before. */
char *until(struct stream *stream, const char *end);

struct event {
	const char *id, *type, *data;
};

struct event next_event(struct stream *stream); /* pings are passed over */
/* Fails the test unless the next event is a recognition with this message. Its cursor. */
const char *hears(struct stream *stream, const char *message);

#endif
