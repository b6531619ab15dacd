#include "common/json/json_value.h"

#include "common/base/calendar.h"
#include "common/json/json_name.h"
#include "google/protobuf/field_mask.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ORIGINAL      sodium_base64_VARIANT_ORIGINAL
#define ORIGINAL_BARE sodium_base64_VARIANT_ORIGINAL_NO_PADDING
#define URLSAFE       sodium_base64_VARIANT_URLSAFE
#define URLSAFE_BARE  sodium_base64_VARIANT_URLSAFE_NO_PADDING

const char json_too_large[] = "too large";

size_t json_slot_size(const ProtobufCFieldDescriptor *field)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return 8;
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	default:
		return 4;
	}
}

void *json_slot_claim(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	void *quantifier = (uint8_t *)message + field->quantifier_offset;

	if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
		uint32_t *set = quantifier;

		if (*set && *set != field->id)
			return NULL;
		*set = field->id;
	} else if (field->label == PROTOBUF_C_LABEL_OPTIONAL && field->quantifier_offset) {
		*(protobuf_c_boolean *)quantifier = true;
	}
	return (uint8_t *)message + field->offset;
}

ProtobufCMessage *json_message_new(struct arena *arena, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = arena_try_alloc(arena, type->sizeof_message);

	if (message)
		protobuf_c_message_init(type, message);
	return message;
}

static bool is_unsigned(ProtobufCType type)
{
	return type == PROTOBUF_C_TYPE_UINT32 || type == PROTOBUF_C_TYPE_FIXED32 || type == PROTOBUF_C_TYPE_UINT64 ||
		   type == PROTOBUF_C_TYPE_FIXED64;
}

static const char *out_of_range(const ProtobufCFieldDescriptor *field)
{
	bool wide = json_slot_size(field) == 8;

	if (is_unsigned(field->type))
		return wide ? "must be from 0 to 18446744073709551615" : "must be from 0 to 4294967295";
	return wide ? "must be from -9223372036854775808 to 9223372036854775807" : "must be from -2147483648 to 2147483647";
}

static const char *store_whole(const ProtobufCFieldDescriptor *field, bool negative, uint64_t magnitude, void *slot)
{
	bool wide = json_slot_size(field) == 8;
	uint64_t number = negative ? 0 - magnitude : magnitude, most;
	uint32_t narrow = (uint32_t)number;

	if (is_unsigned(field->type))
		most = negative ? 0 : wide ? UINT64_MAX : UINT32_MAX;
	else
		most = (wide ? (uint64_t)INT64_MAX : INT32_MAX) + negative;
	if (magnitude > most)
		return out_of_range(field);
	memcpy(slot, wide ? (void *)&number : (void *)&narrow, wide ? sizeof(number) : sizeof(narrow));
	return NULL;
}

const char *json_store_integer(const ProtobufCFieldDescriptor *field, int64_t number, void *slot)
{
	if (field->type == PROTOBUF_C_TYPE_FLOAT || field->type == PROTOBUF_C_TYPE_DOUBLE)
		return json_store_real(field, (double)number, slot);
	return store_whole(field, number < 0, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, slot);
}

const char *json_store_real(const ProtobufCFieldDescriptor *field, double number, void *slot)
{
	float single;

	switch (field->type) {
	case PROTOBUF_C_TYPE_DOUBLE:
		memcpy(slot, &number, sizeof(number));
		return NULL;
	case PROTOBUF_C_TYPE_FLOAT:
		if (fabs(number) > (double)FLT_MAX && !isinf(number))
			return "is too large for a single-precision number";
		single = (float)number;
		memcpy(slot, &single, sizeof(single));
		return NULL;
	default:
		if (!isfinite(number) || trunc(number) != number)
			return "expected a whole number";
		if (fabs(number) >= 0x1p64)
			return out_of_range(field);
		return store_whole(field, number < 0, (uint64_t)fabs(number), slot);
	}
}

static size_t digits(const char *text)
{
	return strspn(text, "0123456789");
}

/* The grammar of RFC 8259; *whole: neither fraction nor exponent. */
static bool is_number(const char *text, bool *whole)
{
	size_t length;

	text += *text == '-';
	length = digits(text);
	if (!length || (length > 1 && *text == '0'))
		return false;
	text += length;
	*whole = !*text;
	if (*text == '.') {
		length = digits(++text);
		if (!length)
			return false;
		text += length;
	}
	if (*text == 'e' || *text == 'E') {
		text++;
		text += *text == '-' || *text == '+';
		length = digits(text);
		if (!length)
			return false;
		text += length;
	}
	return !*text;
}

static const char *store_number_text(const ProtobufCFieldDescriptor *field, const char *text, void *slot)
{
	bool real = field->type == PROTOBUF_C_TYPE_FLOAT || field->type == PROTOBUF_C_TYPE_DOUBLE, whole;
	uint64_t magnitude;
	double number;

	if (real && (strcmp(text, "NaN") == 0 || strcmp(text, "Infinity") == 0 || strcmp(text, "-Infinity") == 0))
		return json_store_real(field, strtod(text, NULL), slot);
	if (!is_number(text, &whole))
		return real ? "expected a number" : "expected a whole number";
	errno = 0;
	if (whole && !real) {
		magnitude = strtoull(text + (*text == '-'), NULL, 10);
		if (errno == ERANGE)
			return out_of_range(field);
		return store_whole(field, *text == '-', magnitude, slot);
	}
	number = strtod(text, NULL);
	return isinf(number) ? "is out of range" : json_store_real(field, number, slot);
}

/* "is not one of PRIVATE, MANAGER": the short names, but for UNSPECIFIED. */
static const char *not_one_of(struct arena *arena, const ProtobufCEnumDescriptor *type)
{
	static const char opening[] = "is not one of ";
	size_t size = sizeof(opening);
	const char *separator = "";
	char *text, *at;

	for (unsigned i = 0; i < type->n_values; i++)
		size += strlen(json_enum_short(type, type->values[i].name)) + 2;
	text = arena_try_alloc(arena, size);
	if (!text)
		return json_too_large;
	at = stpcpy(text, opening);
	for (unsigned i = 0; i < type->n_values; i++) {
		const char *name = json_enum_short(type, type->values[i].name);

		if (type->values[i].value == 0 && strcmp(name, "UNSPECIFIED") == 0)
			continue;
		at = stpcpy(at, separator);
		at = stpcpy(at, name);
		separator = ", ";
	}
	return text;
}

static const char *store_enum_text(const ProtobufCFieldDescriptor *field, struct arena *arena, const char *text,
								   void *slot)
{
	const ProtobufCEnumDescriptor *type = field->descriptor;
	const ProtobufCEnumValue *value = json_enum_find(type, text);
	int32_t number;
	bool whole;

	if (!value && is_number(text, &whole) && whole)
		return store_number_text(field, text, slot);
	if (!value)
		return not_one_of(arena, type);
	number = value->value;
	memcpy(slot, &number, sizeof(number));
	return NULL;
}

static const char *store_bytes_text(struct arena *arena, const char *text, size_t length, ProtobufCBinaryData *out)
{
	size_t bound = length / 4 * 3 + 3;
	bool padded = length && text[length - 1] == '=';
	int variant = strpbrk(text, "-_") ? (padded ? URLSAFE : URLSAFE_BARE) : (padded ? ORIGINAL : ORIGINAL_BARE);

	out->data = arena_try_alloc(arena, bound);
	if (!out->data)
		return json_too_large;
	if (sodium_base642bin(out->data, bound, text, length, NULL, &out->len, NULL, variant) != 0) {
		out->len = 0;
		return "expected base64";
	}
	return NULL;
}

static const char *store_string(struct arena *arena, const char *text, size_t length, void *slot)
{
	char *copy = arena_try_alloc(arena, length + 1);

	if (!copy)
		return json_too_large;
	memcpy(copy, text, length);
	memcpy(slot, &copy, sizeof(copy));
	return NULL;
}

const char *json_store_text(const ProtobufCFieldDescriptor *field, struct arena *arena, const char *text, size_t length,
							void *slot)
{
	bool is_true = strcmp(text, "true") == 0;

	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return store_string(arena, text, length, slot);
	case PROTOBUF_C_TYPE_BYTES:
		return store_bytes_text(arena, text, length, slot);
	case PROTOBUF_C_TYPE_ENUM:
		return store_enum_text(field, arena, text, slot);
	case PROTOBUF_C_TYPE_BOOL:
		if (!is_true && strcmp(text, "false") != 0)
			return "expected true or false";
		*(protobuf_c_boolean *)slot = is_true;
		return NULL;
	default:
		return store_number_text(field, text, slot);
	}
}

/* Canonical JSON knows capital letters only. */
static const char *store_timestamp(Google__Protobuf__Timestamp *timestamp, const char *text, size_t length)
{
	int32_t nanos = 0, unit = 100000000;
	int64_t ms;

	if (length < 20 || text[10] != 'T' || text[length - 1] == 'z' || !time_parse(&ms, text))
		return "expected a time such as 2026-03-01T09:00:00Z";
	if (text[19] == '.') {
		for (const char *at = text + 20; *at >= '0' && *at <= '9'; at++, unit /= 10)
			nanos += (*at - '0') * unit;
	}
	timestamp->seconds = (ms - nanos / 1000000) / 1000;
	timestamp->nanos = nanos;
	return NULL;
}

static const char *store_field_mask(Google__Protobuf__FieldMask *mask, struct arena *arena, const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.*";
	size_t count = 1;

	if (!*text)
		return NULL;
	for (const char *at = text; *at; at++)
		count += *at == ',';
	mask->paths = arena_try_alloc(arena, count * sizeof(*mask->paths));
	if (!mask->paths)
		return json_too_large;
	for (;; text++) {
		size_t length = strspn(text, letters);
		char *path;

		if (!length || (text[length] && text[length] != ','))
			return "expected names of fields with commas between them";
		path = arena_try_alloc(arena, 2 * length + 1);
		if (!path)
			return json_too_large;
		json_name_snake(path, text, length);
		mask->paths[mask->n_paths++] = path;
		text += length;
		if (!*text)
			return NULL;
	}
}

const char *json_store_special(ProtobufCMessage *message, struct arena *arena, const char *text, size_t length)
{
	const ProtobufCFieldDescriptor *value = message->descriptor->fields;

	switch (json_form_of(message->descriptor)) {
	case JSON_FORM_TIMESTAMP:
		return store_timestamp((Google__Protobuf__Timestamp *)message, text, length);
	case JSON_FORM_FIELD_MASK:
		return store_field_mask((Google__Protobuf__FieldMask *)message, arena, text);
	case JSON_FORM_WRAPPER:
		return json_store_text(value, arena, text, length, (uint8_t *)message + value->offset);
	case JSON_FORM_LIST:
	case JSON_FORM_ANY:
		return "can only be given in a JSON body";
	case JSON_FORM_OBJECT:
		break;
	}
	return "expected one of its fields, as in a.b";
}
