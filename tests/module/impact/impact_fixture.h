/* impact_fixture: an impact engine of a test's own, and what its tests do to it. */
#ifndef KLEOS_TESTS_IMPACT_FIXTURE_H
#define KLEOS_TESTS_IMPACT_FIXTURE_H

#include "tests/module/impact/impact_world.h"
#include "tests/support/support.h"

struct impact_fixture {
	struct test_world world;
	struct arena arena;
	char *folder;
	char *snapshot;
	uint32_t slack; /* of the engines that are opened */
};

/* cmocka's set-up and tear-down. */
int impact_set_up(void **state);
int impact_tear_down(void **state);
#define IMPACT_TEST(name) cmocka_unit_test_setup_teardown(name, impact_set_up, impact_tear_down)

/* `snapshot`: the fixture's, or NULL: none. */
struct impact *open_impact(struct impact_fixture *fixture, const char *snapshot);
/* From now on engines are opened with little slack or much, so that checkpoints, late arcs and gone ones come into play
 * in small worlds too. */
void vary_slack(struct impact_fixture *fixture, uint32_t seed);
/* Fails the test when refused; lists live in the fixture's arena. */
Kleos__SummarizeImpactResponse ask(struct impact_fixture *fixture, struct impact *impact,
								   struct impact_question question);

/* All members and the recognitions up to `end`. */
void apply_world(struct impact *impact, const struct impact_world *world, size_t end, int64_t seq);
/* Tells of teams by these paths, numbered from 1. */
void tell_teams(struct impact *impact, const char *const *paths, uint32_t n);

#endif
