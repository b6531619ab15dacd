#include "services/gateway/caller/keys.h"

#include "common/events/follower.h"
#include "common/rpc/wire.h"
#include "common/service/measure.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "services/gateway/caller/key_map.h"
#include "services/gateway/exchange_state.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define PARKED_BOUND 256
#define READ_BOUND   1000 /* ids of one BatchReadApiKeys */
#define ARENA_CAP    ((size_t)16 * 1024 * 1024)

struct keys {
	struct keys_config config;
	struct follower *follower;
	/* written on the follower's thread only */
	pthread_rwlock_t lock;
	struct key_map map;

	pthread_mutex_t parked_mutex;
	struct exchange *parked;
	size_t n_parked;
	bool closed;
};

/* ---- the map ---- */

bool keys_find(struct keys *keys, const uint8_t hash[API_KEY_HASH_SIZE], struct principal *out)
{
	pthread_rwlock_rdlock(&keys->lock);
	bool found = key_map_find(&keys->map, hash, environment_now_ms(keys->config.environment), out);
	pthread_rwlock_unlock(&keys->lock);
	return found;
}

static void fill_principal(struct principal *principal, const Kleos__ApiKeyRecord *record)
{
	*principal = (struct principal){.roles = record->roles & ROLES_ANY};
	id_from_bytes(&principal->key, record->id.data, record->id.len);
	id_from_bytes(&principal->member, record->member.data, record->member.len);
	snprintf(principal->name, sizeof(principal->name), "%s", record->name);
}

static enum status put(struct keys *keys, const Kleos__ApiKeyRecord *record)
{
	struct principal principal;
	if (!record->active || record->hash.len != API_KEY_HASH_SIZE)
		return STATUS_OK;
	fill_principal(&principal, record);
	bool fits = key_map_put(&keys->map, record->hash.data, &principal, KEY_NEVER_EXPIRES);
	for (size_t i = 0; i < record->n_sessions && fits; i++) {
		const Kleos__SessionRecord *session = record->sessions[i];
		if (session->hash.len == API_KEY_HASH_SIZE)
			fits = key_map_put(&keys->map, session->hash.data, &principal, session->expire_ms);
	}
	return fits ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

/* ---- following members ---- */

/* The keys that a run of events is about, in the order of the events; one may come twice. */
static size_t ids_of(struct arena *arena, const Kleos__ReadEventsResponse *run, struct id **out)
{
	struct id *ids = arena_array(arena, run->n_events, sizeof(*ids));
	size_t n = 0;
	for (size_t i = 0; i < run->n_events; i++) {
		const ProtobufCBinaryData *subject = &run->events[i]->subject;
		n += id_from_bytes(&ids[n], subject->data, subject->len);
	}
	*out = ids;
	return n;
}

static enum status read_keys(struct keys *keys, struct arena *arena, struct id *ids, size_t n,
							 Kleos__BatchReadApiKeysResponse **out)
{
	Kleos__BatchReadApiKeysRequest request = KLEOS__BATCH_READ_API_KEYS_REQUEST__INIT;
	struct principal self = principal_internal("gateway");
	struct rpc_request call = {
		.method = "kleos.members.v1.DirectoryService/BatchReadApiKeys", .principal = &self, .message = &request.base};
	struct rpc_reply reply;
	ProtobufCMessage *message = NULL;
	request.n_ids = n;
	request.ids = arena_array(arena, n, sizeof(*request.ids));
	for (size_t i = 0; i < n; i++)
		request.ids[i] = (ProtobufCBinaryData){ID_SIZE, ids[i].bytes};
	enum status status =
		rpc_call(keys->config.client, arena, &call, &reply, &kleos__batch_read_api_keys_response__descriptor, &message);
	*out = (Kleos__BatchReadApiKeysResponse *)message;
	return status;
}

/* The state of now replaces whatever was known of these keys. */
static enum status replace(struct keys *keys, struct arena *arena, struct id *ids, size_t n)
{
	Kleos__BatchReadApiKeysResponse *found;
	enum status status = read_keys(keys, arena, ids, n, &found);
	if (status != STATUS_OK)
		return status;
	pthread_rwlock_wrlock(&keys->lock);
	for (size_t i = 0; i < n; i++)
		key_map_remove(&keys->map, &ids[i]);
	for (size_t i = 0; i < found->n_api_keys && status == STATUS_OK; i++)
		status = put(keys, found->api_keys[i]);
	pthread_rwlock_unlock(&keys->lock);
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
	enum status status = STATUS_OK;
	(void)epoch;
	if (reset) {
		pthread_rwlock_wrlock(&keys->lock);
		key_map_clear(&keys->map);
		pthread_rwlock_unlock(&keys->lock);
	}
	arena_init(&arena, ARENA_CAP);
	struct id *ids;
	size_t n = ids_of(&arena, run, &ids);
	for (size_t i = 0; i < n && status == STATUS_OK; i += READ_BOUND)
		status = replace(keys, &arena, ids + i, n - i < READ_BOUND ? n - i : READ_BOUND);
	arena_fini(&arena);
	return status;
}

/* ---- those who wait for a key that was made a moment ago ---- */

static void unpark_all(struct keys *keys, bool ok)
{
	pthread_mutex_lock(&keys->parked_mutex);
	struct exchange *exchange = keys->parked;
	keys->parked = NULL;
	keys->n_parked = 0;
	pthread_mutex_unlock(&keys->parked_mutex);
	while (exchange) {
		struct exchange *next = exchange->next_parked;
		atomic_fetch_add(&exchange->parked_rounds, 1);
		atomic_store(&exchange->parked_failed, !ok);
		atomic_store(&exchange->parked, false);
		exchange_wake(exchange);
		exchange_release(exchange);
		exchange = next;
	}
}

static void feed_round(void *host, bool ok)
{
	unpark_all(host, ok);
}

bool keys_park(struct keys *keys, struct exchange *exchange)
{
	pthread_mutex_lock(&keys->parked_mutex);
	bool fits = !keys->closed && keys->n_parked < PARKED_BOUND;
	if (fits) {
		exchange_hold(exchange);
		atomic_store(&exchange->parked, true);
		exchange->next_parked = keys->parked;
		keys->parked = exchange;
		keys->n_parked++;
		follower_wake(keys->follower);
	}
	pthread_mutex_unlock(&keys->parked_mutex);
	return fits;
}

bool keys_ready(struct keys *keys)
{
	pthread_mutex_lock(&keys->parked_mutex);
	bool ready = !keys->closed && follower_caught_up(keys->follower);
	pthread_mutex_unlock(&keys->parked_mutex);
	return ready;
}

/* ---- life ---- */

static void keys_free(struct keys *keys)
{
	key_map_clear(&keys->map);
	pthread_rwlock_destroy(&keys->lock);
	pthread_mutex_destroy(&keys->parked_mutex);
	free(keys);
}

enum status keys_open(struct keys **out, const struct keys_config *config)
{
	static const char *const prefixes[] = {"apikey.",
										   NULL}; /* also of sessions, and when a key's member leaves or comes back */
	struct keys *keys = calloc(1, sizeof(*keys));
	if (!keys)
		return STATUS_RESOURCE_EXHAUSTED;
	keys->config = *config;
	pthread_rwlock_init(&keys->lock, NULL);
	pthread_mutex_init(&keys->parked_mutex, NULL);
	struct follower_config feed = {
		.client = config->client,
		.url = config->url,
		.name = "gateway",
		.environment = config->environment,
		.type_prefixes = prefixes,
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
	pthread_mutex_lock(&keys->parked_mutex);
	keys->closed = true;
	pthread_mutex_unlock(&keys->parked_mutex);
	follower_close(keys->follower);
	keys->follower = NULL;
	unpark_all(keys, false);
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
