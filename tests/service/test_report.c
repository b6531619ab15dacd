#include "tests/service/gateway/report_desk.h"

#include <string.h>
#include <time.h>

static void the_worked_example_has_its_figures(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	desk->awards.awards.nominations = 3;
	desk->awards.awards.awards_won = 1;
	struct answer answer = report(desk, "?from=2026-03-01&to=2026-03-10");
	static const char *const parts[] = {
		"\"range\":{\"from\":\"2026-03-01\",\"to\":\"2026-03-10\",\"timeZone\":\"UTC\"}",
		"\"headcount\":8,",
		"\"arcs\":12,",
		"\"managerArcs\":0,\"nominations\":3,\"highlights\":2,\"awardsWon\":1}",
		"\"participation\":{\"numerator\":8,\"denominator\":8,\"value\":1}",
		"\"coverage\":{\"numerator\":5,\"denominator\":8,\"value\":0.625}",
		"\"perMemberPer30Days\":{\"numerator\":360,\"denominator\":80,\"value\":4.5}",
		"\"crossTeam\":{\"numerator\":2,\"denominator\":12,\"value\":0.16666666666666666}",
		"\"giniReceived\":0.5416666666666666,\"giniGiven\":0.16666666666666666,\"topDecileShare\":0.3333333333333333}",
		"\"reciprocity\":{\"mutual\":6,\"distinct\":11,\"value\":0.5454545454545454,\"rho\":0.43434343434343436}",
		"\"series\":[{\"start\":\"2026-03-01\",\"recognitions\":12,\"arcs\":12,\"givers\":8,\"receivers\":5}]",
		"\"flows\":[{\"fromTeam\":\"t1 + t2\",\"toTeam\":\"t1 + t2\",\"arcs\":1}]",
		"\"suppressed\":[\"flows: teams smaller than 5 people",
		"\"partial\":false",
		"{\"service\":\"recognitions\",\"asOf\":\"2026-03-01T09:00:00Z\",\"ok\":true,\"message\":\"\"}",
		"not for decisions on pay or performance",
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		assert_answer(&answer, 200, parts[i]);
}

static void an_empty_group_has_zeros_and_nulls(void **state)
{
	struct report_desk *desk = *state;
	struct answer answer = report(desk, "?team=nobody/here");
	assert_answer(&answer, 200, "\"headcount\":0,");
	assert_answer(&answer, 200, "\"participation\":{\"numerator\":0,\"denominator\":0,\"value\":null}");
	assert_answer(&answer, 200, "\"concentration\":{\"giniReceived\":null,\"giniGiven\":null,\"topDecileShare\":null}");
	assert_answer(&answer, 200, "\"reciprocity\":{\"mutual\":0,\"distinct\":0,\"value\":null,\"rho\":null}");
	assert_answer(&answer, 200, "\"suppressed\":[]");
}

static void a_team_that_is_too_small_shows_no_figure_in_any_form(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	desk->recognitions.impact.headcount = 4;
	desk->awards.awards.nominations = 3;
	struct answer answer = report(desk, "?team=T1");
	assert_answer(&answer, 200, "\"team\":\"t1\",\"headcount\":null,");
	assert_answer(&answer, 200, "\"managerArcs\":null,\"nominations\":null,\"highlights\":null,\"awardsWon\":null}");
	assert_answer(&answer, 200, "\"coverage\":{\"numerator\":null,\"denominator\":null,\"value\":null}");
	assert_answer(&answer, 200, "\"series\":[],\"flows\":[],\"values\":[],\"suppressed\":[\"all figures: ");
	answer = report(desk, ".csv?team=t1");
	assert_answer(&answer, 200, ",,,\r\ntotals,nominations,");
	assert_null(strstr(answer.body, ",12\r\n"));
	Kleos__VerifiedFigure figure = KLEOS__VERIFIED_FIGURE__INIT;
	Kleos__VerifiedFigure *figures[] = {&figure};
	figure.name = "arcs";
	figure.projection = 12;
	desk->recognitions.verification.agrees = true;
	desk->recognitions.verification.figures = figures;
	desk->recognitions.verification.n_figures = 1;
	answer = report(desk, ":verify?team=t1");
	assert_answer(&answer, 200, "{\"agrees\":true,\"figures\":[]}");
	desk->recognitions.impact.headcount = 8;
	answer = report(desk, ":verify");
	assert_answer(&answer, 200, "\"name\":\"arcs\",\"projection\":12");
}

/* Everybody's nominations less those of the teams that are shown would be those of a team that nobody is in. */
static void a_team_that_only_nominations_know_does_not_follow_from_the_others(void **state)
{
	struct report_desk *desk = *state;
	const char *nominated = "gone";
	set_worked_example(desk);
	for (size_t i = 0; i < 2; i++)
		desk->recognitions.impact.teams[i]->headcount = 8 + 2 * (int32_t)i;
	struct answer answer = report(desk, "?team=t1");
	assert_answer(&answer, 200, "\"headcount\":8,");
	desk->awards.awards.teams = &nominated;
	desk->awards.awards.n_teams = 1;
	answer = report(desk, "?team=t1");
	assert_answer(&answer, 200, "\"headcount\":null,");
	answer = report(desk, "?team=t2");
	assert_answer(&answer, 200, "\"headcount\":8,");
}

static void the_same_question_gets_the_same_bytes(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	struct answer first = report(desk, "?from=2026-03-01"), second = report(desk, "?from=2026-03-01");
	assert_string_equal(first.body, second.body);
}

static void a_source_that_is_away_makes_the_report_partial_never_zero(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	report(desk, "");
	atomic_store(&desk->awards.refuses, true);
	struct answer answer = report(desk, "");
	assert_answer(&answer, 200, "\"partial\":true");
	assert_answer(&answer, 200, "\"nominations\":null");
	assert_answer(&answer, 200, "\"arcs\":12,");
	assert_answer(&answer, 200, "\"ok\":false,\"message\":\"its figures are missing: ");
	atomic_store(&desk->recognitions.refuses, true);
	answer = report(desk, "");
	assert_answer(&answer, 200, "\"headcount\":null");
	assert_answer(&answer, 200, "\"arcs\":null");
	/* how old what is missing is */
	assert_answer(&answer, 200, "{\"service\":\"recognitions\",\"asOf\":\"2026-03-01T09:00:00Z\",\"ok\":false");
}

static void a_source_that_hangs_does_not_hold_the_report_up(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	atomic_store(&desk->awards.hangs, true);
	struct answer answer = report(desk, "");
	assert_answer(&answer, 200, "\"partial\":true");
	assert_answer(&answer, 200, "\"arcs\":12,");
	assert_answer(&answer, 200, "\"nominations\":null");
}

static int64_t monotonic_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void a_report_comes_within_the_time_its_caller_states(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	atomic_store(&desk->awards.hangs, true);
	int64_t start = monotonic_ms();
	struct answer answer =
		ask(desk->front, desk->auditor, "POST", "/kleos.reports.v1.ReportsService/GetImpactReport",
			"Connect-Protocol-Version: 1\r\nContent-Type: application/json\r\nConnect-Timeout-Ms: 500\r\n", "{}");
	assert_answer(&answer, 200, "\"partial\":true");
	assert_answer(&answer, 200, "\"arcs\":12,");
	assert_true(monotonic_ms() - start < 2000);
}

static void a_service_whose_health_is_not_readable_is_not_ready(void **state)
{
	struct report_desk *desk = *state;
	struct answer answer = ask(desk->front, NULL, "GET", "/readyz", "", NULL);
	assert_answer(&answer, 200, "{\"service\":\"awards\",\"ok\":true,\"message\":\"\"}");
	desk->awards.health = "well \xff";
	answer = ask(desk->front, NULL, "GET", "/readyz", "", NULL);
	assert_answer(&answer, 503, "{\"service\":\"awards\",\"ok\":false,\"message\":\"its answer is not readable\"}");
}

static bool march_is_told(void *context)
{
	struct answer answer = report(context, "?from=2026-03-01&to=2026-03-31");
	return strstr(answer.body, "\"n\":5}");
}

static void submit_pulse(struct report_desk *desk, const char *handle, bool need, int32_t strain)
{
	struct front *front = desk->front;
	struct arena *arena = &front->base.arena;
	front_add(front, arena_printf(arena, "{\"handle\":\"%s\",\"team\":\"red\"}", handle));
	struct answer answer =
		ask(front, front->admin, "POST", "/v1/apikeys", "",
			arena_printf(arena, "{\"member\":\"%s\",\"name\":\"laptop\",\"roles\":[\"MEMBER\"]}", handle));
	answer = ask(front, text_of(front, &answer, "key"), "POST", "/v1/pulses", "",
				 arena_printf(arena, "{\"needLeadership\":%s,\"haveLeadership\":%s,\"strain\":%d}",
							  need ? "true" : "false", need ? "false" : "true", strain));
	assert_answer(&answer, 200, "{\"period\":\"2026-03\"}");
}

static void pulses_are_told_when_their_month_is_over(void **state)
{
	struct report_desk *desk = *state;
	static const char *const handles[] = {"a", "b", "c", "d", "e"};
	set_worked_example(desk);
	for (int i = 0; i < 5; i++)
		submit_pulse(desk, handles[i], i < 3, i);
	struct answer answer = report(desk, "?from=2026-03-01&to=2026-03-31");
	assert_answer(&answer, 200, "\"need\":{\"numerator\":0,\"denominator\":0,\"value\":null}");
	assert_answer(&answer, 200, "\"strain\":{\"mean\":null,\"n\":0}");
	desk->front->base.world.now_ms += INT64_C(31) * 86400000;
	wait_until(march_is_told, desk);
	answer = report(desk, "?from=2026-03-01&to=2026-03-31");
	assert_answer(&answer, 200,
				  "\"leadership\":{\"need\":{\"numerator\":3,\"denominator\":5,\"value\":0.6},"
				  "\"have\":{\"numerator\":2,\"denominator\":5,\"value\":0.4},\"gapPoints\":20,"
				  "\"managerCoverage\":{\"numerator\":0,\"denominator\":0,\"value\":null},"
				  "\"leaderShare\":{\"numerator\":0,\"denominator\":12,\"value\":0}}");
	assert_answer(&answer, 200, "\"strain\":{\"mean\":50,\"n\":5}");
	answer = ask(desk->front, desk->auditor, "GET", "/v1/reports/impact.csv?from=2026-03-01&to=2026-03-31", "", NULL);
	assert_answer(&answer, 200, "leadership,need,2026-03-01,2026-03-31,3,5,0.6\r\n");
	assert_answer(&answer, 200, "leadership,gapPoints,2026-03-01,2026-03-31,,,20\r\n");
	assert_answer(&answer, 200, "strain,mean,2026-03-01,2026-03-31,,,50\r\n");
	answer = report(desk, "?from=2026-03-02&to=2026-03-31"); /* not the whole month */
	assert_answer(&answer, 200, "\"strain\":{\"mean\":null,\"n\":0}");
}

static bool march_is_left_out(void *context)
{
	struct answer answer = report(context, "?from=2026-03-01&to=2026-03-31");
	return strstr(answer.body, "1 left out, in which fewer than 5 people answered");
}

static void few_answers_are_left_out_and_named(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	submit_pulse(desk, "a", true, 4);
	desk->front->base.world.now_ms += INT64_C(31) * 86400000;
	wait_until(march_is_left_out, desk);
	struct answer answer = report(desk, "?from=2026-03-01&to=2026-03-31");
	assert_answer(&answer, 200, "\"leadership\":{\"need\":{\"numerator\":null,\"denominator\":null,\"value\":null},");
	assert_answer(&answer, 200, "\"strain\":{\"mean\":null,\"n\":null}");
	front_stop_members(desk->front);
	answer = report(desk, "?from=2026-03-01&to=2026-03-31");
	assert_answer(&answer, 200, "\"strain\":{\"mean\":null,\"n\":null}");
	assert_answer(&answer, 200, "\"partial\":true");
	front_start_members(desk->front);
}

static void the_days_of_a_report_are_those_of_the_deployment(void **state)
{
	struct report_desk *desk = *state;
	gateway_close(desk->front->gateway);
	desk->front->base.days = zone_days_open("Europe/Athens");
	desk->front->base.world.now_ms += INT64_C(14) * 3600000; /* 23:00 UTC on 1 March: the second one in Athens */
	front_start_gateway(desk->front);
	struct answer answer = report(desk, "");
	assert_answer(&answer, 200,
				  "\"range\":{\"from\":\"2025-12-03\",\"to\":\"2026-03-02\",\"timeZone\":\"Europe/Athens\"}");
}

static void only_those_who_may_read_reports_get_one(void **state)
{
	struct report_desk *desk = *state;
	static const struct {
		const char *role;
		int status;
	} roles[] = {{"MEMBER", 403},       {"SERVICE", 403}, {"AWARDS_ADMIN", 403}, {"LEADER", 200},
				 {"PEOPLE_ADMIN", 200}, {"AUDITOR", 200}, {"ADMIN", 200}};
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		const char *key = front_new_key(desk->front, roles[i].role, NULL);
		struct answer answer = ask(desk->front, key, "GET", "/v1/reports/impact", "", NULL);
		assert_answer(&answer, roles[i].status, "");
		answer = ask(desk->front, key, "GET", "/v1/reports/impact.csv", "", NULL);
		assert_answer(&answer, roles[i].status, "");
		answer = ask(desk->front, key, "POST", "/kleos.reports.v1.ReportsService/GetImpactReport", "", "{}");
		assert_answer(&answer, roles[i].status, "");
	}
	struct answer answer = ask(desk->front, NULL, "GET", "/v1/reports/impact", "", NULL);
	assert_answer(&answer, 401, "UNAUTHENTICATED");
}

static void questions_that_make_no_sense_are_refused_by_field(void **state)
{
	struct report_desk *desk = *state;
	static const struct {
		const char *query, *field;
	} wrong[] = {
		{"?from=yesterday", "\"field\":\"from\""},
		{"?to=2026-02-30", "\"field\":\"to\""},
		{"?from=2026-02-01&to=2026-01-31", "\"field\":\"from\""},
		{"?from=1900-01-01", "\"field\":\"from\""},
		{"?team=a//b", "\"field\":\"team\""},
		{"?interval=YEAR", "\"field\":\"interval\""},
		{"?interval=9", "\"field\":\"interval\""},
		{"?until=2026-01-01", "\"field\":\"until\""},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct answer answer = report(desk, wrong[i].query);
		assert_answer(&answer, 400, wrong[i].field);
	}
}

static void without_days_a_report_is_about_the_last_ninety(void **state)
{
	struct report_desk *desk = *state;
	struct answer answer = report(desk, "");
	assert_answer(&answer, 200, "\"from\":\"2025-12-02\",\"to\":\"2026-03-01\"");
	answer = report(desk, "?to=2026-01-31");
	assert_answer(&answer, 200, "\"from\":\"2025-11-03\",\"to\":\"2026-01-31\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REPORT_TEST(the_worked_example_has_its_figures),
		REPORT_TEST(an_empty_group_has_zeros_and_nulls),
		REPORT_TEST(a_team_that_only_nominations_know_does_not_follow_from_the_others),
		REPORT_TEST(a_team_that_is_too_small_shows_no_figure_in_any_form),
		REPORT_TEST(the_same_question_gets_the_same_bytes),
		REPORT_TEST(a_source_that_is_away_makes_the_report_partial_never_zero),
		REPORT_TEST(a_source_that_hangs_does_not_hold_the_report_up),
		REPORT_TEST(a_report_comes_within_the_time_its_caller_states),
		REPORT_TEST(a_service_whose_health_is_not_readable_is_not_ready),
		REPORT_TEST(pulses_are_told_when_their_month_is_over),
		REPORT_TEST(few_answers_are_left_out_and_named),
		REPORT_TEST(the_days_of_a_report_are_those_of_the_deployment),
		REPORT_TEST(only_those_who_may_read_reports_get_one),
		REPORT_TEST(questions_that_make_no_sense_are_refused_by_field),
		REPORT_TEST(without_days_a_report_is_about_the_last_ninety),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
