#include "services/gateway/caller/keys.h"

#include "common/base/text.h"
#include "common/base/wait.h"
#include "common/events/follower.h"
#include "common/rpc/wire.h"
#include "common/service/measure.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "services/gateway/caller/key_map.h"
#include "services/gateway/caller/waiting.h"
#include "services/gateway/identity/claims.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READ_BOUND  1000 /* ids of one BatchReadApiKeys */
#define ARENA_CAP   ((size_t)16 * 1024 * 1024)
#define KEY_EVENTS  "apikey."
#define WAIT_ROUNDS 2 /* the first may have begun before */
#define WAIT_MS     2000

struct keys {
	struct keys_config config;
	struct follower *follower;
	/* written on the follower's thread only */
	pthread_rwlock_t lock;
	struct key_map map;    /* keys and sessions */
	struct key_map people; /* names that an identity provider gives */

	struct waiting waiting;
	pthread_mutex_t rounds_mutex;
	pthread_cond_t rounds_changed;
	uint64_t rounds; /* of the feed */
};

/* ---- the map ---- */

enum key_found keys_find(struct keys *keys, const uint8_t hash[API_KEY_HASH_SIZE], struct principal *out)
{
	bool first;
	pthread_rwlock_rdlock(&keys->lock);
	enum key_found found = key_map_find(&keys->map, hash, environment_now_ms(keys->config.environment), out, &first);
	pthread_rwlock_unlock(&keys->lock);
	if (first)
		waiting_look(&keys->waiting); /* its thread has something to tell */
	return found;
}

static void subject_hash(uint8_t out[API_KEY_HASH_SIZE], const char *subject)
{
	crypto_generichash(out, API_KEY_HASH_SIZE, (const unsigned char *)subject, strlen(subject), NULL, 0);
}

bool keys_find_person(struct keys *keys, const char *subject, struct principal *out)
{
	uint8_t hash[API_KEY_HASH_SIZE];
	bool first; /* a name is no key: nobody is told */
	subject_hash(hash, subject);
	pthread_rwlock_rdlock(&keys->lock);
	enum key_found found = key_map_find(&keys->people, hash, environment_now_ms(keys->config.environment), out, &first);
	pthread_rwlock_unlock(&keys->lock);
	return found == KEY_FOUND;
}

static void fill_principal(struct principal *principal, const Kleos__ApiKeyRecord *record)
{
	*principal = (struct principal){.roles = record->roles & ROLES_ANY};
	id_from_bytes(&principal->key, record->id.data, record->id.len);
	id_from_bytes(&principal->member, record->member.data, record->member.len);
	snprintf(principal->name, sizeof(principal->name), "%s", record->name);
	principal_withhold(principal, record->withheld);
}

/* At `bound_ms` it is over in any case. */
static enum status put_session(struct keys *keys, const Kleos__SessionRecord *session,
							   const struct principal *principal, int64_t bound_ms)
{
	const int64_t expire_ms = session->expire_ms < bound_ms ? session->expire_ms : bound_ms;
	if (session->hash.len != API_KEY_HASH_SIZE || key_map_put(&keys->map, session->hash.data, principal, expire_ms))
		return STATUS_OK;
	return STATUS_RESOURCE_EXHAUSTED;
}

static enum status put(struct keys *keys, const Kleos__ApiKeyRecord *record)
{
	struct principal principal;
	if (!record->active || record->hash.len != API_KEY_HASH_SIZE)
		return STATUS_OK;
	fill_principal(&principal, record);
	const int64_t expire_ms = record->expire_ms ? record->expire_ms : KEY_NEVER_EXPIRES;
	bool fits = key_map_put(&keys->map, record->hash.data, &principal, expire_ms);
	enum status status = fits ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
	for (size_t i = 0; i < record->n_sessions && status == STATUS_OK; i++)
		status = put_session(keys, record->sessions[i], &principal, expire_ms);
	return status;
}

/* A member stands for itself: its id is in the place of a key's. */
static enum status put_person(struct keys *keys, struct arena *arena, const Kleos__PersonRecord *record)
{
	struct principal principal = {.roles = record->roles & ROLES_ANY};
	uint8_t hash[API_KEY_HASH_SIZE];
	enum status status = STATUS_OK;
	if (!record->active || !id_from_bytes(&principal.member, record->member.data, record->member.len))
		return STATUS_OK;
	principal.key = principal.member;
	subject_hash(hash, subject_normal(arena, keys->config.subjects, record->subject));
	if (*record->subject && !key_map_put(&keys->people, hash, &principal, KEY_NEVER_EXPIRES))
		return STATUS_RESOURCE_EXHAUSTED;
	for (size_t i = 0; i < record->n_sessions && status == STATUS_OK; i++) {
		struct principal owner = principal;
		owner.roles |= record->sessions[i]->roles & ROLES_ANY;
		status = put_session(keys, record->sessions[i], &owner, KEY_NEVER_EXPIRES);
	}
	return status;
}

/* ---- following members ---- */

static bool is_about_keys(const Kleos__Event *event)
{
	return text_starts_with(event->type, KEY_EVENTS);
}

/* The keys, or else the members, that a run of events is about, in the order of the events; one may come twice. */
static size_t ids_of(struct arena *arena, const Kleos__ReadEventsResponse *run, bool keys, struct id **out)
{
	struct id *ids = arena_array(arena, run->n_events, sizeof(*ids));
	size_t n = 0;
	for (size_t i = 0; i < run->n_events; i++) {
		const ProtobufCBinaryData *subject = &run->events[i]->subject;
		if (is_about_keys(run->events[i]) == keys)
			n += id_from_bytes(&ids[n], subject->data, subject->len);
	}
	*out = ids;
	return n;
}

/* BatchRead… of members, by ids. */
static enum status read_batch(struct keys *keys, struct arena *arena, const char *method,
							  const ProtobufCMessage *request, const ProtobufCMessageDescriptor *type,
							  ProtobufCMessage **out)
{
	struct principal self = principal_internal("gateway");
	struct rpc_request call = {.method = method, .principal = &self, .message = request};
	struct rpc_reply reply;
	return rpc_call(keys->config.client, arena, &call, &reply, type, out);
}

static ProtobufCBinaryData *ids_message(struct arena *arena, struct id *ids, size_t n)
{
	ProtobufCBinaryData *list = arena_array(arena, n, sizeof(*list));
	for (size_t i = 0; i < n; i++)
		list[i] = (ProtobufCBinaryData){ID_SIZE, ids[i].bytes};
	return list;
}

/* The state of now replaces whatever was known of these keys. */
static enum status replace_keys(struct keys *keys, struct arena *arena, struct id *ids, size_t n)
{
	Kleos__BatchReadApiKeysRequest request = KLEOS__BATCH_READ_API_KEYS_REQUEST__INIT;
	ProtobufCMessage *message = NULL;
	request.n_ids = n;
	request.ids = ids_message(arena, ids, n);
	enum status status = read_batch(keys, arena, "kleos.members.v1.DirectoryService/BatchReadApiKeys", &request.base,
									&kleos__batch_read_api_keys_response__descriptor, &message);
	if (status != STATUS_OK)
		return status;
	const Kleos__BatchReadApiKeysResponse *found = (Kleos__BatchReadApiKeysResponse *)message;
	pthread_rwlock_wrlock(&keys->lock);
	for (size_t i = 0; i < n; i++)
		key_map_remove(&keys->map, &ids[i]);
	for (size_t i = 0; i < found->n_api_keys && status == STATUS_OK; i++)
		status = put(keys, found->api_keys[i]);
	pthread_rwlock_unlock(&keys->lock);
	return status;
}

/* And whatever was known of these members. */
static enum status replace_people(struct keys *keys, struct arena *arena, struct id *ids, size_t n)
{
	Kleos__BatchReadPeopleRequest request = KLEOS__BATCH_READ_PEOPLE_REQUEST__INIT;
	ProtobufCMessage *message = NULL;
	request.n_ids = n;
	request.ids = ids_message(arena, ids, n);
	request.kind = keys->config.subjects;
	enum status status = read_batch(keys, arena, "kleos.members.v1.DirectoryService/BatchReadPeople", &request.base,
									&kleos__batch_read_people_response__descriptor, &message);
	if (status != STATUS_OK)
		return status;
	const Kleos__BatchReadPeopleResponse *found = (Kleos__BatchReadPeopleResponse *)message;
	pthread_rwlock_wrlock(&keys->lock);
	for (size_t i = 0; i < n; i++) {
		key_map_remove(&keys->people, &ids[i]);
		key_map_remove(&keys->map, &ids[i]); /* their sessions without a key */
	}
	for (size_t i = 0; i < found->n_people && status == STATUS_OK; i++)
		status = put_person(keys, arena, found->people[i]);
	pthread_rwlock_unlock(&keys->lock);
	return status;
}

static enum status replace(struct keys *keys, struct arena *arena, const Kleos__ReadEventsResponse *run, bool of_keys)
{
	struct id *ids;
	const size_t n = ids_of(arena, run, of_keys, &ids);
	enum status status = STATUS_OK;
	for (size_t i = 0; i < n && status == STATUS_OK; i += READ_BOUND)
		status =
			(of_keys ? replace_keys : replace_people)(keys, arena, ids + i, n - i < READ_BOUND ? n - i : READ_BOUND);
	return status;
}

static int64_t feed_cursor(void *host, struct id *epoch)
{
	(void)host;
	*epoch = (struct id){0};
	return 0; /* the map is in memory: every start reads from the beginning */
}

static enum status feed_apply(void *host, const Kleos__ReadEventsResponse *run, const struct id *epoch, bool reset)
{
	struct keys *keys = host;
	struct arena arena;
	enum status status;
	(void)epoch;
	if (reset) {
		pthread_rwlock_wrlock(&keys->lock);
		key_map_clear(&keys->map);
		key_map_clear(&keys->people);
		pthread_rwlock_unlock(&keys->lock);
	}
	arena_init(&arena, ARENA_CAP);
	status = replace(keys, &arena, run, true);
	if (status == STATUS_OK)
		status = replace(keys, &arena, run, false);
	arena_fini(&arena);
	return status;
}

/* ---- telling members when keys were used ---- */

static enum status tell_uses(struct keys *keys, struct arena *arena, struct key_use *uses, size_t n)
{
	Kleos__NoteApiKeyUseRequest request = KLEOS__NOTE_API_KEY_USE_REQUEST__INIT;
	const struct principal self = principal_internal("gateway");
	const struct rpc_request call = {
		.method = "kleos.members.v1.DirectoryService/NoteApiKeyUse", .principal = &self, .message = &request.base};
	struct rpc_reply reply;
	ProtobufCMessage *message = NULL;
	request.uses = arena_array(arena, n, sizeof(*request.uses));
	while (request.n_uses < n) {
		struct key_use *use = &uses[request.n_uses];
		Kleos__ApiKeyUse *told = arena_alloc(arena, sizeof(*told));
		kleos__api_key_use__init(told);
		told->id = (ProtobufCBinaryData){ID_SIZE, use->key.bytes};
		told->use_ms = use->use_ms;
		request.uses[request.n_uses++] = told;
	}
	return rpc_call(keys->config.client, arena, &call, &reply, &kleos__note_api_key_use_response__descriptor, &message);
}

/* At most one write a round, and one a key and day, however often keys are used. What members does not hear while it
 * is away is told by the next use of another day. */
static void note_uses(struct keys *keys)
{
	struct arena arena;
	arena_init(&arena, ARENA_CAP);
	struct key_use *uses = arena_array(&arena, READ_BOUND, sizeof(*uses));
	/* this thread is the only one that changes the map */
	const size_t n = key_map_take_uses(&keys->map, uses, READ_BOUND);
	if (n && tell_uses(keys, &arena, uses, n) != STATUS_OK)
		log_warn(keys->config.environment->log, "members was not told when keys were used",
				 log_number("keys", (int64_t)n));
	arena_fini(&arena);
}

/* ---- those who wait for a key that was made a moment ago ---- */

static void feed_round(void *host, bool ok)
{
	struct keys *keys = host;
	pthread_mutex_lock(&keys->rounds_mutex);
	keys->rounds++;
	pthread_cond_broadcast(&keys->rounds_changed);
	pthread_mutex_unlock(&keys->rounds_mutex);
	waiting_wake(&keys->waiting, ok);
	if (ok)
		note_uses(keys);
}

static void read_feed(void *host)
{
	struct keys *keys = host;
	follower_wake(keys->follower);
}

bool keys_park(struct keys *keys, struct exchange *exchange)
{
	return waiting_add(&keys->waiting, exchange);
}

void keys_wait(struct keys *keys)
{
	pthread_mutex_lock(&keys->rounds_mutex);
	const uint64_t enough = keys->rounds + WAIT_ROUNDS;
	while (keys->rounds < enough && waiting_look(&keys->waiting) &&
		   cond_wait_ms(&keys->rounds_changed, &keys->rounds_mutex, WAIT_MS))
		;
	pthread_mutex_unlock(&keys->rounds_mutex);
}

bool keys_ready(struct keys *keys)
{
	return !waiting_closed(&keys->waiting) && follower_caught_up(keys->follower);
}

/* ---- life ---- */

static void keys_free(struct keys *keys)
{
	key_map_clear(&keys->map);
	key_map_clear(&keys->people);
	pthread_rwlock_destroy(&keys->lock);
	waiting_fini(&keys->waiting);
	pthread_cond_destroy(&keys->rounds_changed);
	pthread_mutex_destroy(&keys->rounds_mutex);
	free(keys);
}

enum status keys_open(struct keys **out, const struct keys_config *config)
{
	/* also of sessions, and when a key's member leaves or comes back */
	static const char *const of_keys[] = {KEY_EVENTS, NULL};
	static const char *const of_people[] = {KEY_EVENTS, "member.", "session.", NULL};
	struct keys *keys = calloc(1, sizeof(*keys));
	if (!keys)
		return STATUS_RESOURCE_EXHAUSTED;
	keys->config = *config;
	pthread_rwlock_init(&keys->lock, NULL);
	waiting_init(&keys->waiting, read_feed, keys);
	pthread_mutex_init(&keys->rounds_mutex, NULL);
	cond_init_monotonic(&keys->rounds_changed);
	struct follower_config feed = {
		.client = config->client,
		.url = config->url,
		.name = "gateway",
		.environment = config->environment,
		.type_prefixes = config->subjects ? of_people : of_keys,
		.host = keys,
		.cursor = feed_cursor,
		.apply = feed_apply,
		.round = feed_round,
	};
	enum status status = follower_open(&keys->follower, &feed);
	if (status == STATUS_OK)
		*out = keys;
	else
		keys_free(keys);
	return status;
}

void keys_quiesce(struct keys *keys)
{
	if (!keys)
		return;
	waiting_close(&keys->waiting);
	follower_close(keys->follower);
	keys->follower = NULL;
	waiting_wake(&keys->waiting, false);
}

void keys_close(struct keys *keys)
{
	if (keys)
		keys_free(keys);
}

void keys_measure(const struct keys *keys, struct samples *samples)
{
	measure_follower(samples, keys->follower, "keys", "members");
}
