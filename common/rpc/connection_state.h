/* connection_state: what the files of a connection share. Private to common/rpc.
 *
 * Two relays run side by side: one receives, one sends. Each is one operation of nng's at a time and the callback that
 * follows; what belongs to a relay is touched by whoever runs it and needs no lock. The mutex guards the rest and the
 * start of every operation, so that none starts on a stream that was closed (nng 1.5.2 would never end it). When both
 * relays are over the connection has ended. */
#ifndef KLEOS_RPC_CONNECTION_STATE_H
#define KLEOS_RPC_CONNECTION_STATE_H

#include "common/base/buffer.h"
#include "common/rpc/connection.h"

#include <pthread.h>

#define FRAME_HEAD_SIZE 12             /* number (8) and length (4), big-endian */
#define HIGH_WATER      (1024u * 1024) /* bytes; with so much waiting for a client, no more calls of it are read */

enum connection_state {
	STATE_DETACHED,
	STATE_GREETING,
	STATE_OPEN,
	STATE_CLOSING, /* the stream is closed; waits for those who receive and send */
	STATE_ENDING,  /* nobody does any more */
};

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

/* connection.c; with the mutex held: */
bool connection_is_up(const struct connection *connection);
size_t connection_waiting(const struct connection *connection); /* bytes */
void connection_shut(struct connection *connection, enum connection_end why);
/* Shuts when what waits has been sent. */
void connection_wind_up(struct connection *connection, enum connection_end why);
/* True: both relays are over, and the caller is the one who calls connection_end without the mutex. */
bool connection_take_end(struct connection *connection);
void connection_end(struct connection *connection);

/* connection_receive.c: the receiver, which the caller is. Goes on, or is over. */
void receive_more(struct connection *connection);
void received(void *connection); /* of the aio */

/* connection_send.c */
/* With the mutex held. True: the caller is the sender now, and calls send_record without the mutex. */
bool take_turn(struct connection *connection);
void send_record(struct connection *connection);
void sent(void *connection); /* of the aio */
/* With the mutex held: a part of the handshake, sent as it is. */
void say_plainly(struct connection *connection, const uint8_t *bytes, size_t length);
void buffer_clear_large(struct buffer *buffer); /* and gives back what is large */

#endif
