/* company: two houses with the same people in teams inside teams, in which three groups of four are too small to be
 * shown: works/few beside works/alpha and works/beta; yard/hut inside yard, whose own people are enough; and the own
 * people of shop, whose children are large enough.
 *
 * Whatever four people of works/alpha do in the first house those of works/few do in the second, and the other way
 * round; the same with yard/hut and four of the yard's own, and with the shop's own and four of shop/front. Everybody
 * else does the same in both. So all that is told about groups with enough people is equal in both houses, and any
 * figure of one of the small groups alone, or one that it follows from, is not. One thread. */
#ifndef KLEOS_TESTS_PROOF_COMPANY_H
#define KLEOS_TESTS_PROOF_COMPANY_H

#include "tests/service/proof/house.h"

enum { SIDES = 2 };

struct company {
	struct house houses[SIDES];
	uint64_t seed;
	unsigned step;
};

/* A year of recognitions, a month of pulses, highlights, nominations and an award, told to every part. */
void company_open(struct company *company, uint64_t seed);
void company_close(struct company *company);

#endif
