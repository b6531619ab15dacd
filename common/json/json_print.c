#include "common/json/json.h"

#include "common/base/calendar.h"
#include "common/json/json_name.h"
#include "common/json/json_value.h"
#include "google/protobuf/field_mask.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct printer {
	struct buffer *out;
	enum json_style style;
};

static void print_message(struct printer *p, const ProtobufCMessage *message);

/* The fewest digits that read back as the same number: `least` always suffice for a decimal that had as many. */
static void print_real(struct printer *p, double value, bool single)
{
	int least = single ? FLT_DIG : DBL_DIG, most = single ? FLT_DECIMAL_DIG : DBL_DECIMAL_DIG;
	char text[32];

	if (isnan(value) || isinf(value)) {
		buffer_add_text(p->out, isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
		return;
	}
	if (fabs(value) < (single ? FLT_MIN : DBL_MIN))
		least = 1; /* numbers this small have fewer digits */
	for (int digits = least; digits <= most; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (single ? strtof(text, NULL) == (float)value : strtod(text, NULL) == value)
			break;
	}
	buffer_add_text(p->out, text);
}

#define GROUPS ((size_t)256) /* of 3 bytes, 4 characters each, that are turned into text at once */

static void print_bytes(struct printer *p, const ProtobufCBinaryData *bytes)
{
	char text[4 * GROUPS + 1];

	buffer_add_char(p->out, '"');
	for (size_t at = 0; at < bytes->len; at += 3 * GROUPS) {
		size_t part = bytes->len - at < 3 * GROUPS ? bytes->len - at : 3 * GROUPS;

		sodium_bin2base64(text, sizeof(text), bytes->data + at, part, sodium_base64_VARIANT_ORIGINAL);
		buffer_add_text(p->out, text);
	}
	buffer_add_char(p->out, '"');
}

/* A number that has no name is printed as it is: enums are open. */
static void print_enum(struct printer *p, const ProtobufCEnumDescriptor *type, int32_t number)
{
	const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(type, number);

	if (!value)
		buffer_printf(p->out, "%" PRId32, number);
	else
		buffer_printf(p->out, "\"%s\"", p->style == JSON_REST ? json_enum_short(type, value->name) : value->name);
}

static void print_text(struct printer *p, const char *text)
{
	text = text ? text : "";
	buffer_add_json_text(p->out, text, strlen(text));
}

/* One value: a singular field's, or one of a list. */
static void print_value(struct printer *p, const ProtobufCFieldDescriptor *field, const void *slot)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		buffer_printf(p->out, "%" PRId32, *(const int32_t *)slot);
		break;
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		buffer_printf(p->out, "%" PRIu32, *(const uint32_t *)slot);
		break;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		buffer_printf(p->out, "\"%" PRId64 "\"", *(const int64_t *)slot);
		break;
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		buffer_printf(p->out, "\"%" PRIu64 "\"", *(const uint64_t *)slot);
		break;
	case PROTOBUF_C_TYPE_FLOAT:
		print_real(p, (double)*(const float *)slot, true);
		break;
	case PROTOBUF_C_TYPE_DOUBLE:
		print_real(p, *(const double *)slot, false);
		break;
	case PROTOBUF_C_TYPE_BOOL:
		buffer_add_text(p->out, *(const protobuf_c_boolean *)slot ? "true" : "false");
		break;
	case PROTOBUF_C_TYPE_ENUM:
		print_enum(p, field->descriptor, *(const int32_t *)slot);
		break;
	case PROTOBUF_C_TYPE_STRING:
		print_text(p, *(const char *const *)slot);
		break;
	case PROTOBUF_C_TYPE_BYTES:
		print_bytes(p, slot);
		break;
	case PROTOBUF_C_TYPE_MESSAGE:
		print_message(p, *(const ProtobufCMessage *const *)slot);
		break;
	}
}

static void print_list(struct printer *p, const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
	size_t count = *(const size_t *)((const uint8_t *)message + field->quantifier_offset);
	const uint8_t *item = *(const uint8_t *const *)((const uint8_t *)message + field->offset);

	buffer_add_char(p->out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i)
			buffer_add_char(p->out, ',');
		print_value(p, field, item);
		item += json_slot_size(field);
	}
	buffer_add_char(p->out, ']');
}

static bool is_zero(const void *bytes, size_t size)
{
	static const uint8_t zero[sizeof(uint64_t)];

	return memcmp(bytes, zero, size) == 0;
}

/* Whether the field says more than that it was not set. */
static bool is_set(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
	const uint8_t *base = (const uint8_t *)message;
	const void *slot = base + field->offset;

	if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
		return *(const uint32_t *)(base + field->quantifier_offset) == field->id;
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		return *(const size_t *)(base + field->quantifier_offset) > 0;
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return *(const ProtobufCMessage *const *)slot;
	if (field->type == PROTOBUF_C_TYPE_STRING)
		return *(const char *const *)slot && **(const char *const *)slot;
	if (field->label == PROTOBUF_C_LABEL_OPTIONAL)
		return *(const protobuf_c_boolean *)(base + field->quantifier_offset);
	if (field->type == PROTOBUF_C_TYPE_BYTES)
		return ((const ProtobufCBinaryData *)slot)->len > 0;
	return !is_zero(slot, json_slot_size(field));
}

/* REST shows what is not set, where one value stands for that. */
static bool is_shown(struct printer *p, const ProtobufCFieldDescriptor *field, bool set)
{
	if (set || p->style == JSON_CANONICAL || (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
		return set;
	return field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED ||
		   json_form_of(field->descriptor) == JSON_FORM_WRAPPER;
}

static void print_object(struct printer *p, const ProtobufCMessage *message)
{
	const char *separator = "{\"";

	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		bool set = is_set(field, message);

		if (!is_shown(p, field, set))
			continue;
		buffer_add(p->out, separator, 2);
		separator = ",\"";
		json_name_add(p->out, field->name, strlen(field->name));
		buffer_add(p->out, "\":", 2);
		if (field->label == PROTOBUF_C_LABEL_REPEATED)
			print_list(p, field, message);
		else if (field->type == PROTOBUF_C_TYPE_MESSAGE && !set)
			buffer_add_text(p->out, "null");
		else
			print_value(p, field, (const uint8_t *)message + field->offset);
	}
	buffer_add_text(p->out, separator[0] == '{' ? "{}" : "}");
}

/* 0, 3, 6 or 9 digits of a second's fraction. A time outside the years 0001 to 9999 prints as the nearest inside. */
static void print_timestamp(struct printer *p, const Google__Protobuf__Timestamp *timestamp)
{
	int32_t nanos = timestamp->nanos < 0 ? 0 : timestamp->nanos > 999999999 ? 999999999 : timestamp->nanos;
	int64_t seconds = timestamp->seconds;
	char text[TIME_TEXT_SIZE];

	seconds = seconds < INT64_MIN / 1000 ? INT64_MIN / 1000 : seconds > INT64_MAX / 1000 ? INT64_MAX / 1000 : seconds;
	time_format(text, seconds * 1000);
	buffer_printf(p->out, "\"%.19s", text);
	if (nanos % 1000)
		buffer_printf(p->out, ".%09" PRId32, nanos);
	else if (nanos % 1000000)
		buffer_printf(p->out, ".%06" PRId32, nanos / 1000);
	else if (nanos)
		buffer_printf(p->out, ".%03" PRId32, nanos / 1000000);
	buffer_add_text(p->out, "Z\"");
}

static void print_field_mask(struct printer *p, const Google__Protobuf__FieldMask *mask)
{
	buffer_add_char(p->out, '"');
	for (size_t i = 0; i < mask->n_paths; i++) {
		if (i)
			buffer_add_char(p->out, ',');
		json_name_add(p->out, mask->paths[i], strlen(mask->paths[i]));
	}
	buffer_add_char(p->out, '"');
}

/* The one that is set; nothing is null, as is a null that was set. */
static void print_any(struct printer *p, const ProtobufCMessage *message)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];

		if (!is_set(field, message) || field->type == PROTOBUF_C_TYPE_ENUM)
			continue;
		print_value(p, field, (const uint8_t *)message + field->offset);
		return;
	}
	buffer_add_text(p->out, "null");
}

static void print_message(struct printer *p, const ProtobufCMessage *message)
{
	const ProtobufCMessageDescriptor *type = message->descriptor;

	switch (json_form_of(type)) {
	case JSON_FORM_OBJECT:
		print_object(p, message);
		break;
	case JSON_FORM_TIMESTAMP:
		print_timestamp(p, (const Google__Protobuf__Timestamp *)message);
		break;
	case JSON_FORM_FIELD_MASK:
		print_field_mask(p, (const Google__Protobuf__FieldMask *)message);
		break;
	case JSON_FORM_WRAPPER:
		print_value(p, &type->fields[0], (const uint8_t *)message + type->fields[0].offset);
		break;
	case JSON_FORM_LIST:
		print_list(p, &type->fields[0], message);
		break;
	case JSON_FORM_ANY:
		print_any(p, message);
		break;
	}
}

void json_print(struct buffer *out, const ProtobufCMessage *message, enum json_style style)
{
	struct printer printer = {.out = out, .style = style};

	print_message(&printer, message);
}
