/* profile: what the ballots say: for each of them, the place of every alternative. All that the methods count.
 * Alternatives are numbered from 0. Pure: no I/O, no clock; whoever fills it says what a number stands for. One thread
 * while it is filled, any number afterwards. Memory that cannot be had aborts the process. */
#ifndef KLEOS_AWARDS_TALLY_PROFILE_H
#define KLEOS_AWARDS_TALLY_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TALLY_ALTERNATIVES 255                 /* so that a place and the word for none fit a byte */
#define TALLY_UNRANKED     255                 /* the place below all places */
#define TALLY_VOTERS       ((uint64_t)1 << 53) /* so that every count is exact wherever JSON is read */
#define TALLY_ROW_UNIT     16                  /* bytes that a row is a multiple of: what one instruction compares */

struct tally_merge;

struct tally_profile {
	size_t alternatives;
	size_t stride;             /* bytes of a row: the alternatives and what fills it up */
	size_t rows;               /* below 2^32 */
	size_t room;               /* rows that fit */
	uint8_t *places;           /* row after row; what fills a row up is TALLY_UNRANKED */
	uint64_t *counts;          /* of each row: how many voters said so, at least 1 */
	uint64_t voters;           /* the sum of them */
	struct tally_merge *merge; /* NULL: merging equal ballots does not pay here */
};

/* For 1 to TALLY_ALTERNATIVES alternatives. */
void tally_profile_init(struct tally_profile *out, size_t alternatives);
void tally_profile_fini(struct tally_profile *profile); /* a zeroed one is fine */

/* `count` voters who put each alternative at a place: lower is better, equal is tied, TALLY_UNRANKED is below all. Gaps
 * between places mean nothing. An approval is place 0, what is not approved is unranked. False, and nothing added, when
 * count is 0 or there would be more than TALLY_VOTERS. */
bool tally_profile_add(struct tally_profile *profile, const uint8_t *places, uint64_t count);

/* The same in two steps, without a copy: the place of every alternative, unranked until the caller says otherwise; it
 * is borrowed until the next call. Without a commit it is as if it had not been begun. */
uint8_t *tally_profile_begin(struct tally_profile *profile);
bool tally_profile_commit(struct tally_profile *profile, uint64_t count);

static inline const uint8_t *tally_profile_row(const struct tally_profile *profile, size_t row)
{
	return profile->places + row * profile->stride;
}

#endif
