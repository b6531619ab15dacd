/* Who changed what and who looked, and who may read of it. */
#include "tests/service/rights/household.h"

#include <string.h>

static size_t count_of(const char *text, const char *part)
{
	size_t n = 0;
	for (const char *at = text; (at = strstr(at, part)); at++)
		n++;
	return n;
}

static void the_person_concerned_sees_who_looked(void **state)
{
	struct household *household = *state;
	const char *hr = key_of(household, "maria", "PEOPLE_ADMIN"), *own = key_of(household, "eleni", "MEMBER");
	post(household, "/v1/members", "{\"handle\":\"kostas\",\"email\":\"k@example.org\"}");
	const char *kostas = key_of(household, "kostas", "MEMBER");
	get(household, kostas, "/v1/me"); /* one's own is nobody's business */
	struct answer answer = get(household, kostas, "/v1/audit");
	assert_answer(&answer, 200, "CreateMember");
	assert_null(strstr(answer.body, "GetMember"));
	get(household, own, "/v1/members/kostas"); /* shows no e-mail to her */
	get(household, hr, "/v1/members/eleni");   /* has none */
	answer = get(household, kostas, "/v1/audit");
	assert_null(strstr(answer.body, "GetMember"));
	answer = get(household, hr, "/v1/members/kostas");
	assert_answer(&answer, 200, "k@example.org");
	get(household, hr, "/v1/members");
	get(household, hr, "/v1/members/kostas:export");
	answer = get(household, kostas, "/v1/audit");
	assert_answer(&answer, 200, "\"action\":\"GetMember\"");
	assert_non_null(strstr(answer.body, "\"action\":\"ListMembers\""));
	assert_int_equal(count_of(answer.body, "\"action\":\"ReadMemberData\""), 3); /* in each service */
	assert_non_null(strstr(answer.body, "\"handle\":\"maria\""));
	assert_null(strstr(answer.body, "k@example.org"));
}

static void who_was_spoken_for_sees_who_spoke(void **state)
{
	struct household *household = *state;
	const char *nikos = key_of(household, "nikos", "MEMBER");
	post(household, "/v1/recognitions",
		 "{\"giver\":\"nikos\",\"receivers\":[{\"member\":\"eleni\"}],\"message\":\"as if nikos said so\"}");
	struct answer answer = get(household, nikos, "/v1/audit");
	assert_answer(&answer, 200, "\"action\":\"GiveRecognition\"");
}

/* Who is in a team reads what is meant for it. */
static void who_was_put_together_sees_who_did_it(void **state)
{
	struct household *household = *state;
	const char *hr = key_of(household, "maria", "PEOPLE_ADMIN");
	post(household, "/v1/members", "{\"handle\":\"kostas\",\"team\":\"press\"}");
	post(household, "/v1/members", "{\"handle\":\"zoe\",\"team\":\"events\"}");
	const char *kostas = key_of(household, "kostas", "MEMBER");
	struct answer answer =
		ask(household->front, hr, "POST", "/v1/teams:merge", JSON, "{\"team\":\"press\",\"into\":\"events\"}");
	assert_int_equal(answer.status, 200);
	answer = get(household, kostas, "/v1/audit");
	assert_answer(&answer, 200, "\"action\":\"MergeTeams\"");
	assert_non_null(strstr(answer.body, "\"handle\":\"maria\""));
}

static void lines_about_others_are_for_auditors(void **state)
{
	struct household *household = *state;
	const char *nikos = key_of(household, "nikos", "MEMBER"), *auditor = key_of(household, "", "AUDITOR");
	struct answer answer = get(household, nikos, "/v1/audit?subject=eleni");
	assert_answer(&answer, 403, "NOT_YOUR_AUDIT_LINES");
	answer = get(household, household->front->admin, "/v1/audit");
	assert_int_equal(answer.status, 403);
	answer = get(household, auditor, "/v1/audit?subject=eleni");
	assert_answer(&answer, 200, "CreateMember");
	assert_null(strstr(answer.body, "\"handle\":\"nikos\""));
	answer = get(household, auditor, "/v1/audit?actor=nikos");
	assert_answer(&answer, 200, "\"auditEntries\":[]");
	answer = get(household, auditor, "/v1/audit?until=2020-01-01T00:00:00Z");
	assert_answer(&answer, 200, "\"auditEntries\":[]");
}

static void pages_of_all_logs_hold_every_line_once(void **state)
{
	struct household *household = *state;
	const char *auditor = key_of(household, "", "AUDITOR");
	for (int i = 0; i < 7; i++) {
		household->front->base.world.now_ms += 1000;
		post(household, "/v1/recognitions",
			 "{\"giver\":\"nikos\",\"receivers\":[{\"member\":\"eleni\"}],\"message\":\"m\"}");
		post(household, "/v1/awards", "{\"slug\":\"a%d\",\"title\":\"A\"}", i);
	}
	struct answer all = get(household, auditor, "/v1/audit?pageSize=500");
	size_t lines = count_of(all.body, "\"action\""), seen = 0;
	const char *token = "", *first = NULL;
	do {
		const char *target = arena_printf(&household->front->base.arena, "/v1/audit?pageSize=4&pageToken=%s", token);
		struct answer page = get(household, auditor, target);
		assert_int_equal(page.status, 200);
		seen += count_of(page.body, "\"action\"");
		token = text_of(household->front, &page, "nextPageToken");
		first = first ? first : token;
	} while (*token);
	assert_int_equal(seen, lines);
	struct answer other = get(household, auditor,
							  arena_printf(&household->front->base.arena, "/v1/audit?actor=nikos&pageToken=%s", first));
	assert_answer(&other, 400, "PAGE_TOKEN_MISMATCH");
	other = get(household, key_of(household, "", "AUDITOR"),
				arena_printf(&household->front->base.arena, "/v1/audit?pageToken=%s", first));
	assert_answer(&other, 400, "PAGE_TOKEN_INVALID");
}

/* Whose words were reported learns who read them, and never who reported them. */
static void reported_words_are_read_on_the_record(void **state)
{
	struct household *household = *state;
	struct front *front = household->front;
	const char *hr = key_of(household, "", "PEOPLE_ADMIN"), *maria = key_of(household, "maria", "MEMBER"),
			   *nikos = key_of(household, "nikos", "MEMBER"), *auditor = key_of(household, "", "AUDITOR");
	struct answer answer = post(
		household, "/v1/recognitions",
		"{\"giver\":\"maria\",\"receivers\":[{\"member\":\"nikos\"}],\"message\":\"x\",\"visibility\":\"PRIVATE\"}");
	answer = ask(front, nikos, "POST",
				 arena_printf(&front->base.arena, "/v1/recognitions/%s:report", text_of(front, &answer, "id")), "",
				 "{\"reason\":\"unkind\"}");
	assert_int_equal(answer.status, 200);
	answer = get(household, hr, "/v1/content-reports");
	assert_null(strstr(get(household, maria, "/v1/audit").body, "ContentReport"));
	get(household, hr, arena_printf(&front->base.arena, "/v1/content-reports/%s", text_of(front, &answer, "id")));
	answer = get(household, maria, "/v1/audit");
	assert_answer(&answer, 200, "\"action\":\"GetContentReport\"");
	assert_null(strstr(answer.body, "ReportContent\""));
	answer = get(household, auditor, "/v1/audit?subject=maria");
	assert_answer(&answer, 200, "\"action\":\"GetContentReport\"");
	assert_null(strstr(answer.body, "\"action\":\"ReportContent\""));
}

static void who_signs_in_and_out_everywhere_finds_it_on_the_record(void **state)
{
	struct household *household = *state;
	const char *nikos = key_of(household, "nikos", "MEMBER");
	struct answer answer = ask(household->front, NULL, "POST", "/v1/session", "",
							   arena_printf(&household->front->base.arena, "{\"key\":\"%s\"}", nikos));
	assert_int_equal(answer.status, 200);
	answer = ask(household->front, nikos, "POST", "/v1/session:endAll", "", "{}");
	assert_int_equal(answer.status, 200);
	answer = get(household, nikos, "/v1/audit?actor=nikos");
	assert_answer(&answer, 200, "\"action\":\"OpenSession\"");
	assert_non_null(strstr(answer.body, "\"action\":\"CloseSessions\""));
	assert_non_null(strstr(answer.body, "\"handle\":\"nikos\""));
	assert_null(strstr(get(household, key_of(household, "eleni", "MEMBER"), "/v1/audit").body, "OpenSession"));
}

/* nikos and eleni, who are named in what maria took away, can read that she did. */
static void assert_both_read(struct household *household, const char *action)
{
	const char *const named[] = {"nikos", "eleni"};
	for (size_t i = 0; i < 2; i++) {
		struct answer answer = get(household, key_of(household, named[i], "MEMBER"), "/v1/audit");
		assert_answer(&answer, 200, action);
		assert_non_null(strstr(answer.body, "\"handle\":\"maria\""));
	}
}

static void what_others_take_back_is_on_the_record(void **state)
{
	struct household *household = *state;
	struct front *front = household->front;
	const char *hr = key_of(household, "maria", "PEOPLE_ADMIN"), *giver = key_of(household, "nikos", "MEMBER");
	struct answer answer = ask(front, giver, "POST", "/v1/recognitions", JSON,
							   "{\"receivers\":[{\"member\":\"eleni\"}],\"message\":\"x\"}");
	assert_int_equal(answer.status, 200);
	answer = ask(front, hr, "POST",
				 arena_printf(&front->base.arena, "/v1/recognitions/%s:withdraw", text_of(front, &answer, "id")), JSON,
				 "{}");
	assert_int_equal(answer.status, 200);
	assert_both_read(household, "\"action\":\"WithdrawRecognition\"");
}

static void a_highlight_that_others_delete_is_on_the_record(void **state)
{
	struct household *household = *state;
	struct front *front = household->front;
	const char *hr = key_of(household, "maria", "PEOPLE_ADMIN"), *own = key_of(household, "nikos", "MEMBER");
	struct answer answer =
		ask(front, own, "POST", "/v1/highlights", JSON, "{\"title\":\"x\",\"collaborators\":[\"eleni\"]}");
	assert_int_equal(answer.status, 200);
	answer = ask(front, hr, "DELETE",
				 arena_printf(&front->base.arena, "/v1/highlights/%s", text_of(front, &answer, "id")), "", "");
	assert_int_equal(answer.status, 200);
	assert_both_read(household, "\"action\":\"DeleteHighlight\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSEHOLD_TEST(the_person_concerned_sees_who_looked),
		HOUSEHOLD_TEST(who_was_spoken_for_sees_who_spoke),
		HOUSEHOLD_TEST(who_signs_in_and_out_everywhere_finds_it_on_the_record),
		HOUSEHOLD_TEST(who_was_put_together_sees_who_did_it),
		HOUSEHOLD_TEST(lines_about_others_are_for_auditors),
		HOUSEHOLD_TEST(reported_words_are_read_on_the_record),
		HOUSEHOLD_TEST(what_others_take_back_is_on_the_record),
		HOUSEHOLD_TEST(a_highlight_that_others_delete_is_on_the_record),
		HOUSEHOLD_TEST(pages_of_all_logs_hold_every_line_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
