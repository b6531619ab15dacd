#include "common/rpc/envelope.h"

#include "common/rpc/wire.h"

#include <string.h>

#define LENGTH_SIZE 5 /* a varint of 32 bits */

static size_t length_put(uint8_t out[LENGTH_SIZE], size_t length)
{
	size_t n = 0;

	for (; length >= 0x80; length >>= 7)
		out[n++] = (uint8_t)(length | 0x80);
	out[n++] = (uint8_t)length;
	return n;
}

enum status envelope_pack(struct packet **out, const ProtobufCMessage *envelope, unsigned body_field,
						  const struct envelope_body *body, size_t bound)
{
	size_t head = protobuf_c_message_get_packed_size(envelope);
	size_t tail = body->message ? protobuf_c_message_get_packed_size(body->message) : body->packed.len;
	uint8_t length[LENGTH_SIZE];
	size_t n_length;
	uint8_t *at;

	if (head > bound || tail > bound || head + 1 + LENGTH_SIZE + tail > bound)
		return STATUS_OUT_OF_RANGE;
	n_length = length_put(length, tail);
	*out = packet_new(tail ? head + 1 + n_length + tail : head);
	if (!*out)
		return STATUS_RESOURCE_EXHAUSTED;
	at = (*out)->bytes;
	at += protobuf_c_message_pack(envelope, at);
	if (tail == 0)
		return STATUS_OK;
	*at++ = (uint8_t)(body_field << 3 | 2);
	memcpy(at, length, n_length);
	at += n_length;
	if (body->message)
		protobuf_c_message_pack(body->message, at);
	else
		memcpy(at, body->packed.data, tail);
	return STATUS_OK;
}

/* Reads one canonical varint of at most 5 bytes; NULL: there is none. */
static const uint8_t *number_read(const uint8_t *at, const uint8_t *end, size_t *out)
{
	size_t value = 0;

	for (unsigned i = 0; i < LENGTH_SIZE && at < end; i++) {
		uint8_t byte = *at++;

		value |= (size_t)(byte & 0x7f) << (7 * i);
		if (byte & 0x80)
			continue;
		*out = value;
		return byte == 0 && i > 0 ? NULL : at;
	}
	return NULL;
}

/* Where the body's field begins when it is the last one and well formed; else the end. Only finds: what stands before
 * it goes through the wire door, and a body met earlier is for the door to judge. */
static size_t body_find(const uint8_t *bytes, size_t length, unsigned body_field, ProtobufCBinaryData *body)
{
	const uint8_t *at = bytes, *end = bytes + length;
	size_t tag, n;

	while (at && at < end) {
		const uint8_t *field = at;

		at = number_read(at, end, &tag);
		at = at ? number_read(at, end, &n) : NULL;
		if (!at || ((tag & 7) != 0 && (tag & 7) != 2))
			break;
		if ((tag & 7) == 0)
			continue;
		if (n > (size_t)(end - at))
			break;
		if (tag >> 3 == body_field && n == (size_t)(end - at) && n > 0) {
			*body = (ProtobufCBinaryData){.len = n, .data = (uint8_t *)at};
			return (size_t)(field - bytes);
		}
		at += n;
	}
	return length;
}

static ProtobufCBinaryData *body_of(ProtobufCMessage *envelope, unsigned body_field)
{
	const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(envelope->descriptor, body_field);

	return (ProtobufCBinaryData *)(void *)((uint8_t *)envelope + field->offset);
}

enum status envelope_open(ProtobufCMessage **out, ProtobufCBinaryData *body, const ProtobufCMessageDescriptor *type,
						  unsigned body_field, struct arena *arena, ProtobufCBinaryData packed, size_t bound,
						  const char **problem)
{
	ProtobufCBinaryData last = {0};
	ProtobufCBinaryData *inner;
	size_t head;
	enum status status;

	if (packed.len > bound) {
		*problem = "the message is too long";
		return STATUS_INVALID_ARGUMENT;
	}
	head = body_find(packed.data, packed.len, body_field, &last);
	status = wire_unpack(type, arena, packed.data, head, bound, out, problem);
	if (status != STATUS_OK)
		return status;
	inner = body_of(*out, body_field);
	if (last.len > 0 && inner->len > 0) {
		*problem = "a field is there twice";
		return STATUS_INVALID_ARGUMENT;
	}
	*body = last.len > 0 ? last : *inner;
	return STATUS_OK;
}
