#include "common/service/backup.h"

#include "common/base/limits.h"
#include "common/service/message.h"
#include "common/service/service_state.h"
#include "common/service/snapshotter.h"

static enum status fail_gone(struct call *call)
{
	return fail(call, STATUS_NOT_FOUND, "SNAPSHOT_NOT_FOUND", "there is no such copy, or none any more; begin another");
}

/* The id of a request; zero: none that could be one. */
static struct id take_id(ProtobufCBinaryData bytes)
{
	struct id id = {0};
	(void)id_from_bytes(&id, bytes.data, bytes.len);
	return id;
}

enum status begin_snapshot(struct call *call, const Kleos__BeginSnapshotRequest *request,
						   Kleos__BeginSnapshotResponse *response)
{
	(void)request;
	if (!snapshotter_begin(service_snapshotter(call->service), &call->resource))
		return fail(call, STATUS_RESOURCE_EXHAUSTED, "BACKUP_UNDERWAY",
					"a backup is being made already; try again when it has ended");
	response->snapshot = id_message(call->arena, &call->resource);
	return STATUS_OK;
}

static Kleos__SnapshotState state_of(enum snapshot_stage stage)
{
	static const Kleos__SnapshotState states[] = {
		[SNAPSHOT_COPYING] = KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_COPYING,
		[SNAPSHOT_CHECKING] = KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_CHECKING,
		[SNAPSHOT_READY] = KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_READY,
		[SNAPSHOT_FAILED] = KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_FAILED,
	};
	return states[stage];
}

static Kleos__SnapshotSchema *schema_message(struct arena *arena, const struct snapshot_schema *schema)
{
	Kleos__SnapshotSchema *message = arena_alloc(arena, sizeof(*message));
	kleos__snapshot_schema__init(message);
	message->component = schema->component;
	message->version = (int32_t)schema->version;
	message->sha256 = schema->sha256;
	return message;
}

static Kleos__SnapshotTable *table_message(struct arena *arena, const struct snapshot_table *table)
{
	Kleos__SnapshotTable *message = arena_alloc(arena, sizeof(*message));
	kleos__snapshot_table__init(message);
	message->name = table->name;
	message->rows = table->rows;
	return message;
}

static void add_facts(struct arena *arena, const struct snapshot_facts *facts, Kleos__GetSnapshotResponse *response)
{
	response->size = facts->size;
	response->blake2b =
		(ProtobufCBinaryData){.len = SNAPSHOT_HASH_SIZE, .data = arena_copy(arena, facts->blake2b, SNAPSHOT_HASH_SIZE)};
	response->seq = facts->seq;
	response->epoch = id_message(arena, &facts->epoch);
	response->schemas = arena_array(arena, facts->n_schemas, sizeof(*response->schemas));
	for (size_t i = 0; i < facts->n_schemas; i++)
		response->schemas[response->n_schemas++] = schema_message(arena, &facts->schemas[i]);
	response->tables = arena_array(arena, facts->n_tables, sizeof(*response->tables));
	for (size_t i = 0; i < facts->n_tables; i++)
		response->tables[response->n_tables++] = table_message(arena, &facts->tables[i]);
}

enum status get_snapshot(struct call *call, const Kleos__GetSnapshotRequest *request,
						 Kleos__GetSnapshotResponse *response)
{
	struct id id = take_id(request->snapshot);
	struct snapshot_facts facts = {0};
	enum snapshot_stage stage = SNAPSHOT_FAILED;
	if (!snapshotter_look(service_snapshotter(call->service), &id, call->arena, &stage, &facts, &response->problem))
		return fail_gone(call);
	response->state = state_of(stage);
	if (stage == SNAPSHOT_READY)
		add_facts(call->arena, &facts, response);
	return STATUS_OK;
}

enum status read_snapshot(struct call *call, const Kleos__ReadSnapshotRequest *request,
						  Kleos__ReadSnapshotResponse *response)
{
	struct id id = take_id(request->snapshot);
	ptrdiff_t length = 0;
	if (request->offset < 0)
		violate(call, "offset", "must not be negative");
	if (request->limit < 1 || request->limit > BACKUP_PIECE_BOUND)
		violate(call, "limit", "1 to %d", BACKUP_PIECE_BOUND);
	if (call_has_violations(call))
		return fail_violations(call);
	response->data.data = arena_alloc(call->arena, (size_t)request->limit);
	if (!snapshotter_read(service_snapshotter(call->service), &id, request->offset, response->data.data,
						  (size_t)request->limit, &length))
		return fail_gone(call);
	if (length < 0)
		return fail(call, STATUS_UNAVAILABLE, "SNAPSHOT_UNREADABLE", "the copy cannot be read from the disk");
	response->data.len = (size_t)length;
	return STATUS_OK;
}

enum status end_snapshot(struct call *call, const Kleos__EndSnapshotRequest *request,
						 Kleos__EndSnapshotResponse *response)
{
	struct id id = take_id(request->snapshot);
	(void)response;
	return snapshotter_end(service_snapshotter(call->service), &id) ? STATUS_OK : fail_gone(call);
}
