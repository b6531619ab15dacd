#include "common/rpc/connection_state.h"

#define SEND_PATIENCE_MS 5000          /* a peer that takes nothing for so long is gone */
#define CORK_BYTES       (8u * 1024)   /* so much leaves although more is about to come, so that the peer can begin */
#define KEPT_CAPACITY    (256u * 1024) /* larger buffers are given back when they are empty */

void buffer_clear_large(struct buffer *buffer)
{
	if (buffer->capacity > KEPT_CAPACITY)
		buffer_fini(buffer);
	buffer_clear(buffer);
}

bool take_turn(struct connection *connection)
{
	struct buffer empty = connection->leaving;

	if (connection->sending || !connection_is_up(connection) || connection->outbound.length == 0 ||
		(connection->corked && connection->outbound.length < CORK_BYTES))
		return false;
	connection->leaving = connection->outbound;
	connection->leaving_plain = connection->outbound_plain;
	connection->left = 0;
	buffer_clear_large(&empty);
	connection->outbound = empty;
	connection->outbound_plain = 0;
	connection->sending = true;
	return true;
}

void say_plainly(struct connection *connection, const uint8_t *bytes, size_t length)
{
	buffer_add(&connection->outbound, bytes, length);
	connection->outbound_plain += length;
}

static void send_rest(struct connection *connection)
{
	nng_iov rest = {.iov_buf = (void *)connection->out, .iov_len = connection->out_length};
	bool over = false;

	pthread_mutex_lock(&connection->mutex);
	if (connection_is_up(connection)) {
		nng_aio_set_timeout(connection->sending_aio, SEND_PATIENCE_MS);
		nng_aio_set_iov(connection->sending_aio, 1, &rest);
		nng_stream_send(connection->stream, connection->sending_aio);
	} else {
		connection->sending = false;
		over = connection_take_end(connection);
	}
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		connection_end(connection);
}

void send_record(struct connection *connection)
{
	const uint8_t *bytes = connection->leaving.bytes + connection->left;
	size_t length = connection->leaving.length - connection->left;

	if (connection->left < connection->leaving_plain) {
		length = connection->leaving_plain - connection->left;
		connection->out = bytes;
		connection->out_length = length;
	} else {
		if (length > CHANNEL_RECORD_BOUND)
			length = CHANNEL_RECORD_BOUND;
		connection->out = connection->record;
		connection->out_length = channel_seal(&connection->channel, connection->record, bytes, length);
	}
	connection->left += length;
	send_rest(connection);
}

/* All of it is sent: goes on with what was put meanwhile. */
static void turn_over(struct connection *connection)
{
	bool more, resume, over;

	pthread_mutex_lock(&connection->mutex);
	connection->sending = false;
	more = take_turn(connection);
	resume = connection->paused && connection_is_up(connection) && connection_waiting(connection) < HIGH_WATER;
	if (resume) {
		connection->paused = false;
		connection->receiving = true;
	}
	if (connection->finishing && connection_waiting(connection) == 0)
		connection_shut(connection, connection->why);
	over = connection_take_end(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		connection_end(connection);
	if (resume)
		receive_more(connection);
	if (more)
		send_record(connection);
}

static void send_failed(struct connection *connection)
{
	bool over;

	pthread_mutex_lock(&connection->mutex);
	connection->sending = false;
	connection_shut(connection, CONNECTION_LOST);
	over = connection_take_end(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		connection_end(connection);
}

void sent(void *argument)
{
	struct connection *connection = argument;

	if (nng_aio_result(connection->sending_aio) != 0) {
		send_failed(connection);
		return;
	}
	connection->out += nng_aio_count(connection->sending_aio);
	connection->out_length -= nng_aio_count(connection->sending_aio);
	if (connection->out_length > 0)
		send_rest(connection);
	else if (connection->left < connection->leaving.length)
		send_record(connection);
	else
		turn_over(connection);
}
