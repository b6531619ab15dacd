#include "common/directory/directory_feed.h"

#include "common/base/text.h"
#include "common/directory/directory_teams.h"
#include "common/rpc/client.h"
#include "common/rpc/wire.h"
#include "common/service/measure.h"
#include "common/store/erasure.h"
#include "common/store/outbox.h"
#include "kleos/members/v1/member.pb-c.h"

#include <stdlib.h>
#include <string.h>

#define AUDIENCE       "members"
#define ASK_TIMEOUT_MS 5000
#define TEAM_EVENTS    "team."
#define IDS_AT_ONCE    1000            /* of one question to members */
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
	const Kleos__TeamRecord **teams;                /* read after the members */
	size_t n_teams;
	const struct id *strangers; /* identities of teams that members does not know */
	size_t n_strangers;
	const struct id *epoch;
	int64_t last;
	bool reset;
};

/* What was read before an erasure must not bring a name back behind it. */
static void record_apply(const struct directory_feed_config *config, struct db *db, const Kleos__MemberRecord *record)
{
	bool erased = record->status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ERASED;
	struct id member;
	if (!id_from_bytes(&member, record->id.data, record->id.len))
		return;
	if (erased)
		service_erase(config->service, db, &member);
	if (erased || erasure_state(db, &member) == ERASURE_NONE)
		config->put(config->host, db, record);
}

static bool run_apply(void *context, struct db *db)
{
	struct run *run = context;
	const struct directory_feed_config *config = &run->feed->config;
	if (run->reset)
		config->forget(config->host, db);
	for (size_t i = 0; i < run->n_strangers; i++)
		directory_team_orphan(db, &run->strangers[i]);
	for (size_t i = 0; run->members && i < run->members->n_members; i++)
		record_apply(config, db, run->members->members[i]);
	for (size_t i = 0; i < run->n_teams; i++)
		directory_team_put(db, run->teams[i]);
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

/* The members, or the teams, that a run names, each once. */
static size_t run_subjects(const Kleos__ReadEventsResponse *events, bool teams, ProtobufCBinaryData *out)
{
	size_t n = 0;
	for (size_t i = 0; i < events->n_events; i++) {
		ProtobufCBinaryData subject = events->events[i]->subject;
		size_t at = 0;
		if (text_starts_with(events->events[i]->type, TEAM_EVENTS) != teams)
			continue;
		while (at < n && (out[at].len != subject.len || memcmp(out[at].data, subject.data, subject.len) != 0))
			at++;
		if (at == n)
			out[n++] = subject;
	}
	return n;
}

static enum status feed_ask(struct directory_feed *feed, struct arena *arena, const char *method,
							const ProtobufCMessage *request, const ProtobufCMessageDescriptor *type,
							ProtobufCMessage **out)
{
	struct principal self = principal_internal(service_name(feed->config.service));
	struct rpc_request call = {.method = method, .principal = &self, .timeout_ms = ASK_TIMEOUT_MS, .message = request};
	struct rpc_reply reply;
	enum status status = rpc_call(feed->client, arena, &call, &reply, type, out);
	if (status != STATUS_OK)
		log_warn(service_environment(feed->config.service)->log, "members cannot be read",
				 log_text("follower", service_name(feed->config.service)), log_text("status", status_name(status)),
				 log_text("reason", reply.reason));
	return status;
}

static enum status feed_ask_members(struct directory_feed *feed, struct arena *arena,
									const Kleos__ReadEventsResponse *events, struct run *run)
{
	Kleos__BatchReadMembersRequest request = KLEOS__BATCH_READ_MEMBERS_REQUEST__INIT;
	ProtobufCMessage *response = NULL;
	request.ids = arena_array(arena, events->n_events, sizeof(*request.ids));
	request.n_ids = run_subjects(events, false, request.ids);
	if (!request.n_ids)
		return STATUS_OK;
	enum status status = feed_ask(feed, arena, "kleos.members.v1.DirectoryService/BatchReadMembers", &request.base,
								  &kleos__batch_read_members_response__descriptor, &response);
	run->members = (const Kleos__BatchReadMembersResponse *)response;
	return status;
}

/* Adds what members knows of these teams to the run; at most IDS_AT_ONCE. */
static enum status feed_ask_teams(struct directory_feed *feed, struct arena *arena, ProtobufCBinaryData *ids, size_t n,
								  struct run *run)
{
	Kleos__BatchReadTeamsRequest request = KLEOS__BATCH_READ_TEAMS_REQUEST__INIT;
	ProtobufCMessage *message = NULL;
	request.ids = ids;
	request.n_ids = n;
	if (!n)
		return STATUS_OK;
	enum status status = feed_ask(feed, arena, "kleos.members.v1.DirectoryService/BatchReadTeams", &request.base,
								  &kleos__batch_read_teams_response__descriptor, &message);
	const Kleos__BatchReadTeamsResponse *response = (const Kleos__BatchReadTeamsResponse *)message;
	for (size_t i = 0; status == STATUS_OK && i < response->n_teams; i++) {
		run->teams = arena_grow(arena, run->teams, run->n_teams, sizeof(*run->teams));
		run->teams[run->n_teams++] = response->teams[i];
	}
	return status;
}

static enum status feed_ask_renamed(struct directory_feed *feed, struct arena *arena,
									const Kleos__ReadEventsResponse *events, struct run *run)
{
	ProtobufCBinaryData *ids = arena_array(arena, events->n_events, sizeof(*ids));
	return feed_ask_teams(feed, arena, ids, run_subjects(events, true, ids), run);
}

struct known_teams {
	struct arena *arena;
	struct id *ids;
	size_t n;
};

static void known_teams_load(void *context, struct db *db)
{
	struct known_teams *known = context;
	known->n = directory_team_identities(db, known->arena, &known->ids);
}

static bool run_has_team(const struct run *run, const struct id *identity)
{
	struct id id;
	for (size_t i = 0; i < run->n_teams; i++)
		if (id_from_bytes(&id, run->teams[i]->id.data, run->teams[i]->id.len) && id_equal(&id, identity))
			return true;
	return false;
}

/* Those that no answer names. */
static void run_add_strangers(struct arena *arena, const struct known_teams *known, struct run *run)
{
	struct id *strangers = arena_array(arena, known->n, sizeof(*strangers));
	for (size_t i = 0; i < known->n; i++)
		if (!run_has_team(run, &known->ids[i]))
			strangers[run->n_strangers++] = known->ids[i];
	run->strangers = strangers;
}

/* Another history begins: stamps stay, so every team that they name is asked for. */
static enum status feed_ask_known(struct directory_feed *feed, struct arena *arena, struct run *run)
{
	struct known_teams known = {.arena = arena};
	enum status status = store_read_now(service_store(feed->config.service), known_teams_load, &known);
	for (size_t i = 0; i < known.n && status == STATUS_OK; i += IDS_AT_ONCE) {
		size_t n = known.n - i < IDS_AT_ONCE ? known.n - i : IDS_AT_ONCE;
		ProtobufCBinaryData *ids = arena_array(arena, n, sizeof(*ids));
		for (size_t k = 0; k < n; k++)
			ids[k] = (ProtobufCBinaryData){ID_SIZE, known.ids[i + k].bytes};
		status = feed_ask_teams(feed, arena, ids, n, run);
	}
	if (status == STATUS_OK)
		run_add_strangers(arena, &known, run);
	return status;
}

/* Records are the state of now, each answer of a later moment than the one before; they are put in this order, so that
 * no older path of a team replaces a newer one. */
static enum status feed_apply(void *host, const Kleos__ReadEventsResponse *events, const struct id *epoch, bool reset)
{
	struct directory_feed *feed = host;
	struct run run = {.feed = feed, .epoch = epoch, .last = events->last, .reset = reset};
	struct arena arena;
	arena_init(&arena, WIRE_REPLY_BOUND * 4);
	enum status status = feed_ask_members(feed, &arena, events, &run);
	if (status == STATUS_OK && reset)
		status = feed_ask_known(feed, &arena, &run);
	if (status == STATUS_OK)
		status = feed_ask_renamed(feed, &arena, events, &run);
	if (status == STATUS_OK && (run.members || run.n_teams || reset)) /* a run of other things need not be remembered */
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
	static const char *const prefixes[] = {"member.", TEAM_EVENTS, NULL};
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
									   .local = service_local(config->service),
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

void directory_feed_measure(const struct directory_feed *feed, struct samples *samples)
{
	measure_follower(samples, feed->follower, "directory", AUDIENCE);
}
