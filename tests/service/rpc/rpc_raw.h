/* rpc_raw: an end of a connection made by hand, past client and server: what a peer sends that is not ours, or not
 * well. Over ipc and tcp. */
#ifndef KLEOS_TESTS_RPC_RAW_H
#define KLEOS_TESTS_RPC_RAW_H

#include "tests/service/rpc/rpc_fixture.h"

#include "common/rpc/channel.h"

#define RAW_HEAD_SIZE 12 /* of a frame */

struct raw {
	struct fixture *fixture;
	int stream;
	struct channel channel;
	uint8_t opened[WIRE_MESSAGE_BOUND + CHANNEL_RECORD_BOUND];
	size_t length; /* of `opened` */
};

/* A connection as client, hello and proof said and heard. */
void raw_open(struct raw *raw, struct fixture *fixture);
void raw_close(struct raw *raw);
/* Says hello and proof under the key. False: the other end hung up, or did not prove the fixture's key. */
bool raw_greet(struct raw *raw, struct fixture *fixture, int stream, enum channel_end end,
			   const struct cluster_key *key);
/* Both parts of the greeting without listening for the other's second part. */
void raw_greet_half(struct raw *raw, struct fixture *fixture, int stream, enum channel_end end,
					const struct cluster_key *key);

void raw_write(int stream, const void *bytes, size_t length); /* fails silently: the other end may have hung up */
bool raw_read(int stream, void *bytes, size_t length);        /* false: hung up, or nothing for 20 s */
bool raw_is_hung_up(int stream);                              /* reads until it is; false: not within 20 s */

/* A frame for raw_write_sealed; returns its length. */
size_t raw_frame(uint8_t *out, uint64_t number, const void *bytes, size_t length);
/* Writes frames as one record, or more when they are too long for one. */
void raw_write_sealed(struct raw *raw, const void *frames, size_t length);
void raw_put(struct raw *raw, uint64_t number, const void *bytes, size_t length);
/* The next frame; its bytes are in the fixture's arena. False: hung up. */
bool raw_take(struct raw *raw, uint64_t *number, ProtobufCBinaryData *bytes);

/* On a connection of its own: the reply to what is or is not a call. */
Kleos__Reply *raw_ask(struct fixture *fixture, const void *bytes, size_t length);
/* The packed call, asked by the fixture's Maria. */
ProtobufCBinaryData raw_envelope(struct fixture *fixture, Kleos__Call *call);
/* GetMember of a name. */
ProtobufCBinaryData raw_call(struct fixture *fixture, const char *name);
void raw_assert_refused(const Kleos__Reply *reply, enum status status, const char *reason);

#endif
