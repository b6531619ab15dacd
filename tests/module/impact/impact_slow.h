/* impact_slow: what the slow way to count looks at, and its figures of people. Inside impact_world_check. */
#ifndef KLEOS_TESTS_IMPACT_SLOW_H
#define KLEOS_TESTS_IMPACT_SLOW_H

#include "tests/module/impact/impact_world.h"
#include "tests/support/support.h"

/* One arc that is looked at, as the definitions speak of it. */
struct seen {
	const struct impact_recognition *recognition;
	const struct impact_receiver *receiver;
};

struct slow {
	const struct impact_world *world;
	const struct impact_question *question;
	struct seen received[200 * WORLD_RECEIVERS_BOUND];
	struct seen given[200 * WORLD_RECEIVERS_BOUND];
	struct seen shown[200 * WORLD_RECEIVERS_BOUND];
	size_t n_received, n_given, n_shown;
	bool in_headcount[WORLD_MEMBERS_BOUND];
};

/* Whether a team is the scope or lies inside it; "" is everybody's. */
bool slow_inside(const char *team, const char *scope);
const char *slow_path(const struct slow *slow, uint32_t team);
/* Where the member was on the last day of the question, or before they left. */
const struct impact_spell *slow_spell(const struct slow *slow, const struct impact_member *member);

/* impact_slow_people.c: who took part and how evenly, who was thanked by their manager, how long ago, and whom back.
 * Each fails the test when a figure differs. */
void slow_check_people(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary);
void slow_check_managers(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary);
void slow_check_recency(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary);
void slow_check_reciprocity(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary);

#endif
