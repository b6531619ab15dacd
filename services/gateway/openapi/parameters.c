/* parameters: what of a call stands in its path, its query and its headers. */
#include "common/base/buffer.h"
#include "common/json/json.h"
#include "common/json/json_name.h"
#include "services/gateway/openapi/builder.h"

#include <string.h>

#define PATH_BOUND 512

const char *parameters_path(struct arena *arena, const struct route *route)
{
	struct buffer out;
	buffer_init(&out, arena, PATH_BOUND);
	for (size_t i = 0; i < route->n_segments; i++) {
		const struct route_segment *segment = &route->segments[i];
		buffer_add_char(&out, '/');
		if (segment->field)
			buffer_printf(&out, "{%s}", json_name(arena, segment->text));
		else
			buffer_add(&out, segment->text, segment->length);
	}
	if (*route->verb)
		buffer_printf(&out, ":%s", route->verb);
	return buffer_text(&out);
}

json_t *parameters_in_path(struct arena *arena, const struct route *route)
{
	json_t *names = json_object();
	for (size_t i = 0; i < route->n_segments; i++) {
		if (route->segments[i].field)
			json_object_set_new(names, json_name(arena, route->segments[i].text), json_true());
	}
	return names;
}

/* `schema` is taken; its words become the parameter's. */
static json_t *parameter(const char *name, const char *in, bool required, json_t *schema, const json_t *example)
{
	json_t *words = json_incref(json_object_get(schema, "description"));
	json_object_del(schema, "description");
	json_t *made = json_pack("{s:s,s:s,s:b,s:o}", "name", name, "in", in, "required", required, "schema", schema);
	if (words)
		json_object_set_new(made, "description", words);
	if (example)
		json_object_set_new(made, "example", json_deep_copy(example));
	return made;
}

/* A text with the guide's words on what has this name. */
static json_t *guided_schema(const struct route_guide *guide, const char *name)
{
	const struct guide_parameter *one = guide ? guide->parameters : NULL;
	while (one && one->name && strcmp(one->name, name) != 0)
		one++;
	return json_pack("{s:s,s:s}", "type", "string", "description", one && one->name ? one->words : "");
}

/* What a field of a path is, in words of the request's when it has the field. */
static json_t *path_schema(struct builder *builder, const struct route *route,
						   const ProtobufCMessageDescriptor *request, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		request ? protobuf_c_message_descriptor_get_field_by_name(request, name) : NULL;
	return field ? schema_of_field(builder, request, field)
				 : guided_schema(route->special ? route->special->guide : NULL, name);
}

static void add_path(struct builder *builder, json_t *list, const struct route *route,
					 const ProtobufCMessageDescriptor *request, const json_t *example)
{
	for (size_t i = 0; i < route->n_segments; i++) {
		const struct route_segment *segment = &route->segments[i];
		if (!segment->field)
			continue;
		const char *name = json_name(builder->arena, segment->text);
		json_array_append_new(list, parameter(name, "path", true, path_schema(builder, route, request, segment->text),
											  json_object_get(example, name)));
	}
}

/* A message inside a request is told by dotted names. */
static void add_query(struct builder *builder, json_t *list, const ProtobufCMessageDescriptor *request,
					  const char *prefix, const json_t *left_out, const json_t *example)
{
	for (unsigned i = 0; i < request->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &request->fields[i];
		const char *own = json_name(builder->arena, field->name);
		const char *name = arena_printf(builder->arena, "%s%s", prefix, own);
		if (json_object_get(left_out, name))
			continue;
		bool inside = field->type == PROTOBUF_C_TYPE_MESSAGE && json_form_of(field->descriptor) == JSON_FORM_OBJECT;
		if (inside)
			add_query(builder, list, field->descriptor, arena_printf(builder->arena, "%s.", name), NULL,
					  json_object_get(example, own));
		else
			json_array_append_new(list,
								  parameter(name, "query", schema_is_required(builder, request, field),
											schema_of_field(builder, request, field), json_object_get(example, own)));
	}
}

static void add_guided(json_t *list, const struct route_guide *guide, const json_t *in_path, const json_t *example)
{
	for (const struct guide_parameter *one = guide->parameters; one && one->name; one++) {
		if (!json_object_get(in_path, one->name))
			json_array_append_new(list,
								  parameter(one->name, one->header ? "header" : "query", false,
											guided_schema(guide, one->name), json_object_get(example, one->name)));
	}
}

json_t *parameters_of(struct builder *builder, const struct route *route, const ProtobufCMessageDescriptor *request,
					  bool query, const json_t *example)
{
	json_t *list = json_array(), *in_path = parameters_in_path(builder->arena, route);
	const ProtobufCFieldDescriptor *mask = route->procedure ? route->procedure->update_mask : NULL;
	add_path(builder, list, route, request, example);
	if (query && request)
		add_query(builder, list, request, "", in_path, example);
	else if (mask)
		json_array_append_new(list, parameter("updateMask", "query", false, schema_of_field(builder, request, mask),
											  json_object_get(example, "updateMask")));
	if (route->special && route->special->guide)
		add_guided(list, route->special->guide, in_path, example);
	if (request && protobuf_c_message_descriptor_get_field_by_name(request, "request_id"))
		json_array_append_new(list, json_pack("{s:s}", "$ref", "#/components/parameters/IdempotencyKey"));
	json_decref(in_path);
	return list;
}
