/* json: proto3 canonical JSON to and from protobuf-c messages, by descriptor.
 * Names are lowerCamel out and either form in; int64 is a string out; bytes are base64; Timestamp, FieldMask, the
 * wrappers, ListValue and Value have their own forms (protobuf.dev, "ProtoJSON Format"); of Value, objects and null are
 * not taken. */
#ifndef KLEOS_JSON_JSON_H
#define KLEOS_JSON_JSON_H

#include "common/base/arena.h"
#include "common/base/buffer.h"
#include "common/base/status.h"

#include <protobuf-c/protobuf-c.h>

enum json_style {
	JSON_CANONICAL, /* default values left out, enums by their full name: what Connect clients expect */
	JSON_REST,      /* default scalars and empty lists shown, unset wrappers as null, unset messages left out, enums
					   without their type's prefix (VISIBILITY_TEAM is "TEAM") */
};

/* Appends the message as one JSON value. */
void json_print(struct buffer *out, const ProtobufCMessage *message, enum json_style style);

/* What was wrong, for the user. */
struct json_problem {
	const char *field; /* path such as receivers[0].member; "" for the document as a whole */
	const char *message;
};

/* One object into a new message in the arena. Refuses, with *problem set: what is not JSON, duplicate keys, unknown
 * keys, both names of a field, wrong types, numbers out of range, unknown enum names, invalid UTF-8, NUL, depth over 8.
 * null is the default value. An empty input is {}. Enum names with and without prefix, any of them; numbers too. */
enum status json_parse(const ProtobufCMessageDescriptor *type, struct arena *arena, const char *text, size_t length,
					   ProtobufCMessage **out, struct json_problem *problem);

/* One field from its text form, as in a query string or a path: dotted lowerCamel or snake names; repeated names
 * append. INVALID_ARGUMENT with *problem set; NOT_FOUND when the message has no such field. */
enum status json_set_text(ProtobufCMessage *message, struct arena *arena, const char *name, const char *value,
						  struct json_problem *problem);

/* The keys present at the top of a JSON object, in snake_case, NULL-ended: what a PATCH without a mask changes. */
const char **json_keys(struct arena *arena, const char *text, size_t length);
/* display_name → displayName. */
const char *json_name(struct arena *arena, const char *field_name);

#endif
