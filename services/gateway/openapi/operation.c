/* operation: one address and method, as the document has it: from an rpc, from a special route, or from both where they
 * share an address (a file of rows beside the rows as JSON, a document in place of its pages). */
#include "common/base/buffer.h"
#include "common/base/text.h"
#include "common/json/json.h"
#include "common/json/json_name.h"
#include "services/gateway/openapi/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JSON_TYPE     "application/json"
#define EXAMPLE_BOUND ((size_t)64 * 1024)
#define STATUS_SIZE   12

/* What is known of an operation while it is written down. */
struct draft {
	struct builder *builder;
	const struct route *route;
	const struct procedure *procedure;                 /* NULL: a special route alone */
	const struct special_route *special;               /* the route's own, or the overlay; NULL: none */
	const ProtobufCMessageDescriptor *request, *reply; /* NULL: no message */
	const json_t *entry;                               /* the example, with its caller and files; NULL: none */
	const json_t *example;                             /* its request: field → value; NULL: none */
	bool body;                                         /* the request's fields are in the body */
};

static const struct route_guide *guide_of(const struct draft *draft)
{
	return draft->special ? draft->special->guide : NULL;
}

/* kleos.members.v1.MembersService/GetMember: MembersService_GetMember. */
static const char *operation_id(const struct draft *draft)
{
	if (!draft->procedure)
		return guide_of(draft)->operation;
	const char *slash = strchr(draft->procedure->name, '/'), *service = slash;
	while (service[-1] != '.')
		service--;
	return arena_printf(draft->builder->arena, "%.*s_%s", (int)(slash - service), service, slash + 1);
}

/* Once, at its place in the alphabet. */
static void tag_add(struct builder *builder, const char *name, const char *words)
{
	size_t i = 0;
	int order = 1;
	for (; i < json_array_size(builder->tags) && order > 0; i++)
		order = strcmp(name, json_string_value(json_object_get(json_array_get(builder->tags, i), "name")));
	if (order)
		json_array_insert_new(builder->tags, order < 0 ? i - 1 : i,
							  json_pack("{s:s,s:s}", "name", name, "description", words));
}

/* kleos.members.v1.MembersService/GetMember: Members, and the words of the service, told once. */
static const char *tag_of(const struct draft *draft)
{
	struct builder *builder = draft->builder;
	if (!draft->procedure)
		return guide_of(draft)->tag;
	const char *id = operation_id(draft);
	const char *tag = arena_text_n(builder->arena, id, strcspn(id, "_") - strlen("Service"));
	const char *name = draft->procedure->name;
	tag_add(builder, tag, words_of(builder, arena_text_n(builder->arena, name, strcspn(name, "/"))));
	return tag;
}

/* ---- the request ---- */

static json_t *body_example(const struct draft *draft, const json_t *left_out)
{
	json_t *copy = json_object();
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)draft->example, name, value)
	{
		if (!json_object_get(left_out, name))
			json_object_set(copy, name, value);
	}
	return copy;
}

static json_t *json_content(const struct draft *draft)
{
	json_t *left_out = parameters_in_path(draft->builder->arena, draft->route);
	json_object_set_new(left_out, "updateMask", json_true());
	bool whole = !draft->route->n_fields && !(draft->procedure && draft->procedure->update_mask);
	json_t *content = json_pack("{s:o}", "schema",
								whole ? schema_of(draft->builder, draft->request)
									  : schema_without(draft->builder, draft->request, left_out));
	if (draft->example)
		json_object_set_new(content, "example", body_example(draft, left_out));
	json_decref(left_out);
	return content;
}

/* A body that is no message: a file, or a form. Its example stands under its type. */
static void add_other_content(const struct draft *draft, json_t *contents, const char *type)
{
	bool object = strstr(type, "form") || strstr(type, "json");
	json_t *content = json_pack("{s:{s:s}}", "schema", "type", object ? "object" : "string");
	const json_t *example = json_object_get(draft->entry, type);
	if (example)
		json_object_set_new(content, "example", json_deep_copy(example));
	json_object_set_new(contents, type, content);
}

/* Whether something must be said in the body. */
static bool needs_body(const struct draft *draft)
{
	json_t *in_path = parameters_in_path(draft->builder->arena, draft->route);
	bool needs = false;
	for (unsigned i = 0; i < draft->request->n_fields && !needs; i++) {
		const ProtobufCFieldDescriptor *field = &draft->request->fields[i];
		needs = schema_is_required(draft->builder, draft->request, field) &&
				!json_object_get(in_path, json_name(draft->builder->arena, field->name));
	}
	json_decref(in_path);
	return needs;
}

static void add_body(const struct draft *draft, json_t *operation)
{
	const char *type = draft->special ? draft->special->content_type : NULL;
	const struct route_guide *guide = guide_of(draft);
	json_t *contents = json_object();
	if (draft->body && draft->request)
		json_object_set_new(contents, JSON_TYPE, json_content(draft));
	if (!type && guide)
		type = guide->takes;
	if (type)
		add_other_content(draft, contents, type);
	if (json_object_size(contents))
		json_object_set_new(operation, "requestBody",
							json_pack("{s:b,s:O}", "required", type || needs_body(draft), "content", contents));
	json_decref(contents);
}

/* ---- the answers ---- */

static bool is_write(const struct draft *draft)
{
	return draft->request && protobuf_c_message_descriptor_get_field_by_name(draft->request, "request_id");
}

static json_t *answer_schema(const struct draft *draft, const char *type)
{
	const struct route_guide *guide = guide_of(draft);
	if (!draft->reply)
		return json_pack("{s:s}", "type", strstr(type, "json") ? "object" : "string");
	if (!guide || !guide->partial)
		return schema_of(draft->builder, draft->reply);
	json_t *schema = schema_without(draft->builder, draft->reply, NULL);
	json_object_del(schema, "required");
	return schema;
}

static json_t *answer(const struct draft *draft)
{
	const struct route_guide *guide = guide_of(draft);
	const char *type = guide && guide->gives ? guide->gives : JSON_TYPE;
	json_t *schema = answer_schema(draft, type);
	const char *words = draft->reply ? words_of(draft->builder, draft->reply->name) : "What was asked for.";
	json_t *made = json_pack("{s:s,s:{s:{s:o}}}", "description", words, "content", type, "schema", schema);
	if (is_write(draft))
		json_object_set_new(
			made, "headers",
			json_pack("{s:{s:s}}", "Idempotent-Replayed", "$ref", "#/components/headers/IdempotentReplayed"));
	return made;
}

/* Of an HTTP status; 204 has nothing to tell. */
static void add_answer(const struct draft *draft, json_t *responses, unsigned http_status)
{
	char status[STATUS_SIZE];
	snprintf(status, sizeof(status), "%u", http_status);
	json_object_set_new(responses, status,
						http_status == 204 ? json_pack("{s:s}", "description", "It is done.") : answer(draft));
}

static void add_error(json_t *responses, bool applies, const char *status, const char *name)
{
	char reference[64];
	snprintf(reference, sizeof(reference), "#/components/responses/%s", name);
	if (applies)
		json_object_set_new(responses, status, json_pack("{s:s}", "$ref", reference));
}

/* Refusals in a form of the route's own are told by two statuses. */
static void add_own_refusals(const struct draft *draft, json_t *responses)
{
	const char *form = guide_of(draft)->scim ? "Scim" : "Page";
	add_error(responses, true, "400", arena_printf(draft->builder->arena, "BadRequest%s", form));
	add_error(responses, true, "default", arena_printf(draft->builder->arena, "Error%s", form));
}

static void add_refusals(const struct draft *draft, json_t *responses)
{
	bool keyed = !draft->special || draft->procedure || draft->special->roles;
	bool sends = draft->body || strcmp(draft->route->method, "POST") == 0;
	add_error(responses, true, "400", "BadRequest");
	add_error(responses, keyed, "401", "Unauthenticated");
	add_error(responses, keyed, "403", "PermissionDenied");
	add_error(responses, keyed && (draft->request || draft->route->n_fields), "404", "NotFound");
	add_error(responses, keyed && is_write(draft), "409", "Conflict");
	add_error(responses, keyed && sends, "413", "TooLarge");
	add_error(responses, keyed && sends, "415", "UnsupportedMediaType");
	add_error(responses, keyed, "429", "Busy");
	add_error(responses, true, "default", "Error");
}

static void add_answers(const struct draft *draft, json_t *operation)
{
	const struct route_guide *guide = guide_of(draft);
	json_t *responses = json_object();
	add_answer(draft, responses, guide && guide->success ? guide->success : 200);
	if (guide && guide->also)
		add_answer(draft, responses, guide->also);
	if (draft->special && draft->special->refuse)
		add_own_refusals(draft, responses);
	else
		add_refusals(draft, responses);
	json_object_set_new(operation, "responses", responses);
}

/* ---- who may ---- */

static void add_security(const struct draft *draft, json_t *operation)
{
	if (route_ignores_keys(draft->route))
		json_object_set_new(operation, "security", json_array());
	else if (route_is_for_visitors(draft->route))
		json_object_set_new(operation, "security",
							json_pack("[{},{s:[]},{s:[]},{s:[]}]", "bearer", "apiKey", "session"));
	else if (draft->special && draft->special->keys_only)
		json_object_set_new(operation, "security", json_pack("[{s:[]},{s:[]}]", "bearer", "apiKey"));
}

/* What the gateway itself demands; a service may demand more, and its words say so. */
static void add_roles(const struct draft *draft, json_t *operation)
{
	const ProtobufCEnumDescriptor *type = &kleos__role__descriptor;
	uint32_t roles = draft->special                                ? draft->special->roles
					 : draft->procedure && draft->procedure->local ? draft->procedure->local->roles
																   : 0;
	if (!roles || roles == ROLES_ANY)
		return;
	json_t *names = json_array();
	for (unsigned i = 0; i < type->n_values; i++) {
		if (roles & 1u << type->values[i].value)
			json_array_append_new(names, json_string(json_enum_short(type, type->values[i].name)));
	}
	json_object_set_new(operation, "x-kleos-roles", names);
}

/* ---- Connect ---- */

/* The example as Connect's clients write it: canonical JSON of the whole message. NULL: it is not that message. */
static json_t *connect_example(const struct draft *draft)
{
	struct arena *arena = draft->builder->arena;
	char *text = json_dumps(draft->example, JSON_COMPACT);
	ProtobufCMessage *message = NULL;
	struct json_problem problem = {0};
	struct buffer out;
	buffer_init(&out, arena, EXAMPLE_BOUND);
	if (text && json_parse(draft->request, arena, text, strlen(text), &message, &problem) == STATUS_OK)
		json_print(&out, message, JSON_CANONICAL);
	free(text);
	return out.length ? json_loadb(buffer_text(&out), out.length, 0, NULL) : NULL;
}

static void add_connect(const struct draft *draft, json_t *operation)
{
	json_t *methods = draft->procedure->read ? json_pack("[s,s]", "POST", "GET") : json_pack("[s]", "POST");
	json_t *connect = json_pack("{s:o,s:s}", "methods", methods, "path",
								arena_printf(draft->builder->arena, "/%s", draft->procedure->name));
	json_t *example = draft->example ? connect_example(draft) : NULL;
	if (example)
		json_object_set_new(connect, "example", example);
	json_object_set_new(operation, "x-connect", connect);
}

/* ---- all of it ---- */

static void add_words(const struct draft *draft, json_t *operation)
{
	const char *words = draft->procedure ? words_of(draft->builder, draft->procedure->name) : guide_of(draft)->words;
	const char *more = draft->procedure && draft->special && guide_of(draft) ? guide_of(draft)->words : "";
	json_object_set_new(operation, "summary", json_string(words_summary(draft->builder->arena, words)));
	json_object_set_new(operation, "description",
						json_string(arena_printf(draft->builder->arena, "%s%s%s", words, *more ? " " : "", more)));
}

static json_t *operation_of(struct draft *draft)
{
	struct builder *builder = draft->builder;
	const char *id = operation_id(draft);
	const json_t *caller;
	draft->entry = json_object_get(builder->examples, id);
	draft->example = json_object_get(draft->entry, "request");
	caller = json_object_get(draft->entry, "as");
	json_t *operation = json_pack("{s:s,s:[s]}", "operationId", id, "tags", tag_of(draft));
	add_words(draft, operation);
	json_object_set_new(operation, "parameters",
						parameters_of(builder, draft->route, draft->request, !draft->body, draft->example));
	add_body(draft, operation);
	add_answers(draft, operation);
	add_security(draft, operation);
	add_roles(draft, operation);
	if (caller)
		json_object_set_new(operation, "x-example-caller", json_deep_copy(caller));
	if (draft->procedure)
		add_connect(draft, operation);
	return operation;
}

void operation_add(struct builder *builder, const struct route *route, const struct special_route *overlay)
{
	struct draft draft = {.builder = builder, .route = route, .procedure = route->procedure};
	draft.special = route->special ? route->special : overlay;
	const struct route_guide *guide = guide_of(&draft);
	if (!draft.procedure && !guide)
		return;
	draft.request = draft.procedure ? draft.procedure->input : guide->request;
	draft.reply = guide && guide->gives ? guide->reply : draft.procedure ? draft.procedure->output : guide->reply;
	draft.body = strcmp(route->method, "GET") != 0 && strcmp(route->method, "DELETE") != 0;
	const char *path = parameters_path(builder->arena, route);
	json_t *item = json_object_get(builder->paths, path);
	if (!item) {
		item = json_object();
		json_object_set_new(builder->paths, path, item);
	}
	json_object_set_new(item, text_lower_ascii(builder->arena, route->method), operation_of(&draft));
}
