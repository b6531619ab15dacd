#include "common/rpc/connection_state.h"

#include <stdlib.h>

#define GREETING_BOUND_MS 2000 /* for the peer's part of the handshake */
#define SMALL_FRAME       1024 /* bytes; such find room beyond the bound, so that a refusal can be said */
#define SMALL_ROOM        (1024u * 1024)

bool connection_is_up(const struct connection *connection)
{
	return connection->state == STATE_GREETING || connection->state == STATE_OPEN;
}

size_t connection_waiting(const struct connection *connection)
{
	return connection->outbound.length + (connection->sending ? connection->leaving.length : 0);
}

void connection_shut(struct connection *connection, enum connection_end why)
{
	if (!connection_is_up(connection))
		return;
	connection->state = STATE_CLOSING;
	connection->why = why;
	nng_stream_close(connection->stream);
}

void connection_wind_up(struct connection *connection, enum connection_end why)
{
	connection->finishing = true;
	connection->why = why;
	if (connection_waiting(connection) == 0)
		connection_shut(connection, why);
}

bool connection_take_end(struct connection *connection)
{
	if (connection->state != STATE_CLOSING || connection->receiving || connection->sending)
		return false;
	connection->state = STATE_ENDING;
	return true;
}

void connection_end(struct connection *connection)
{
	enum connection_end why = connection->why;

	nng_stream_free(connection->stream);
	connection->stream = NULL;
	free(connection->sealed);
	free(connection->record);
	connection->sealed = connection->record = NULL;
	buffer_fini(&connection->opened);
	buffer_fini(&connection->leaving);
	pthread_mutex_lock(&connection->mutex);
	buffer_fini(&connection->outbound);
	connection->state = STATE_DETACHED;
	pthread_mutex_unlock(&connection->mutex);
	connection->config.ended(connection->config.host, connection, why); /* not ours behind this */
}

struct connection *connection_new(const struct connection_config *config)
{
	struct connection *connection = calloc(1, sizeof(*connection));

	if (!connection)
		return NULL;
	connection->config = *config;
	buffer_init(&connection->opened, NULL, FRAME_HEAD_SIZE + config->frame_bound + CHANNEL_RECORD_BOUND);
	buffer_init(&connection->leaving, NULL, config->outbound_bound + SMALL_ROOM);
	buffer_init(&connection->outbound, NULL, config->outbound_bound + SMALL_ROOM);
	pthread_mutex_init(&connection->mutex, NULL);
	if (nng_aio_alloc(&connection->receiving_aio, received, connection) == 0 &&
		nng_aio_alloc(&connection->sending_aio, sent, connection) == 0)
		return connection;
	connection_free(connection);
	return NULL;
}

void connection_free(struct connection *connection)
{
	if (!connection)
		return;
	if (connection->receiving_aio)
		nng_aio_free(connection->receiving_aio);
	if (connection->sending_aio)
		nng_aio_free(connection->sending_aio);
	pthread_mutex_destroy(&connection->mutex);
	free(connection);
}

void connection_attach(struct connection *connection, nng_stream *stream)
{
	const struct connection_config *config = &connection->config;
	bool send;

	channel_init(&connection->channel, config->end, config->key, config->environment);
	connection->greeted = connection->sealed_length = 0;
	connection->problem = CONNECTION_LOST;
	connection->greeting_ends_ms = environment_monotonic_ms(config->environment) + GREETING_BOUND_MS;
	pthread_mutex_lock(&connection->mutex);
	connection->state = STATE_GREETING;
	connection->stream = stream;
	connection->life++;
	connection->corked = connection->paused = connection->finishing = false;
	connection->outbound_plain = 0;
	say_plainly(connection, connection->channel.hello, CHANNEL_HELLO_SIZE);
	connection->receiving = true;
	send = take_turn(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (send)
		send_record(connection);
	receive_more(connection);
}

bool connection_is_open(struct connection *connection)
{
	bool open;

	pthread_mutex_lock(&connection->mutex);
	open = connection->state == STATE_OPEN;
	pthread_mutex_unlock(&connection->mutex);
	return open;
}

static void number_write(uint8_t *bytes, size_t size, uint64_t number)
{
	for (size_t i = size; i-- > 0; number >>= 8)
		bytes[i] = (uint8_t)number;
}

/* With the mutex held. */
static enum status append(struct connection *connection, uint64_t number, const uint8_t *bytes, size_t length)
{
	size_t bound = connection->config.outbound_bound + (length <= SMALL_FRAME ? SMALL_ROOM : 0);
	size_t before = connection->outbound.length;
	uint8_t head[FRAME_HEAD_SIZE];

	if (connection_waiting(connection) + FRAME_HEAD_SIZE + length > bound)
		return STATUS_RESOURCE_EXHAUSTED;
	number_write(head, 8, number);
	number_write(head + 8, 4, length);
	buffer_add(&connection->outbound, head, sizeof(head));
	buffer_add(&connection->outbound, bytes, length);
	if (!connection->outbound.overflowed)
		return STATUS_OK;
	connection->outbound.length = before; /* no memory */
	connection->outbound.overflowed = false;
	return STATUS_RESOURCE_EXHAUSTED;
}

enum status connection_put(struct connection *connection, uint64_t life, uint64_t number, const uint8_t *bytes,
						   size_t length)
{
	enum status status = STATUS_UNAVAILABLE;
	bool send = false;

	pthread_mutex_lock(&connection->mutex);
	if (connection->state == STATE_OPEN && (life == 0 || life == connection->life)) {
		status = append(connection, number, bytes, length);
		send = take_turn(connection);
	}
	pthread_mutex_unlock(&connection->mutex);
	if (send)
		send_record(connection);
	return status;
}

void connection_close(struct connection *connection)
{
	bool over;

	pthread_mutex_lock(&connection->mutex);
	connection_shut(connection, CONNECTION_LOST);
	over = connection_take_end(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		connection_end(connection);
}

void connection_finish(struct connection *connection)
{
	bool over;

	pthread_mutex_lock(&connection->mutex);
	if (connection_is_up(connection))
		connection_wind_up(connection, CONNECTION_LOST);
	over = connection_take_end(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		connection_end(connection);
}
