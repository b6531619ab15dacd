/* result: what a method makes of the ballots: a ranking in which ties stay ties, the winners, and how it came to that.
 * Every number is an exact integer. Immutable once a method has filled it. */
#ifndef KLEOS_AWARDS_TALLY_RESULT_H
#define KLEOS_AWARDS_TALLY_RESULT_H

#include "services/awards/tally/profile.h"
#include "services/awards/tally/set.h"

enum tally_method { TALLY_SCHULZE, TALLY_IRV, TALLY_APPROVAL, TALLY_PLURALITY, TALLY_BORDA, TALLY_EPH };

enum tally_status {
	TALLY_OK,
	TALLY_TOO_MANY_SETS,     /* IRV: ties have more outcomes than are computed */
	TALLY_TOO_MANY_NOMINEES, /* EPH: a ballot names more than the unit can be divided by */
	TALLY_TOO_MANY_VOTERS    /* EPH: more points than 64 bits hold */
};

/* One round of IRV or EPH. */
struct tally_round {
	struct tally_set continuing;         /* who is counted */
	uint64_t counts[TALLY_ALTERNATIVES]; /* IRV: ballots; EPH: points in result->unit; 0 for who is not counted */
	uint64_t exhausted;                  /* ballots that count for nobody now */
	struct tally_set eliminated;         /* who leaves after it; nobody after the last */
	struct tally_set tie;                /* who was tied for leaving; empty: nobody was */
};

struct tally_result {
	enum tally_method method;
	size_t alternatives;
	uint64_t voters;
	size_t groups;                     /* at least 1 */
	uint8_t group[TALLY_ALTERNATIVES]; /* of each alternative: its group in the ranking, 0 first; the same: tied */
	struct tally_set winners;          /* several: a true tie; of EPH: the shortlist */
	uint64_t unit;                     /* what one vote or point is in `scores` and `counts`: 1; Borda 2; EPH 2520 */
	bool scored;                       /* `scores` hold something: plurality, approval, Borda */
	uint64_t scores[TALLY_ALTERNATIVES];
	size_t rounds; /* IRV and EPH; at least 1 there */
	struct tally_round *round;
};

void tally_result_fini(struct tally_result *result); /* a zeroed one is fine, and one of a method that failed */

/* "schulze"; and back: false when it is no method's name. */
const char *tally_method_name(enum tally_method method);
bool tally_method_read(enum tally_method *out, const char *name);

/* A sentence for whoever asked; "" for TALLY_OK. */
const char *tally_status_sentence(enum tally_status status);

/* For the methods: an empty result; a ranking by score, the highest first, its first group being the winners; a round
 * more, zeroed and borrowed until the next. */
void tally_result_init(struct tally_result *out, enum tally_method method, size_t alternatives, uint64_t voters);
void tally_result_rank_by_score(struct tally_result *result, const uint64_t *scores);
struct tally_round *tally_result_add_round(struct tally_result *result);

#endif
