/* disclosure_stage: teams of so many people, the disclosure rules for a report on some of them, and what must not
 * follow from the reports that are shown. Stands in test_arena. */
#ifndef KLEOS_TESTS_DISCLOSURE_STAGE_H
#define KLEOS_TESTS_DISCLOSURE_STAGE_H

#include "services/gateway/report/disclosure.h"
#include "tests/support/test_arena.h"

#define K          5 /* people a group needs */
#define TEAMS_MOST 24

/* The people right in a team; a list of them ends with a NULL name. */
struct people {
	const char *team;
	int32_t count, managed;
};

/* For a report on `scope` and what is inside, "" being everybody; a team that is listed has people or arcs. */
struct disclosure rules_for(const struct people *teams, const char *scope);

/* What is looked at: whether something of a team is hidden, and of how many people it is told. */
struct telling {
	bool (*hides)(const struct people *teams, const char *scope);
	int32_t (*people)(const struct people *team);
	bool nobody_counts; /* a rest of nobody is too small as well */
};

/* Shown sets lie inside each other or apart, so whatever sums and differences make of them is made of these rests: the
 * teams of a shown one that are in none of the shown ones inside it. Fails the test when fewer than K are left. */
void assert_no_small_rest(const struct telling *telling, const struct people *teams, const char *const *names,
						  size_t n);

#endif
