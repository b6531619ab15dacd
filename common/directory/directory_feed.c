#include "common/directory/directory_feed.h"

#include "common/rpc/client.h"
#include "common/rpc/wire.h"
#include "common/store/outbox.h"

#include <stdlib.h>
#include <string.h>

#define AUDIENCE       "members"
#define ASK_TIMEOUT_MS 5000
#define WHOLE_CURSOR   "members whole" /* its epoch: the history whose head was reached */

struct directory_feed {
	struct directory_feed_config config;
	struct rpc_client *client;
	struct follower *follower;
	bool whole; /* said in the store; the follower's thread's */
};

/* One transaction's worth. */
struct run {
	struct directory_feed *feed;
	const Kleos__BatchReadMembersResponse *members; /* NULL: no event named one */
	const struct id *epoch;
	int64_t last;
	bool reset;
};

static bool run_apply(void *context, struct db *db)
{
	struct run *run = context;
	const struct directory_feed_config *config = &run->feed->config;
	if (run->reset)
		config->forget(config->host, db);
	for (size_t i = 0; run->members && i < run->members->n_members; i++)
		config->put(config->host, db, run->members->members[i]);
	cursor_write(db, DIRECTORY_CURSOR, run->epoch, run->last);
	return db_status(db) == STATUS_OK;
}

struct cursor {
	int64_t seq;
	struct id epoch;
};

static void cursor_load(void *context, struct db *db)
{
	struct cursor *cursor = context;
	cursor->seq = cursor_read(db, DIRECTORY_CURSOR, &cursor->epoch);
}

static int64_t feed_cursor(void *host, struct id *epoch)
{
	struct directory_feed *feed = host;
	struct cursor cursor = {0};
	if (store_read_now(service_store(feed->config.service), cursor_load, &cursor) != STATUS_OK)
		return -1;
	*epoch = cursor.epoch;
	return cursor.seq;
}

/* Forgetting moves the feed's cursor to another epoch, and so takes this back in the same transaction. */
bool directory_is_whole(struct db *db)
{
	struct id filled, reached;
	int64_t seq = cursor_read(db, DIRECTORY_CURSOR, &filled);
	(void)cursor_read(db, WHOLE_CURSOR, &reached);
	return !id_is_zero(&reached) && (seq == 0 || id_equal(&filled, &reached));
}

static bool whole_apply(void *context, struct db *db)
{
	cursor_write(db, WHOLE_CURSOR, context, 0);
	return true;
}

static enum status feed_reached(void *host, const struct id *epoch)
{
	struct directory_feed *feed = host;
	struct id reached = *epoch;
	enum status status = STATUS_OK;
	if (!feed->whole)
		status = store_write_now(service_store(feed->config.service), whole_apply, &reached);
	feed->whole = status == STATUS_OK;
	return status;
}

/* The members that a run names, each once. */
static size_t run_subjects(const Kleos__ReadEventsResponse *events, ProtobufCBinaryData *out)
{
	size_t n = 0;
	for (size_t i = 0; i < events->n_events; i++) {
		ProtobufCBinaryData subject = events->events[i]->subject;
		size_t at = 0;
		while (at < n && (out[at].len != subject.len || memcmp(out[at].data, subject.data, subject.len) != 0))
			at++;
		if (at == n)
			out[n++] = subject;
	}
	return n;
}

static enum status feed_ask(struct directory_feed *feed, struct arena *arena, const Kleos__ReadEventsResponse *events,
							Kleos__BatchReadMembersResponse **members)
{
	Kleos__BatchReadMembersRequest request = KLEOS__BATCH_READ_MEMBERS_REQUEST__INIT;
	request.ids = arena_array(arena, events->n_events, sizeof(*request.ids));
	request.n_ids = run_subjects(events, request.ids);
	struct principal self = principal_internal(service_name(feed->config.service));
	struct rpc_request call = {.method = "kleos.members.v1.DirectoryService/BatchReadMembers",
							   .principal = &self,
							   .timeout_ms = ASK_TIMEOUT_MS,
							   .message = &request.base};
	struct rpc_reply reply;
	ProtobufCMessage *message = NULL;
	enum status status =
		rpc_call(feed->client, arena, &call, &reply, &kleos__batch_read_members_response__descriptor, &message);
	if (status != STATUS_OK)
		log_warn(service_environment(feed->config.service)->log, "members cannot be read",
				 log_text("follower", self.name), log_text("status", status_name(status)),
				 log_text("reason", reply.reason));
	*members = (Kleos__BatchReadMembersResponse *)message;
	return status;
}

static enum status feed_apply(void *host, const Kleos__ReadEventsResponse *events, const struct id *epoch, bool reset)
{
	struct directory_feed *feed = host;
	struct arena arena;
	arena_init(&arena, WIRE_REPLY_BOUND * 4);
	Kleos__BatchReadMembersResponse *members = NULL;
	enum status status = events->n_events ? feed_ask(feed, &arena, events, &members) : STATUS_OK;
	struct run run = {feed, members, epoch, events->last, reset};
	if (status == STATUS_OK && (members || reset)) /* a run of other things need not be remembered */
		status = store_write_now(service_store(feed->config.service), run_apply, &run);
	feed->whole = feed->whole && !reset;
	arena_fini(&arena);
	return status;
}

static void feed_round(void *host, bool ok)
{
	struct directory_feed *feed = host;
	service_feed_round(feed->config.service, ok);
}

static enum status feed_follow(struct directory_feed *feed)
{
	static const char *const prefixes[] = {"member.", NULL};
	struct follower_config config = {
		.client = feed->client,
		.url = feed->config.members_url,
		.name = service_name(feed->config.service),
		.environment = service_environment(feed->config.service),
		.type_prefixes = prefixes,
		.host = feed,
		.cursor = feed_cursor,
		.apply = feed_apply,
		.reached = feed_reached,
		.round = feed_round,
	};
	return follower_open(&feed->follower, &config);
}

enum status directory_feed_open(struct directory_feed **out, const struct directory_feed_config *config)
{
	struct directory_feed *feed = calloc(1, sizeof(*feed));
	if (!feed)
		return STATUS_RESOURCE_EXHAUSTED;
	feed->config = *config;
	struct rpc_client_config client = {.url = config->members_url,
									   .audience = AUDIENCE,
									   .environment = service_environment(config->service),
									   .key = service_key(config->service),
									   .in_flight = 2};
	enum status status = rpc_client_open(&feed->client, &client);
	if (status == STATUS_OK)
		status = feed_follow(feed);
	if (status != STATUS_OK) {
		directory_feed_close(feed);
		return status;
	}
	service_set_feed(config->service, feed->follower);
	*out = feed;
	return STATUS_OK;
}

void directory_feed_close(struct directory_feed *feed)
{
	if (!feed)
		return;
	if (feed->follower)
		service_set_feed(feed->config.service, NULL);
	follower_close(feed->follower);
	rpc_client_close(feed->client);
	free(feed);
}

enum status directory_feed_health(struct directory_feed *feed, const char **message)
{
	if (follower_caught_up(feed->follower))
		return STATUS_OK;
	*message = "has not heard from members yet";
	return STATUS_UNAVAILABLE;
}
