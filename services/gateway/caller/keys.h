/* keys: who an API key stands for, or a session that was opened with one. A map from hashes to callers, kept by
 * following members' events, so that keys and sessions work while members is away and stop within a second of a key's
 * being revoked or a session's being ended. Any thread. */
#ifndef KLEOS_GATEWAY_KEYS_H
#define KLEOS_GATEWAY_KEYS_H

#include "common/base/api_key.h"
#include "common/rpc/client.h"
#include "common/rpc/principal.h"

struct keys;
struct exchange;
struct samples;

struct keys_config {
	struct rpc_client *client; /* of members; borrowed */
	const char *url;           /* of members */
	const struct environment *environment;
};

enum status keys_open(struct keys **out, const struct keys_config *config);
/* Follows no more and wakes everybody who is parked, for the last time. The client must still be there. */
void keys_quiesce(struct keys *keys);
void keys_close(struct keys *keys); /* after keys_quiesce; NULL is fine for both */
/* False: no such key or session, or it works no more. */
bool keys_find(struct keys *keys, const uint8_t hash[API_KEY_HASH_SIZE], struct principal *out);
/* The feed has been read to its end once. */
bool keys_ready(struct keys *keys);

/* How far behind it is. */
void keys_measure(const struct keys *keys, struct samples *samples);

/* Wakes the exchange, which must be pausing, after the feed was read once more, or failed to be. Meanwhile the list of
 * those who wait holds it (exchange_hold): it may be over by then, but is still there. False: too many wait already, or
 * keys_quiesce has begun. */
bool keys_park(struct keys *keys, struct exchange *exchange);

#endif
