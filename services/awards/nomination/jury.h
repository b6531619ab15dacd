/* jury: those who score the nominees of a cycle, and by what. Pure: no database, no clock. A `take` function is as in
 * services/awards/rules.h. */
#ifndef KLEOS_AWARDS_JURY_H
#define KLEOS_AWARDS_JURY_H

#include "common/base/id.h"
#include "common/base/limits.h"

#include <stdint.h>

struct criterion {
	const char *name;
	int32_t weight;
};

/* Without jurors it is none. */
struct jury {
	struct criterion criteria[CRITERIA_BOUND]; /* with jurors at least one */
	size_t n_criteria;
	struct id jurors[JURORS_BOUND];
	size_t n_jurors;
};

/* Adds a criterion; there is room for it. */
const char *criterion_take(struct arena *arena, const char *name, int32_t weight, struct jury *out);
/* By its name, in any case; n_criteria: none. */
size_t criterion_find(const struct jury *jury, struct arena *arena, const char *name);
bool jury_has(const struct jury *jury, const struct id *member);

/* Whoever is close to a nominee does not score them: the nominee, their manager, those whom they manage. */
struct jury_tie {
	struct id nominee, nominee_manager; /* zero: none */
	struct id juror, juror_manager;
};
/* NULL, or why not, in the words to the juror. */
const char *jury_recusal(const struct jury_tie *tie);

#endif
