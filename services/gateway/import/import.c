#include "services/gateway/import/import.h"

#include "common/base/array.h"
#include "common/rpc/wire.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"

#include <stdlib.h>

#define SCRATCH_CAP ((size_t)16 * 1024 * 1024)
/* Rounds over deferred rows before what is left is refused. Each goes the other way round, so that a chain of managers
 * in the file's order or against it takes two. */
#define ROUNDS_BOUND 64

struct import {
	const struct import_kind *kind;
	struct exchange *exchange;
	struct exchange_call call;
	struct csv_reader csv;
	struct import_columns columns; /* none: the header has not come */
	struct ordinals *ordinals;
	struct import_batch batch;
	struct import_outcome outcome;
	struct import_deferred deferred; /* for the next round */
	struct import_deferred round;    /* being sent */
	size_t round_sent;
	int rounds;
	bool no_progress;     /* the last round: `final` */
	struct arena scratch; /* of the row and the batch at hand */

	/* Between the HTTP thread and the one that brings a reply. */
	pthread_mutex_t mutex;
	bool busy;          /* a batch is in flight, or the rest is driven on: everything above is the reply's */
	bool finishing;     /* the body is complete: replies drive on */
	bool ended;         /* the HTTP side is over: who comes last frees */
	bool file_read;     /* its last row too */
	enum status failed; /* of a batch, with why */
	const char *why;
};

static void import_free(struct import *import)
{
	ordinals_close(import->ordinals);
	import_batch_fini(&import->batch);
	import_outcome_fini(&import->outcome);
	import_deferred_fini(&import->deferred);
	import_deferred_fini(&import->round);
	arena_fini(&import->scratch);
	pthread_mutex_destroy(&import->mutex);
	free(import);
}

static struct import *import_new(struct exchange *exchange, const struct import_kind *kind)
{
	struct import *import = calloc(1, sizeof *import);
	if (!import)
		return NULL;
	import->kind = kind;
	import->exchange = exchange;
	csv_reader_init(&import->csv);
	import_batch_init(&import->batch);
	import_outcome_init(&import->outcome, kind);
	import_deferred_init(&import->deferred);
	import_deferred_init(&import->round);
	arena_init(&import->scratch, SCRATCH_CAP);
	pthread_mutex_init(&import->mutex, NULL);
	import->ordinals = ordinals_open(gateway_environment(exchange_gateway(exchange)));
	if (!import->ordinals) {
		import_free(import);
		return NULL;
	}
	return import;
}

/* Every refusal of a file says how much of it is in. */
static void fail_import(struct import *import, enum status status, const char *reason, const char *why)
{
	exchange_fail(import->exchange, status, reason, "%s; %lld rows are in, and importing the whole file again is safe",
				  why, (long long)import_outcome_rows_in(&import->outcome));
}

static void fail_file(struct import *import)
{
	const char *why = arena_printf(&import->scratch, "line %d: %s", import->csv.line, import->csv.problem);
	fail_import(import, STATUS_INVALID_ARGUMENT, "INVALID_CSV", why);
}

/* ---- batches ---- */

static void batch_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply);

static void send_batch(struct import *import)
{
	pthread_mutex_lock(&import->mutex);
	import->busy = true;
	pthread_mutex_unlock(&import->mutex);
	import->call = (struct exchange_call){
		.service = import->kind->service,
		.method = import->kind->method,
		.body = {import->batch.body.length, import->batch.body.bytes},
		.timeout_ms = IMPORT_BATCH_TIMEOUT_MS,
		.done = batch_came_back,
		.context = import,
	};
	exchange_call(import->exchange, &import->call);
}

static void begin_round(struct import *import)
{
	bool progress = !import->rounds || import->deferred.count < import->round.count;
	import->rounds++;
	import->no_progress = !progress || import->rounds > ROUNDS_BOUND;
	import_deferred_fini(&import->round);
	import->round = import->deferred;
	import->round_sent = 0;
	import_deferred_init(&import->deferred);
}

static void fill_from_round(struct import *import)
{
	const struct import_deferred *round = &import->round;
	while (import->round_sent < round->count && !import_batch_is_full(&import->batch)) {
		size_t i = import->rounds % 2 ? round->count - 1 - import->round_sent : import->round_sent;
		import->round_sent++;
		const struct import_deferred_row *row = &round->rows[i];
		import_batch_add_packed(&import->batch, row->line, round->bytes.bytes + row->start, row->length);
	}
	if (import->no_progress)
		import_batch_set_final(&import->batch, import->kind);
}

/* What became of the batch, kept for whoever goes on. */
static void take_reply(struct import *import, const struct rpc_reply *reply)
{
	import->failed = reply->status;
	if (reply->status) {
		import->why = arena_printf(&import->scratch, "the import stopped: %s",
								   reply->message && *reply->message ? reply->message : status_name(reply->status));
	} else {
		import->failed =
			import_outcome_add(&import->outcome, &import->batch, reply->body, &import->scratch, &import->deferred);
		import->why = "the import stopped: a reply could not be read";
	}
	import_batch_clear(&import->batch);
}

/* ---- the body ---- */

static void take_header(struct import *import)
{
	struct rpc_reply refusal;
	if (import_columns_match(&import->columns, import->kind, &import->csv, exchange_arena(import->exchange), &refusal))
		exchange_fail_reply(import->exchange, &refusal);
}

static void take_row(struct import *import)
{
	if (!import_batch_add(&import->batch, import->kind, &import->columns, &import->csv, import->ordinals,
						  &import->scratch))
		fail_import(import, STATUS_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY", "the import stopped: out of memory");
}

static void take_step(struct import *import, enum csv_step step)
{
	if (step == CSV_BROKEN || (step == CSV_BAD_ROW && !import->columns.count))
		fail_file(import);
	else if (step == CSV_BAD_ROW)
		import_outcome_reject(&import->outcome, import->csv.line, "", import->csv.problem);
	else if (step == CSV_ROW && !import->columns.count)
		take_header(import);
	else if (step == CSV_ROW)
		take_row(import);
}

/* ---- the end of the body ---- */

/* The last row, when no line break ended it. */
static void take_end(struct import *import)
{
	import->file_read = true;
	take_step(import, csv_end(&import->csv));
	if (!import->columns.count && !exchange_answered(import->exchange))
		exchange_fail(import->exchange, STATUS_INVALID_ARGUMENT, "INVALID_CSV_HEADER",
					  "the file is empty; its first line names the columns");
}

/* Sends what waits. False: nothing does. */
static bool send_rest(struct import *import)
{
	if (!import->batch.count && import->round_sent == import->round.count && import->deferred.count)
		begin_round(import);
	if (!import->batch.count && import->round_sent < import->round.count)
		fill_from_round(import);
	if (!import->batch.count)
		return false;
	send_batch(import);
	return true;
}

/* The body is complete and nothing is in flight: the next batch, or the answer. True: a batch is in flight. */
static bool drive_on(struct import *import)
{
	arena_reset(&import->scratch);
	if (!import->file_read) {
		take_end(import);
		if (exchange_answered(import->exchange))
			return false;
	}
	if (import->no_progress && import->deferred.count) {
		fail_import(import, STATUS_INTERNAL, "IMPORT_STOPPED", "the import stopped: rows stay deferred");
		return false;
	}
	if (send_rest(import))
		return true;
	struct arena *arena = exchange_arena(import->exchange);
	exchange_answer_message(import->exchange, import_outcome_message(&import->outcome, arena));
	return false;
}

/* Gives the import back; frees it when the HTTP side is over. */
static void let_go(struct import *import)
{
	pthread_mutex_lock(&import->mutex);
	import->busy = false;
	bool ended = import->ended;
	pthread_mutex_unlock(&import->mutex);
	if (ended)
		import_free(import);
}

/* On the thread that brings the reply (exchange_call.done), or inside send_batch when the call fails at once. */
static void batch_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct import *import = context;
	take_reply(import, reply);
	pthread_mutex_lock(&import->mutex);
	bool drive = import->finishing && !import->ended;
	pthread_mutex_unlock(&import->mutex);
	if (drive && import->failed)
		fail_import(import, import->failed, "IMPORT_STOPPED", import->why);
	else if (drive && drive_on(import))
		return;
	let_go(import);
	exchange_wake(exchange);
}

static bool is_busy(struct import *import)
{
	pthread_mutex_lock(&import->mutex);
	bool busy = import->busy;
	pthread_mutex_unlock(&import->mutex);
	return busy;
}

/* ---- the exchange ---- */

static size_t import_upload(struct exchange *exchange, const char *bytes, size_t length)
{
	struct import *import = exchange_state(exchange);
	size_t taken = 0;
	while (import && taken < length && !exchange_answered(exchange)) {
		if (is_busy(import))
			return taken;
		if (import->failed) {
			fail_import(import, import->failed, "IMPORT_STOPPED", import->why);
			break;
		}
		if (!import->batch.count)
			arena_reset(&import->scratch);
		size_t used;
		enum csv_step step = csv_read(&import->csv, bytes + taken, length - taken, &used);
		taken += used;
		take_step(import, step);
		if (import_batch_is_full(&import->batch) && !exchange_answered(exchange))
			send_batch(import);
	}
	return length;
}

static void import_finish(struct exchange *exchange)
{
	struct import *import = exchange_state(exchange);
	if (!import || exchange_answered(exchange))
		return;
	pthread_mutex_lock(&import->mutex);
	bool drive = !import->busy;
	import->finishing = true;
	import->busy = true;
	pthread_mutex_unlock(&import->mutex);
	if (!drive)
		return;
	if (import->failed)
		fail_import(import, import->failed, "IMPORT_STOPPED", import->why);
	else if (drive_on(import))
		return;
	let_go(import);
}

static void import_end(struct exchange *exchange)
{
	struct import *import = exchange_state(exchange);
	if (!import)
		return;
	pthread_mutex_lock(&import->mutex);
	bool busy = import->busy;
	import->ended = true;
	pthread_mutex_unlock(&import->mutex);
	if (!busy)
		import_free(import);
}

static void import_start(struct exchange *exchange, const struct import_kind *kind)
{
	const char *name, *value;
	if (exchange_query_at(exchange, 0, &name, &value)) {
		exchange_fail_field(exchange, name, "an import takes no parameter '%s'", name);
		return;
	}
	struct import *import = import_new(exchange, kind);
	if (!import)
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY", "out of memory");
	exchange_set_state(exchange, import);
}

static const char *const member_columns[] = {"handle", NULL};
static const char *const recognition_columns[] = {"given_at", "giver", "receivers", "value", "win", "message", NULL};

static void members_start(struct exchange *exchange)
{
	static const struct import_kind kind = {
		.method = "kleos.members.v1.MembersService/ImportMembers",
		.service = SERVICE_MEMBERS,
		.request = &kleos__import_members_request__descriptor,
		.row = &kleos__member_row__descriptor,
		.response = &kleos__import_members_response__descriptor,
		.required = member_columns,
	};
	import_start(exchange, &kind);
}

static void recognitions_start(struct exchange *exchange)
{
	static const struct import_kind kind = {
		.method = "kleos.recognitions.v1.RecognitionsService/ImportRecognitions",
		.service = SERVICE_RECOGNITIONS,
		.request = &kleos__import_recognitions_request__descriptor,
		.row = &kleos__recognition_row__descriptor,
		.response = &kleos__import_recognitions_response__descriptor,
		.required = recognition_columns,
	};
	import_start(exchange, &kind);
}

static const struct route_guide guide = {.words = "With a file of rows the reply has no deferred lines."};

static const struct special_route routes[] = {
	{
		.method = "POST",
		.path = "/v1/members:import",
		.content_type = "text/csv",
		.roles = ROLES_PEOPLE | ROLE_BIT(SERVICE),
		.body_bound = IMPORT_BODY_BOUND,
		.guide = &guide,
		.start = members_start,
		.upload = import_upload,
		.finish = import_finish,
		.end = import_end,
	},
	{
		.method = "POST",
		.path = "/v1/recognitions:import",
		.content_type = "text/csv",
		.roles = ROLES_INTEGRATION,
		.body_bound = IMPORT_BODY_BOUND,
		.guide = &guide,
		.start = recognitions_start,
		.upload = import_upload,
		.finish = import_finish,
		.end = import_end,
	},
};

const struct gateway_part import_part = {.routes = routes, .n_routes = ARRAY_LENGTH(routes)};
