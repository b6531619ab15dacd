/* idempotency: what a request id has already done. Committed with the effect, kept 7 days.
 * Holds a digest of the payload and the id of the resource, never the reply. */
#ifndef KLEOS_STORE_IDEMPOTENCY_H
#define KLEOS_STORE_IDEMPOTENCY_H

#include "common/base/id.h"
#include "common/store/db.h"

#define IDEMPOTENCY_DAYS 7
#define DIGEST_SIZE      16

struct idempotency_key {
	uint8_t bytes[DIGEST_SIZE]; /* see idempotency_key */
};
struct payload_digest {
	uint8_t bytes[DIGEST_SIZE];
};

/* BLAKE2b of principal, method and request id. When the request id is a UUIDv7 its 48 bits of time come first (80 bits
 * of hash follow), so that new keys fall on the same pages instead of dirtying one each: make request ids that way. */
struct idempotency_key idempotency_key(const struct id *principal, const char *method, const char *request_id);
struct payload_digest payload_digest(const void *bytes, size_t length);

bool idempotency_find(struct db *db, const struct idempotency_key *key, int64_t now_ms, struct payload_digest *payload,
					  struct id *resource);
void idempotency_insert(struct db *db, const struct idempotency_key *key, const struct payload_digest *payload,
						const struct id *resource, int64_t now_ms);
/* Drops rows of days that are over, at most 1 000 a call; called by the writer. True: there may be more. */
bool idempotency_expire(struct db *db, int64_t now_ms);

#endif
