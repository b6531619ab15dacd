#include "common/rpc/wire.h"
#include "services/gateway/import/import.h"

#include <stdlib.h>
#include <string.h>

#define VARINT_SIZE 10
/* A batch past its bound takes one more row. */
#define BATCH_BOUND (WIRE_MESSAGE_BOUND)

static size_t put_varint(uint8_t *out, uint64_t value)
{
	size_t n = 0;
	for (; value > 0x7f; value >>= 7)
		out[n++] = (uint8_t)(value | 0x80);
	out[n++] = (uint8_t)value;
	return n;
}

static uint32_t field_id(const ProtobufCMessageDescriptor *type, const char *name)
{
	return protobuf_c_message_descriptor_get_field_by_name(type, name)->id;
}

static void add_varint(struct buffer *out, uint64_t value)
{
	uint8_t bytes[VARINT_SIZE];
	buffer_add(out, bytes, put_varint(bytes, value));
}

static void *field_of(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return (char *)message + field->offset;
}

void import_batch_init(struct import_batch *batch)
{
	buffer_init(&batch->body, NULL, BATCH_BOUND);
	batch->count = 0;
}

void import_batch_fini(struct import_batch *batch)
{
	buffer_fini(&batch->body);
}

void import_batch_clear(struct import_batch *batch)
{
	buffer_clear(&batch->body);
	batch->count = 0;
}

bool import_batch_is_full(const struct import_batch *batch)
{
	return batch->count == IMPORT_ROWS_BOUND || batch->body.length > IMPORT_BATCH_BYTES;
}

void import_batch_add_packed(struct import_batch *batch, int32_t line, const void *bytes, size_t length)
{
	batch->starts[batch->count] = batch->body.length;
	buffer_add(&batch->body, bytes, length);
	batch->lines[batch->count] = line;
	batch->starts[++batch->count] = batch->body.length;
}

static void set_number(ProtobufCMessage *row, const char *name, int32_t number)
{
	*(int32_t *)field_of(row, protobuf_c_message_descriptor_get_field_by_name(row->descriptor, name)) = number;
}

/* A row that names itself needs no ordinal. */
static bool names_itself(ProtobufCMessage *row)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(row->descriptor, "request_id");
	return field && **(const char **)field_of(row, field);
}

/* Rows are equal when all their cells are, whatever the order of the columns: that is the packed row without its line.
 */
static bool set_ordinal(ProtobufCMessage *row, struct ordinals *ordinals, struct arena *scratch)
{
	if (!protobuf_c_message_descriptor_get_field_by_name(row->descriptor, "ordinal") || names_itself(row))
		return true;
	ProtobufCBinaryData bytes = wire_pack(row, scratch);
	int32_t before;
	if (!ordinals_count(ordinals, bytes.data, bytes.len, &before))
		return false;
	set_number(row, "ordinal", before);
	return true;
}

bool import_batch_add(struct import_batch *batch, const struct import_kind *kind, const struct import_columns *columns,
					  const struct csv_reader *row, struct ordinals *ordinals, struct arena *scratch)
{
	ProtobufCMessage *message = wire_new(kind->row, scratch);
	for (size_t i = 0; i < columns->count; i++)
		*(const char **)field_of(message, columns->fields[i]) = row->cells[i];
	if (!set_ordinal(message, ordinals, scratch))
		return false;
	set_number(message, "line", row->line);
	ProtobufCBinaryData packed = wire_pack(message, scratch);
	batch->starts[batch->count] = batch->body.length;
	add_varint(&batch->body, (uint64_t)field_id(kind->request, "rows") << 3 | PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED);
	add_varint(&batch->body, packed.len);
	buffer_add(&batch->body, packed.data, packed.len);
	batch->lines[batch->count] = row->line;
	batch->starts[++batch->count] = batch->body.length;
	return !batch->body.overflowed;
}

void import_batch_set_final(struct import_batch *batch, const struct import_kind *kind)
{
	add_varint(&batch->body, (uint64_t)field_id(kind->request, "final") << 3 | PROTOBUF_C_WIRE_TYPE_VARINT);
	add_varint(&batch->body, 1);
}

void import_deferred_init(struct import_deferred *deferred)
{
	*deferred = (struct import_deferred){0};
	buffer_init(&deferred->bytes, NULL, 2 * (size_t)IMPORT_BODY_BOUND);
}

void import_deferred_fini(struct import_deferred *deferred)
{
	buffer_fini(&deferred->bytes);
	free(deferred->rows);
	deferred->rows = NULL;
}

static bool grow(struct import_deferred *deferred)
{
	if (deferred->count < deferred->capacity)
		return true;
	size_t capacity = deferred->capacity ? deferred->capacity * 2 : 256;
	struct import_deferred_row *rows = reallocarray(deferred->rows, capacity, sizeof *rows);
	if (!rows)
		return false;
	deferred->rows = rows;
	deferred->capacity = capacity;
	return true;
}

bool import_deferred_add(struct import_deferred *deferred, const struct import_batch *batch, int32_t line)
{
	size_t i = 0;
	while (i < batch->count && batch->lines[i] != line)
		i++;
	if (i == batch->count || !grow(deferred))
		return false;
	size_t length = batch->starts[i + 1] - batch->starts[i];
	deferred->rows[deferred->count++] = (struct import_deferred_row){line, (uint32_t)length, deferred->bytes.length};
	buffer_add(&deferred->bytes, batch->body.bytes + batch->starts[i], length);
	return !deferred->bytes.overflowed;
}
