#include "common/json/json.h"
#include "common/rpc/wire.h"
#include "google/protobuf/field_mask.pb-c.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/header.h"

#include <string.h>
#include <strings.h>

static bool has_body(const struct exchange *exchange)
{
	return !exchange->has_length || exchange->content_length > 0;
}

static bool is_read(const struct exchange *exchange)
{
	return strcmp(exchange->method, "GET") == 0 || strcmp(exchange->method, "HEAD") == 0;
}

/* application/json, in UTF-8 if anything is said about it. */
static bool is_json(const char *type)
{
	if (!header_is_type(type, "application/json"))
		return false;
	const char *charset = strcasestr(type, "charset=");
	if (!charset)
		return true;
	charset += strlen("charset=");
	charset += *charset == '"';
	return strncasecmp(charset, "utf-8", 5) == 0 && strchr("\" ;", charset[5]);
}

bool rest_accepts(struct exchange *exchange)
{
	const char *encoding = exchange->content_encoding;
	if (is_read(exchange) || !has_body(exchange))
		return true;
	if (encoding && strcasecmp(encoding, "identity") != 0) {
		exchange_refuse(exchange, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, STATUS_INVALID_ARGUMENT, "UNSUPPORTED_ENCODING",
						"send the body without a Content-Encoding");
		return false;
	}
	if (exchange->content_type && !is_json(exchange->content_type)) {
		exchange_refuse(exchange, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, STATUS_INVALID_ARGUMENT, "UNSUPPORTED_MEDIA_TYPE",
						"send JSON in UTF-8, with the header Content-Type: application/json");
		return false;
	}
	return true;
}

static const ProtobufCFieldDescriptor *find_field(const ProtobufCMessageDescriptor *type, const char *name)
{
	char snake[128];
	size_t n = 0;
	for (; *name && n + 2 < sizeof(snake); name++) {
		if (*name >= 'A' && *name <= 'Z') {
			snake[n++] = '_';
			snake[n++] = (char)(*name | 0x20);
		} else {
			snake[n++] = *name;
		}
	}
	snake[n] = 0;
	return *name ? NULL : protobuf_c_message_descriptor_get_field_by_name(type, snake);
}

static bool set_text(struct exchange *exchange, ProtobufCMessage *message, const char *name, const char *value)
{
	struct json_problem problem = {0};
	enum status status = json_set_text(message, &exchange->arena, name, value, &problem);
	if (status == STATUS_NOT_FOUND)
		exchange_fail_field(exchange, name, "there is no such parameter");
	else if (status != STATUS_OK)
		exchange_fail_field(exchange, problem.field ? problem.field : name, "%s", problem.message);
	return status == STATUS_OK;
}

/* A body holds the fields; beside it the query may only say what concerns the call as a whole. */
static bool may_be_in_query(const struct exchange *exchange, const ProtobufCFieldDescriptor *field)
{
	const struct procedure *procedure = exchange->route->procedure;
	if (!exchange->body_length || !procedure || !field)
		return true;
	return field == procedure->request_id || field == procedure->update_mask || strcmp(field->name, "etag") == 0;
}

static bool query_repeats(const struct exchange *exchange, size_t i, const ProtobufCFieldDescriptor *field)
{
	if (!field || field->label == PROTOBUF_C_LABEL_REPEATED)
		return false;
	for (size_t j = 0; j < i; j++) {
		if (find_field(exchange->route->procedure->input, exchange->query[j].name) == field)
			return true;
	}
	return false;
}

static bool take_query(struct exchange *exchange, ProtobufCMessage *message)
{
	for (size_t i = 0; i < exchange->n_query; i++) {
		const char *name = exchange->query[i].name;
		const ProtobufCFieldDescriptor *field = find_field(message->descriptor, name);
		if (!may_be_in_query(exchange, field)) {
			exchange_fail_field(exchange, name, "belongs in the body");
			return false;
		}
		if (exchange->route->procedure && query_repeats(exchange, i, field)) {
			exchange_fail_field(exchange, name, "is told twice");
			return false;
		}
		if (!set_text(exchange, message, name, exchange->query[i].value))
			return false;
	}
	return true;
}

/* The path says it; the body may not say otherwise. */
static bool take_path(struct exchange *exchange, ProtobufCMessage *message)
{
	for (size_t i = 0; i < exchange->route->n_fields; i++) {
		const struct exchange_parameter *parameter = &exchange->path_fields[i];
		const ProtobufCFieldDescriptor *field = find_field(message->descriptor, parameter->name);
		if (field && field->type == PROTOBUF_C_TYPE_STRING) {
			const char *told = *(const char *const *)((const uint8_t *)message + field->offset);
			if (told && *told && strcmp(told, parameter->value) != 0) {
				exchange_fail_field(exchange, json_name(&exchange->arena, parameter->name),
									"is in the path, and differs from it");
				return false;
			}
		}
		if (!set_text(exchange, message, parameter->name, parameter->value))
			return false;
	}
	return true;
}

static bool names_path_field(const struct exchange *exchange, const char *name)
{
	for (size_t i = 0; i < exchange->route->n_fields; i++) {
		if (strcmp(exchange->path_fields[i].name, name) == 0)
			return true;
	}
	return false;
}

/* A PATCH without a mask changes what its body names, empty values too. */
static void take_mask(struct exchange *exchange, ProtobufCMessage *message)
{
	const ProtobufCFieldDescriptor *field = exchange->route->procedure->update_mask;
	if (!field || !exchange->body_length || strcmp(exchange->route->method, "PATCH") != 0)
		return;
	Google__Protobuf__FieldMask **mask = (Google__Protobuf__FieldMask **)((uint8_t *)message + field->offset);
	if (*mask)
		return;
	const char **keys = json_keys(&exchange->arena, exchange->body, exchange->body_length);
	Google__Protobuf__FieldMask *made = arena_alloc(&exchange->arena, sizeof(*made));
	google__protobuf__field_mask__init(made);
	made->paths = (char **)keys;
	for (; *keys; keys++) {
		bool about_the_call = strcmp(*keys, "etag") == 0 || strcmp(*keys, "request_id") == 0 ||
							  strcmp(*keys, "update_mask") == 0 || names_path_field(exchange, *keys);
		if (!about_the_call)
			made->paths[made->n_paths++] = (char *)*keys;
	}
	*mask = made;
}

ProtobufCMessage *rest_request(struct exchange *exchange)
{
	const ProtobufCMessageDescriptor *type = exchange->route->procedure->input;
	ProtobufCMessage *message = NULL;
	struct json_problem problem = {0};
	if (is_read(exchange))
		exchange->body_length = 0; /* a body of a GET means nothing */
	if (!exchange->body_length) {
		message = wire_new(type, &exchange->arena);
	} else if (json_parse(type, &exchange->arena, exchange->body, exchange->body_length, &message, &problem) !=
			   STATUS_OK) {
		exchange_fail_field(exchange, problem.field ? problem.field : "", "%s",
							problem.message ? problem.message : "is not JSON");
		return NULL;
	}
	if (!take_query(exchange, message) || !take_path(exchange, message))
		return NULL;
	take_mask(exchange, message);
	return message;
}

enum status exchange_query_message(struct exchange *exchange, const ProtobufCMessageDescriptor *type,
								   ProtobufCMessage **out)
{
	ProtobufCMessage *message = wire_new(type, &exchange->arena);
	if (!take_query(exchange, message) || !take_path(exchange, message))
		return STATUS_INVALID_ARGUMENT;
	*out = message;
	return STATUS_OK;
}
