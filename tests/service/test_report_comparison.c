/* What a report says beyond its own figures: lists, and the range before. */
#include "tests/service/gateway/report_desk.h"

#include <string.h>

#define RANGE     "?from=2026-03-01&to=2026-03-10"
#define FIRST_DAY 20513 /* 2026-03-01 */

/* Before the worked example: half as many arcs, of which each team has its part. */
static void set_before(struct report_desk *desk, Kleos__SummarizeImpactResponse *before)
{
	*before = desk->recognitions.impact;
	before->headcount = 6;
	before->recognitions = before->arcs = before->given_arcs = before->small_wins = before->headcount_arcs = 6;
	before->participants = before->givers = before->receivers = 3;
	before->has_gini_given = false;
	before->leader_arcs = 3;
	desk->recognitions.now_from_day = FIRST_DAY;
	desk->recognitions.impact_before = before;
}

static void the_range_before_has_as_many_days_and_ends_the_day_before(void **state)
{
	struct report_desk *desk = *state;
	static const char *const ranges[][2] = {
		{RANGE, "\"comparison\":{\"range\":{\"from\":\"2026-02-19\",\"to\":\"2026-02-28\",\"timeZone\":\"UTC\"}"},
		{"?from=2026-03-01&to=2026-03-01", "{\"from\":\"2026-02-28\",\"to\":\"2026-02-28\",\"timeZone\":\"UTC\"}"},
		{"?from=2026-02-01&to=2027-02-28", "{\"from\":\"2025-01-04\",\"to\":\"2026-01-31\",\"timeZone\":\"UTC\"}"},
		{"", "{\"from\":\"2025-09-03\",\"to\":\"2025-12-01\",\"timeZone\":\"UTC\"}"},
		{"?from=0001-01-01&to=0001-12-31", "{\"from\":\"0001-01-01\",\"to\":\"0001-01-01\",\"timeZone\":\"UTC\"}"},
	};
	set_worked_example(desk);
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		struct answer answer = report(desk, ranges[i][0]);
		assert_answer(&answer, 200, ranges[i][1]);
	}
}

static void figures_known_in_both_are_compared_in_the_order_of_the_report(void **state)
{
	struct report_desk *desk = *state;
	Kleos__SummarizeImpactResponse before;
	set_worked_example(desk);
	set_before(desk, &before);
	struct answer answer = report(desk, RANGE);
	assert_answer(&answer, 200,
				  "\"changes\":[{\"figure\":\"headcount\",\"previous\":6,\"delta\":2},"
				  "{\"figure\":\"totals.recognitions\",\"previous\":6,\"delta\":6},"
				  "{\"figure\":\"totals.arcs\",\"previous\":6,\"delta\":6},");
	assert_answer(&answer, 200, "{\"figure\":\"rates.participation\",\"previous\":0.5,\"delta\":0.5},");
	assert_answer(&answer, 200, "{\"figure\":\"leadership.leaderShare\",\"previous\":0.5,\"delta\":-0.5}");
	assert_answer(&answer, 200, "{\"figure\":\"concentration.giniReceived\",");
	assert_null(strstr(answer.body, "\"figure\":\"concentration.giniGiven\"")); /* null before */
	assert_null(strstr(answer.body, "\"figure\":\"leadership.need\""));         /* null in both */
	assert_answer(&answer, 200, "\"suppressed\":[]}");                          /* flows are compared with nothing */
	answer = report(desk, ".csv" RANGE);
	assert_answer(&answer, 200,
				  "\r\ncomparison,totals.arcs,2026-02-19,2026-02-28,,,6\r\n"
				  "change,totals.arcs,2026-03-01,2026-03-10,,,6\r\n");
}

static void a_range_before_that_is_hidden_is_compared_with_nothing(void **state)
{
	struct report_desk *desk = *state;
	Kleos__SummarizeImpactResponse before;
	set_worked_example(desk);
	set_before(desk, &before);
	before.headcount = 4;
	struct answer answer = report(desk, RANGE);
	assert_answer(&answer, 200, "\"changes\":[],\"suppressed\":[\"all figures: groups smaller than 5 people");
	assert_answer(&answer, 200, "\"partial\":false");
	answer = report(desk, ".csv" RANGE);
	assert_answer(&answer, 200,
				  "\r\nsuppressed,all figures: groups smaller than 5 people are not shown,"
				  "2026-02-19,2026-02-28,,,\r\n");
	before.headcount = 6;
	desk->recognitions.impact.headcount = 4;
	answer = report(desk, RANGE);
	assert_answer(&answer, 200, "\"changes\":[],\"suppressed\":[]}");
}

static void without_a_source_there_is_no_comparison(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	desk->recognitions.now_from_day = FIRST_DAY;
	atomic_store(&desk->recognitions.refuses_before, true);
	struct answer answer = report(desk, RANGE);
	assert_null(strstr(answer.body, "\"comparison\""));
	assert_answer(&answer, 200, "\"arcs\":12,");
	assert_answer(&answer, 200, "\"partial\":true");
	assert_answer(&answer, 200, "\"ok\":true,\"message\":\"the range before: its figures are missing");
	atomic_store(&desk->recognitions.refuses_before, false);
	atomic_store(&desk->awards.refuses, true);
	answer = report(desk, RANGE);
	assert_null(strstr(answer.body, "\"comparison\""));
	assert_answer(&answer, 200, "\"partial\":true");
}

/* ---- parts and lists ---- */

/* Memory of the front: until the end of the test. */
static void set_parts(struct report_desk *desk)
{
	struct arena *arena = &desk->front->base.arena;
	Kleos__SummarizeImpactResponse *impact = &desk->recognitions.impact;
	impact->direction = arena_alloc(arena, sizeof *impact->direction);
	kleos__impact_direction__init(impact->direction);
	impact->direction->down = 4;
	impact->direction->up = 1;
	impact->direction->peer = 5;
	impact->direction->other = 2;
	impact->recency = arena_alloc(arena, sizeof *impact->recency);
	kleos__impact_recency__init(impact->recency);
	impact->recency->has_median = true;
	impact->recency->median_days = 3.5;
	impact->recency->over_30 = 2;
	impact->recency->over_60 = 1;
	impact->managed = 6;
	impact->managed_covered = 3;
	for (size_t i = 0; i < 2; i++)
		impact->teams[i]->managed = 3;
	impact->external = 2;
}

static void set_lists(struct report_desk *desk)
{
	static Kleos__ImpactPrompt prompt = KLEOS__IMPACT_PROMPT__INIT;
	static Kleos__ImpactPrompt *prompts[] = {&prompt};
	static Kleos__Metric reach = KLEOS__METRIC__INIT;
	static Kleos__Metric *metrics[] = {&reach};
	static Kleos__ImpactHighlight measured = KLEOS__IMPACT_HIGHLIGHT__INIT, plain = KLEOS__IMPACT_HIGHLIGHT__INIT;
	static Kleos__ImpactHighlight *highlights[] = {&measured, &plain};
	static Kleos__SummarizedAward award = KLEOS__SUMMARIZED_AWARD__INIT;
	static Kleos__SummarizedAward *awards[] = {&award};
	prompt.prompt = 2;
	prompt.recognitions = 7;
	reach.name = "reach";
	reach.value = 1234.5;
	reach.unit = "views";
	measured.title = "Spring, with love";
	measured.day = FIRST_DAY + 1;
	measured.metrics = metrics;
	measured.n_metrics = 1;
	plain.title = "=A fair";
	plain.day = FIRST_DAY;
	award.cycle = "019";
	award.award_title = "Craft";
	award.cycle_title = "March";
	award.day = FIRST_DAY + 2;
	award.winners = 2;
	desk->recognitions.impact.prompts = prompts;
	desk->recognitions.impact.n_prompts = 1;
	desk->recognitions.impact.newest_highlights = highlights;
	desk->recognitions.impact.n_newest_highlights = 2;
	desk->awards.awards.awards = awards;
	desk->awards.awards.n_awards = 1;
}

static void direction_recency_and_lists_are_told(void **state)
{
	struct report_desk *desk = *state;
	static const char *const parts[] = {
		"\"direction\":{\"down\":4,\"up\":1,\"peer\":5,\"skip\":0,\"other\":2}",
		"\"recency\":{\"medianDaysSinceLast\":3.5,\"over30\":{\"numerator\":2,\"denominator\":8,\"value\":0.25},"
		"\"over60\":{\"numerator\":1,\"denominator\":8,\"value\":0.125}}",
		"\"managerCoverage\":{\"numerator\":3,\"denominator\":6,\"value\":0.5}",
		"\"prompts\":[{\"prompt\":2,\"recognitions\":7}]",
		"\"title\":\"Spring, with love\",\"onDate\":\"2026-03-02\",\"metrics\":[{\"name\":\"reach\",\"value\":1234.5,"
		"\"unit\":\"views\"}]}",
		"\"awards\":[{\"cycle\":\"019\",\"awardTitle\":\"Craft\",\"cycleTitle\":\"March\",\"announcedOn\":"
		"\"2026-03-03\",\"winners\":2}]",
		"\"external\":[{\"kind\":\"RECOGNITION\",\"count\":2}]",
	};
	static const char *const rows[] = {
		"\r\ndirection,peer,2026-03-01,2026-03-10,,,5\r\n",
		"\r\nrecency,over30,2026-03-01,2026-03-10,2,8,0.25\r\n",
		"\r\nprompts,2,2026-03-01,2026-03-10,,,7\r\n",
		"\r\nexternal,RECOGNITION,2026-03-01,2026-03-10,,,2\r\n",
		"\r\nhighlights,\"Spring, with love: reach (views)\",2026-03-02,2026-03-02,,,1234.5\r\n",
		"\r\nhighlights,'=A fair,2026-03-01,2026-03-01,,,\r\n",
		"\r\nawards,Craft: March,2026-03-03,2026-03-03,,,2\r\n",
	};
	set_worked_example(desk);
	set_parts(desk);
	set_lists(desk);
	struct answer answer = report(desk, RANGE);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		assert_answer(&answer, 200, parts[i]);
	answer = report(desk, ".csv" RANGE);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_answer(&answer, 200, rows[i]);
	desk->recognitions.impact.headcount = 4;
	answer = report(desk, RANGE);
	assert_answer(&answer, 200, "\"direction\":{\"down\":null,\"up\":null,\"peer\":null,\"skip\":null,\"other\":null}");
	assert_answer(&answer, 200, "\"recency\":{\"medianDaysSinceLast\":null,\"over30\":{\"numerator\":null,");
	assert_answer(&answer, 200, "\"prompts\":[],\"highlights\":[],\"awards\":[],\"external\":[]");
	assert_answer(&answer, 200, "\"managerCoverage\":{\"numerator\":null,");
}

static void a_source_that_is_away_leaves_its_parts_null(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	set_parts(desk);
	set_lists(desk);
	atomic_store(&desk->recognitions.refuses, true);
	struct answer answer = report(desk, RANGE);
	assert_answer(&answer, 200, "\"direction\":{\"down\":null,");
	assert_answer(&answer, 200, "\"leaderShare\":{\"numerator\":null,\"denominator\":null,\"value\":null}");
	assert_answer(&answer, 200, "\"prompts\":[],\"highlights\":[]");
	assert_answer(&answer, 200, "\"partial\":true");
}

static void manager_coverage_of_few_is_hidden_by_itself(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	set_parts(desk);
	desk->recognitions.impact.managed = 4;
	for (size_t i = 0; i < 2; i++)
		desk->recognitions.impact.teams[i]->managed = 2;
	struct answer answer = report(desk, RANGE);
	assert_answer(&answer, 200, "\"managerCoverage\":{\"numerator\":null,\"denominator\":null,\"value\":null}");
	assert_answer(&answer, 200, "\"managerCoverage: fewer than 5 people here");
	assert_answer(&answer, 200, "\"arcs\":12,");
	assert_null(strstr(answer.body, "leadership.managerCoverage"));
}

/* A verification tells the same figures, and by exact team none. */
static void a_verification_tells_no_more_than_the_report(void **state)
{
	struct report_desk *desk = *state;
	Kleos__VerifiedFigure figures[3] = {KLEOS__VERIFIED_FIGURE__INIT, KLEOS__VERIFIED_FIGURE__INIT,
										KLEOS__VERIFIED_FIGURE__INIT};
	Kleos__VerifiedFigure *list[] = {&figures[0], &figures[1], &figures[2]};
	set_worked_example(desk);
	set_parts(desk);
	figures[0].name = "arcs";
	figures[1].name = "managed_covered";
	figures[2].name = "flows";
	desk->recognitions.verification.figures = list;
	desk->recognitions.verification.n_figures = 3;
	struct answer answer = report(desk, ":verify" RANGE);
	assert_answer(&answer, 200, "\"name\":\"managed_covered\"");
	assert_null(strstr(answer.body, "\"flows\""));
	desk->recognitions.impact.managed = 4;
	for (size_t i = 0; i < 2; i++)
		desk->recognitions.impact.teams[i]->managed = 2;
	answer = report(desk, ":verify" RANGE);
	assert_answer(&answer, 200, "\"name\":\"arcs\"");
	assert_null(strstr(answer.body, "managed"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REPORT_TEST(the_range_before_has_as_many_days_and_ends_the_day_before),
		REPORT_TEST(figures_known_in_both_are_compared_in_the_order_of_the_report),
		REPORT_TEST(a_range_before_that_is_hidden_is_compared_with_nothing),
		REPORT_TEST(without_a_source_there_is_no_comparison),
		REPORT_TEST(direction_recency_and_lists_are_told),
		REPORT_TEST(a_source_that_is_away_leaves_its_parts_null),
		REPORT_TEST(manager_coverage_of_few_is_hidden_by_itself),
		REPORT_TEST(a_verification_tells_no_more_than_the_report),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
