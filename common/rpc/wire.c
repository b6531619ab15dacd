#include "common/rpc/wire.h"

#include "common/base/text.h"

#include <string.h>

#define TYPE_FIELDS_BOUND 64 /* fields that one message type of ours may declare */
#define VARINT_SIZE       10

enum wire_type { WIRE_VARINT = 0, WIRE_FIXED64 = 1, WIRE_LENGTH = 2, WIRE_FIXED32 = 5 };

/* One walk through one message with everything nested in it. */
struct walk {
	const char *problem;
	size_t fields; /* seen so far */
	size_t fields_bound;
	size_t repeated_bound;
};

/* Bytes not yet read of the message at hand. */
struct span {
	const uint8_t *at;
	const uint8_t *end;
};

/* A message at hand: how often each of its fields was met, by its place in the descriptor. */
struct level {
	const ProtobufCMessageDescriptor *type;
	size_t counts[TYPE_FIELDS_BOUND];
	unsigned depth; /* 1 at the top */
};

static bool check_message(struct walk *walk, const ProtobufCMessageDescriptor *type, struct span span, unsigned depth);

static bool refuse(struct walk *walk, const char *problem)
{
	walk->problem = problem;
	return false;
}

static bool read_varint(struct walk *walk, struct span *span, uint64_t *out)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < VARINT_SIZE; i++) {
		uint8_t byte;

		if (span->at == span->end)
			return refuse(walk, "the message ends inside a number");
		byte = *span->at++;
		if (i == VARINT_SIZE - 1 && byte > 1)
			break;
		value |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte & 0x80)
			continue;
		if (byte == 0 && i > 0)
			return refuse(walk, "a number is longer than it needs to be");
		*out = value;
		return true;
	}
	return refuse(walk, "a number has more than 64 bits");
}

static bool read_bytes(struct walk *walk, struct span *span, uint64_t length, struct span *out)
{
	if (length > (uint64_t)(span->end - span->at))
		return refuse(walk, "the message ends inside a field");
	*out = (struct span){span->at, span->at + length};
	span->at += length;
	return true;
}

static bool read_block(struct walk *walk, struct span *span, struct span *out)
{
	uint64_t length;

	return read_varint(walk, span, &length) && read_bytes(walk, span, length, out);
}

static enum wire_type wire_type_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return WIRE_FIXED64;
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
		return WIRE_FIXED32;
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_MESSAGE:
		return WIRE_LENGTH;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_BOOL:
	case PROTOBUF_C_TYPE_ENUM:
		break;
	}
	return WIRE_VARINT;
}

/* protobuf-c cuts what is too big for the field; a value that would change is refused instead. */
static bool check_range(struct walk *walk, ProtobufCType type, uint64_t value)
{
	bool fits = true;

	switch (type) {
	case PROTOBUF_C_TYPE_BOOL:
		fits = value <= 1;
		break;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_ENUM: /* negative ones travel as 64 bits */
		fits = value <= INT32_MAX || value >= (uint64_t)INT32_MIN;
		break;
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_SINT32:
		fits = value <= UINT32_MAX;
		break;
	default:
		break;
	}
	return fits || refuse(walk, "a number does not fit its field");
}

static bool check_varint(struct walk *walk, ProtobufCType type, struct span *span)
{
	uint64_t value;

	return read_varint(walk, span, &value) && check_range(walk, type, value);
}

static bool check_text(struct walk *walk, struct span text)
{
	size_t length = (size_t)(text.end - text.at);

	if (length == 0)
		return true;
	if (memchr(text.at, 0, length))
		return refuse(walk, "a text holds NUL");
	return text_is_utf8(text.at, length) || refuse(walk, "a text is not UTF-8");
}

static bool check_value(struct walk *walk, const ProtobufCFieldDescriptor *field, struct span *span, unsigned depth)
{
	struct span block;

	switch (wire_type_of(field->type)) {
	case WIRE_FIXED64:
		return read_bytes(walk, span, 8, &block);
	case WIRE_FIXED32:
		return read_bytes(walk, span, 4, &block);
	case WIRE_VARINT:
		return check_varint(walk, field->type, span);
	case WIRE_LENGTH:
		break;
	}
	if (!read_block(walk, span, &block))
		return false;
	if (field->type == PROTOBUF_C_TYPE_STRING)
		return check_text(walk, block);
	return field->type != PROTOBUF_C_TYPE_MESSAGE || check_message(walk, field->descriptor, block, depth + 1);
}

/* Another member of the same oneof was met: protobuf-c would let the last one win. */
static bool has_rival(const struct level *level, size_t place)
{
	const ProtobufCFieldDescriptor *field = &level->type->fields[place];

	if (!(field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
		return false;
	for (size_t i = 0; i < level->type->n_fields; i++)
		if (i != place && level->counts[i] && (level->type->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF) &&
			level->type->fields[i].quantifier_offset == field->quantifier_offset)
			return true;
	return false;
}

static bool count_repeated(struct walk *walk, size_t *count)
{
	return ++*count <= walk->repeated_bound || refuse(walk, "a list has too many elements");
}

static bool check_packed(struct walk *walk, const ProtobufCFieldDescriptor *field, struct span *span, size_t *count)
{
	struct span elements;

	if (!read_block(walk, span, &elements))
		return false;
	while (elements.at < elements.end)
		if (!count_repeated(walk, count) || !check_value(walk, field, &elements, 0))
			return false;
	return true;
}

static bool check_known(struct walk *walk, struct level *level, size_t place, uint64_t wire, struct span *span)
{
	const ProtobufCFieldDescriptor *field = &level->type->fields[place];
	enum wire_type expected = wire_type_of(field->type);

	if (field->label == PROTOBUF_C_LABEL_REPEATED) {
		if (wire == WIRE_LENGTH && expected != WIRE_LENGTH)
			return check_packed(walk, field, span, &level->counts[place]);
		if (!count_repeated(walk, &level->counts[place]))
			return false;
	} else if (level->counts[place]++ > 0 || has_rival(level, place)) {
		return refuse(walk, "a field is there twice");
	}
	if (wire != expected)
		return refuse(walk, "a field has the wrong wire type");
	return check_value(walk, field, span, level->depth);
}

static bool pass_over(struct walk *walk, uint64_t wire, struct span *span)
{
	uint64_t number;
	struct span block;

	switch (wire) {
	case WIRE_VARINT:
		return read_varint(walk, span, &number);
	case WIRE_FIXED64:
		return read_bytes(walk, span, 8, &block);
	case WIRE_LENGTH:
		return read_block(walk, span, &block);
	case WIRE_FIXED32:
		return read_bytes(walk, span, 4, &block);
	default: /* groups, and numbers that mean nothing */
		return refuse(walk, "a field has an unknown wire type");
	}
}

static bool check_field(struct walk *walk, struct level *level, struct span *span)
{
	const ProtobufCFieldDescriptor *field;
	uint64_t tag;

	if (++walk->fields > walk->fields_bound)
		return refuse(walk, "the message has too many fields");
	if (!read_varint(walk, span, &tag))
		return false;
	if (tag > UINT32_MAX || tag < 8)
		return refuse(walk, "a field number is out of range");
	field = protobuf_c_message_descriptor_get_field(level->type, (unsigned)(tag >> 3));
	if (!field)
		return pass_over(walk, tag & 7, span);
	return check_known(walk, level, (size_t)(field - level->type->fields), tag & 7, span);
}

static bool check_message(struct walk *walk, const ProtobufCMessageDescriptor *type, struct span span, unsigned depth)
{
	struct level level;

	if (depth > WIRE_DEPTH_BOUND)
		return refuse(walk, "the message is nested too deeply");
	if (type->n_fields > TYPE_FIELDS_BOUND)
		return refuse(walk, "the message type has too many fields");
	level.type = type;
	level.depth = depth;
	memset(level.counts, 0, type->n_fields * sizeof(level.counts[0]));
	while (span.at < span.end)
		if (!check_field(walk, &level, &span))
			return false;
	return true;
}

enum status wire_check(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t length, size_t bound,
					   const char **problem)
{
	bool reply = bound > WIRE_MESSAGE_BOUND;
	struct walk walk = {
		.fields_bound = reply ? WIRE_REPLY_FIELDS_BOUND : WIRE_FIELDS_BOUND,
		.repeated_bound = reply ? WIRE_REPLY_REPEATED_BOUND : WIRE_REPEATED_BOUND,
	};

	*problem = NULL;
	if (length > bound)
		*problem = "the message is too long";
	else if (length > 0 && !check_message(&walk, type, (struct span){bytes, bytes + length}, 1))
		*problem = walk.problem;
	return *problem ? STATUS_INVALID_ARGUMENT : STATUS_OK;
}

enum status wire_unpack(const ProtobufCMessageDescriptor *type, struct arena *arena, const uint8_t *bytes,
						size_t length, size_t bound, ProtobufCMessage **out, const char **problem)
{
	ProtobufCMessage *message;

	if (wire_check(type, bytes, length, bound, problem))
		return STATUS_INVALID_ARGUMENT;
	message = protobuf_c_message_unpack(type, &arena->allocator, length, bytes);
	if (message) {
		*out = message;
		return STATUS_OK;
	}
	if (arena->exhausted) {
		*problem = "the message needs too much memory";
		return STATUS_RESOURCE_EXHAUSTED;
	}
	*problem = "the message lacks a required field";
	return STATUS_INVALID_ARGUMENT;
}

ProtobufCMessage *wire_new(const ProtobufCMessageDescriptor *type, struct arena *arena)
{
	ProtobufCMessage *message = arena_alloc(arena, type->sizeof_message);

	protobuf_c_message_init(type, message);
	return message;
}

ProtobufCBinaryData wire_pack(const ProtobufCMessage *message, struct arena *arena)
{
	ProtobufCBinaryData packed = {.len = protobuf_c_message_get_packed_size(message)};

	packed.data = arena_alloc(arena, packed.len);
	protobuf_c_message_pack(message, packed.data);
	return packed;
}
