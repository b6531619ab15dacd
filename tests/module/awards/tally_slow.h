/* tally_slow: every method once more, straight from its definition and as slow as that is: ballots stay words such as
 * "A>C=B", paths are walked one by one, ties are tried without remembering, points are fractions. For elections of up
 * to seven alternatives; nothing here is shared with what it checks. */
#ifndef KLEOS_TESTS_TALLY_SLOW_H
#define KLEOS_TESTS_TALLY_SLOW_H

#include <stddef.h>

#define SLOW_ALTERNATIVES 7
#define SLOW_BALLOTS      16
#define SLOW_ORDER        32
#define SLOW_TEXT         1024

struct slow_ballot {
	int voters;
	char order[SLOW_ORDER]; /* letters from the best to the worst; those that are not there are unranked */
};

struct slow_election {
	int alternatives, n_ballots;
	struct slow_ballot ballots[SLOW_BALLOTS];
};

/* Rankings as "A>B=C"; the first group are the winners, but for EPH, which tells them apart. */
void slow_schulze(const struct slow_election *election, char *ranking);
/* `rounds` as "3 1 2; 0 -B" and a line end, for each: counts, exhausted, who leaves. */
void slow_irv(const struct slow_election *election, char *ranking, char *rounds);
void slow_plurality(const struct slow_election *election, char *ranking);
void slow_approval(const struct slow_election *election, char *ranking);
void slow_borda(const struct slow_election *election, char *ranking);
void slow_eph(const struct slow_election *election, int size, char *shortlist, char *ranking);

#endif
