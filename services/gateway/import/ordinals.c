#include "services/gateway/import/ordinals.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ORDINALS_FIRST_CAPACITY 1024

struct slot {
	uint8_t digest[crypto_generichash_BYTES_MIN];
	int32_t count; /* 0: free */
};

struct ordinals {
	uint8_t key[crypto_generichash_KEYBYTES]; /* fresh each time: nobody can prepare rows that fall on one slot */
	struct slot *slots;
	size_t capacity; /* a power of two */
	size_t used;
};

struct ordinals *ordinals_open(const struct environment *environment)
{
	struct ordinals *ordinals = calloc(1, sizeof *ordinals);
	if (!ordinals)
		return NULL;
	environment_random(environment, ordinals->key, sizeof ordinals->key);
	ordinals->capacity = ORDINALS_FIRST_CAPACITY;
	ordinals->slots = calloc(ordinals->capacity, sizeof *ordinals->slots);
	if (!ordinals->slots) {
		free(ordinals);
		return NULL;
	}
	return ordinals;
}

void ordinals_close(struct ordinals *ordinals)
{
	if (!ordinals)
		return;
	free(ordinals->slots);
	free(ordinals);
}

/* The slot of the digest, or the free one where it belongs. There is always a free one. */
static struct slot *find_slot(struct slot *slots, size_t capacity, const uint8_t *digest)
{
	uint64_t hash;
	memcpy(&hash, digest, sizeof hash);
	for (size_t i = hash & (capacity - 1);; i = (i + 1) & (capacity - 1))
		if (!slots[i].count || memcmp(slots[i].digest, digest, sizeof slots[i].digest) == 0)
			return &slots[i];
}

static bool grow(struct ordinals *ordinals)
{
	size_t capacity = ordinals->capacity * 2;
	struct slot *slots = calloc(capacity, sizeof *slots);
	if (!slots)
		return false;
	for (size_t i = 0; i < ordinals->capacity; i++)
		if (ordinals->slots[i].count)
			*find_slot(slots, capacity, ordinals->slots[i].digest) = ordinals->slots[i];
	free(ordinals->slots);
	ordinals->slots = slots;
	ordinals->capacity = capacity;
	return true;
}

bool ordinals_count(struct ordinals *ordinals, const void *bytes, size_t length, int32_t *before)
{
	if (ordinals->used * 4 >= ordinals->capacity * 3 && !grow(ordinals))
		return false;
	uint8_t digest[crypto_generichash_BYTES_MIN];
	crypto_generichash(digest, sizeof digest, bytes, length, ordinals->key, sizeof ordinals->key);
	struct slot *slot = find_slot(ordinals->slots, ordinals->capacity, digest);
	if (!slot->count) {
		memcpy(slot->digest, digest, sizeof digest);
		ordinals->used++;
	}
	*before = slot->count++;
	return true;
}
