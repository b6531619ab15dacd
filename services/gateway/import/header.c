#include "common/base/text.h"
#include "services/gateway/import/import.h"

#include <string.h>

/* All that is wrong with the header, one violation a column. */
struct complaints {
	struct arena *arena;
	struct rpc_reply *refusal;
};

static void complain(const struct complaints *complaints, const char *column, const char *description)
{
	struct rpc_reply *refusal = complaints->refusal;
	Kleos__FieldViolation *violation = arena_alloc(complaints->arena, sizeof *violation);
	kleos__field_violation__init(violation);
	violation->field = arena_text(complaints->arena, column);
	violation->description = description;
	refusal->violations[refusal->n_violations++] = violation;
	if (refusal->n_violations == 1)
		refusal->message = arena_printf(complaints->arena, "header: %s", description);
}

/* The row's text field of that name; what the gateway fills in by itself is no column. */
static const ProtobufCFieldDescriptor *find_column(const struct import_kind *kind, const char *name)
{
	const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(kind->row, name);
	return field && field->type == PROTOBUF_C_TYPE_STRING ? field : NULL;
}

static const char *known_columns(struct arena *arena, const struct import_kind *kind)
{
	struct buffer names;
	buffer_init(&names, arena, 4096);
	for (unsigned i = 0; i < kind->row->n_fields; i++) {
		if (kind->row->fields[i].type != PROTOBUF_C_TYPE_STRING)
			continue;
		buffer_add_text(&names, names.length ? ", " : "");
		buffer_add_text(&names, kind->row->fields[i].name);
	}
	return buffer_text(&names);
}

static bool is_in(const struct import_columns *columns, const char *name)
{
	for (size_t i = 0; i < columns->count; i++)
		if (strcmp(columns->fields[i]->name, name) == 0)
			return true;
	return false;
}

static void match_column(struct import_columns *columns, const struct import_kind *kind, const char *name,
						 const struct complaints *complaints)
{
	const ProtobufCFieldDescriptor *field = find_column(kind, name);
	if (!field)
		complain(complaints, name,
				 arena_printf(complaints->arena,
							  "there is no column '%.*s'; columns are separated by commas, and these "
							  "are known: %s",
							  (int)text_cut(name, 64), name, known_columns(complaints->arena, kind)));
	else if (is_in(columns, name))
		complain(complaints, name, arena_printf(complaints->arena, "the column '%s' is there twice", name));
	else
		columns->fields[columns->count++] = field;
}

enum status import_columns_match(struct import_columns *out, const struct import_kind *kind,
								 const struct csv_reader *header, struct arena *arena, struct rpc_reply *refusal)
{
	struct complaints complaints = {arena, refusal};
	size_t n_required = 0;
	while (kind->required[n_required])
		n_required++;
	*refusal = (struct rpc_reply){.status = STATUS_INVALID_ARGUMENT, .message = "", .reason = "INVALID_CSV_HEADER"};
	refusal->violations = arena_array(arena, header->n_cells + n_required, sizeof *refusal->violations);
	*out = (struct import_columns){0};
	for (size_t i = 0; i < header->n_cells; i++)
		match_column(out, kind, text_normal_line(arena, header->cells[i]), &complaints);
	for (size_t i = 0; i < n_required; i++)
		if (!is_in(out, kind->required[i]))
			complain(&complaints, kind->required[i],
					 arena_printf(arena, "the column '%s' is required", kind->required[i]));
	return refusal->n_violations ? STATUS_INVALID_ARGUMENT : STATUS_OK;
}
