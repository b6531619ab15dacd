#include "common/rpc/connection.h"

#include "common/base/buffer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_HEAD_SIZE   12            /* number and length, big-endian */
#define GREETING_BOUND_MS 2000          /* for the peer's part of the handshake */
#define SEND_PATIENCE_MS  5000          /* a peer that takes nothing for so long is gone */
#define CORK_BYTES        (8u * 1024)   /* so much leaves although more is about to come, so that the peer can begin */
#define HIGH_WATER        (1024u * 1024) /* with so much waiting for a client, no more calls of it are read */
#define SMALL_FRAME       1024          /* bytes; such find room beyond the bound, so that a refusal can be said */
#define SMALL_ROOM        (1024u * 1024)
#define KEPT_CAPACITY     (256u * 1024) /* larger buffers are given back when they are empty */

enum connection_state {
	STATE_DETACHED,
	STATE_GREETING,
	STATE_OPEN,
	STATE_CLOSING, /* the stream is closed; waits for those who receive and send */
	STATE_ENDING,  /* nobody does any more */
};

/* Two relays run side by side: one receives, one sends. Each is one operation of nng's at a time and the callback that
 * follows; what belongs to a relay is touched by whoever runs it and needs no lock. The mutex guards the rest and the
 * start of every operation, so that none starts on a stream that was closed (nng 1.5.2 would never end it). */
struct connection {
	struct connection_config config;
	struct channel channel; /* opening: the receiver's; sealing: the sender's */

	/* the receiver's */
	nng_aio *receiving_aio;
	uint8_t greeting[CHANNEL_HELLO_SIZE + CHANNEL_PROOF_SIZE];
	size_t greeted; /* bytes of it that came */
	int64_t greeting_ends_ms;
	uint8_t *sealed; /* 2 * CHANNEL_SEALED_BOUND bytes; NULL: the peer is not trusted yet */
	size_t sealed_length;
	struct buffer opened; /* begins with the frame that is not whole yet */
	enum connection_end problem;

	/* the sender's */
	nng_aio *sending_aio;
	struct buffer leaving; /* what it sends, record after record */
	size_t leaving_plain;  /* so much at the front is sent as it is: our part of the handshake */
	size_t left;           /* of `leaving`, so much is sent, or is in `out` */
	uint8_t *record;       /* CHANNEL_SEALED_BOUND bytes */
	const uint8_t *out;    /* what nng is to send now */
	size_t out_length;

	pthread_mutex_t mutex; /* guards what follows */
	enum connection_state state;
	nng_stream *stream;
	uint64_t life;
	struct buffer outbound; /* waits for the sender */
	size_t outbound_plain;
	bool receiving, sending; /* the relay runs */
	bool corked;             /* received frames are being handed over */
	bool paused;             /* the receiver stopped until what waits is sent */
	bool finishing;
	enum connection_end why;
};

/* ---- with the mutex held ---- */

static bool is_up(const struct connection *connection)
{
	return connection->state == STATE_GREETING || connection->state == STATE_OPEN;
}

static size_t waiting(const struct connection *connection)
{
	return connection->outbound.length + (connection->sending ? connection->leaving.length : 0);
}

static void shut(struct connection *connection, enum connection_end why)
{
	if (!is_up(connection))
		return;
	connection->state = STATE_CLOSING;
	connection->why = why;
	nng_stream_close(connection->stream);
}

static void finish(struct connection *connection, enum connection_end why)
{
	connection->finishing = true;
	connection->why = why;
	if (waiting(connection) == 0)
		shut(connection, why);
}

/* True: both relays are over, and the caller is the one who ends the connection. */
static bool take_end(struct connection *connection)
{
	if (connection->state != STATE_CLOSING || connection->receiving || connection->sending)
		return false;
	connection->state = STATE_ENDING;
	return true;
}

static void buffer_empty(struct buffer *buffer)
{
	if (buffer->capacity > KEPT_CAPACITY)
		buffer_fini(buffer);
	buffer_clear(buffer);
}

/* True: the caller is the sender now. */
static bool take_turn(struct connection *connection)
{
	struct buffer empty = connection->leaving;

	if (connection->sending || !is_up(connection) || connection->outbound.length == 0 ||
		(connection->corked && connection->outbound.length < CORK_BYTES))
		return false;
	connection->leaving = connection->outbound;
	connection->leaving_plain = connection->outbound_plain;
	connection->left = 0;
	buffer_empty(&empty);
	connection->outbound = empty;
	connection->outbound_plain = 0;
	connection->sending = true;
	return true;
}

static void say_plainly(struct connection *connection, const uint8_t *bytes, size_t length)
{
	buffer_add(&connection->outbound, bytes, length);
	connection->outbound_plain += length;
}

/* ---- the end ---- */

static void end(struct connection *connection)
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

/* ---- the sender ---- */

static void send_rest(struct connection *connection)
{
	nng_iov rest = {.iov_buf = (void *)connection->out, .iov_len = connection->out_length};
	bool over = false;

	pthread_mutex_lock(&connection->mutex);
	if (is_up(connection)) {
		nng_aio_set_timeout(connection->sending_aio, SEND_PATIENCE_MS);
		nng_aio_set_iov(connection->sending_aio, 1, &rest);
		nng_stream_send(connection->stream, connection->sending_aio);
	} else {
		connection->sending = false;
		over = take_end(connection);
	}
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		end(connection);
}

static void send_record(struct connection *connection)
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

static void receive_more(struct connection *connection);

/* All of it is sent: goes on with what was put meanwhile. */
static void turn_over(struct connection *connection)
{
	bool more, resume, over;

	pthread_mutex_lock(&connection->mutex);
	connection->sending = false;
	more = take_turn(connection);
	resume = connection->paused && is_up(connection) && waiting(connection) < HIGH_WATER;
	if (resume) {
		connection->paused = false;
		connection->receiving = true;
	}
	if (connection->finishing && waiting(connection) == 0)
		shut(connection, connection->why);
	over = take_end(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		end(connection);
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
	shut(connection, CONNECTION_LOST);
	over = take_end(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		end(connection);
}

static void sent(void *argument)
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

/* ---- the receiver ---- */

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

static void receive_more(struct connection *connection)
{
	nng_duration patience;
	nng_iov room = room_for_more(connection, &patience);
	bool over = false;

	pthread_mutex_lock(&connection->mutex);
	connection->paused = connection->config.end == CHANNEL_SERVER && waiting(connection) >= HIGH_WATER;
	if (is_up(connection) && !connection->paused && !connection->finishing) {
		nng_aio_set_timeout(connection->receiving_aio, patience);
		nng_aio_set_iov(connection->receiving_aio, 1, &room);
		nng_stream_recv(connection->stream, connection->receiving_aio);
	} else {
		connection->receiving = false;
		over = take_end(connection);
	}
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		end(connection);
}

static uint64_t number_read(const uint8_t *bytes, size_t size)
{
	uint64_t number = 0;

	for (size_t i = 0; i < size; i++)
		number = number << 8 | bytes[i];
	return number;
}

static void number_write(uint8_t *bytes, size_t size, uint64_t number)
{
	for (size_t i = size; i-- > 0; number >>= 8)
		bytes[i] = (uint8_t)number;
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
		buffer_empty(opened);
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
	up = is_up(connection);
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

static void received(void *argument)
{
	struct connection *connection = argument;
	size_t n = nng_aio_count(connection->receiving_aio);
	bool well = nng_aio_result(connection->receiving_aio) == 0;

	if (well)
		well = connection->sealed ? take_records(connection, n) : take_greeting(connection, n);
	if (!well) {
		pthread_mutex_lock(&connection->mutex);
		if (connection->state == STATE_GREETING)
			finish(connection, connection->problem); /* our proof shall arrive, so that the peer can tell why */
		else
			shut(connection, connection->problem);
		pthread_mutex_unlock(&connection->mutex);
	}
	receive_more(connection);
}

/* ---- what others call ---- */

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

/* With the mutex held. */
static enum status append(struct connection *connection, uint64_t number, const uint8_t *bytes, size_t length)
{
	size_t bound = connection->config.outbound_bound + (length <= SMALL_FRAME ? SMALL_ROOM : 0);
	size_t before = connection->outbound.length;
	uint8_t head[FRAME_HEAD_SIZE];

	if (waiting(connection) + FRAME_HEAD_SIZE + length > bound)
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
	shut(connection, CONNECTION_LOST);
	over = take_end(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		end(connection);
}

void connection_finish(struct connection *connection)
{
	bool over;

	pthread_mutex_lock(&connection->mutex);
	if (is_up(connection))
		finish(connection, CONNECTION_LOST);
	over = take_end(connection);
	pthread_mutex_unlock(&connection->mutex);
	if (over)
		end(connection);
}
