/* The figures of the impact engine, against the worked example and against the slow way. */
#include "tests/module/impact/impact_fixture.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/measures.h"

#include <stdio.h>
#include <stdlib.h>

#define CASES 600

/* 0: none. */
static int manager_of(int member)
{
	return member == 1 || member == 5 ? 0 : member <= 4 ? 1 : 5;
}

static enum direction direction_between(int giver, int receiver)
{
	if (manager_of(receiver) == giver)
		return DIRECTION_DOWN;
	if (manager_of(giver) == receiver)
		return DIRECTION_UP;
	return manager_of(giver) && manager_of(giver) == manager_of(receiver) ? DIRECTION_PEER : DIRECTION_OTHER;
}

/* The worked example of the figures: two teams of four, members named by their numbers. */
static void the_worked_example(struct impact *impact)
{
	static const int arcs[][2] = {{1, 2}, {1, 3}, {2, 3}, {3, 2}, {2, 1}, {5, 6},
								  {5, 6}, {6, 7}, {7, 6}, {8, 2}, {3, 6}, {4, 3}};
	struct impact_mark mark = {.seq = 12, .time_ms = 99};
	impact_begin(impact);
	tell_teams(impact, (const char *const[]){"t1", "t2"}, 2);
	for (uint8_t i = 1; i <= 8; i++) {
		struct impact_spell spell = {.from_day = DAY_MIN, .team = i <= 4 ? 1 : 2};
		spell.manager.bytes[0] = (uint8_t)manager_of(i);
		struct impact_member member = {.id.bytes = {i}, .joined_day = DAY_MIN, .left_day = DAY_MAX, &spell, 1};
		impact_apply_member(impact, &member);
	}
	for (size_t i = 0; i < sizeof arcs / sizeof *arcs; i++) {
		int giver = arcs[i][0], to = arcs[i][1];
		struct impact_receiver receiver = {{{(uint8_t)to}}, to <= 4 ? 1 : 2, direction_between(giver, to)};
		struct impact_recognition recognition = {
			.day = 20000,
			.giver.bytes = {(uint8_t)giver},
			.giver_team = giver <= 4 ? 1 : 2,
			.value = "craft",
			.giver_leads = giver == 1 || giver == 5,
			.receivers = &receiver,
			.n_receivers = 1,
		};
		assert_int_equal(impact_apply_recognition(impact, &recognition), STATUS_OK);
	}
	impact_commit(impact, &mark);
}

static void the_worked_example_comes_out_figure_by_figure(void **state)
{
	struct impact_fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	the_worked_example(impact);
	Kleos__SummarizeImpactResponse summary = ask(fixture, impact, (struct impact_question){20000, 20000, "", 0});
	assert_int_equal(summary.headcount, 8);
	assert_int_equal(summary.participants, 8);
	assert_int_equal(summary.givers, 8);
	assert_int_equal(summary.receivers, 5);
	assert_int_equal(summary.arcs, 12);
	assert_int_equal(summary.given_arcs, 12);
	assert_int_equal(summary.recognitions, 12);
	assert_int_equal(summary.small_wins, 12);
	assert_true(summary.has_gini_received);
	assert_true(summary.gini_received == 13.0 / 24);
	assert_true(summary.has_gini_given);
	assert_true(summary.gini_given == 1.0 / 6);
	assert_int_equal(summary.cross_team_arcs, 2);
	assert_int_equal(summary.mutual, 6);
	assert_int_equal(summary.distinct, 11);
	assert_int_equal(summary.top_decile_arcs, 4);
	assert_int_equal(summary.headcount_arcs, 12);
	assert_int_equal(summary.manager_arcs, 4);
	assert_int_equal(summary.leader_arcs, 4);
	assert_int_equal(summary.managed, 6);
	assert_int_equal(summary.managed_covered, 3);
	assert_int_equal(summary.direction->down, 4);
	assert_int_equal(summary.direction->up, 1);
	assert_int_equal(summary.direction->peer, 5);
	assert_int_equal(summary.direction->skip, 0);
	assert_int_equal(summary.direction->other, 2);
	assert_int_equal(summary.n_prompts, 0);
	assert_int_equal(summary.external, 0);
	assert_int_equal(summary.recency->over_30, 3); /* never thanked, and always here */
	assert_int_equal(summary.recency->over_60, 3);
	assert_true(summary.recency->has_median);
	assert_true(summary.recency->median_days == 0);
	assert_int_equal(summary.days, 1);
	assert_int_equal(summary.as_of_ms, 99);
	assert_false(summary.quiet_arcs);
	impact_close(impact);
}

static void a_team_counts_what_its_members_got_and_gave(void **state)
{
	struct impact_fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	the_worked_example(impact);
	Kleos__SummarizeImpactResponse summary = ask(fixture, impact, (struct impact_question){20000, 20000, "t1", 0});
	assert_int_equal(summary.headcount, 4);
	assert_int_equal(summary.arcs, 7);
	assert_int_equal(summary.given_arcs, 7);
	assert_int_equal(summary.cross_team_arcs, 1);
	assert_int_equal(summary.distinct, 6);
	assert_int_equal(summary.mutual, 4);
	assert_int_equal(summary.n_teams, 2);
	assert_int_equal(summary.n_flows, 2);
	assert_string_equal(summary.flows[0]->from_team, "t1");
	assert_int_equal(summary.flows[0]->arcs, 6);
	impact_close(impact);
}

static void an_empty_projection_has_zeros_and_every_bucket(void **state)
{
	struct impact_fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	int32_t from = day_from_civil(2026, 1, 20), to = day_from_civil(2026, 4, 2);
	Kleos__SummarizeImpactResponse summary = ask(fixture, impact, (struct impact_question){from, to, "nobody", 0});
	assert_int_equal(summary.headcount, 0);
	assert_false(summary.has_gini_received);
	assert_int_equal(summary.n_series, 4);
	assert_int_equal(summary.series[0]->start_day, from);
	assert_int_equal(summary.series[1]->start_day, day_from_civil(2026, 2, 1));
	assert_int_equal(summary.days, to - from + 1);
	impact_close(impact);
}

static void a_range_that_is_empty_or_endless_is_refused(void **state)
{
	struct impact_fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	Kleos__SummarizeImpactResponse summary = KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
	struct impact_question turned = {5, 4, "", 0}, endless = {DAY_MIN, DAY_MAX, "", 0};
	assert_int_equal(impact_summarize(impact, &turned, &fixture->arena, &summary), STATUS_INVALID_ARGUMENT);
	assert_int_equal(impact_summarize(impact, &endless, &fixture->arena, &summary), STATUS_INVALID_ARGUMENT);
	impact_close(impact);
}

static void random_worlds_are_counted_like_the_slow_way(void **state)
{
	struct impact_fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= CASES; seed++) {
		struct impact_world *world = impact_world_make(seed);
		vary_slack(fixture, seed);
		struct impact *impact = open_impact(fixture, NULL);
		apply_world(impact, world, world->n_recognitions, seed);
		for (int i = 0; i < 4; i++) {
			struct impact_question question = impact_world_question(world);
			Kleos__SummarizeImpactResponse summary = ask(fixture, impact, question);
			impact_world_check(world, &question, &summary);
		}
		impact_close(impact);
		impact_world_free(world);
		arena_reset(&fixture->arena);
	}
}

#define CROWD 120 /* teams of one member: more flows than are listed */

/* Teams t000 to t119; how often each thanks each. */
static int thanks_between(int from, int to)
{
	return from == to ? 0 : 1 + from * to % 3;
}

static void give_in_crowd(struct impact *impact, int from, int to)
{
	struct impact_receiver receiver = {{{(uint8_t)(to + 1)}}, (uint32_t)to + 1, DIRECTION_OTHER};
	struct impact_recognition recognition = {.day = 20000,
											 .giver.bytes = {(uint8_t)(from + 1)},
											 .value = "",
											 .giver_team = (uint32_t)from + 1,
											 .receivers = &receiver,
											 .n_receivers = 1};
	for (int i = 0; i < thanks_between(from, to); i++)
		assert_int_equal(impact_apply_recognition(impact, &recognition), STATUS_OK);
}

/* Count in the high digits, so that greater comes first; then the names' order. */
static long place_of(int from, int to)
{
	return -1000000L * thanks_between(from, to) + from * 1000 + to;
}

static void of_many_flows_the_greatest_are_listed_in_order(void **state)
{
	struct impact_fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	impact_begin(impact);
	for (unsigned i = 0; i < CROWD; i++) {
		char path[8];
		snprintf(path, sizeof path, "t%03u", i % 1000);
		impact_apply_team(impact, i + 1, path);
	}
	for (int i = 0; i < CROWD * CROWD; i++)
		give_in_crowd(impact, i * 7 % CROWD, i / CROWD);
	impact_commit(impact, &(struct impact_mark){.seq = 1});
	Kleos__SummarizeImpactResponse summary = ask(fixture, impact, (struct impact_question){20000, 20000, "", 0});
	long last = -10000000L;
	assert_int_equal(summary.n_flows, IMPACT_LISTED_BOUND);
	for (size_t i = 0; i < summary.n_flows; i++) {
		int from = atoi(summary.flows[i]->from_team + 1), to = atoi(summary.flows[i]->to_team + 1);
		assert_int_equal(summary.flows[i]->arcs, thanks_between(from, to));
		assert_true(last < place_of(from, to));
		last = place_of(from, to);
	}
	long before = 0;
	for (int i = 0; i < CROWD * CROWD; i++)
		before += thanks_between(i % CROWD, i / CROWD) > 0 && place_of(i % CROWD, i / CROWD) <= last;
	assert_int_equal(before, IMPACT_LISTED_BOUND);
	impact_close(impact);
}

static void gini_is_exact(void **state)
{
	(void)state;
	double gini;
	uint32_t even[] = {3, 3, 3}, one[] = {0, 0, 0, 9}, none[] = {0, 0}, huge[] = {1, UINT32_MAX};
	assert_true(gini_of_sorted(even, 3, &gini) && gini == 0);
	assert_true(gini_of_sorted(one, 4, &gini) && gini == 0.75);
	assert_false(gini_of_sorted(none, 2, &gini));
	assert_false(gini_of_sorted(none, 0, &gini));
	assert_true(gini_of_sorted(huge, 2, &gini) && gini == 4294967294.0 / 8589934592.0);
	assert_int_equal(top_decile_of_sorted(one, 4), 9);
	assert_int_equal(top_decile_of_sorted(one, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IMPACT_TEST(the_worked_example_comes_out_figure_by_figure),
		IMPACT_TEST(a_team_counts_what_its_members_got_and_gave),
		IMPACT_TEST(an_empty_projection_has_zeros_and_every_bucket),
		IMPACT_TEST(a_range_that_is_empty_or_endless_is_refused),
		IMPACT_TEST(random_worlds_are_counted_like_the_slow_way),
		IMPACT_TEST(of_many_flows_the_greatest_are_listed_in_order),
		cmocka_unit_test(gini_is_exact),
	};
	return cmocka_run_group_tests_name("impact", tests, NULL, NULL);
}
