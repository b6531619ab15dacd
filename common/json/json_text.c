#include "common/json/json.h"

#include "common/base/text.h"
#include "common/json/json_name.h"
#include "common/json/json_value.h"

#include <string.h>

#define LIST_BOUND 100 /* values that a list may get this way; each one copies those before it */

static const char *append_text(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, struct arena *arena,
							   const char *value)
{
	size_t *count = (size_t *)((uint8_t *)message + field->quantifier_offset), size = json_slot_size(field);
	uint8_t **items = (uint8_t **)((uint8_t *)message + field->offset), *longer;
	const char *wrong;

	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return "can only be given in a JSON body";
	if (*count >= LIST_BOUND)
		return "is given too often";
	longer = arena_try_alloc(arena, (*count + 1) * size);
	if (!longer)
		return json_too_large;
	if (*count)
		memcpy(longer, *items, *count * size);
	wrong = json_store_text(field, arena, value, strlen(value), longer + *count * size);
	if (wrong)
		return wrong;
	*items = longer;
	++*count;
	return NULL;
}

/* The message in a field, made when it is not there yet; NULL with *wrong set. */
static ProtobufCMessage *enter(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, struct arena *arena,
							   const char **wrong)
{
	ProtobufCMessage **inner;

	if (field->label == PROTOBUF_C_LABEL_REPEATED) {
		*wrong = "can only be given in a JSON body";
		return NULL;
	}
	inner = json_slot_claim(message, field);
	if (!inner) {
		*wrong = "cannot be given together with another field of its group";
		return NULL;
	}
	if (!*inner)
		*inner = json_message_new(arena, field->descriptor);
	if (!*inner)
		*wrong = json_too_large;
	return *inner;
}

static const char *set_field(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, struct arena *arena,
							 const char *value)
{
	const char *wrong = NULL;
	void *slot;

	if (!text_is_utf8(value, strlen(value)))
		return "is not UTF-8";
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		return append_text(message, field, arena, value);
	if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
		message = enter(message, field, arena, &wrong);
		return message ? json_store_special(message, arena, value, strlen(value)) : wrong;
	}
	slot = json_slot_claim(message, field);
	if (!slot)
		return "cannot be given together with another field of its group";
	return json_store_text(field, arena, value, strlen(value), slot);
}

static enum status refuse(struct arena *arena, struct json_problem *problem, const char *name, const char *wrong)
{
	problem->field = arena_text(arena, name);
	problem->message = wrong;
	return wrong == json_too_large ? STATUS_RESOURCE_EXHAUSTED : STATUS_INVALID_ARGUMENT;
}

enum status json_set_text(ProtobufCMessage *message, struct arena *arena, const char *name, const char *value,
						  struct json_problem *problem)
{
	const char *part = name, *wrong = NULL;

	for (;;) {
		size_t length = strcspn(part, ".");
		const ProtobufCFieldDescriptor *field = json_field_find(message->descriptor, part, length);
		bool inner = part[length] == '.';

		if (!field || (inner && (field->type != PROTOBUF_C_TYPE_MESSAGE ||
								 json_form_of(field->descriptor) != JSON_FORM_OBJECT))) {
			refuse(arena, problem, name, "is not a field here");
			return STATUS_NOT_FOUND;
		}
		if (!inner) {
			wrong = set_field(message, field, arena, value);
			return wrong ? refuse(arena, problem, name, wrong) : STATUS_OK;
		}
		message = enter(message, field, arena, &wrong);
		if (!message)
			return refuse(arena, problem, name, wrong);
		part += length + 1;
	}
}
