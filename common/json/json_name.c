#include "common/json/json_name.h"

#include "common/base/array.h"
#include "common/json/json.h"

#include <string.h>

enum json_form json_form_of(const ProtobufCMessageDescriptor *type)
{
	static const char *const wrappers[] = {"Int32Value", "Int64Value", "UInt32Value", "UInt64Value", "DoubleValue",
										   "FloatValue", "BoolValue",  "StringValue", "BytesValue"};

	if (strcmp(type->package_name, "google.protobuf") != 0)
		return JSON_FORM_OBJECT;
	if (strcmp(type->short_name, "Timestamp") == 0)
		return JSON_FORM_TIMESTAMP;
	if (strcmp(type->short_name, "FieldMask") == 0)
		return JSON_FORM_FIELD_MASK;
	if (strcmp(type->short_name, "ListValue") == 0)
		return JSON_FORM_LIST;
	if (strcmp(type->short_name, "Value") == 0)
		return JSON_FORM_ANY;
	for (size_t i = 0; i < ARRAY_LENGTH(wrappers); i++) {
		if (strcmp(type->short_name, wrappers[i]) == 0)
			return JSON_FORM_WRAPPER;
	}
	return JSON_FORM_OBJECT;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static char to_upper(char c)
{
	return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

/* What stands in the camel for a character of the snake. */
static char hump(char c, bool raise)
{
	if (raise)
		return to_upper(c);
	return c;
}

/* Whether `name` is the lowerCamel form of `snake`. */
static bool is_camel_of(const char *name, size_t length, const char *snake)
{
	const char *end = name + length;
	bool raise = false;

	for (; *snake; snake++) {
		if (*snake == '_') {
			raise = true;
			continue;
		}
		if (name == end || *name++ != hump(*snake, raise))
			return false;
		raise = false;
	}
	return name == end;
}

const ProtobufCFieldDescriptor *json_field_find(const ProtobufCMessageDescriptor *type, const char *name, size_t length)
{
	for (unsigned i = 0; i < type->n_fields; i++) {
		const char *snake = type->fields[i].name;

		if ((strncmp(snake, name, length) == 0 && !snake[length]) || is_camel_of(name, length, snake))
			return &type->fields[i];
	}
	return NULL;
}

void json_name_add(struct buffer *out, const char *snake, size_t length)
{
	char part[64];
	size_t used = 0;
	bool raise = false;

	for (size_t i = 0; i < length; i++) {
		if (snake[i] == '_') {
			raise = true;
			continue;
		}
		part[used++] = hump(snake[i], raise);
		raise = false;
		if (used == sizeof(part)) {
			buffer_add(out, part, used);
			used = 0;
		}
	}
	buffer_add(out, part, used);
}

const char *json_name(struct arena *arena, const char *field_name)
{
	struct buffer name;

	buffer_init(&name, arena, SIZE_MAX);
	json_name_add(&name, field_name, strlen(field_name));
	return buffer_text(&name);
}

size_t json_name_snake(char *out, const char *camel, size_t length)
{
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		if (is_upper(camel[i])) {
			out[used++] = '_';
			out[used++] = (char)(camel[i] - 'A' + 'a');
		} else {
			out[used++] = camel[i];
		}
	}
	return used;
}

/* The prefix is the type's name as UPPER_SNAKE: MemberStatus is MEMBER_STATUS_. */
const char *json_enum_short(const ProtobufCEnumDescriptor *type, const char *name)
{
	const char *at = name;

	for (const char *of_type = type->short_name; *of_type; of_type++) {
		bool first = of_type == type->short_name;

		if (!first && is_upper(*of_type) && (!is_upper(of_type[-1]) || is_lower(of_type[1])) && *at++ != '_')
			return name;
		if (*at++ != to_upper(*of_type))
			return name;
	}
	return at[0] == '_' && at[1] ? at + 1 : name;
}

const ProtobufCEnumValue *json_enum_find(const ProtobufCEnumDescriptor *type, const char *name)
{
	const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value_by_name(type, name);

	for (unsigned i = 0; !value && i < type->n_values; i++) {
		if (strcmp(json_enum_short(type, type->values[i].name), name) == 0)
			value = &type->values[i];
	}
	return value;
}
