#include "common/service/work.h"

#include "common/rpc/server.h"
#include "common/rpc/wire.h"
#include "common/service/parking.h"
#include "common/service/service.h"
#include "common/service/service_state.h"
#include "common/store/audit.h"
#include "common/store/idempotency.h"

#include <string.h>

/* A call that leaves nothing of its own is told of without a name that leads to it. */
static void work_log(const struct work *work)
{
	const struct call *call = work->call;
	bool failed = call->status == STATUS_INTERNAL, anonymous = call->method->kind == RPC_WRITE_ANONYMOUS;
	char trace_id[TRACE_ID_TEXT_SIZE];
	traceparent_trace_id(trace_id, call->traceparent);
	if (failed && anonymous)
		log_error(call->environment->log, "call failed", log_text("method", call->method->name),
				  log_text("reason", call->reason));
	else if (failed)
		log_error(call->environment->log, "call failed", log_text("method", call->method->name),
				  log_text("call_id", call->call_id), log_text("trace_id", trace_id), log_text("reason", call->reason));
	else if (!anonymous)
		log_debug(call->environment->log, "call", log_text("method", call->method->name),
				  log_text("call_id", call->call_id), log_text("trace_id", trace_id),
				  log_text("status", status_name(call->status)),
				  log_number("ms", environment_monotonic_ms(call->environment) - work->begun_ms));
}

void work_answer(struct work *work)
{
	struct call *call = work->call;
	work_log(work);
	rpc_answer(call, call->status == STATUS_OK ? work->response : NULL);
}

static struct work *work_of_write(struct store_write *write)
{
	return (struct work *)((char *)write - offsetof(struct work, write));
}

static struct work *work_of_read(struct store_read *read)
{
	return (struct work *)((char *)read - offsetof(struct work, read));
}

/* Unpacks the request; false: the call has failed already. */
static bool work_open(struct work *work)
{
	struct call *call = work->call;
	call->status = STATUS_OK;
	call->concerned = NULL;
	call->n_violations = call->n_concerned = 0;
	if (environment_monotonic_ms(call->environment) > call->deadline_ms) {
		call->status = fail(call, STATUS_DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED",
							"the time for this call was over before it began");
		return false;
	}
	call->status = rpc_open_call(call, &work->request, &work->response);
	return call->status == STATUS_OK;
}

/* What the frame has to say after a handler: a broken connection and a full arena overrule its word. */
static void work_check(struct work *work, struct db *db)
{
	struct call *call = work->call;
	enum status storage = db_status(db);
	if (storage == STATUS_DEADLINE_EXCEEDED)
		call->status = fail(call, storage, "DEADLINE_EXCEEDED", "this took longer than the time for it; ask for less");
	else if (storage != STATUS_OK)
		call->status = fail(call, storage, "STORAGE_FAILED", "the storage failed; try again with the same request id");
	else if (call->arena->exhausted && call->status == STATUS_OK)
		call->status = fail(call, STATUS_RESOURCE_EXHAUSTED, "TOO_LARGE",
							"this needs more memory than one call may use; ask for less");
}

/* The request id: from the envelope, else the message's own field. *field is that field, or NULL. */
static const char *work_request_id(const struct work *work, const char ***field)
{
	const ProtobufCFieldDescriptor *named =
		protobuf_c_message_descriptor_get_field_by_name(work->request->descriptor, "request_id");
	*field = named ? (const char **)((char *)work->request + named->offset) : NULL;
	if (*work->call->request_id || !*field)
		return work->call->request_id;
	return **field;
}

/* Same payload, same digest, however the request id was sent. */
static struct payload_digest work_digest(const struct work *work, const char **request_id_field)
{
	const char *request_id = request_id_field ? *request_id_field : NULL;
	if (request_id_field)
		*request_id_field = "";
	ProtobufCBinaryData packed = wire_pack(work->request, work->call->arena);
	if (request_id_field)
		*request_id_field = request_id;
	return payload_digest(packed.data, packed.len);
}

static enum status work_replay(struct work *work, const struct payload_digest *seen, const struct payload_digest *now,
							   const struct id *resource)
{
	struct call *call = work->call;
	if (memcmp(seen->bytes, now->bytes, DIGEST_SIZE) != 0)
		return fail(call, STATUS_ALREADY_EXISTS, "REQUEST_ID_REUSED",
					"this request id was used before with other contents");
	call->replayed = true;
	call->resource = *resource;
	return call->method->replay(call, resource, work->response);
}

/* Who is written down: the member, else the key; nobody for the deployment's own processes. */
static struct id work_actor(const struct call *call)
{
	return principal_is_member(&call->principal) ? call->principal.member : call->principal.key;
}

/* One line a member it concerns; a change has one in any case. */
static void work_audit(const struct work *work, struct db *db)
{
	const struct call *call = work->call;
	struct audit_entry entry = {
		.time_ms = call->now_ms,
		.actor = work_actor(call),
		.action = call->method->name,
		.subject = call->resource,
		.call_id = call->call_id,
	};
	for (size_t i = 0; i < call->n_concerned; i++) {
		entry.member = call->concerned[i];
		audit_append(db, &entry);
	}
	if (!call->n_concerned)
		audit_append(db, &entry);
}

/*~ 6. A READ runs on one of the store's reader threads (work_run_read), a WRITE here, on the writer's: one job of a
 * group. Its reply leaves after the commit (work_done_write). On with group_run in common/store/writer.c.
 * The handler of a WRITE with what surrounds it: replay of a seen request id, idempotency row, audit row. */
static void work_write(struct work *work, struct db *db)
{
	struct call *call = work->call;
	const char **field;
	const char *request_id = work_request_id(work, &field);
	bool keyed = *request_id && call->method->kind == RPC_WRITE;
	struct id actor = work_actor(call), resource;
	struct idempotency_key key = {0};
	struct payload_digest digest = {0}, seen;
	if (!request_id_fits(request_id)) {
		violate(call, "requestId", "at most %d characters", REQUEST_ID_BOUND);
		call->status = fail_violations(call);
		return;
	}
	if (keyed) {
		key = idempotency_key(&actor, call->method->name, request_id);
		digest = work_digest(work, field);
		if (idempotency_find(db, &key, call->now_ms, &seen, &resource)) {
			call->status = work_replay(work, &seen, &digest, &resource);
			return;
		}
	}
	call->status = call->method->handle(call, work->request, work->response);
	if (call->status != STATUS_OK || call->method->kind == RPC_WRITE_ANONYMOUS)
		return;
	if (keyed)
		idempotency_insert(db, &key, &digest, &call->resource, call->now_ms);
	work_audit(work, db);
}

static bool work_run_write(struct store_write *write, struct db *db)
{
	struct work *work = work_of_write(write);
	work->call->db = db;
	if (work_open(work)) {
		work_write(work, db);
		work_check(work, db);
	}
	span_begin(&work->commit, work->call->environment->tracer, work->call->traceparent, SPAN_INTERNAL, "commit");
	return work->call->status == STATUS_OK; /* a replay too: it may repeat what this very group commits */
}

static void work_done_write(struct store_write *write, enum status committed)
{
	struct work *work = work_of_write(write);
	struct call *call = work->call;
	span_end(&work->commit, committed == STATUS_ABORTED ? STATUS_OK : committed, 0);
	/* A word of the handler holds only with its group: ALREADY_EXISTS may rest on a row of a group-mate that is not in.
	 */
	if (committed != STATUS_OK && committed != STATUS_ABORTED) {
		call->n_violations = 0;
		call->status = fail(call, committed, "STORAGE_FAILED",
							committed == STATUS_RESOURCE_EXHAUSTED
								? "the disk is full: nothing was written; try again when there is space"
								: "it is not known whether this was written; try again with the same request id");
	}
	if (call->status == STATUS_PARKED && parking_add(service_parking(work->service), work))
		return;
	work_answer(work);
}

static void work_run_read(struct store_read *read, struct db *db)
{
	struct work *work = work_of_read(read);
	struct call *call = work->call;
	call->db = db;
	if (work_open(work)) {
		call->status = call->method->handle(call, work->request, work->response);
		work_check(work, db);
	}
}

static bool work_run_audit(struct store_write *write, struct db *db)
{
	work_audit(work_of_write(write), db);
	return true;
}

static void work_refuse_unaudited(struct work *work)
{
	work->call->status = fail(work->call, STATUS_UNAVAILABLE, "AUDIT_FAILED",
							  "that this was read could not be written down, so it is not shown; try again");
	work_answer(work);
}

static void work_done_audit(struct store_write *write, enum status committed)
{
	struct work *work = work_of_write(write);
	if (committed == STATUS_OK)
		work_answer(work);
	else
		work_refuse_unaudited(work);
}

/* The reply of a READ of somebody's private data waits for its lines of the audit log. */
static void work_audit_read(struct work *work)
{
	work->write.run = work_run_audit;
	work->write.done = work_done_audit;
	if (!store_submit_write(service_store(work->service), &work->write))
		work_refuse_unaudited(work);
}

/* What the storage had to say is in the call already: work_check. */
static void work_done_read(struct store_read *read, enum status status)
{
	struct work *work = work_of_read(read);
	(void)status;
	if (work->call->status == STATUS_PARKED && parking_add(service_parking(work->service), work))
		return;
	if (work->call->status == STATUS_OK && work->call->n_concerned)
		work_audit_read(work);
	else
		work_answer(work);
}

static bool work_submit(struct work *work)
{
	struct store *store = service_store(work->service);
	return work->call->method->kind == RPC_READ ? store_submit_read(store, &work->read)
												: store_submit_write(store, &work->write);
}

bool work_start(struct service *service, struct call *call)
{
	struct work *work = arena_alloc(call->arena, sizeof(*work));
	work->service = service;
	work->call = call;
	work->begun_ms = environment_monotonic_ms(call->environment);
	work->write.run = work_run_write;
	work->write.done = work_done_write;
	work->read.run = work_run_read;
	work->read.done = work_done_read;
	work->read.deadline_ms = call->deadline_ms;
	return work_submit(work);
}

void work_retry(struct work *work)
{
	work->call->parked_once = true;
	if (work_submit(work))
		return;
	work->call->status =
		fail(work->call, STATUS_RESOURCE_EXHAUSTED, "OVERLOADED", "too much is waiting; try again shortly");
	work_answer(work);
}
