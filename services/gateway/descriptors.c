#include "common/base/array.h"
#include "google/api/http.pb-c.h"
#include "google/protobuf/descriptor.pb-c.h"
#include "kleos_descriptor_set.h"
#include "services/gateway/route.h"

#define HTTP_RULE_FIELD 72295728u /* google.api.http, an extension of MethodOptions */

/* protobuf-c knows no extensions: the rule is an unknown field of the options, still packed, its length in front. */
static const ProtobufCMessageUnknownField *rule_field(const Google__Protobuf__MethodOptions *options)
{
	for (unsigned i = 0; options && i < options->base.n_unknown_fields; i++) {
		if (options->base.unknown_fields[i].tag == HTTP_RULE_FIELD)
			return &options->base.unknown_fields[i];
	}
	return NULL;
}

static Google__Api__HttpRule *rule_unpack(struct arena *arena, const ProtobufCMessageUnknownField *field)
{
	size_t at = 0;
	while (at < field->len && field->data[at] & 0x80)
		at++;
	if (at >= field->len)
		return NULL;
	return google__api__http_rule__unpack(&arena->allocator, field->len - at - 1, field->data + at + 1);
}

static bool rule_apply(struct described_method *method, const Google__Api__HttpRule *rule)
{
	static const struct {
		Google__Api__HttpRule__PatternCase kind;
		const char *method;
	} kinds[] = {
		{GOOGLE__API__HTTP_RULE__PATTERN_GET, "GET"},     {GOOGLE__API__HTTP_RULE__PATTERN_PUT, "PUT"},
		{GOOGLE__API__HTTP_RULE__PATTERN_POST, "POST"},   {GOOGLE__API__HTTP_RULE__PATTERN_DELETE, "DELETE"},
		{GOOGLE__API__HTTP_RULE__PATTERN_PATCH, "PATCH"},
	};
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
		if (kinds[i].kind == rule->pattern_case) {
			method->http_method = kinds[i].method;
			method->path = rule->get; /* the patterns share their place */
			return true;
		}
	}
	return false;
}

typedef enum status method_visit(void *context, const struct described_method *method);

static enum status walk_method(struct arena *arena, const char *service,
							   const Google__Protobuf__MethodDescriptorProto *one, method_visit *visit, void *context)
{
	const ProtobufCMessageUnknownField *field = rule_field(one->options);
	Google__Api__HttpRule *rule = field ? rule_unpack(arena, field) : NULL;
	struct described_method method = {0};
	if (!field)
		return STATUS_OK;
	if (!rule || !rule_apply(&method, rule))
		return STATUS_FAILED_PRECONDITION;
	method.name = arena_printf(arena, "%s/%s", service, one->name);
	method.read =
		one->options->has_idempotency_level &&
		one->options->idempotency_level == GOOGLE__PROTOBUF__METHOD_OPTIONS__IDEMPOTENCY_LEVEL__NO_SIDE_EFFECTS;
	return visit(context, &method);
}

static enum status walk_file(struct arena *arena, const Google__Protobuf__FileDescriptorProto *file,
							 method_visit *visit, void *context)
{
	for (size_t i = 0; i < file->n_service; i++) {
		const char *service = arena_printf(arena, "%s.%s", file->package, file->service[i]->name);
		for (size_t j = 0; j < file->service[i]->n_method; j++) {
			enum status status = walk_method(arena, service, file->service[i]->method[j], visit, context);
			if (status != STATUS_OK)
				return status;
		}
	}
	return STATUS_OK;
}

enum status descriptors_walk(struct arena *arena, method_visit *visit, void *context)
{
	Google__Protobuf__FileDescriptorSet *set = google__protobuf__file_descriptor_set__unpack(
		&arena->allocator, kleos_descriptor_set_length, kleos_descriptor_set);
	if (!set)
		return STATUS_FAILED_PRECONDITION;
	for (size_t i = 0; i < set->n_file; i++) {
		enum status status = walk_file(arena, set->file[i], visit, context);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}
