/* wire: the door. Every inbound message is walked by its descriptor before it is unpacked, because protobuf-c has no
 * recursion limit, amplifies memory 60 times, accepts invalid UTF-8 and cuts texts at NUL (all measured). */
#ifndef KLEOS_RPC_WIRE_H
#define KLEOS_RPC_WIRE_H

#include "common/base/arena.h"
#include "common/base/limits.h"
#include "common/base/status.h"

#include <protobuf-c/protobuf-c.h>

/* OK, or INVALID_ARGUMENT with *problem set to a static sentence. Refuses: more than the bounds, truncation, groups,
 * wire types that do not fit the field, over-long or non-canonical varints, a singular field twice, text that is not
 * UTF-8 or holds NUL. Unknown fields are counted and passed over. WIRE_REPLY_FIELDS_BOUND and WIRE_REPLY_REPEATED_BOUND
 * hold for a reply, that is, wherever `bound` is more than WIRE_MESSAGE_BOUND. */
enum status wire_check(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t length, size_t bound,
					   const char **problem);

/* wire_check, then unpack into the arena. RESOURCE_EXHAUSTED at the arena's cap. */
enum status wire_unpack(const ProtobufCMessageDescriptor *type, struct arena *arena, const uint8_t *bytes,
						size_t length, size_t bound, ProtobufCMessage **out, const char **problem);

/* An empty message of the type, in the arena. */
ProtobufCMessage *wire_new(const ProtobufCMessageDescriptor *type, struct arena *arena);
/* Packed into the arena. */
ProtobufCBinaryData wire_pack(const ProtobufCMessage *message, struct arena *arena);

#endif
