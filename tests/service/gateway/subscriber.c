#include "tests/service/gateway/subscriber.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define STREAM_BOUND (4u << 20)

static void fill(struct stream *stream)
{
	assert_true(stream->length < STREAM_BOUND);
	ssize_t n = recv(stream->socket, stream->bytes + stream->length, STREAM_BOUND - stream->length, 0);
	stream->ended = n <= 0;
	stream->length += n > 0 ? (size_t)n : 0;
	stream->bytes[stream->length] = '\0';
}

char *until(struct stream *stream, const char *end)
{
	char *at;
	while (!(at = strstr(stream->bytes + stream->read, end)) && !stream->ended)
		fill(stream);
	if (!at)
		return NULL;
	char *text = arena_text_n(&stream->desk->front->base.arena, stream->bytes + stream->read,
							  (size_t)(at - stream->bytes) - stream->read);
	stream->read = (size_t)(at - stream->bytes) + strlen(end);
	return text;
}

struct stream subscribe_with(struct desk *desk, const char *key, const char *query, const char *last)
{
	struct arena *arena = &desk->front->base.arena;
	struct stream stream = {.desk = desk, .socket = front_connect(desk->front)};
	stream.bytes = arena_alloc(arena, STREAM_BOUND + 1);
	char *head =
		arena_printf(arena, "GET /v1/events%s HTTP/1.1\r\nHost: kleos\r\nAuthorization: Bearer %s\r\n%s%s%s\r\n", query,
					 key, last ? "Last-Event-ID: " : "", last ? last : "", last ? "\r\n" : "");
	front_write(stream.socket, head, strlen(head));
	return stream;
}

struct stream subscribe(struct desk *desk, const char *key, const char *query, const char *last)
{
	struct stream stream = subscribe_with(desk, key, query, last);
	const char *head = until(&stream, "\r\n\r\n");
	assert_non_null(head);
	assert_non_null(strstr(head, "200 OK"));
	assert_non_null(strcasestr(head, "content-type: text/event-stream"));
	assert_non_null(until(&stream, "retry: 2000\n\n"));
	return stream;
}

void unsubscribe(struct stream *stream)
{
	close(stream->socket);
}

static const char *line_of(struct desk *desk, const char *block, const char *name)
{
	const char *at = strstr(block, name);
	assert_non_null(at);
	at += strlen(name);
	return arena_text_n(&desk->front->base.arena, at, strcspn(at, "\n"));
}

struct event next_event(struct stream *stream)
{
	char *block = until(stream, "\n\n");
	while (block && !strstr(block, "id: ")) /* a ping */
		block = until(stream, "\n\n");
	if (!block)
		fail_msg("the stream ended");
	return (struct event){line_of(stream->desk, block, "id: "), line_of(stream->desk, block, "event: "),
						  line_of(stream->desk, block, "data: ")};
}

const char *hears(struct stream *stream, const char *message)
{
	struct event event = next_event(stream);
	assert_string_equal(event.type, "recognition.given");
	if (!strstr(event.data, arena_printf(&stream->desk->front->base.arena, "\"message\":\"%s\"", message)))
		fail_msg("wanted %s, heard %s", message, event.data);
	return event.id;
}
