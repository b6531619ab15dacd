/* What one reader of the stream is: what waits for it, its lanes, and its life between the HTTP side and its calls. */
#include "services/gateway/stream/stream.h"

#include <stdlib.h>
#include <string.h>

#define OUT_BOUND ((size_t)8 * 1024 * 1024) /* one event that is larger than the buffer's bound goes alone */

size_t subscriber_waiting(const struct subscriber *subscriber)
{
	return subscriber->out.length - subscriber->sent;
}

void subscriber_add(struct subscriber *subscriber, const char *bytes, size_t length)
{
	struct buffer *out = &subscriber->out;
	if (subscriber->sent) {
		memmove(out->bytes, out->bytes + subscriber->sent, out->length - subscriber->sent);
		out->length -= subscriber->sent;
		subscriber->sent = 0;
	}
	buffer_add(out, bytes, length);
}

void subscriber_add_id(struct subscriber *subscriber)
{
	struct hub *hub = subscriber->hub;
	struct cursor cursor;
	struct arena arena;
	arena_init(&arena, 8192);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		cursor.places[i] = subscriber->lanes[i].place;
	const char *line = arena_printf(&arena, "id: %s\n",
									cursor_seal(&arena, hub->environment, gateway_key(hub->gateway),
												&exchange_principal(subscriber->exchange)->key, &cursor));
	subscriber_add(subscriber, line, strlen(line));
	arena_fini(&arena);
}

struct subscriber *subscriber_new(struct hub *hub, struct exchange *exchange)
{
	static const char prelude[] = "retry: 2000\n\n";
	struct subscriber *subscriber = calloc(1, sizeof *subscriber);
	if (!subscriber)
		return NULL;
	subscriber->hub = hub;
	subscriber->exchange = exchange;
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		subscriber->lanes[i].subscriber = subscriber;
		subscriber->lanes[i].feed = &hub->feeds[i];
	}
	buffer_init(&subscriber->out, NULL, OUT_BOUND);
	buffer_add(&subscriber->out, prelude, sizeof prelude - 1);
	exchange_hold(exchange);
	return subscriber;
}

void subscriber_free(struct subscriber *subscriber)
{
	struct exchange *exchange = subscriber->exchange;
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		lane_drop_backlog(&subscriber->lanes[i]);
	buffer_fini(&subscriber->out);
	free(subscriber);
	exchange_release(exchange);
}

void subscriber_unlock(struct subscriber *subscriber)
{
	struct hub *hub = subscriber->hub;
	bool last = subscriber->ended && !subscriber->running;
	pthread_mutex_unlock(&hub->mutex);
	if (last)
		subscriber_free(subscriber);
}

void subscriber_list(struct subscriber *subscriber)
{
	struct hub *hub = subscriber->hub;
	subscriber->next = hub->subscribers;
	if (subscriber->next)
		subscriber->next->previous = subscriber;
	hub->subscribers = subscriber;
}

void subscriber_unlist(struct subscriber *subscriber)
{
	struct hub *hub = subscriber->hub;
	if (subscriber->previous)
		subscriber->previous->next = subscriber->next;
	else
		hub->subscribers = subscriber->next;
	if (subscriber->next)
		subscriber->next->previous = subscriber->previous;
	hub->count--;
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		lane_unqueue(&subscriber->lanes[i]);
}

void subscriber_end(struct subscriber *subscriber)
{
	subscriber->over = true;
	exchange_wake(subscriber->exchange);
}
