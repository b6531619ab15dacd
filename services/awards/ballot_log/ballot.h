/* ballot: what a voter says, as the one text that it can be: UTF-8 JSON without spaces,
 * {"ranking":[["<id>"],["<id>","<id>"]]} or {"approvals":["<id>",…]}, ids sorted by their bytes inside a tie and in
 * approvals. One meaning has one text, so that its hash in the log fixes the meaning; every other text is refused.
 * An id is a UUID in lower case or the word NO_AWARD. Any thread. */
#ifndef KLEOS_BALLOT_LOG_BALLOT_H
#define KLEOS_BALLOT_LOG_BALLOT_H

#include "common/base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NO_AWARD            "NO_AWARD"
#define CANDIDATE_TEXT_SIZE 37    /* with the NUL */
#define BALLOT_TEXT_SIZE    11264 /* of the longest ballot, with the NUL */

struct ballot_name {
	char id[CANDIDATE_TEXT_SIZE];
	uint8_t place; /* 0 is the highest; of approvals always 0 */
};

/* A ballot without names is one: it ranks, or approves of, nobody. */
struct ballot {
	bool approvals; /* else a ranking */
	size_t count;
	struct ballot_name names[CANDIDATES_MOST]; /* as they stand in the text */
};

/* Whether `length` bytes are a UUID in lower case or NO_AWARD. */
bool candidate_is_id(const char *text, size_t length);

/* Puts the names in their order, closes gaps between places, and writes the text. Returns its length; 0: *why says, as
 * in "the ballot names …", what is wrong. */
size_t ballot_write(struct ballot *ballot, char out[BALLOT_TEXT_SIZE], const char **why);
/* NULL: it is the text of *out. Else what is wrong with it, as in "the ballot names …"; *out is then undefined. */
const char *ballot_read(struct ballot *out, const char *text, size_t length);

#endif
