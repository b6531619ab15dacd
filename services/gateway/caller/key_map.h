/* key_map: callers by a hash, of a key, of the secret of a session or of a name that an identity provider gives, and by
 * the id of the key, which is how events name it and its sessions (the member's, where there is no key). One thread at
 * a time writes, and nobody reads then: keys.c has the lock. Zeroed: empty. */
#ifndef KLEOS_GATEWAY_KEY_MAP_H
#define KLEOS_GATEWAY_KEY_MAP_H

#include "common/base/api_key.h"
#include "common/rpc/principal.h"

struct key_entry;

struct key_map {
	struct key_entry **by_hash, **by_id; /* a power of two of each; NULL: empty */
	size_t n_buckets, n_entries;
};

#define KEY_NEVER_EXPIRES INT64_MAX

enum key_found {
	KEY_UNKNOWN,
	KEY_FOUND,
	KEY_EXPIRED, /* it works no more by itself */
};

/* KEY_FOUND alone fills `out`, and marks the key as used on this day; *first: for the first time.
 * Many may at a time. */
enum key_found key_map_find(const struct key_map *map, const uint8_t hash[API_KEY_HASH_SIZE], int64_t now_ms,
							struct principal *out, bool *first);
/* Takes up to `size` keys whose use on a day was not taken yet: the id, and the day's first millisecond (UTC). Members
 * who stand for themselves are no keys. */
struct key_use {
	struct id key;
	int64_t use_ms;
};
size_t key_map_take_uses(struct key_map *map, struct key_use *out, size_t size);
/* False: out of memory. The same hash of the same id is replaced; what two ids claim is nobody's, and not found. It is
 * found before `expire_ms`. */
bool key_map_put(struct key_map *map, const uint8_t hash[API_KEY_HASH_SIZE], const struct principal *principal,
				 int64_t expire_ms);
void key_map_remove(struct key_map *map, const struct id *key); /* with its sessions; in constant time, there or not */
void key_map_clear(struct key_map *map);                        /* gives its memory back */

#endif
