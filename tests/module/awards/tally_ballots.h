/* tally_ballots: profiles of a few words, and rankings as words, for tests of the tally. */
#ifndef KLEOS_TESTS_TALLY_BALLOTS_H
#define KLEOS_TESTS_TALLY_BALLOTS_H

#include "services/awards/tally/profile.h"
#include "services/awards/tally/result.h"

/* "5 A>C=B>E; 3 B": voters, and letters from the best to the worst; a letter is an alternative, A the first. */
void ballots_read(struct tally_profile *out, size_t alternatives, const char *text);

/* "A>B=C": the ranking; and "AB": the alternatives of a set. In one of a few static buffers. */
const char *ranking_text(const struct tally_result *result);
const char *set_text(const struct tally_set *set, size_t alternatives);

/* "42 26 - 32; 0": the counts of a round and the exhausted ballots. */
const char *round_text(const struct tally_result *result, size_t round);
const char *scores_text(const struct tally_result *result);

#endif
