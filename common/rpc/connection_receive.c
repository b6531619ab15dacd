#include "common/rpc/connection_state.h"

#include <stdlib.h>
#include <string.h>

/* What comes next: no more than our part of the handshake asks for, afterwards as much as is there. */
static nng_iov room_for_more(struct connection *connection, nng_duration *patience)
{
	size_t wanted = connection->greeted < CHANNEL_HELLO_SIZE ? CHANNEL_HELLO_SIZE : sizeof(connection->greeting);
	int64_t left_ms;

	if (connection->sealed) {
		*patience = NNG_DURATION_INFINITE;
		return (nng_iov){connection->sealed + connection->sealed_length,
						 2 * CHANNEL_SEALED_BOUND - connection->sealed_length};
	}
	left_ms = connection->greeting_ends_ms - environment_monotonic_ms(connection->config.environment);
	*patience = left_ms > 1 ? (nng_duration)left_ms : 1;
	return (nng_iov){connection->greeting + connection->greeted, wanted - connection->greeted};
}

void receive_more(struct connection *connection)
{
	nng_duration patience;
	nng_iov room = room_for_more(connection, &patience);
	bool over = false;

	pthread_mutex_lock(&connection->mutex);
	connection->paused = connection->config.end == CHANNEL_SERVER && connection_waiting(connection) >= HIGH_WATER;
	if (connection_is_up(connection) && !connection->paused && !connection->finishing) {
		nng_aio_set_timeout(connection->receiving_aio, patience);
		nng_aio_set_iov(connection->receiving_aio, 1, &room);
		nng_stream_recv(connection->stream, connection->receiving_aio);
	} else {
		connection->receiving = false;
		over = connection_take_end(connection);
	}
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		connection_end(connection);
}

static uint64_t number_read(const uint8_t *bytes, size_t size)
{
	uint64_t number = 0;

	for (size_t i = 0; i < size; i++)
		number = number << 8 | bytes[i];
	return number;
}

/* Hands over every frame that is whole. False: one is too long. */
static bool take_frames(struct connection *connection)
{
	struct buffer *opened = &connection->opened;
	struct frame frame = {.connection = connection, .life = connection->life};
	size_t at = 0;

	while (opened->length - at >= FRAME_HEAD_SIZE) {
		const uint8_t *head = opened->bytes + at;

		frame.number = number_read(head, 8);
		frame.bytes.len = number_read(head + 8, 4);
		frame.bytes.data = opened->bytes + at + FRAME_HEAD_SIZE;
		if (frame.bytes.len > connection->config.frame_bound)
			return false;
		if (opened->length - at - FRAME_HEAD_SIZE < frame.bytes.len)
			break;
		connection->config.frame(connection->config.host, &frame);
		at += FRAME_HEAD_SIZE + frame.bytes.len;
	}
	opened->length -= at;
	if (opened->length == 0)
		buffer_clear_large(opened);
	else if (at > 0)
		memmove(opened->bytes, opened->bytes + at, opened->length);
	return true;
}

static bool open_record(struct connection *connection, const uint8_t *sealed, size_t length)
{
	uint8_t *room = buffer_room(&connection->opened, length - CHANNEL_SEAL_SIZE);

	if (!room)
		return false;
	if (!channel_open(&connection->channel, room, sealed, length)) {
		connection->problem = CONNECTION_UNTRUSTED;
		return false;
	}
	connection->opened.length += length - CHANNEL_SEAL_SIZE;
	return take_frames(connection);
}

/* Every record that is whole. False: the connection is of no use any more, see `problem`. */
static bool open_records(struct connection *connection)
{
	size_t at = 0;

	while (connection->sealed_length - at >= CHANNEL_LENGTH_SIZE) {
		const uint8_t *record = connection->sealed + at;
		size_t length = channel_sealed_length(record);

		if (length == 0)
			return false;
		if (connection->sealed_length - at - CHANNEL_LENGTH_SIZE < length)
			break;
		if (!open_record(connection, record + CHANNEL_LENGTH_SIZE, length))
			return false;
		at += CHANNEL_LENGTH_SIZE + length;
	}
	connection->sealed_length -= at;
	memmove(connection->sealed, connection->sealed + at, connection->sealed_length);
	return true;
}

static bool take_records(struct connection *connection, size_t n)
{
	bool well, send;

	connection->sealed_length += n;
	pthread_mutex_lock(&connection->mutex);
	connection->corked = true;
	pthread_mutex_unlock(&connection->mutex);
	well = open_records(connection);
	pthread_mutex_lock(&connection->mutex);
	connection->corked = false;
	send = take_turn(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (send)
		send_record(connection);
	return well;
}

/* The peer's hello: our proof is the answer. */
static bool agree(struct connection *connection)
{
	uint8_t proof[CHANNEL_PROOF_SIZE];
	bool send;

	if (!channel_agree(&connection->channel, connection->greeting, proof)) {
		connection->problem = CONNECTION_UNTRUSTED;
		return false;
	}
	pthread_mutex_lock(&connection->mutex);
	say_plainly(connection, proof, sizeof(proof));
	send = take_turn(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (send)
		send_record(connection);
	return true;
}

/* The peer's proof: the connection is open. */
static bool trust(struct connection *connection)
{
	bool up;

	if (!channel_trust(&connection->channel, connection->greeting + CHANNEL_HELLO_SIZE)) {
		connection->problem = CONNECTION_UNTRUSTED;
		return false;
	}
	connection->sealed = malloc(2 * CHANNEL_SEALED_BOUND);
	connection->record = malloc(CHANNEL_SEALED_BOUND);
	if (!connection->sealed || !connection->record)
		return false;
	pthread_mutex_lock(&connection->mutex);
	up = connection_is_up(connection);
	if (up)
		connection->state = STATE_OPEN;
	pthread_mutex_unlock(&connection->mutex);
	if (up)
		connection->config.opened(connection->config.host, connection);
	return true;
}

/* False: this peer is not one of ours. */
static bool take_greeting(struct connection *connection, size_t n)
{
	connection->greeted += n;
	if (connection->greeted == CHANNEL_HELLO_SIZE)
		return agree(connection);
	return connection->greeted < sizeof(connection->greeting) || trust(connection);
}

void received(void *argument)
{
	struct connection *connection = argument;
	size_t n = nng_aio_count(connection->receiving_aio);
	bool well = nng_aio_result(connection->receiving_aio) == 0;

	if (well)
		well = connection->sealed ? take_records(connection, n) : take_greeting(connection, n);
	if (!well) {
		pthread_mutex_lock(&connection->mutex);
		if (connection->state == STATE_GREETING)
			connection_wind_up(connection,
							   connection->problem); /* our proof shall arrive, so that the peer can tell why */
		else
			connection_shut(connection, connection->problem);
		pthread_mutex_unlock(&connection->mutex);
	}
	receive_more(connection);
}
