/* pair: two worlds that differ only in what is PRIVATE or for MANAGERs among three people: gina, rita and theo, whom
 * mara manages. Everything else happens in both, at the same times, under the same labels. One thread. */
#ifndef KLEOS_TESTS_PROOF_PAIR_H
#define KLEOS_TESTS_PROOF_PAIR_H

#include "tests/service/proof/house.h"

#define PAIR_KEPT 64 /* ids remembered of each kind; older ones are forgotten */

enum pair_difference {
	DIFFERS_IN_EXISTENCE, /* in everything, people and number too */
	DIFFERS_IN_WORDS,     /* in texts, values, links and prompts, not in number: reports must be equal as well */
};

struct observer {
	const char *name;
	const char *handle; /* NULL: an integration */
	uint32_t roles;     /* 0: no key */
};

enum { OBSERVER_NOBODY, OBSERVER_MANAGER = 12, OBSERVERS };
extern const struct observer observers[OBSERVERS];

struct pair {
	struct house houses[2];
	uint64_t seed;
	enum pair_difference difference;
	bool for_managers; /* some of what differs is for managers' ears: mara is no outsider */
	bool reported;     /* moderators were told of some: they are no outsiders of it */
	const char *people[PAIR_KEPT];
	const char *keys[OBSERVERS]; /* the same text in both */
	const char *cursors[2][OBSERVERS];
	const char *open[PAIR_KEPT], *quiet[PAIR_KEPT]; /* recognitions; quiet ones may be highlights or nominations */
	size_t n_open, n_quiet;
	const char *due;   /* the last routine that was due */
	const char *cycle; /* takes nominations, which are sealed */
	unsigned step;
	const char *sentinel; /* a word that everybody may find once all before it was heard */
};

void pair_open(struct pair *pair, uint64_t seed);
void pair_close(struct pair *pair);
/* A few things happen, some of them in one world only or otherwise; returns when every part has heard of them. */
void pair_live(struct pair *pair);
/* A week passes, and a routine is due. */
void pair_week(struct pair *pair);

uint64_t pair_draw(struct pair *pair, uint64_t bound);
/* What happens next in either world draws the same. */
void pair_label(struct pair *pair, const char *what);
bool observer_is_outside(const struct pair *pair, size_t observer);
const char *pair_person(struct pair *pair);
/* Any, or one that was never there. */
const char *pair_open_id(struct pair *pair);
const char *pair_quiet_id(struct pair *pair);

#endif
