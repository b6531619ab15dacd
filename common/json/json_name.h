/* json_name: names in JSON and names in descriptors. For common/json, and for who tells what JSON looks like
 * (services/gateway/openapi). */
#ifndef KLEOS_JSON_JSON_NAME_H
#define KLEOS_JSON_JSON_NAME_H

#include "common/base/arena.h"
#include "common/base/buffer.h"

#include <protobuf-c/protobuf-c.h>

/* What a message looks like in JSON. */
enum json_form {
	JSON_FORM_OBJECT,
	JSON_FORM_TIMESTAMP,  /* a text: RFC 3339 */
	JSON_FORM_FIELD_MASK, /* a text: paths with commas between */
	JSON_FORM_WRAPPER,    /* the value of its only field */
	JSON_FORM_LIST,       /* ListValue: a list of what JSON_FORM_ANY is */
	JSON_FORM_ANY,        /* Value: a string, a number, true, false or a list; objects and null are not taken */
};

enum json_form json_form_of(const ProtobufCMessageDescriptor *type);

/* By snake_case or lowerCamel name; NULL when there is none. */
const ProtobufCFieldDescriptor *json_field_find(const ProtobufCMessageDescriptor *type, const char *name,
												size_t length);
/* Appends snake_case as lowerCamel; dots stay. */
void json_name_add(struct buffer *out, const char *snake, size_t length);
/* Writes lowerCamel as snake_case, at most twice as long; returns the length, adds no NUL. */
size_t json_name_snake(char *out, const char *camel, size_t length);

/* The name without its type's prefix, inside `name`: VISIBILITY_TEAM of Visibility is TEAM. */
const char *json_enum_short(const ProtobufCEnumDescriptor *type, const char *name);
/* By name with or without prefix; NULL when there is none. */
const ProtobufCEnumValue *json_enum_find(const ProtobufCEnumDescriptor *type, const char *name);

#endif
