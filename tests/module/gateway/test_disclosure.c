#include "common/base/text.h"
#include "services/gateway/report/disclosure.h"
#include "services/gateway/report/groups.h"
#include "tests/support/test_arena.h"

#include <stdio.h>
#include <string.h>

#define K 5

struct people {
	const char *team;
	int32_t count;
};

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
	struct groups *g = merged((struct people[]){{"a", 5}, {"b", 9}, {"", 6}, {0}});
	assert_string_equal(groups_name(g, "a"), "a");
	assert_string_equal(groups_name(g, "b"), "b");
	assert_string_equal(groups_name(g, ""), "");
	assert_false(groups_is_merged(g, "a"));
}

static void a_small_team_merges_with_its_next_smallest_sibling(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"x", 3}, {"y", 6}, {"z", 10}, {0}});
	assert_string_equal(groups_name(g, "x"), "x + y");
	assert_string_equal(groups_name(g, "y"), "x + y");
	assert_string_equal(groups_name(g, "z"), "z");
}

static void small_teams_merge_until_there_are_enough_people(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"d", 1}, {"c", 1}, {"b", 2}, {"a", 2}, {"e", 8}, {0}});
	assert_string_equal(groups_name(g, "a"), "a + b + c + d");
	assert_string_equal(groups_name(g, "e"), "e");
}

static void siblings_have_the_same_parent(void **state)
{
	(void)state;
	struct groups *g = merged(
		(struct people[]){{"m", 6}, {"m/social", 3}, {"m/web", 4}, {"s", 1}, {"s/field", 30}, {"s/inside", 40}, {0}});
	assert_string_equal(groups_name(g, "m/social"), "m/social + m/web");
	assert_string_equal(groups_name(g, "m"), "m");
	/* without it the rest of s would be one person */
	assert_string_equal(groups_name(g, "s"), "s + s/field");
	assert_string_equal(groups_name(g, "s/inside"), "s/inside");
}

static void a_small_team_without_sibling_joins_its_parent(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"m", 6}, {"m/social", 3}, {"s", 12}, {0}});
	assert_string_equal(groups_name(g, "m/social"), "m + m/social");
	assert_string_equal(groups_name(g, "s"), "s");
	g = merged((struct people[]){{"m/social/night", 3}, {"s", 12}, {0}});
	assert_string_equal(groups_name(g, "m/social/night"), "m/social/night + s");
}

static void people_without_a_team_are_a_group_too(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"", 2}, {"a", 7}, {"b", 6}, {0}});
	assert_string_equal(groups_name(g, ""), "(no team) + b");
	assert_string_equal(groups_name(g, "a"), "a");
}

static void a_team_that_nobody_is_in_any_more_never_stands_alone(void **state)
{
	(void)state;
	struct groups *g = merged((struct people[]){{"a", 7}, {"gone", 0}, {"b", 6}, {0}});
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

/* ---- reports ---- */

static Google__Protobuf__Int32Value *number(int32_t value)
{
	Google__Protobuf__Int32Value *number = arena_alloc(&test_arena, sizeof *number);
	google__protobuf__int32_value__init(number);
	number->value = value;
	return number;
}

static Kleos__ImpactTeam *const *team_list(const struct people *teams, size_t *n)
{
	Kleos__ImpactTeam **list = arena_array(&test_arena, 64, sizeof *list);
	for (*n = 0; teams[*n].team; (*n)++) {
		list[*n] = arena_alloc(&test_arena, sizeof **list);
		kleos__impact_team__init(list[*n]);
		list[*n]->team = teams[*n].team;
		list[*n]->headcount = teams[*n].count;
	}
	return list;
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

static Kleos__ImpactReport *disclosed(const char *team, int32_t headcount, const struct people *teams)
{
	Kleos__ImpactReport *report = a_report(team);
	add_flow(report, "a", "b", 4);
	struct disclosure rules = {.min_group = K, .known = true, .headcount = headcount};
	rules.teams = team_list(teams, &rules.n_teams);
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
	assert_false(is_hidden(disclosed("a", 5, (struct people[]){{"a", 5}, {"b", 20}, {0}})));
	assert_true(is_hidden(disclosed("a", 4, (struct people[]){{"a", 4}, {"b", 20}, {0}})));
	assert_true(is_hidden(disclosed("", 4, (struct people[]){{"a", 4}, {0}})));
}

/* Else two ranges that end on days that follow would tell, by subtraction, what the few who stayed got that day. */
static void people_who_left_hide_nobody_who_stayed(void **state)
{
	(void)state;
	struct disclosure rules = {.min_group = K, .known = true, .headcount = 6};
	rules.teams = team_list((struct people[]){{"a", 6}, {"b", 20}, {0}}, &rules.n_teams);
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
	assert_false(is_hidden(disclosed("a", 0, (struct people[]){{"b", 20}, {0}})));
	assert_false(is_hidden(disclosed("", 0, (struct people[]){{0}})));
}

static void a_team_that_everybody_left_hides_what_they_did(void **state)
{
	(void)state;
	Kleos__ImpactReport *report = a_report("a");
	struct disclosure rules = {.min_group = K, .known = true, .headcount = 0, .happenings = 1};
	rules.teams = team_list((struct people[]){{"b", 20}, {0}}, &rules.n_teams);
	disclosure_apply(&test_arena, &rules, report);
	assert_true(is_hidden(report));
}

static bool hides(const struct people *teams, const char *team)
{
	struct disclosure rules = {.min_group = K, .known = true};
	rules.teams = team_list(teams, &rules.n_teams);
	for (const struct people *p = teams; p->team; p++) {
		bool inside = !*team || text_team_within(p->team, team);
		rules.headcount += inside ? p->count : 0;
		rules.happenings += inside; /* a team that is listed has people or arcs */
	}
	return disclosure_hides(&test_arena, &rules, team);
}

static void a_hidden_team_does_not_follow_from_its_siblings(void **state)
{
	(void)state;
	const struct people teams[] = {{"p/a", 10}, {"p/b", 11}, {"p/c", 2}, {"q", 30}, {0}};
	assert_true(hides(teams, "p/c"));
	assert_true(hides(teams, "p/a")); /* p - p/a - p/b would be p/c */
	assert_false(hides(teams, "p/b"));
	assert_false(hides(teams, "p"));
	assert_false(hides(teams, ""));
}

static void a_team_that_everybody_left_does_not_follow_from_its_parent(void **state)
{
	(void)state;
	const struct people teams[] = {{"p/a", 10}, {"p/b", 11}, {"p/gone", 0}, {"q", 30}, {0}};
	assert_true(hides(teams, "p/gone"));
	assert_true(hides(teams, "p/a")); /* p - p/a - p/b would be p/gone */
	assert_false(hides(teams, "p/b"));
	assert_false(hides(teams, "p"));
	/* people of the parent who all moved into its children */
	const struct people moved[] = {{"p", 0}, {"p/a", 10}, {"p/b", 11}, {0}};
	assert_true(hides(moved, "p/a"));
	assert_false(hides(moved, "p/b"));
	/* everybody - p - q would be those without a team */
	const struct people none[] = {{"", 0}, {"p", 10}, {"q", 30}, {0}};
	assert_true(hides(none, "p"));
	assert_false(hides(none, "q"));
	assert_false(hides(none, ""));
}

static void a_few_people_of_a_parent_do_not_follow_from_its_children(void **state)
{
	(void)state;
	const struct people teams[] = {{"p", 2}, {"p/a", 10}, {"p/b", 11}, {"p/b/x", 8}, {0}};
	assert_true(hides(teams, "p/a"));
	assert_false(hides(teams, "p/b"));
	assert_false(hides(teams, "p/b/x"));
	assert_false(hides(teams, "p"));
}

static void a_team_does_not_follow_through_levels_above_it(void **state)
{
	(void)state;
	/* everybody - q - p/a would be p/c; p alone in its level tells as much as everybody */
	const struct people teams[] = {{"p/a", 10}, {"p/c", 2}, {"q", 30}, {0}};
	assert_true(hides(teams, "p/a"));
	assert_false(hides(teams, "p"));
	assert_false(hides(teams, "q"));
	/* p has too few people itself: everybody - q would be p */
	const struct people few[] = {{"p/a", 1}, {"p/c", 2}, {"q", 30}, {"q/x", 10}, {"r", 50}, {0}};
	assert_true(hides(few, "q"));
	assert_false(hides(few, "r"));
	assert_true(hides(few, "q/x"));
}

static void a_large_team_stays_shown_beside_small_ones(void **state)
{
	(void)state;
	const struct people teams[] = {{"a", 2}, {"b", 6}, {"t", 6}, {"t/x", 300}, {"t/y", 99}, {"", 1}, {0}};
	assert_false(hides(teams, "t"));
	assert_false(hides(teams, "t/x"));
	assert_true(hides(teams, "b"));
	/* the people inside count, not only those right in the team */
	const struct people led[] = {{"e", 1}, {"e/big", 1}, {"e/big/a", 9}, {"e/big/b", 8}, {"e/tiny", 2}, {"f", 40}, {0}};
	assert_false(hides(led, "e"));
	assert_true(hides(led, "e/big"));
	assert_false(hides(led, "e/big/a"));
}

#define TEAMS_MOST 24

/* Teams of a shown team that are in none of the shown teams inside it: what is left after every subtraction. */
static void assert_no_small_rest(const struct people *teams, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int32_t rest = 0;
		bool any = false;
		if (hides(teams, names[i]))
			continue;
		for (const struct people *p = teams; p->team; p++) {
			bool inside = !*names[i] || text_team_within(p->team, names[i]);
			for (size_t j = 0; j < n && inside; j++) {
				bool deeper = j != i && *names[j] && (!*names[i] || text_team_within(names[j], names[i]));
				inside = !(deeper && text_team_within(p->team, names[j]) && !hides(teams, names[j]));
			}
			rest += inside ? p->count : 0;
			any = any || inside;
		}
		if (any && rest < K)
			fail_msg("%d people follow from '%s'", rest, names[i]);
	}
}

/* Shown sets lie inside each other or apart, so whatever sums and differences make of them is made of these rests. */
static void no_difference_of_shown_teams_is_a_small_group(void **state)
{
	(void)state;
	static const char *const names[] = {"",    "a",     "a/x",   "a/x/1", "a/x/2", "a/y",   "a/y/1", "b",
										"b/x", "b/x/1", "b/x/2", "b-c",   "b-c/x", "b-c/y", "c",     "c/x"};
	uint32_t seed = 11;
	size_t shown = 0;
	for (int round = 0; round < 400; round++) {
		struct people teams[TEAMS_MOST] = {0};
		size_t n = 0;
		for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
			seed = seed * 1664525u + 1013904223u;
			unsigned r = seed >> 8;
			if (r % 3)
				teams[n++] = (struct people){names[i], (int32_t)(r / 3 % (r / 64 % 4 ? 6 : 14))};
		}
		arena_reset(&test_arena);
		assert_no_small_rest(teams, names, sizeof names / sizeof *names);
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			shown += !hides(teams, names[i]);
	}
	assert_true(shown > 400); /* not by hiding everything */
}

static void a_team_is_hidden_when_the_rest_of_its_parent_is_too_small(void **state)
{
	(void)state;
	assert_true(is_hidden(disclosed("a", 20, (struct people[]){{"a", 20}, {"b", 4}, {0}})));
	assert_false(is_hidden(disclosed("a", 20, (struct people[]){{"a", 20}, {"b", 5}, {0}})));
	assert_false(is_hidden(disclosed("a", 20, (struct people[]){{"a", 20}, {0}})));
	assert_true(is_hidden(disclosed("a", 20, (struct people[]){{"a", 20}, {"", 2}, {0}})));
	/* the parent is the parent team where there is one */
	const struct people nested[] = {{"a/x", 6}, {"a", 3}, {"b", 40}, {0}};
	assert_true(is_hidden(disclosed("a/x", 6, nested)));
	assert_false(is_hidden(disclosed("a", 9, nested)));
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
	struct disclosure rules = {.min_group = K, .known = true, .headcount = 19};
	rules.teams = team_list((struct people[]){{"x", 3}, {"y", 6}, {"z", 10}, {0}}, &rules.n_teams);
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
	struct disclosure rules = {.min_group = K, .known = true, .headcount = 19};
	rules.teams = team_list((struct people[]){{"z", 19}, {0}}, &rules.n_teams);
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
		ARENA_TEST(teams_that_are_large_enough_keep_their_names),
		ARENA_TEST(a_small_team_merges_with_its_next_smallest_sibling),
		ARENA_TEST(small_teams_merge_until_there_are_enough_people),
		ARENA_TEST(siblings_have_the_same_parent),
		ARENA_TEST(a_small_team_without_sibling_joins_its_parent),
		ARENA_TEST(people_without_a_team_are_a_group_too),
		ARENA_TEST(a_team_that_nobody_is_in_any_more_never_stands_alone),
		ARENA_TEST(every_group_has_enough_people_whatever_the_teams),
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
