#include "common/store/idempotency.h"

#include "common/base/array.h"
#include "common/base/calendar.h"
#include "common/store/connection.h"
#include "store/sql.h"

#include <sodium.h>
#include <string.h>

#define EXPIRE_MOST 1000 /* rows a call: what a group of the writer does not notice */
#define TIME_SIZE   6    /* bytes of milliseconds at the head of a UUIDv7 */
_Static_assert(DIGEST_SIZE == ID_SIZE, "digests are read like ids");

static void hash_text(crypto_generichash_state *state, const char *text)
{
	/* The NUL ends it, so that no two pairs of texts hash alike. */
	crypto_generichash_update(state, (const unsigned char *)text, strlen(text) + 1);
}

struct idempotency_key idempotency_key(const struct id *principal, const char *method, const char *request_id)
{
	struct idempotency_key key;
	crypto_generichash_state state;
	struct id uuid;

	crypto_generichash_init(&state, NULL, 0, sizeof(key.bytes));
	crypto_generichash_update(&state, principal->bytes, ID_SIZE);
	hash_text(&state, method);
	hash_text(&state, request_id);
	crypto_generichash_final(&state, key.bytes, sizeof(key.bytes));
	if (id_parse(&uuid, request_id) && uuid.bytes[6] >> 4 == 7)
		memcpy(key.bytes, uuid.bytes, TIME_SIZE);
	return key;
}

struct payload_digest payload_digest(const void *bytes, size_t length)
{
	struct payload_digest digest;

	crypto_generichash(digest.bytes, sizeof(digest.bytes), bytes, length, NULL, 0);
	return digest;
}

/* The newest day with rows that is before `day`; false: none. */
static bool day_before(struct db *db, int64_t day, int64_t *out)
{
	struct query query = query_begin(db, SQL(idempotency_day_before));
	bool found;

	query_bind_number(&query, 1, day);
	found = query_step(&query);
	if (found)
		*out = query_number(&query, "day");
	query_end(&query);
	return found;
}

/* Days to look into: those within the last 7 that have rows. Today and yesterday always, as rows may still come; days
 * ahead too, as the clock may have been set back. */
static void day_list_refresh(struct db *db, int64_t today)
{
	struct day_list *list = &db->idempotency;
	int64_t day = INT64_MAX;

	*list = (struct day_list){.known = true, .today = today, .n = 2, .days = {today, today - 1}};
	while (list->n < ARRAY_LENGTH(list->days) && day_before(db, day, &day) && day >= today - IDEMPOTENCY_DAYS)
		if (day != today && day != today - 1)
			list->days[list->n++] = day;
}

static bool find_on_day(struct db *db, int64_t day, const struct idempotency_key *key, struct payload_digest *payload,
						struct id *resource)
{
	struct query query = query_begin(db, SQL(idempotency_find));
	bool found;

	query_bind_number(&query, 1, day);
	query_bind_bytes(&query, 2, key->bytes, sizeof(key->bytes));
	found = query_step(&query);
	if (found) {
		struct id digest = query_id(&query, "payload"); /* 16 bytes as well */
		memcpy(payload->bytes, digest.bytes, sizeof(payload->bytes));
		*resource = query_id(&query, "resource");
	}
	query_end(&query);
	return found;
}

bool idempotency_find(struct db *db, const struct idempotency_key *key, int64_t now_ms, struct payload_digest *payload,
					  struct id *resource)
{
	int64_t today = now_ms / DAY_MS;
	const struct day_list *list = &db->idempotency;

	if (!list->known || list->today != today)
		day_list_refresh(db, today);
	for (size_t i = 0; i < list->n; i++)
		if (find_on_day(db, list->days[i], key, payload, resource))
			return true;
	return false;
}

void idempotency_insert(struct db *db, const struct idempotency_key *key, const struct payload_digest *payload,
						const struct id *resource, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(idempotency_insert));

	query_bind_number(&query, 1, now_ms / DAY_MS);
	query_bind_bytes(&query, 2, key->bytes, sizeof(key->bytes));
	query_bind_bytes(&query, 3, payload->bytes, sizeof(payload->bytes));
	query_bind_id(&query, 4, resource);
	query_run(&query); /* the key was looked up in the same transaction: a second row of it is a bug */
}

bool idempotency_expire(struct db *db, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(idempotency_expire));
	int64_t dropped;

	query_bind_number(&query, 1, now_ms / DAY_MS - IDEMPOTENCY_DAYS);
	query_bind_number(&query, 2, EXPIRE_MOST);
	query_step(&query);
	dropped = query_changes(&query);
	query_end(&query);
	return dropped == EXPIRE_MOST;
}
