/* connection: one byte stream of nng's to a peer, and the frames that go over it both ways. A frame is one Call or
 * Reply with the number of its call; replies come in any order, so a slow call holds up no other.
 *
 * Frames leave by group commit: while nothing is being sent a frame goes at once; what is put meanwhile waits and
 * leaves together, as one sealed record and one system call. Nothing ever waits for company. While received frames are
 * handed to the host, answers are held back until that is done or enough of them are there. So calls in flight together
 * share the system calls and wake-ups that each paid alone with nng's REQ and REP (tests/bench/run rpc).
 *
 * Before frames there is the handshake of channel.h; until the peer has proved that it holds the cluster key nothing
 * but those bytes is read, none waits longer than two seconds for them, and no buffer is made.
 *
 * A connection is used again: attached to a stream, ended, attached to the next. Every attachment is a life of its own.
 * Any thread may call these functions. The host's functions are called with no lock held, on threads of nng's (`ended`
 * also on whichever thread was about to send), and must not block. */
#ifndef KLEOS_RPC_CONNECTION_H
#define KLEOS_RPC_CONNECTION_H

#include "common/base/status.h"
#include "common/rpc/channel.h"

#include <nng/nng.h>
#include <protobuf-c/protobuf-c.h>

struct connection;

struct frame {
	struct connection *connection;
	uint64_t life;             /* of the connection when the frame came */
	uint64_t number;           /* of the call; the client's choice */
	ProtobufCBinaryData bytes; /* lent until the host's function returns */
};

enum connection_end {
	CONNECTION_LOST,
	CONNECTION_UNTRUSTED, /* the peer does not hold the cluster key, or somebody changed what it sent */
};

struct connection_config {
	enum channel_end end;
	const struct cluster_key *key;         /* borrowed */
	const struct environment *environment; /* borrowed */
	size_t frame_bound;                    /* bytes of a frame that is received; a longer one ends the connection */
	size_t outbound_bound;                 /* bytes that may wait to be sent */
	void *host;
	void (*opened)(void *host, struct connection *connection); /* the peer is trusted; frames may be put */
	void (*frame)(void *host, const struct frame *frame);
	/* Once for each attachment; it may be attached again from here on, but not freed in here. */
	void (*ended)(void *host, struct connection *connection, enum connection_end why);
};

/* NULL: no memory. */
struct connection *connection_new(const struct connection_config *config);
/* When it is not attached. Waits for callbacks on their way out. NULL is fine. */
void connection_free(struct connection *connection);

/* Takes the stream over. */
void connection_attach(struct connection *connection, nng_stream *stream);
bool connection_is_open(struct connection *connection);

/* Copies the bytes; what the server answers goes to the life that asked (0: whichever is now). UNAVAILABLE: not open,
 * or another life; RESOURCE_EXHAUSTED: the peer does not take what waits for it already. */
enum status connection_put(struct connection *connection, uint64_t life, uint64_t number, const uint8_t *bytes,
						   size_t length);

void connection_close(struct connection *connection);  /* at once */
void connection_finish(struct connection *connection); /* when what waits has been sent; nothing is received any more */

#endif
