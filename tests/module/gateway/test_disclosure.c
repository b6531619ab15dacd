#include "tests/module/gateway/disclosure_stage.h"

#include <string.h>

static Google__Protobuf__Int32Value *number(int32_t value)
{
	Google__Protobuf__Int32Value *number = arena_alloc(&test_arena, sizeof *number);
	google__protobuf__int32_value__init(number);
	number->value = value;
	return number;
}

static void add_flow(Kleos__ImpactReport *report, const char *from, const char *to, int32_t arcs)
{
	if (!report->flows)
		report->flows = arena_array(&test_arena, 64, sizeof *report->flows);
	Kleos__ReportFlow *flow = arena_alloc(&test_arena, sizeof *flow);
	kleos__report_flow__init(flow);
	flow->from_team = from;
	flow->to_team = to;
	flow->arcs = arcs;
	report->flows[report->n_flows++] = flow;
}

static Kleos__ImpactReport *a_report(const char *team)
{
	Kleos__ImpactReport *report = arena_alloc(&test_arena, sizeof *report);
	kleos__impact_report__init(report);
	report->team = team;
	report->headcount = number(1);
	report->totals = arena_alloc(&test_arena, sizeof *report->totals);
	kleos__report_totals__init(report->totals);
	report->totals->arcs = number(12);
	report->totals->nominations = number(1);
	report->rates = arena_alloc(&test_arena, sizeof *report->rates);
	kleos__report_rates__init(report->rates);
	report->rates->coverage = arena_alloc(&test_arena, sizeof *report->rates->coverage);
	kleos__ratio__init(report->rates->coverage);
	report->rates->coverage->numerator = number(3);
	return report;
}

static Kleos__ImpactReport *disclosed(const char *team, const struct people *teams)
{
	Kleos__ImpactReport *report = a_report(team);
	struct disclosure rules = rules_for(teams, team);
	add_flow(report, "a", "b", 4);
	disclosure_apply(&test_arena, &rules, report);
	return report;
}

static bool is_hidden(const Kleos__ImpactReport *report)
{
	bool hidden = !report->headcount;
	assert_int_equal(hidden, !report->totals->arcs);
	assert_int_equal(hidden, !report->totals->nominations);
	assert_int_equal(hidden, !report->rates->coverage->numerator);
	assert_int_equal(hidden, !report->n_flows);
	assert_true(!hidden || report->n_suppressed == 1);
	return hidden;
}

static void a_group_of_k_is_shown_and_one_fewer_is_not(void **state)
{
	(void)state;
	assert_false(is_hidden(disclosed("a", (struct people[]){{"a", 5, 0}, {"b", 20, 0}, {0}})));
	assert_true(is_hidden(disclosed("a", (struct people[]){{"a", 4, 0}, {"b", 20, 0}, {0}})));
	assert_true(is_hidden(disclosed("", (struct people[]){{"a", 4, 0}, {0}})));
}

/* Else two ranges that end on days that follow would tell, by subtraction, what the few who stayed got that day. */
static void people_who_left_hide_nobody_who_stayed(void **state)
{
	(void)state;
	struct disclosure rules = rules_for((struct people[]){{"a", 6, 0}, {"b", 20, 0}, {0}}, "a");
	rules.teams[0]->left = 1;
	assert_null(disclosure_hides(&test_arena, &rules, "a"));
	rules.teams[0]->left = 2;
	assert_non_null(disclosure_hides(&test_arena, &rules, "a"));
	assert_non_null(disclosure_hides(&test_arena, &rules, "b")); /* everybody - b would be a */
	rules.headcount = 26;
	assert_null(disclosure_hides(&test_arena, &rules, ""));
}

static void a_group_of_nobody_has_nothing_to_hide(void **state)
{
	(void)state;
	assert_false(is_hidden(disclosed("a", (struct people[]){{"b", 20, 0}, {0}})));
	assert_false(is_hidden(disclosed("", (struct people[]){{0}})));
}

static void a_team_that_everybody_left_hides_what_they_did(void **state)
{
	(void)state;
	Kleos__ImpactReport *report = a_report("a");
	struct disclosure rules = rules_for((struct people[]){{"b", 20, 0}, {0}}, "a");
	rules.happenings = 1;
	disclosure_apply(&test_arena, &rules, report);
	assert_true(is_hidden(report));
}

static bool hides(const struct people *teams, const char *team)
{
	struct disclosure rules = rules_for(teams, team);
	return disclosure_hides(&test_arena, &rules, team);
}

static void a_hidden_team_does_not_follow_from_its_siblings(void **state)
{
	(void)state;
	const struct people teams[] = {{"p/a", 10, 0}, {"p/b", 11, 0}, {"p/c", 2, 0}, {"q", 30, 0}, {0}};
	assert_true(hides(teams, "p/c"));
	assert_true(hides(teams, "p/a")); /* p - p/a - p/b would be p/c */
	assert_false(hides(teams, "p/b"));
	assert_false(hides(teams, "p"));
	assert_false(hides(teams, ""));
}

static void a_team_that_everybody_left_does_not_follow_from_its_parent(void **state)
{
	(void)state;
	const struct people teams[] = {{"p/a", 10, 0}, {"p/b", 11, 0}, {"p/gone", 0, 0}, {"q", 30, 0}, {0}};
	assert_true(hides(teams, "p/gone"));
	assert_true(hides(teams, "p/a")); /* p - p/a - p/b would be p/gone */
	assert_false(hides(teams, "p/b"));
	assert_false(hides(teams, "p"));
	/* people of the parent who all moved into its children */
	const struct people moved[] = {{"p", 0, 0}, {"p/a", 10, 0}, {"p/b", 11, 0}, {0}};
	assert_true(hides(moved, "p/a"));
	assert_false(hides(moved, "p/b"));
	/* everybody - p - q would be those without a team */
	const struct people none[] = {{"", 0, 0}, {"p", 10, 0}, {"q", 30, 0}, {0}};
	assert_true(hides(none, "p"));
	assert_false(hides(none, "q"));
	assert_false(hides(none, ""));
}

static void a_few_people_of_a_parent_do_not_follow_from_its_children(void **state)
{
	(void)state;
	const struct people teams[] = {{"p", 2, 0}, {"p/a", 10, 0}, {"p/b", 11, 0}, {"p/b/x", 8, 0}, {0}};
	assert_true(hides(teams, "p/a"));
	assert_false(hides(teams, "p/b"));
	assert_false(hides(teams, "p/b/x"));
	assert_false(hides(teams, "p"));
}

static void a_team_does_not_follow_through_levels_above_it(void **state)
{
	(void)state;
	/* everybody - q - p/a would be p/c; p alone in its level tells as much as everybody */
	const struct people teams[] = {{"p/a", 10, 0}, {"p/c", 2, 0}, {"q", 30, 0}, {0}};
	assert_true(hides(teams, "p/a"));
	assert_false(hides(teams, "p"));
	assert_false(hides(teams, "q"));
	/* p has too few people itself: everybody - q would be p */
	const struct people few[] = {{"p/a", 1, 0}, {"p/c", 2, 0}, {"q", 30, 0}, {"q/x", 10, 0}, {"r", 50, 0}, {0}};
	assert_true(hides(few, "q"));
	assert_false(hides(few, "r"));
	assert_true(hides(few, "q/x"));
}

static void a_large_team_stays_shown_beside_small_ones(void **state)
{
	(void)state;
	const struct people teams[] = {{"a", 2, 0},    {"b", 6, 0}, {"t", 6, 0}, {"t/x", 300, 0},
								   {"t/y", 99, 0}, {"", 1, 0},  {0}};
	assert_false(hides(teams, "t"));
	assert_false(hides(teams, "t/x"));
	assert_true(hides(teams, "b"));
	/* the people inside count, not only those right in the team */
	const struct people led[] = {
		{"e", 1, 0}, {"e/big", 1, 0}, {"e/big/a", 9, 0}, {"e/big/b", 8, 0}, {"e/tiny", 2, 0}, {"f", 40, 0}, {0}};
	assert_false(hides(led, "e"));
	assert_true(hides(led, "e/big"));
	assert_false(hides(led, "e/big/a"));
}

static int32_t count_of(const struct people *team)
{
	return team->count;
}

static void no_difference_of_shown_teams_is_a_small_group(void **state)
{
	(void)state;
	static const char *const names[] = {"",    "a",     "a/x",   "a/x/1", "a/x/2", "a/y",   "a/y/1", "b",
										"b/x", "b/x/1", "b/x/2", "b-c",   "b-c/x", "b-c/y", "c",     "c/x"};
	static const struct telling telling = {hides, count_of, true};
	uint32_t seed = 11;
	size_t shown = 0;
	for (int round = 0; round < 400; round++) {
		struct people teams[TEAMS_MOST] = {0};
		size_t n = 0;
		for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
			seed = seed * 1664525u + 1013904223u;
			unsigned r = seed >> 8;
			if (r % 3)
				teams[n++] = (struct people){names[i], (int32_t)(r / 3 % (r / 64 % 4 ? 6 : 14)), 0};
		}
		arena_reset(&test_arena);
		assert_no_small_rest(&telling, teams, names, sizeof names / sizeof *names);
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			shown += !hides(teams, names[i]);
	}
	assert_true(shown > 400); /* not by hiding everything */
}

static void a_team_is_hidden_when_the_rest_of_its_parent_is_too_small(void **state)
{
	(void)state;
	assert_true(is_hidden(disclosed("a", (struct people[]){{"a", 20, 0}, {"b", 4, 0}, {0}})));
	assert_false(is_hidden(disclosed("a", (struct people[]){{"a", 20, 0}, {"b", 5, 0}, {0}})));
	assert_false(is_hidden(disclosed("a", (struct people[]){{"a", 20, 0}, {0}})));
	assert_true(is_hidden(disclosed("a", (struct people[]){{"a", 20, 0}, {"", 2, 0}, {0}})));
	/* the parent is the parent team where there is one */
	const struct people nested[] = {{"a/x", 6, 0}, {"a", 3, 0}, {"b", 40, 0}, {0}};
	assert_true(is_hidden(disclosed("a/x", nested)));
	assert_false(is_hidden(disclosed("a", nested)));
}

static void nothing_is_shown_when_the_head_count_is_not_known(void **state)
{
	(void)state;
	Kleos__ImpactReport *report = a_report("");
	disclosure_apply(&test_arena, &(struct disclosure){.min_group = K}, report);
	assert_true(is_hidden(report));
}

static void flows_of_small_teams_are_merged_and_summed(void **state)
{
	(void)state;
	Kleos__ImpactReport *report = a_report("");
	add_flow(report, "z", "z", 7);
	add_flow(report, "x", "z", 4);
	add_flow(report, "y", "z", 5);
	add_flow(report, "x", "y", 1);
	add_flow(report, "z", "gone", 9);
	struct disclosure rules = rules_for((struct people[]){{"x", 3, 0}, {"y", 6, 0}, {"z", 10, 0}, {0}}, "");
	disclosure_apply(&test_arena, &rules, report);
	assert_int_equal(report->n_flows, 4);
	assert_string_equal(report->flows[0]->from_team, "gone + x + y");
	assert_string_equal(report->flows[0]->to_team, "z");
	assert_int_equal(report->flows[0]->arcs, 9);
	assert_string_equal(report->flows[1]->to_team, "gone + x + y");
	assert_int_equal(report->flows[1]->arcs, 9);
	assert_int_equal(report->flows[2]->arcs, 7);
	assert_int_equal(report->flows[3]->arcs, 1);
	assert_int_equal(report->n_suppressed, 1);
	assert_non_null(strstr(report->suppressed[0], "teams smaller than 5"));
}

static Kleos__ImpactReport *with_flows(size_t count)
{
	Kleos__ImpactReport *report = a_report("");
	report->flows = arena_array(&test_arena, count, sizeof *report->flows);
	for (size_t i = 0; i < count; i++) {
		const char *from = arena_printf(&test_arena, "t%zu", i / 100), *to = arena_printf(&test_arena, "t%zu", i % 100);
		add_flow(report, from, to, 1);
	}
	struct disclosure rules = rules_for((struct people[]){{"z", 19, 0}, {0}}, "");
	disclosure_apply(&test_arena, &rules, report);
	return report;
}

static void flows_that_were_cut_are_told_of(void **state)
{
	(void)state;
	Kleos__ImpactReport *report = with_flows(10000);
	assert_string_equal(report->suppressed[0], "flows: only the 10000 greatest are listed and summed");
	report = with_flows(9999);
	for (size_t i = 0; i < report->n_suppressed; i++)
		assert_null(strstr(report->suppressed[i], "greatest"));
}

static void quiet_recognitions_are_told_of(void **state)
{
	(void)state;
	Kleos__ImpactReport *report = a_report("");
	struct disclosure rules = {.min_group = K, .known = true, .headcount = 19, .quiet_arcs = true};
	disclosure_apply(&test_arena, &rules, report);
	assert_int_equal(report->n_suppressed, 1);
	assert_non_null(strstr(report->suppressed[0], "private and manager-only"));
	assert_non_null(report->totals->arcs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ARENA_TEST(a_group_of_k_is_shown_and_one_fewer_is_not),
		ARENA_TEST(people_who_left_hide_nobody_who_stayed),
		ARENA_TEST(a_group_of_nobody_has_nothing_to_hide),
		ARENA_TEST(a_team_that_everybody_left_hides_what_they_did),
		ARENA_TEST(a_hidden_team_does_not_follow_from_its_siblings),
		ARENA_TEST(a_team_that_everybody_left_does_not_follow_from_its_parent),
		ARENA_TEST(a_few_people_of_a_parent_do_not_follow_from_its_children),
		ARENA_TEST(a_team_does_not_follow_through_levels_above_it),
		ARENA_TEST(a_large_team_stays_shown_beside_small_ones),
		ARENA_TEST(no_difference_of_shown_teams_is_a_small_group),
		ARENA_TEST(a_team_is_hidden_when_the_rest_of_its_parent_is_too_small),
		ARENA_TEST(nothing_is_shown_when_the_head_count_is_not_known),
		ARENA_TEST(flows_of_small_teams_are_merged_and_summed),
		ARENA_TEST(flows_that_were_cut_are_told_of),
		ARENA_TEST(quiet_recognitions_are_told_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
