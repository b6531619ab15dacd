#include "services/gateway/caller/key_map.h"

#include "common/base/calendar.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS_FIRST 64

struct key_entry {
	struct key_entry *next_by_hash, *next_by_id; /* in the buckets */
	uint8_t hash[API_KEY_HASH_SIZE];
	struct principal principal;
	int64_t expire_ms;
	atomic_int_least64_t use_ms; /* the day of the last call; 0: none */
	int64_t told_ms;             /* the day that was taken last */
};

/* Hashes are uniform already, and so are the last bytes of an id. */
static size_t bucket_of(const struct key_map *map, const uint8_t *bytes)
{
	uint64_t number;
	memcpy(&number, bytes, sizeof(number));
	return number & (map->n_buckets - 1);
}

static struct key_entry **hash_bucket(const struct key_map *map, const uint8_t *hash)
{
	return &map->by_hash[bucket_of(map, hash)];
}

static struct key_entry **id_bucket(const struct key_map *map, const struct id *key)
{
	return &map->by_id[bucket_of(map, key->bytes + ID_SIZE - sizeof(uint64_t))];
}

/* The first at `entry` or behind it that has the hash. */
static struct key_entry *next_of_hash(struct key_entry *entry, const uint8_t *hash)
{
	while (entry && sodium_memcmp(entry->hash, hash, API_KEY_HASH_SIZE) != 0)
		entry = entry->next_by_hash;
	return entry;
}

static struct key_entry *find_hash(const struct key_map *map, const uint8_t *hash)
{
	return next_of_hash(map->n_buckets ? *hash_bucket(map, hash) : NULL, hash);
}

static struct key_entry *find_own(const struct key_map *map, const uint8_t *hash, const struct id *key)
{
	struct key_entry *entry = find_hash(map, hash);
	while (entry && !id_equal(&entry->principal.key, key))
		entry = next_of_hash(entry->next_by_hash, hash);
	return entry;
}

enum key_found key_map_find(const struct key_map *map, const uint8_t hash[API_KEY_HASH_SIZE], int64_t now_ms,
							struct principal *out, bool *first)
{
	struct key_entry *entry = find_hash(map, hash);
	const int64_t day_ms = now_ms - now_ms % DAY_MS;
	*first = false;
	if (!entry || next_of_hash(entry->next_by_hash, hash))
		return KEY_UNKNOWN;
	if (entry->expire_ms <= now_ms)
		return KEY_EXPIRED;
	*first = atomic_load_explicit(&entry->use_ms, memory_order_relaxed) != day_ms;
	if (*first)
		atomic_store_explicit(&entry->use_ms, day_ms, memory_order_relaxed);
	*out = entry->principal;
	return KEY_FOUND;
}

size_t key_map_take_uses(struct key_map *map, struct key_use *out, size_t size)
{
	size_t count = 0;
	for (size_t i = 0; i < map->n_buckets; i++) {
		for (struct key_entry *entry = map->by_hash[i]; entry && count < size; entry = entry->next_by_hash) {
			const int64_t use_ms = atomic_load_explicit(&entry->use_ms, memory_order_relaxed);
			if (use_ms == entry->told_ms)
				continue;
			entry->told_ms = use_ms;
			if (!id_equal(&entry->principal.key, &entry->principal.member))
				out[count++] = (struct key_use){entry->principal.key, use_ms};
		}
	}
	return count;
}

static void link_entry(struct key_map *map, struct key_entry *entry)
{
	struct key_entry **by_hash = hash_bucket(map, entry->hash), **by_id = id_bucket(map, &entry->principal.key);
	entry->next_by_hash = *by_hash;
	*by_hash = entry;
	entry->next_by_id = *by_id;
	*by_id = entry;
}

static bool grow(struct key_map *map)
{
	struct key_map old = *map;
	size_t n = old.n_buckets ? old.n_buckets * 2 : BUCKETS_FIRST;
	struct key_entry **by_hash = calloc(n, sizeof(struct key_entry *)), **by_id = calloc(n, sizeof(struct key_entry *));
	if (!by_hash || !by_id) {
		free(by_hash);
		free(by_id);
		return false;
	}
	*map = (struct key_map){by_hash, by_id, n, old.n_entries};
	for (size_t i = 0; i < old.n_buckets; i++) {
		for (struct key_entry *entry = old.by_hash[i], *next; entry; entry = next) {
			next = entry->next_by_hash;
			link_entry(map, entry);
		}
	}
	free(old.by_hash);
	free(old.by_id);
	return true;
}

static void remove_entry(struct key_map *map, struct key_entry *entry)
{
	struct key_entry **by_hash = hash_bucket(map, entry->hash), **by_id = id_bucket(map, &entry->principal.key);
	while (*by_hash != entry)
		by_hash = &(*by_hash)->next_by_hash;
	while (*by_id != entry)
		by_id = &(*by_id)->next_by_id;
	*by_hash = entry->next_by_hash;
	*by_id = entry->next_by_id;
	free(entry);
	map->n_entries--;
}

bool key_map_put(struct key_map *map, const uint8_t hash[API_KEY_HASH_SIZE], const struct principal *principal,
				 int64_t expire_ms)
{
	struct key_entry *old = find_own(map, hash, &principal->key);
	if (old)
		remove_entry(map, old);
	if (map->n_entries >= map->n_buckets && !grow(map))
		return false;
	struct key_entry *entry = calloc(1, sizeof(*entry));
	if (!entry)
		return false;
	memcpy(entry->hash, hash, API_KEY_HASH_SIZE);
	entry->principal = *principal;
	entry->expire_ms = expire_ms;
	link_entry(map, entry);
	map->n_entries++;
	return true;
}

void key_map_remove(struct key_map *map, const struct id *key)
{
	struct key_entry *next = map->n_buckets ? *id_bucket(map, key) : NULL;
	while (next) {
		struct key_entry *entry = next;
		next = entry->next_by_id;
		if (id_equal(&entry->principal.key, key))
			remove_entry(map, entry);
	}
}

void key_map_clear(struct key_map *map)
{
	for (size_t i = 0; i < map->n_buckets; i++) {
		for (struct key_entry *entry = map->by_hash[i], *next; entry; entry = next) {
			next = entry->next_by_hash;
			free(entry);
		}
	}
	free(map->by_hash);
	free(map->by_id);
	*map = (struct key_map){0};
}
