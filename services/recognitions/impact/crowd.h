/* crowd: a set of members, as a list of numbers or a bit each, whichever is smaller. Guarded by the projection's lock.
 */
#ifndef KLEOS_IMPACT_CROWD_H
#define KLEOS_IMPACT_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crowd {
	union {
		uint64_t *bits;
		uint32_t *list; /* in no order */
	};
	uint32_t n_words;  /* of `bits`; 0: it is a list */
	uint32_t n_listed; /* of `list` */
};

void crowd_fini(struct crowd *crowd); /* a zeroed one is empty */
void crowd_clear(struct crowd *crowd);
/* To bits, of an empty one: what grows fast is added to in no time. */
void crowd_spread(struct crowd *crowd, uint32_t n_members);
/* To the smaller of the two forms; after crowd_spread, when little more is to come. */
void crowd_pack(struct crowd *crowd);
void crowd_add_slowly(struct crowd *crowd, uint32_t member); /* of crowd_add, what is not inline */
/* Harmless when repeated, as is the next. */
static inline void crowd_add(struct crowd *crowd, uint32_t member);
void crowd_remove(struct crowd *crowd, uint32_t member);
uint32_t crowd_count(const struct crowd *crowd);
/* Sets the bits of its members; `bits` has room for every member there is. */
void crowd_unite(const struct crowd *crowd, uint64_t *bits);

uint32_t bits_count(const uint64_t *bits, size_t n_words); /* how many are set */

/* Alike, in additions that the compiler makes vectors of: not every machine this is built for counts bits itself. */
static inline uint32_t bits_in(uint64_t bits)
{
	bits -= bits >> 1 & 0x5555555555555555u;
	bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
	bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fu;
	return (uint32_t)(bits * 0x0101010101010101u >> 56);
}

static inline void bits_set(uint64_t *bits, uint32_t number)
{
	bits[number / 64] |= (uint64_t)1 << number % 64;
}

static inline bool bits_have(const uint64_t *bits, uint32_t number)
{
	return bits[number / 64] >> number % 64 & 1;
}

/* Has the memory of a small one come near while others are looked at. */
static inline void crowd_fetch(const struct crowd *crowd)
{
	for (uint32_t line = 0; line < 4; line++)
		__builtin_prefetch((const char *)crowd->list + line * 64);
}

static inline void crowd_add(struct crowd *crowd, uint32_t member)
{
	if (member / 64 < crowd->n_words)
		bits_set(crowd->bits, member);
	else
		crowd_add_slowly(crowd, member);
}

#endif
