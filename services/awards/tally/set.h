/* set: some of the alternatives of a profile, as bits. A value: copied by assignment, owns nothing. A zeroed one is
 * empty. */
#ifndef KLEOS_AWARDS_TALLY_SET_H
#define KLEOS_AWARDS_TALLY_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tally_set {
	uint64_t bits[4];
};

static inline bool tally_set_has(const struct tally_set *set, size_t alternative)
{
	return set->bits[alternative / 64] >> alternative % 64 & 1;
}

static inline void tally_set_add(struct tally_set *set, size_t alternative)
{
	set->bits[alternative / 64] |= (uint64_t)1 << alternative % 64;
}

static inline void tally_set_remove(struct tally_set *set, size_t alternative)
{
	set->bits[alternative / 64] &= ~((uint64_t)1 << alternative % 64);
}

static inline size_t tally_set_size(const struct tally_set *set)
{
	size_t size = 0;
	for (size_t i = 0; i < 4; i++)
		size += (size_t)__builtin_popcountll(set->bits[i]);
	return size;
}

/* The alternatives 0 to n - 1. */
static inline struct tally_set tally_set_whole(size_t n)
{
	struct tally_set set = {{0}};
	for (size_t alternative = 0; alternative < n; alternative++)
		tally_set_add(&set, alternative);
	return set;
}

#endif
