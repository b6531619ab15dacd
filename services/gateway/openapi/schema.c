/* schema: what a message looks like in JSON, as JSON Schema 2020-12. REST shows what is not set (common/json), so all
 * that a reply always has is required there; in a request only what its words call so. */
#include "common/base/buffer.h"
#include "common/json/json.h"
#include "common/json/json_name.h"
#include "services/gateway/openapi/builder.h"

#include <string.h>

#define REFERENCE   "#/components/schemas/"
#define WORDS_BOUND ((size_t)16 * 1024)

static bool is_object(const ProtobufCFieldDescriptor *field)
{
	return field->type == PROTOBUF_C_TYPE_MESSAGE && json_form_of(field->descriptor) == JSON_FORM_OBJECT;
}

void schema_ask(struct builder *builder, const ProtobufCMessageDescriptor *type)
{
	if (json_object_get(builder->asked, type->name))
		return;
	json_object_set_new(builder->asked, type->name, json_true());
	for (unsigned i = 0; i < type->n_fields; i++) {
		if (is_object(&type->fields[i]))
			schema_ask(builder, type->fields[i].descriptor);
	}
}

static bool is_asked(const struct builder *builder, const ProtobufCMessageDescriptor *type)
{
	return json_object_get(builder->asked, type->name);
}

bool schema_is_required(const struct builder *builder, const ProtobufCMessageDescriptor *type,
						const ProtobufCFieldDescriptor *field)
{
	if (is_asked(builder, type))
		return words_require(builder, type, field);
	return field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED ||
		   json_form_of(field->descriptor) == JSON_FORM_WRAPPER;
}

/* The name that a type has among the schemas: its own, or with its package in front where another one has it.
 * *fresh: it has no schema yet. */
static const char *name_of(struct builder *builder, const char *full, const char *own, bool *fresh)
{
	const char *name = own;
	const char *holder = json_string_value(json_object_get(builder->named, name));
	if (holder && strcmp(holder, full) != 0)
		name = full;
	*fresh = !json_object_get(builder->named, name);
	if (*fresh)
		json_object_set_new(builder->named, name, json_string(full));
	return name;
}

static json_t *reference_to(struct builder *builder, const char *name)
{
	return json_pack("{s:s}", "$ref", arena_printf(builder->arena, REFERENCE "%s", name));
}

static const char *enum_words(struct builder *builder, const ProtobufCEnumDescriptor *type)
{
	struct buffer out;
	buffer_init(&out, builder->arena, WORDS_BOUND);
	buffer_printf(&out, "%s\n", words_of(builder, type->name));
	for (unsigned i = 0; i < type->n_values; i++) {
		const char *words = words_of(builder, arena_printf(builder->arena, "%s.%s", type->name, type->values[i].name));
		buffer_printf(&out, "\n- `%s`: %s", json_enum_short(type, type->values[i].name), words);
	}
	return buffer_text(&out);
}

static json_t *enum_schema(struct builder *builder, const ProtobufCEnumDescriptor *type)
{
	bool fresh;
	const char *name = name_of(builder, type->name, type->short_name, &fresh);
	if (fresh) {
		json_t *names = json_array();
		for (unsigned i = 0; i < type->n_values; i++)
			json_array_append_new(names, json_string(json_enum_short(type, type->values[i].name)));
		json_object_set_new(
			builder->schemas, name,
			json_pack("{s:s,s:s,s:o}", "type", "string", "description", enum_words(builder, type), "enum", names));
	}
	return reference_to(builder, name);
}

static json_t *one_value(struct builder *builder, const ProtobufCFieldDescriptor *field);

static json_t *message_schema(struct builder *builder, const ProtobufCMessageDescriptor *type)
{
	switch (json_form_of(type)) {
	case JSON_FORM_TIMESTAMP:
		return json_pack("{s:s,s:s}", "type", "string", "format", "date-time");
	case JSON_FORM_FIELD_MASK:
		return json_pack("{s:s}", "type", "string");
	case JSON_FORM_WRAPPER: {
		json_t *value = one_value(builder, &type->fields[0]);
		json_object_set_new(value, "type", json_pack("[O,s]", json_object_get(value, "type"), "null"));
		return value;
	}
	case JSON_FORM_LIST:
		return json_pack("{s:s,s:{}}", "type", "array", "items");
	case JSON_FORM_ANY:
		return json_object();
	case JSON_FORM_OBJECT:
		break;
	}
	return schema_of(builder, type);
}

static json_t *one_value(struct builder *builder, const ProtobufCFieldDescriptor *field)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		return json_pack("{s:s,s:s}", "type", "integer", "format", "int32");
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return json_pack("{s:s,s:i}", "type", "integer", "minimum", 0);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		return json_pack("{s:s,s:s}", "type", "string", "format", "int64");
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return json_pack("{s:s,s:s}", "type", "string", "format", "uint64");
	case PROTOBUF_C_TYPE_FLOAT:
		return json_pack("{s:s,s:s}", "type", "number", "format", "float");
	case PROTOBUF_C_TYPE_DOUBLE:
		return json_pack("{s:s,s:s}", "type", "number", "format", "double");
	case PROTOBUF_C_TYPE_BOOL:
		return json_pack("{s:s}", "type", "boolean");
	case PROTOBUF_C_TYPE_ENUM:
		return enum_schema(builder, field->descriptor);
	case PROTOBUF_C_TYPE_STRING:
		return json_pack("{s:s}", "type", "string");
	case PROTOBUF_C_TYPE_BYTES:
		return json_pack("{s:s,s:s}", "type", "string", "contentEncoding", "base64");
	case PROTOBUF_C_TYPE_MESSAGE:
		return message_schema(builder, field->descriptor);
	}
	return json_object();
}

json_t *schema_of_field(struct builder *builder, const ProtobufCMessageDescriptor *type,
						const ProtobufCFieldDescriptor *field)
{
	json_t *schema = one_value(builder, field);
	const char *words = words_of_field(builder, type, field);
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		schema = json_pack("{s:s,s:o}", "type", "array", "items", schema);
	if (*words)
		json_object_set_new(schema, "description", json_string(words));
	return schema;
}

json_t *schema_without(struct builder *builder, const ProtobufCMessageDescriptor *type, const json_t *left_out)
{
	json_t *properties = json_object(), *required = json_array();
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		const char *name = json_name(builder->arena, field->name);
		if (json_object_get(left_out, name))
			continue;
		json_object_set_new(properties, name, schema_of_field(builder, type, field));
		if (schema_is_required(builder, type, field))
			json_array_append_new(required, json_string(name));
	}
	json_t *schema = json_pack("{s:s,s:s,s:o}", "type", "object", "description", words_of(builder, type->name),
							   "properties", properties);
	if (json_array_size(required))
		json_object_set(schema, "required", required);
	json_decref(required);
	if (is_asked(builder, type))
		json_object_set_new(schema, "additionalProperties", json_false());
	return schema;
}

json_t *schema_of(struct builder *builder, const ProtobufCMessageDescriptor *type)
{
	bool fresh;
	const char *name = name_of(builder, type->name, type->short_name, &fresh);
	if (fresh) {
		json_object_set_new(builder->schemas, name, json_null()); /* its place, before those it names */
		json_object_set_new(builder->schemas, name, schema_without(builder, type, NULL));
	}
	return reference_to(builder, name);
}
