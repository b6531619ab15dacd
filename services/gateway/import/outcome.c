#include "common/base/text.h"
#include "common/rpc/wire.h"
#include "services/gateway/import/import.h"
#include "services/gateway/reasons.h"

#include <stdlib.h>
#include <string.h>

#define OUTCOME_CAP          ((size_t)8 * 1024 * 1024)
#define REJECTION_TEXT_BOUND 500 /* bytes */

void import_outcome_init(struct import_outcome *outcome, const struct import_kind *kind)
{
	*outcome = (struct import_outcome){.kind = kind};
	arena_init(&outcome->arena, OUTCOME_CAP);
}

void import_outcome_fini(struct import_outcome *outcome)
{
	arena_fini(&outcome->arena);
}

static void add_reason(struct arena *arena, Kleos__ImportRejection *rejection)
{
	struct reason reason = reason_of(arena, rejection->message);
	rejection->reason = reason.name;
	rejection->values = arena_array(arena, reason.n_values, sizeof *rejection->values);
	for (rejection->n_values = 0; rejection->n_values < reason.n_values; rejection->n_values++)
		rejection->values[rejection->n_values] = reason.values[rejection->n_values];
}

static Kleos__ImportRejection *new_rejection(struct arena *arena, int32_t line, const char *column, const char *message)
{
	Kleos__ImportRejection *rejection = arena_alloc(arena, sizeof *rejection);
	kleos__import_rejection__init(rejection);
	rejection->line = line;
	rejection->column = arena_text(arena, column);
	rejection->message = arena_text_n(arena, message, text_cut(message, REJECTION_TEXT_BOUND));
	add_reason(arena, rejection);
	return rejection;
}

void import_outcome_reject(struct import_outcome *outcome, int32_t line, const char *column, const char *message)
{
	outcome->rejected++;
	if (outcome->n_rejections < IMPORT_REJECTIONS_BOUND)
		outcome->rejections[outcome->n_rejections++] = new_rejection(&outcome->arena, line, column, message);
}

static bool is_count(const ProtobufCFieldDescriptor *field)
{
	return field->type == PROTOBUF_C_TYPE_INT32 && field->label != PROTOBUF_C_LABEL_REPEATED;
}

static void *field_of(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return (char *)message + field->offset;
}

static size_t elements_of(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return field ? *(const size_t *)((const char *)message + field->quantifier_offset) : 0;
}

static void add_counts(struct import_outcome *outcome, const ProtobufCMessage *reply)
{
	size_t n = 0;
	for (unsigned i = 0; i < reply->descriptor->n_fields; i++)
		if (is_count(&reply->descriptor->fields[i]) && n < IMPORT_COUNTS_BOUND)
			outcome->counts[n++] += *(const int32_t *)field_of(reply, &reply->descriptor->fields[i]);
}

static void add_rejections(struct import_outcome *outcome, const ProtobufCMessage *reply)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(reply->descriptor, "rejected");
	size_t n = elements_of(reply, field);
	for (size_t i = 0; i < n; i++) {
		const Kleos__ImportRejection *r = (*(Kleos__ImportRejection *const *const *)field_of(reply, field))[i];
		import_outcome_reject(outcome, r->line, r->column, r->message);
	}
}

static bool add_deferred(struct import_deferred *deferred, const struct import_batch *batch,
						 const ProtobufCMessage *reply)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(reply->descriptor, "deferred_lines");
	size_t n = elements_of(reply, field);
	for (size_t i = 0; i < n; i++)
		if (!import_deferred_add(deferred, batch, (*(const int32_t *const *)field_of(reply, field))[i]))
			return false;
	return true;
}

enum status import_outcome_add(struct import_outcome *outcome, const struct import_batch *batch,
							   ProtobufCBinaryData reply, struct arena *scratch, struct import_deferred *deferred)
{
	ProtobufCMessage *message;
	const char *problem;
	enum status status =
		wire_unpack(outcome->kind->response, scratch, reply.data, reply.len, WIRE_REPLY_BOUND, &message, &problem);
	if (status)
		return status;
	add_counts(outcome, message);
	add_rejections(outcome, message);
	return add_deferred(deferred, batch, message) ? STATUS_OK : STATUS_INTERNAL;
}

int64_t import_outcome_rows_in(const struct import_outcome *outcome)
{
	int64_t rows = 0;
	for (size_t i = 0; i < IMPORT_COUNTS_BOUND; i++)
		rows += outcome->counts[i];
	return rows;
}

static int compare_lines(const void *a, const void *b)
{
	int32_t x = (*(Kleos__ImportRejection *const *)a)->line, y = (*(Kleos__ImportRejection *const *)b)->line;
	return (x > y) - (x < y);
}

ProtobufCMessage *import_outcome_message(struct import_outcome *outcome, struct arena *arena)
{
	ProtobufCMessage *message = wire_new(outcome->kind->response, arena);
	size_t n = 0;
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		if (is_count(field) && n < IMPORT_COUNTS_BOUND) {
			int64_t count = outcome->counts[n++];
			*(int32_t *)field_of(message, field) = count > INT32_MAX ? INT32_MAX : (int32_t)count;
		}
	}
	qsort(outcome->rejections, outcome->n_rejections, sizeof *outcome->rejections, compare_lines);
	if (outcome->rejected > IMPORT_REJECTIONS_BOUND)
		outcome->rejections[outcome->n_rejections++] =
			new_rejection(&outcome->arena, 0, "",
						  arena_printf(arena, "%lld more rows were refused",
									   (long long)(outcome->rejected - IMPORT_REJECTIONS_BOUND)));
	const ProtobufCFieldDescriptor *rejected =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, "rejected");
	*(size_t *)((char *)message + rejected->quantifier_offset) = outcome->n_rejections;
	*(Kleos__ImportRejection ***)field_of(message, rejected) = outcome->rejections;
	return message;
}
