#include "common/base/limits.h"
#include "common/json/json.h"

#include "common/json/json_name.h"
#include "common/json/json_value.h"

#include <jansson.h>
#include <string.h>

#define KEY_SHOWN 64 /* bytes of an unknown key that a problem repeats */

/* Where parsing is, from the inside out; made into a path only when something is wrong. */
struct place {
	const struct place *above;
	const char *name; /* of a field; NULL: the item `index` of the list above */
	size_t name_length;
	size_t index;
};

struct parser {
	struct arena *arena;
	struct json_problem *problem;
	enum status status;
};

static bool parse_message(struct parser *p, const struct place *at, const ProtobufCMessageDescriptor *type,
						  json_t *json, ProtobufCMessage **out);

static void add_path(struct buffer *out, const struct place *at)
{
	if (!at)
		return;
	add_path(out, at->above);
	if (!at->name) {
		buffer_printf(out, "[%zu]", at->index);
		return;
	}
	if (out->length)
		buffer_add_char(out, '.');
	json_name_add(out, at->name, at->name_length);
}

/* False, so that it can be returned. */
static bool refuse(struct parser *p, const struct place *at, const char *wrong)
{
	struct buffer path;

	buffer_init(&path, p->arena, 1024);
	add_path(&path, at);
	p->problem->field = buffer_text(&path);
	p->problem->message = wrong;
	p->status = wrong == json_too_large ? STATUS_RESOURCE_EXHAUSTED : STATUS_INVALID_ARGUMENT;
	return false;
}

static bool refuse_unless_null(struct parser *p, const struct place *at, const char *wrong)
{
	return wrong ? refuse(p, at, wrong) : true;
}

/* The key as far as it is shown, cut on a UTF-8 border. */
static size_t shown_length(const char *key)
{
	size_t length = strlen(key);

	if (length <= KEY_SHOWN)
		return length;
	length = KEY_SHOWN;
	while (((unsigned char)key[length] & 0xc0) == 0x80)
		length--;
	return length;
}

static const char *expected(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_BOOL:
		return "expected true or false";
	case PROTOBUF_C_TYPE_STRING:
		return "expected a string";
	case PROTOBUF_C_TYPE_BYTES:
		return "expected base64 in a string";
	case PROTOBUF_C_TYPE_ENUM:
		return "expected a name in a string";
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE:
		return "expected a number";
	default:
		return "expected a whole number";
	}
}

static bool is_numeric(ProtobufCType type)
{
	return type != PROTOBUF_C_TYPE_BOOL && type != PROTOBUF_C_TYPE_STRING && type != PROTOBUF_C_TYPE_BYTES;
}

static bool parse_scalar(struct parser *p, const struct place *at, const ProtobufCFieldDescriptor *field,
						 const json_t *json, void *slot)
{
	const char *wrong;

	if (field->type == PROTOBUF_C_TYPE_BOOL && json_is_boolean(json)) {
		*(protobuf_c_boolean *)slot = json_is_true(json);
		return true;
	}
	if (field->type != PROTOBUF_C_TYPE_BOOL && json_is_string(json))
		wrong = json_store_text(field, p->arena, json_string_value(json), json_string_length(json), slot);
	else if (is_numeric(field->type) && json_is_integer(json))
		wrong = json_store_integer(field, json_integer_value(json), slot);
	else if (is_numeric(field->type) && json_is_real(json))
		wrong = json_store_real(field, json_real_value(json), slot);
	else
		wrong = expected(field->type);
	return refuse_unless_null(p, at, wrong);
}

static bool parse_value(struct parser *p, const struct place *at, const ProtobufCFieldDescriptor *field, json_t *json,
						void *slot)
{
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return parse_message(p, at, field->descriptor, json, slot);
	return parse_scalar(p, at, field, json, slot);
}

static bool parse_list(struct parser *p, const struct place *at, const ProtobufCFieldDescriptor *field, json_t *json,
					   ProtobufCMessage *message)
{
	size_t count = json_array_size(json), size = json_slot_size(field);
	uint8_t *items;

	if (!json_is_array(json))
		return refuse(p, at, "expected a list");
	if (!count)
		return true;
	items = arena_try_alloc(p->arena, count * size);
	if (!items)
		return refuse(p, at, json_too_large);
	for (size_t i = 0; i < count; i++) {
		struct place item = {.above = at, .index = i};
		json_t *value = json_array_get(json, i);

		if (json_is_null(value))
			return refuse(p, &item, "cannot be null in a list");
		if (!parse_value(p, &item, field, value, items + i * size))
			return false;
	}
	*(uint8_t **)((uint8_t *)message + field->offset) = items;
	*(size_t *)((uint8_t *)message + field->quantifier_offset) = count;
	return true;
}

static bool parse_field(struct parser *p, const struct place *at, const ProtobufCFieldDescriptor *field, json_t *json,
						ProtobufCMessage *message)
{
	void *slot;

	if (json_is_null(json))
		return true;
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		return parse_list(p, at, field, json, message);
	slot = json_slot_claim(message, field);
	if (!slot)
		return refuse(p, at, "cannot be given together with another field of its group");
	return parse_value(p, at, field, json, slot);
}

static bool parse_object(struct parser *p, const struct place *at, json_t *json, ProtobufCMessage *message)
{
	const ProtobufCMessageDescriptor *type = message->descriptor;
	bool *seen = arena_try_alloc(p->arena, type->n_fields);
	const char *key;
	json_t *value;

	if (!json_is_object(json))
		return refuse(p, at, "expected an object");
	if (!seen)
		return refuse(p, at, json_too_large);
	json_object_foreach(json, key, value)
	{
		const ProtobufCFieldDescriptor *field = json_field_find(type, key, strlen(key));
		struct place place = {.above = at, .name = key, .name_length = shown_length(key)};

		if (!field)
			return refuse(p, &place, arena_printf(p->arena, "unknown field '%.*s'", (int)shown_length(key), key));
		if (seen[field - type->fields])
			return refuse(p, &place, "is given twice, by both of its names");
		seen[field - type->fields] = true;
		if (!parse_field(p, &place, field, value, message))
			return false;
	}
	return true;
}

/* Into the field of a Value that is for such a thing. */
static bool parse_any(struct parser *p, const struct place *at, json_t *json, ProtobufCMessage *message)
{
	const char *name = json_is_string(json)    ? "string_value"
					   : json_is_number(json)  ? "number_value"
					   : json_is_boolean(json) ? "bool_value"
											   : "list_value";
	const ProtobufCFieldDescriptor *field = json_field_find(message->descriptor, name, strlen(name));

	if (json_is_object(json))
		return refuse(p, at, "expected a string, a number, true, false or a list");
	return parse_value(p, at, field, json, json_slot_claim(message, field));
}

static bool parse_message(struct parser *p, const struct place *at, const ProtobufCMessageDescriptor *type,
						  json_t *json, ProtobufCMessage **out)
{
	ProtobufCMessage *message = json_message_new(p->arena, type);
	enum json_form form = json_form_of(type);

	if (!message)
		return refuse(p, at, json_too_large);
	*out = message;
	if (form == JSON_FORM_OBJECT)
		return parse_object(p, at, json, message);
	if (form == JSON_FORM_WRAPPER)
		return parse_scalar(p, at, type->fields, json, (uint8_t *)message + type->fields[0].offset);
	if (form == JSON_FORM_LIST)
		return parse_list(p, at, type->fields, json, message);
	if (form == JSON_FORM_ANY)
		return parse_any(p, at, json, message);
	if (!json_is_string(json))
		return refuse(p, at,
					  form == JSON_FORM_TIMESTAMP ? "expected a time in a string, such as 2026-03-01T09:00:00Z"
												  : "expected names of fields in a string");
	return refuse_unless_null(p, at,
							  json_store_special(message, p->arena, json_string_value(json), json_string_length(json)));
}

/* Before jansson looks at it, which would recurse a long way down. */
static bool is_too_deep(const char *text, size_t length)
{
	bool in_string = false;
	size_t depth = 0;

	for (size_t i = 0; i < length; i++) {
		if (in_string) {
			i += text[i] == '\\';
			in_string = i >= length || text[i] != '"';
		} else if (text[i] == '"') {
			in_string = true;
		} else if (text[i] == '{' || text[i] == '[') {
			if (++depth > JSON_DEPTH_BOUND)
				return true;
		} else if ((text[i] == '}' || text[i] == ']') && depth) {
			depth--;
		}
	}
	return false;
}

static bool is_space_only(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (!strchr(" \t\r\n", text[i]) || !text[i])
			return false;
	}
	return true;
}

/* The caller gives the tree back. NULL with *code set, and *wrong unless it is NULL. */
static json_t *load(struct arena *arena, const char *text, size_t length, size_t flags, enum json_error_code *code,
					const char **wrong)
{
	const char *what = "not JSON";
	json_error_t error;
	json_t *json;

	json = json_loadb(text, length, JSON_REJECT_DUPLICATES | flags, &error);
	if (json)
		return json;
	*code = json_error_code(&error);
	if (*code == json_error_duplicate_key)
		what = "a key is given twice";
	else if (*code == json_error_invalid_utf8)
		what = "not UTF-8";
	else if (*code == json_error_null_character || *code == json_error_null_byte_in_key)
		what = "a text holds a NUL character";
	else if (*code == json_error_numeric_overflow)
		what = "a number is out of range";
	if (wrong)
		*wrong = arena_printf(arena, "%s at line %d, column %d", what, error.line, error.column);
	return NULL;
}

/* jansson stops at a number past 64 bits without saying which field it was for: read as reals, it gets there. */
static bool refuse_number(struct parser *p, const char *text, size_t length, ProtobufCMessage *message,
						  const char *otherwise)
{
	enum json_error_code code;
	json_t *json = load(p->arena, text, length, JSON_DECODE_INT_AS_REAL, &code, NULL);
	bool passed = !json || parse_object(p, NULL, json, message);

	json_decref(json);
	return passed ? refuse(p, NULL, otherwise) : false;
}

static bool parse_document(struct parser *p, const char *text, size_t length, ProtobufCMessage *message)
{
	enum json_error_code code;
	const char *wrong;
	json_t *json;
	bool parsed;

	if (is_space_only(text, length))
		return true;
	if (is_too_deep(text, length))
		return refuse(p, NULL, "objects and lists are nested too deeply, at most 8 levels are");
	json = load(p->arena, text, length, 0, &code, &wrong);
	if (!json && code == json_error_numeric_overflow)
		return refuse_number(p, text, length, message, wrong);
	if (!json)
		return refuse(p, NULL, wrong);
	parsed = parse_object(p, NULL, json, message);
	json_decref(json);
	return parsed;
}

enum status json_parse(const ProtobufCMessageDescriptor *type, struct arena *arena, const char *text, size_t length,
					   ProtobufCMessage **out, struct json_problem *problem)
{
	struct parser parser = {.arena = arena, .problem = problem, .status = STATUS_OK};
	ProtobufCMessage *message = json_message_new(arena, type);

	if (!message)
		refuse(&parser, NULL, json_too_large);
	else if (parse_document(&parser, text, length, message))
		*out = message;
	return parser.status;
}

const char **json_keys(struct arena *arena, const char *text, size_t length)
{
	json_t *json = is_too_deep(text, length) ? NULL : json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	const char **keys = arena_array(arena, json_object_size(json) + 1, sizeof(*keys)), *key;
	size_t count = 0;
	json_t *value;

	json_object_foreach(json, key, value)
	{
		size_t key_length = strlen(key);
		char *snake = arena_try_alloc(arena, 2 * key_length + 1);

		if (!snake)
			break;
		json_name_snake(snake, key, key_length);
		keys[count++] = snake;
	}
	json_decref(json);
	return keys;
}
