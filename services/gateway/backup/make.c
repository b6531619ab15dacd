#include "services/gateway/backup/make.h"

#include "common/backup/backup_writer.h"
#include "common/base/limits.h"
#include "kleos/backup/v1/backup_service.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ASK_TIMEOUT_MS 5000
#define LOOK_MS        50                /* between questions how far a copy is */
#define REMIND_MS      10000             /* between questions to services whose copies wait for their turn */
#define ARENA_BOUND    ((size_t)1 << 20) /* bytes: of one reply, packed and unpacked */

/* In the order of the file. */
static const enum gateway_service sequence[SERVICE_COUNT] = {SERVICE_RECOGNITIONS, SERVICE_AWARDS, SERVICE_MEMBERS};

struct copy {
	uint8_t id[ID_SIZE];
	bool begun;
	Kleos__SnapshotState state;
};

struct making {
	const struct backup_order *order;
	struct backup_failure *failure;
	struct arena arena; /* of one question */
	struct copy copies[SERVICE_COUNT];
	struct backup_manifest *manifest;
	int64_t reminded_ms;
};

static bool give_up(struct making *making)
{
	*making->failure = (struct backup_failure){STATUS_CANCELLED, "CANCELLED", "the backup was broken off"};
	return false;
}

static bool fail_service(struct making *making, enum gateway_service service, enum status status, const char *reason,
						 const char *sentence)
{
	making->failure->status = status;
	making->failure->reason = reason;
	snprintf(making->failure->sentence, BACKUP_SENTENCE_SIZE, "%s: %s", gateway_service_name(service), sentence);
	return false;
}

static int64_t monotonic(const struct making *making)
{
	return environment_monotonic_ms(gateway_environment(making->order->gateway));
}

/* The reply, until the next question; NULL: *reply says why. */
static const void *ask(struct making *making, enum gateway_service service, const char *method,
					   const ProtobufCMessage *message, const ProtobufCMessageDescriptor *type, struct rpc_reply *reply)
{
	ProtobufCMessage *response = NULL;
	struct rpc_request request = {.method = method,
								  .principal = &making->order->who,
								  .call_id = making->order->call_id,
								  .timeout_ms = ASK_TIMEOUT_MS,
								  .message = message};
	arena_reset(&making->arena);
	enum status status =
		rpc_call(gateway_client(making->order->gateway, service), &making->arena, &request, reply, type, &response);
	return status == STATUS_OK ? response : NULL;
}

static bool refused(struct making *making, enum gateway_service service, const struct rpc_reply *reply)
{
	if (reply->status == STATUS_CANCELLED)
		return give_up(making);
	if (reply->status == STATUS_RESOURCE_EXHAUSTED)
		return fail_service(making, service, reply->status, "BACKUP_REFUSED", reply->message);
	if (reply->status == STATUS_PERMISSION_DENIED)
		return fail_service(making, service, reply->status, "PERMISSION_DENIED", reply->message);
	return fail_service(making, service, STATUS_UNAVAILABLE, "SERVICE_UNAVAILABLE",
						*reply->message ? reply->message : "does not answer");
}

/* ---- the copies ---- */

static bool begin(struct making *making, enum gateway_service service)
{
	Kleos__BeginSnapshotRequest request = KLEOS__BEGIN_SNAPSHOT_REQUEST__INIT;
	struct rpc_reply reply;
	const Kleos__BeginSnapshotResponse *got = ask(making, service, "kleos.backup.v1.BackupService/BeginSnapshot",
												  &request.base, &kleos__begin_snapshot_response__descriptor, &reply);
	if (!got || got->snapshot.len != ID_SIZE)
		return refused(making, service, &reply);
	memcpy(making->copies[service].id, got->snapshot.data, ID_SIZE);
	making->copies[service].begun = true;
	making->copies[service].state = KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_COPYING;
	return true;
}

static ProtobufCBinaryData id_of(struct making *making, enum gateway_service service)
{
	return (ProtobufCBinaryData){.len = ID_SIZE, .data = making->copies[service].id};
}

static const Kleos__GetSnapshotResponse *look(struct making *making, enum gateway_service service)
{
	Kleos__GetSnapshotRequest request = KLEOS__GET_SNAPSHOT_REQUEST__INIT;
	struct rpc_reply reply;
	request.snapshot = id_of(making, service);
	const Kleos__GetSnapshotResponse *got = ask(making, service, "kleos.backup.v1.BackupService/GetSnapshot",
												&request.base, &kleos__get_snapshot_response__descriptor, &reply);
	if (!got)
		refused(making, service, &reply);
	else if (got->state == KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_FAILED)
		fail_service(making, service, STATUS_RESOURCE_EXHAUSTED, "BACKUP_FAILED", got->problem);
	else
		making->copies[service].state = got->state;
	return got && got->state != KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_FAILED ? got : NULL;
}

/* Until every begun copy has this state or a later one. */
static bool await(struct making *making, Kleos__SnapshotState state)
{
	for (;;) {
		bool reached = true;
		for (size_t i = 0; i < SERVICE_COUNT; i++) {
			if (!making->copies[i].begun || making->copies[i].state >= state)
				continue;
			if (!look(making, (enum gateway_service)i))
				return false;
			reached = reached && making->copies[i].state >= state;
		}
		if (reached)
			return true;
		if (!making->order->goes_on(making->order->host))
			return give_up(making);
		nanosleep(&(struct timespec){.tv_nsec = LOOK_MS * 1000000L}, NULL);
	}
}

static void end_all(struct making *making)
{
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		Kleos__EndSnapshotRequest request = KLEOS__END_SNAPSHOT_REQUEST__INIT;
		struct rpc_reply reply;
		if (!making->copies[i].begun)
			continue;
		request.snapshot = id_of(making, (enum gateway_service)i);
		(void)ask(making, (enum gateway_service)i, "kleos.backup.v1.BackupService/EndSnapshot", &request.base,
				  &kleos__end_snapshot_response__descriptor, &reply); /* else the service forgets it */
		making->copies[i].begun = false;
	}
}

/* Those whose turn has not come are asked about now and then, or they would be forgotten. */
static bool remind(struct making *making)
{
	if (monotonic(making) - making->reminded_ms < REMIND_MS)
		return true;
	making->reminded_ms = monotonic(making);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		if (!look(making, (enum gateway_service)i))
			return false;
	return true;
}

/* ---- the manifest ---- */

static bool take_name(char out[BACKUP_NAME_SIZE], const char *name)
{
	if (!backup_name_fits(name))
		return false;
	memcpy(out, name, strlen(name) + 1);
	return true;
}

static bool take_bytes(uint8_t *out, size_t size, ProtobufCBinaryData bytes)
{
	if (bytes.len == size)
		memcpy(out, bytes.data, size);
	return bytes.len == size;
}

static bool take_lists(struct backup_database *out, const Kleos__GetSnapshotResponse *from)
{
	bool fits = from->n_schemas <= BACKUP_SCHEMAS_BOUND && from->n_tables <= BACKUP_TABLES_BOUND;
	for (size_t i = 0; fits && i < from->n_schemas; i++) {
		out->schemas[i].version = from->schemas[i]->version;
		fits = take_name(out->schemas[i].component, from->schemas[i]->component) &&
			   take_bytes(out->schemas[i].sha256, BACKUP_HASH_SIZE, from->schemas[i]->sha256);
	}
	for (size_t i = 0; fits && i < from->n_tables; i++) {
		out->tables[i].rows = from->tables[i]->rows;
		fits = take_name(out->tables[i].name, from->tables[i]->name);
	}
	out->n_schemas = from->n_schemas;
	out->n_tables = from->n_tables;
	return fits;
}

static bool take_facts(struct making *making, enum gateway_service service)
{
	struct backup_database *out = &making->manifest->databases[making->manifest->n_databases++];
	const Kleos__GetSnapshotResponse *got = look(making, service);
	if (!got)
		return false;
	snprintf(out->service, sizeof(out->service), "%s", gateway_service_name(service));
	out->size = got->size;
	out->seq = got->seq;
	if (take_bytes(out->blake2b, BACKUP_HASH_SIZE, got->blake2b) &&
		take_bytes(out->epoch, BACKUP_EPOCH_SIZE, got->epoch) && take_lists(out, got))
		return true;
	return fail_service(making, service, STATUS_INTERNAL, "BAD_REPLY", "what it says of its copy makes no sense");
}

/* ---- the bytes ---- */

static bool pour(struct making *making, struct backup_writer *writer, enum gateway_service service, int64_t size)
{
	Kleos__ReadSnapshotRequest request = KLEOS__READ_SNAPSHOT_REQUEST__INIT;
	request.limit = BACKUP_PIECE_BOUND;
	while (request.offset < size) {
		struct rpc_reply reply;
		request.snapshot = id_of(making, service);
		const Kleos__ReadSnapshotResponse *got = ask(making, service, "kleos.backup.v1.BackupService/ReadSnapshot",
													 &request.base, &kleos__read_snapshot_response__descriptor, &reply);
		if (!got)
			return refused(making, service, &reply);
		if (!got->data.len || (int64_t)got->data.len > size - request.offset)
			return fail_service(making, service, STATUS_INTERNAL, "BAD_REPLY", "its copy is not as long as it said");
		request.offset += (int64_t)got->data.len;
		if (!backup_writer_add(writer, got->data.data, got->data.len) || !making->order->goes_on(making->order->host))
			return give_up(making);
		if (!remind(making))
			return false;
	}
	return true;
}

static bool pour_all(struct making *making)
{
	const struct backup_order *order = making->order;
	struct backup_writer writer;
	if (!order->begins(order->host, making->manifest) ||
		!backup_writer_begin(&writer, making->manifest, order->sink, order->host))
		return give_up(making);
	making->reminded_ms = monotonic(making);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		if (!pour(making, &writer, sequence[i], making->manifest->databases[i].size))
			return false;
	end_all(making); /* before the reader has the end, and begins another */
	return backup_writer_end(&writer) || give_up(making);
}

static bool make(struct making *making)
{
	if (!begin(making, SERVICE_RECOGNITIONS) || !begin(making, SERVICE_AWARDS) ||
		!await(making, KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_CHECKING) || !begin(making, SERVICE_MEMBERS) ||
		!await(making, KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_READY))
		return false;
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		if (!take_facts(making, sequence[i]))
			return false;
	return pour_all(making);
}

bool backup_make(const struct backup_order *order, struct backup_failure *failure)
{
	struct making making = {.order = order, .failure = failure};
	making.manifest = calloc(1, sizeof(*making.manifest));
	if (!making.manifest) {
		*failure = (struct backup_failure){STATUS_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY", "there is no memory for it now"};
		return false;
	}
	snprintf(making.manifest->kleos, sizeof(making.manifest->kleos), "%s", KLEOS_VERSION);
	making.manifest->time_s = environment_now_ms(gateway_environment(order->gateway)) / 1000;
	arena_init(&making.arena, ARENA_BOUND);
	bool made = make(&making);
	end_all(&making);
	arena_fini(&making.arena);
	free(making.manifest);
	return made;
}
