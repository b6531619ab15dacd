#include "services/recognitions/feed_members.h"

#include "common/rpc/wire.h"
#include "common/store/outbox.h"
#include "services/recognitions/store_members.h"

#include <string.h>

#define FOLLOWER_NAME "recognitions"
#define REPLY_BYTES ((size_t)WIRE_REPLY_BOUND * 4)

static const char *const followed_types[] = {"member.", NULL};

struct cursor {
	int64_t seq;
	struct id epoch;
};

static void read_cursor(void *context, struct db *db)
{
	struct cursor *cursor = context;
	cursor->seq = cursor_read(db, MEMBERS_SOURCE, &cursor->epoch);
}

static int64_t feed_cursor(void *host, struct id *epoch)
{
	struct recognitions *recognitions = host;
	struct cursor cursor = {0};
	store_read_now(service_store(recognitions->service), read_cursor, &cursor);
	*epoch = cursor.epoch;
	return cursor.seq;
}

/* What one transaction applies. */
struct feed_run {
	const Kleos__BatchReadMembersResponse *members;
	struct cursor cursor; /* where the run ends */
	bool reset;
	int64_t now_ms;
};

static bool apply_run(void *context, struct db *db)
{
	struct feed_run *run = context;
	if (run->reset)
		known_forget_all(db);
	for (size_t i = 0; i < run->members->n_members; i++)
		known_put(db, run->members->members[i], run->now_ms);
	cursor_write(db, MEMBERS_SOURCE, &run->cursor.epoch, run->cursor.seq);
	return db_status(db) == STATUS_OK;
}

/* The members that the events are about, each once. */
static void name_members(struct arena *arena, const Kleos__ReadEventsResponse *events,
                         Kleos__BatchReadMembersRequest *request)
{
	request->ids = arena_array(arena, events->n_events, sizeof(*request->ids));
	for (size_t i = 0; i < events->n_events; i++) {
		const ProtobufCBinaryData *subject = &events->events[i]->subject;
		bool seen = false;
		for (size_t j = 0; j < request->n_ids && !seen; j++)
			seen = request->ids[j].len == subject->len && memcmp(request->ids[j].data, subject->data, subject->len) == 0;
		if (!seen)
			request->ids[request->n_ids++] = *subject;
	}
}

static enum status read_members(struct recognitions *recognitions, struct arena *arena,
                                const Kleos__ReadEventsResponse *events, Kleos__BatchReadMembersResponse **out)
{
	Kleos__BatchReadMembersRequest request = KLEOS__BATCH_READ_MEMBERS_REQUEST__INIT;
	name_members(arena, events, &request);
	struct principal self = principal_internal(FOLLOWER_NAME);
	struct rpc_request call = {.method = "kleos.members.v1.DirectoryService/BatchReadMembers",
	                           .principal = &self,
	                           .message = &request.base};
	struct rpc_reply reply;
	ProtobufCMessage *message = NULL;
	enum status status = rpc_call(recognitions->members, arena, &call, &reply,
	                              &kleos__batch_read_members_response__descriptor, &message);
	if (status != STATUS_OK)
		log_warn(recognitions->config.environment->log, "members cannot be read", log_text("status", status_name(status)),
		         log_text("reason", reply.reason));
	*out = (Kleos__BatchReadMembersResponse *)message;
	return status;
}

static enum status feed_apply(void *host, const Kleos__ReadEventsResponse *events, const struct id *epoch, bool reset)
{
	struct recognitions *recognitions = host;
	Kleos__BatchReadMembersResponse none = KLEOS__BATCH_READ_MEMBERS_RESPONSE__INIT, *members = &none;
	struct arena arena;
	arena_init(&arena, REPLY_BYTES);
	enum status status = events->n_events ? read_members(recognitions, &arena, events, &members) : STATUS_OK;
	if (status == STATUS_OK) {
		struct feed_run run = {.members = members,
		                       .cursor = {.seq = events->last, .epoch = *epoch},
		                       .reset = reset,
		                       .now_ms = environment_now_ms(recognitions->config.environment)};
		status = store_write_now(service_store(recognitions->service), apply_run, &run);
	}
	arena_fini(&arena);
	return status;
}

static void feed_round(void *host, bool ok)
{
	struct recognitions *recognitions = host;
	if (ok && !atomic_exchange(&recognitions->caught_up, true))
		log_info(recognitions->config.environment->log, "members are known",
		         log_text("url", recognitions->config.members_url));
	service_feed_round(recognitions->service, ok);
}

enum status feed_members_open(struct recognitions *recognitions)
{
	const struct recognitions_config *config = &recognitions->config;
	struct rpc_client_config client = {
		.url = config->members_url,
		.audience = "members",
		.environment = config->environment,
		.key = config->key,
	};
	enum status status = rpc_client_open(&recognitions->members, &client);
	if (status != STATUS_OK)
		return status;
	struct follower_config follower = {
		.client = recognitions->members,
		.url = config->members_url,
		.name = FOLLOWER_NAME,
		.environment = config->environment,
		.type_prefixes = followed_types,
		.host = recognitions,
		.cursor = feed_cursor,
		.apply = feed_apply,
		.round = feed_round,
	};
	status = follower_open(&recognitions->follower, &follower);
	if (status == STATUS_OK)
		service_set_feed(recognitions->service, recognitions->follower);
	return status;
}

void feed_members_close(struct recognitions *recognitions)
{
	if (recognitions->follower)
		service_set_feed(recognitions->service, NULL);
	follower_close(recognitions->follower);
	rpc_client_close(recognitions->members);
}

bool feed_members_ready(const struct recognitions *recognitions)
{
	return atomic_load(&recognitions->caught_up);
}
