/* json_value: single values of a message's fields, from numbers and texts. Private to common/json.
 * Functions return NULL or what was wrong; json_too_large when the arena is at its cap. */
#ifndef KLEOS_JSON_JSON_VALUE_H
#define KLEOS_JSON_JSON_VALUE_H

#include "common/base/arena.h"

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const char json_too_large[];

/* Bytes that one value of the field takes in its message or list. */
size_t json_slot_size(const ProtobufCFieldDescriptor *field);
/* Where a singular field's value goes, after noting that it is there; NULL: another one of its oneof is set. */
void *json_slot_claim(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);
/* An empty message of the type; NULL when the arena is at its cap. */
ProtobufCMessage *json_message_new(struct arena *arena, const ProtobufCMessageDescriptor *type);

/* Any type of number, and enums. */
const char *json_store_integer(const ProtobufCFieldDescriptor *field, int64_t number, void *slot);
const char *json_store_real(const ProtobufCFieldDescriptor *field, double number, void *slot);
/* Any type but messages; texts are copied into the arena. `text` is followed by a NUL. */
const char *json_store_text(const ProtobufCFieldDescriptor *field, struct arena *arena, const char *text, size_t length,
							void *slot);
/* A Timestamp, a FieldMask or a wrapper. */
const char *json_store_special(ProtobufCMessage *message, struct arena *arena, const char *text, size_t length);

#endif
