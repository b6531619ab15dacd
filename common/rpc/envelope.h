/* envelope: a Call or a Reply in one packet. The body is its last field, so it is packed straight into the packet
 * behind the rest, and read where it lies instead of being copied. */
#ifndef KLEOS_RPC_ENVELOPE_H
#define KLEOS_RPC_ENVELOPE_H

#include "common/base/arena.h"
#include "common/base/status.h"
#include "common/rpc/packet.h"

#include <protobuf-c/protobuf-c.h>

/* Field numbers of the body; both envelopes have it last. */
#define ENVELOPE_CALL_BODY  8u
#define ENVELOPE_REPLY_BODY 6u

/* What goes behind the envelope's other fields: a message, or, when that is NULL, bytes packed already. */
struct envelope_body {
	const ProtobufCMessage *message;
	ProtobufCBinaryData packed;
};

/* A new packet, the caller's. The envelope's own body must be empty. OUT_OF_RANGE: more than `bound` bytes;
 * RESOURCE_EXHAUSTED: no memory. */
enum status envelope_pack(struct packet **out, const ProtobufCMessage *envelope, unsigned body_field,
						  const struct envelope_body *body, size_t bound);

/* Through the wire door into the arena. `body` points into `packed` when it is the last field, as ours always is,
 * else into the arena. As wire_unpack otherwise. */
enum status envelope_open(ProtobufCMessage **out, ProtobufCBinaryData *body, const ProtobufCMessageDescriptor *type,
						  unsigned body_field, struct arena *arena, ProtobufCBinaryData packed, size_t bound,
						  const char **problem);

#endif
