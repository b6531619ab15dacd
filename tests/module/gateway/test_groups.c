/* Which teams stand together so that each group has enough people. */
#include "services/gateway/report/groups.h"
#include "tests/module/gateway/disclosure_stage.h"

#include <stdio.h>
#include <string.h>

static struct groups *merged(const struct people *teams)
{
	struct groups *groups = groups_new(&test_arena, K);
	for (; teams->team; teams++)
		groups_add(groups, teams->team, teams->count);
	groups_merge(groups);
	return groups;
}

static void teams_that_are_large_enough_keep_their_names(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"a", 5, 0}, {"b", 9, 0}, {"", 6, 0}, {0}});
	assert_string_equal(groups_name(g, "a"), "a");
	assert_string_equal(groups_name(g, "b"), "b");
	assert_string_equal(groups_name(g, ""), "");
	assert_false(groups_is_merged(g, "a"));
}

static void a_small_team_merges_with_its_next_smallest_sibling(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"x", 3, 0}, {"y", 6, 0}, {"z", 10, 0}, {0}});
	assert_string_equal(groups_name(g, "x"), "x + y");
	assert_string_equal(groups_name(g, "y"), "x + y");
	assert_string_equal(groups_name(g, "z"), "z");
}

static void small_teams_merge_until_there_are_enough_people(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"d", 1, 0}, {"c", 1, 0}, {"b", 2, 0}, {"a", 2, 0}, {"e", 8, 0}, {0}});
	assert_string_equal(groups_name(g, "a"), "a + b + c + d");
	assert_string_equal(groups_name(g, "e"), "e");
}

static void siblings_have_the_same_parent(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){
		{"m", 6, 0}, {"m/social", 3, 0}, {"m/web", 4, 0}, {"s", 1, 0}, {"s/field", 30, 0}, {"s/inside", 40, 0}, {0}});
	assert_string_equal(groups_name(g, "m/social"), "m/social + m/web");
	assert_string_equal(groups_name(g, "m"), "m");
	/* without it the rest of s would be one person */
	assert_string_equal(groups_name(g, "s"), "s + s/field");
	assert_string_equal(groups_name(g, "s/inside"), "s/inside");
}

static void a_small_team_without_sibling_joins_its_parent(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"m", 6, 0}, {"m/social", 3, 0}, {"s", 12, 0}, {0}});
	assert_string_equal(groups_name(g, "m/social"), "m + m/social");
	assert_string_equal(groups_name(g, "s"), "s");
	g = merged((struct people[]){{"m/social/night", 3, 0}, {"s", 12, 0}, {0}});
	assert_string_equal(groups_name(g, "m/social/night"), "m/social/night + s");
}

static void people_without_a_team_are_a_group_too(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"", 2, 0}, {"a", 7, 0}, {"b", 6, 0}, {0}});
	assert_string_equal(groups_name(g, ""), "(no team) + b");
	assert_string_equal(groups_name(g, "a"), "a");
}

static void a_team_that_nobody_is_in_any_more_never_stands_alone(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"a", 7, 0}, {"gone", 0, 0}, {"b", 6, 0}, {0}});
	assert_string_equal(groups_name(g, "gone"), "b + gone");
}

static void every_group_has_enough_people_whatever_the_teams(void **state)
{
	(void)state;
	uint32_t seed = 7;
	for (int round = 0; round < 300; round++) {
		struct groups *g = groups_new(&test_arena, K);
		char names[40][24];
		int32_t counts[40], total = 0;
		for (int i = 0; i < 40; i++) {
			seed = seed * 1664525u + 1013904223u;
			unsigned r = seed >> 8;
			snprintf(names[i], sizeof names[i],
					 r % 3 == 0   ? "t%u"
					 : r % 3 == 1 ? "t%u/s%u"
								  : "t%u/s%u/u%u",
					 r / 3 % 4, r / 12 % 3, r / 36 % 3);
			counts[i] = (int32_t)(r / 200 % 4);
			total += counts[i];
			groups_add(g, names[i], counts[i]);
		}
		groups_merge(g);
		assert_true(total >= K);
		for (int i = 0; i < 40; i++) {
			int32_t people = 0;
			for (int j = 0; j < 40; j++)
				people += strcmp(groups_name(g, names[i]), groups_name(g, names[j])) ? 0 : counts[j];
			assert_true(people >= K);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ARENA_TEST(teams_that_are_large_enough_keep_their_names),
		ARENA_TEST(a_small_team_merges_with_its_next_smallest_sibling),
		ARENA_TEST(small_teams_merge_until_there_are_enough_people),
		ARENA_TEST(siblings_have_the_same_parent),
		ARENA_TEST(a_small_team_without_sibling_joins_its_parent),
		ARENA_TEST(people_without_a_team_are_a_group_too),
		ARENA_TEST(a_team_that_nobody_is_in_any_more_never_stands_alone),
		ARENA_TEST(every_group_has_enough_people_whatever_the_teams),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
