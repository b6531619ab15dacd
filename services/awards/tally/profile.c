#include "services/awards/tally/profile.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_FIRST   64
#define MERGE_SLOTS  4096 /* a power of two; 32 KiB, which stay in the cache */
#define MERGE_TRIAL  4096 /* ballots after which merging has to have paid */
#define MERGE_PAYING 8    /* one ballot in so many was a repeat */

/* Where ballots seen lately are: one slot a hash, the newest holds it, so that looking costs the same however many
 * there are. An equal ballot that was forgotten becomes a row of its own, which changes no result. */
struct tally_merge {
	size_t added, repeated;
	struct {
		uint32_t row; /* and 1; 0: free */
		uint32_t hash;
	} slots[MERGE_SLOTS];
};

static void *memory_of(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

void tally_profile_init(struct tally_profile *out, size_t alternatives)
{
	if (alternatives < 1 || alternatives > TALLY_ALTERNATIVES)
		abort();
	*out = (struct tally_profile){.alternatives = alternatives};
	out->stride = (alternatives + TALLY_ROW_UNIT - 1) / TALLY_ROW_UNIT * TALLY_ROW_UNIT;
	out->merge = memory_of(calloc(1, sizeof(*out->merge)));
}

void tally_profile_fini(struct tally_profile *profile)
{
	free(profile->places);
	free(profile->counts);
	free(profile->merge);
	*profile = (struct tally_profile){0};
}

static void profile_grow(struct tally_profile *profile)
{
	profile->room = profile->room ? 2 * profile->room : ROWS_FIRST;
	profile->places = memory_of(reallocarray(profile->places, profile->room, profile->stride));
	profile->counts = memory_of(reallocarray(profile->counts, profile->room, sizeof(*profile->counts)));
}

uint8_t *tally_profile_begin(struct tally_profile *profile)
{
	if (profile->rows == profile->room)
		profile_grow(profile);
	uint8_t *row = profile->places + profile->rows * profile->stride;
	memset(row, TALLY_UNRANKED, profile->stride);
	return row;
}

/* Multiply and fold; nobody gains from a collision, which only costs a comparison. */
static uint32_t row_hash(const uint8_t *row, size_t stride)
{
	uint64_t hash = 0;
	for (size_t at = 0; at < stride; at += sizeof(hash)) {
		uint64_t word;
		memcpy(&word, row + at, sizeof(word));
		hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 32;
	}
	return (uint32_t)hash;
}

/* Adds the row to one that is equal to it, or remembers it; false: it is new. */
static bool row_merge(struct tally_profile *profile, uint64_t count)
{
	struct tally_merge *merge = profile->merge;
	const uint8_t *row = tally_profile_row(profile, profile->rows);
	uint32_t hash = row_hash(row, profile->stride), slot = hash % MERGE_SLOTS;
	size_t seen = merge->slots[slot].row;
	bool repeated = seen && merge->slots[slot].hash == hash &&
					memcmp(tally_profile_row(profile, seen - 1), row, profile->stride) == 0;
	merge->added++;
	merge->repeated += repeated;
	if (repeated) {
		profile->counts[seen - 1] += count;
	} else {
		merge->slots[slot].row = (uint32_t)profile->rows + 1;
		merge->slots[slot].hash = hash;
	}
	if (merge->added % MERGE_TRIAL == 0 && merge->repeated * MERGE_PAYING < merge->added) {
		free(merge);
		profile->merge = NULL;
	}
	return repeated;
}

bool tally_profile_commit(struct tally_profile *profile, uint64_t count)
{
	if (count == 0 || count > TALLY_VOTERS - profile->voters || profile->rows >= UINT32_MAX - 1)
		return false;
	profile->voters += count;
	if (profile->merge && row_merge(profile, count))
		return true;
	profile->counts[profile->rows++] = count;
	return true;
}

bool tally_profile_add(struct tally_profile *profile, const uint8_t *places, uint64_t count)
{
	memcpy(tally_profile_begin(profile), places, profile->alternatives);
	return tally_profile_commit(profile, count);
}
