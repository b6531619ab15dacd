/* The digest: the report in words, in both languages, saying no more than the report and no less than is missing. */
#include "tests/service/gateway/report_desk.h"

#include "common/base/calendar.h"

#include <stdlib.h>
#include <string.h>

static struct answer digest(struct report_desk *desk, const char *query, const char *headers)
{
	const char *target = arena_printf(&desk->front->base.arena, "/v1/reports/digest%s", query);
	return ask(desk->front, desk->auditor, "GET", target, headers, NULL);
}

/* A text of the digest, as it is read. */
static const char *part_of(struct report_desk *desk, const struct answer *answer, const char *name)
{
	struct arena *arena = &desk->front->base.arena;
	const char *key = arena_printf(arena, "\"%s\":\"", name), *at = strstr(answer->body, key);
	if (!at)
		fail_msg("no '%s' in %s", name, answer->body);
	char *text = arena_text(arena, at + strlen(key)), *to = text;
	for (const char *from = text; *from != '"'; from++) {
		bool escaped = *from == '\\';
		from += escaped;
		*to++ = escaped && *from == 'n' ? '\n' : *from;
	}
	*to = '\0';
	return text;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in: %s", part, text);
}

static void has_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("'%s' is in: %s", part, text);
}

static void set_leaders(struct report_desk *desk)
{
	set_worked_example(desk);
	desk->recognitions.impact.managed = 6;
	desk->recognitions.impact.managed_covered = 2;
	desk->recognitions.impact.leader_arcs = 5;
	for (size_t i = 0; i < desk->recognitions.impact.n_teams; i++)
		desk->recognitions.impact.teams[i]->managed = 3;
}

static void a_week_is_told_in_english(void **state)
{
	struct report_desk *desk = *state;
	set_leaders(desk);
	struct answer answer = digest(desk, "", "");
	assert_answer(&answer, 200, "\"period\":\"2026-W08\",\"locale\":\"en\"");
	assert_answer(&answer, 200, "\"title\":\"Recognition in week 8: 16–22 February 2026\"");
	const char *text = part_of(desk, &answer, "markdown");
	has(text, "# Recognition in week 8: 16–22 February 2026");
	has(text, "Nobody answered the pulse of January 2026.");
	has(text, "Of 6 people who have a manager, 2 were thanked by that manager: 33 %, as in the week before.");
	has(text, "Of all thanks, 42 % came from people who lead, as in the week before.");
	has(text, "Of 8 people, 8 gave or received thanks: 100 %, as in the week before. 5 were thanked: 63 %");
	has(text, "12 recognitions were given, as in the week before.");
	has(text, "This week’s question could not be read now.");
	has(text, "Fewer than half of those who have a manager");
	has(text, "They are not for decisions on pay or performance.");
	has(part_of(desk, &answer, "html"), "<html lang=\"en\">");
}

static void a_month_is_told_in_greek(void **state)
{
	struct report_desk *desk = *state;
	static Kleos__SummarizeImpactResponse before;
	set_leaders(desk);
	desk->recognitions.now_from_day = day_from_civil(2026, 2, 1);
	before = desk->recognitions.impact;
	before.recognitions = before.small_wins = 1234;
	before.receivers = 4;
	desk->recognitions.impact_before = &before;
	struct answer answer = digest(desk, "?period=2026-02&locale=el-GR", "");
	assert_answer(&answer, 200, "\"title\":\"Αναγνώριση, Φεβρουάριος 2026\"");
	const char *text = part_of(desk, &answer, "markdown");
	has(text, "Κανείς δεν απάντησε στον παλμό του Φεβρουαρίου 2026.");
	has(text, "Από 8 άτομα, 8 έδωσαν ή άκουσαν ευχαριστώ: 100 %, όσο και τον προηγούμενο μήνα.");
	has(text, "Ευχαριστώ άκουσαν 5: 63 %, 13 μονάδες πάνω από τον προηγούμενο μήνα.");
	has(text, "Δόθηκαν 12 αναγνωρίσεις, 1.222 κάτω από τον προηγούμενο μήνα.");
	has(text, "Ημέρες με την ώρα UTC.");
	has(text, "Δεν προορίζονται για αποφάσεις");
	has_not(text, "thank");
	has(part_of(desk, &answer, "html"), "<html lang=\"el\">");
}

static void the_browser_says_the_language_of_who_has_none(void **state)
{
	struct report_desk *desk = *state;
	struct answer answer = digest(desk, "", "Accept-Language: el;q=0.9, en;q=0.1\r\n");
	assert_answer(&answer, 200, "\"locale\":\"el\"");
	answer = digest(desk, "?locale=en", "Accept-Language: el\r\n");
	assert_answer(&answer, 200, "\"locale\":\"en\"");
	answer = digest(desk, "?locale=de", "Accept-Language: el\r\n");
	assert_answer(&answer, 200, "\"locale\":\"en\"");
}

/* Somebody new of the team red, and a key of theirs. */
static const char *key_of_new(struct report_desk *desk, const char *handle, const char *locale, const char *role)
{
	struct front *front = desk->front;
	struct arena *arena = &front->base.arena;
	front_add(front, arena_printf(arena, "{\"handle\":\"%s\",\"team\":\"red\",\"locale\":\"%s\"}", handle, locale));
	struct answer answer =
		ask(front, front->admin, "POST", "/v1/apikeys", "",
			arena_printf(arena, "{\"member\":\"%s\",\"name\":\"laptop\",\"roles\":[\"%s\"]}", handle, role));
	return text_of(front, &answer, "key");
}

static void a_member_reads_it_in_a_language_of_their_own(void **state)
{
	struct report_desk *desk = *state;
	const char *key = key_of_new(desk, "maria", "el-GR", "LEADER");
	struct answer answer = ask(desk->front, key, "GET", "/v1/reports/digest", "Accept-Language: en\r\n", NULL);
	assert_answer(&answer, 200, "\"locale\":\"el\"");
	answer = ask(desk->front, key, "GET", "/v1/reports/digest?locale=en", "", NULL);
	assert_answer(&answer, 200, "\"locale\":\"en\"");
	key = key_of_new(desk, "nikos", "", "LEADER");
	answer = ask(desk->front, key, "GET", "/v1/reports/digest", "Accept-Language: el\r\n", NULL);
	assert_answer(&answer, 200, "\"locale\":\"el\"");
}

static bool march_is_told(void *context)
{
	struct answer answer = digest(context, "?period=2026-W14", "");
	return strstr(answer.body, "In the pulse of March 2026");
}

static void a_week_tells_the_pulse_of_the_month_that_was_over(void **state)
{
	struct report_desk *desk = *state;
	static const char *const handles[] = {"a", "b", "c", "d", "e"};
	set_leaders(desk);
	for (int i = 0; i < 5; i++) {
		const char *key = key_of_new(desk, handles[i], "", "MEMBER");
		const char *body = i < 3 ? "{\"needLeadership\":true}" : "{\"haveLeadership\":true}";
		assert_int_equal(ask(desk->front, key, "POST", "/v1/pulses", "", body).status, 200);
	}
	desk->front->base.world.now_ms += 37 * DAY_MS; /* 7 April */
	wait_until(march_is_told, desk);
	struct answer answer = digest(desk, "", "");
	has(part_of(desk, &answer, "markdown"),
		"In the pulse of March 2026, 60 % said that they need more leadership involvement and 40 % that they have it: "
		"20 points are missing (5 answers).");
	answer = digest(desk, "?period=2026-W13&locale=el", ""); /* ended before March did */
	has(part_of(desk, &answer, "markdown"), "Κανείς δεν απάντησε στον παλμό του Φεβρουαρίου 2026.");
}

static void a_group_that_is_too_small_is_said_to_be_hidden(void **state)
{
	struct report_desk *desk = *state;
	set_leaders(desk);
	desk->recognitions.impact.headcount = 4;
	struct answer answer = digest(desk, "?team=t1", "");
	const char *text = part_of(desk, &answer, "markdown");
	has(text, "Figures about this group are not shown");
	has_not(text, "%");
	has_not(text, "Who takes part");
	has_not(text, "No work was shared");
	answer = digest(desk, "?team=t1&locale=el", "");
	has(part_of(desk, &answer, "markdown"), "Τα στοιχεία αυτής της ομάδας δεν εμφανίζονται");
}

static void what_a_service_did_not_tell_is_said_to_be_missing(void **state)
{
	struct report_desk *desk = *state;
	set_leaders(desk);
	atomic_store(&desk->awards.refuses, true);
	struct answer answer = digest(desk, "", "");
	const char *text = part_of(desk, &answer, "markdown");
	has(text, "> awards did not answer: its figures are missing here; they are not zero.");
	has(text, "12 recognitions were given.");
	has_not(text, "no award was announced");
	atomic_store(&desk->recognitions.refuses, true);
	answer = digest(desk, "?locale=el", "");
	text = part_of(desk, &answer, "markdown");
	has(text, "> Η υπηρεσία recognitions δεν απάντησε");
	has_not(text, "δεν δόθηκε καμία αναγνώριση");
	has_not(text, "δεν εμφανίζονται");
	atomic_store(&desk->recognitions.refuses, false);
	atomic_store(&desk->awards.refuses, false);
	front_stop_members(desk->front);
	answer = digest(desk, "", "");
	text = part_of(desk, &answer, "markdown");
	has(text, "> members did not answer");
	has_not(text, "Nobody answered the pulse");
	front_start_members(desk->front);
}

static void nothing_that_people_wrote_becomes_markup(void **state)
{
	struct report_desk *desk = *state;
	static Kleos__ImpactHighlight highlight = KLEOS__IMPACT_HIGHLIGHT__INIT;
	static Kleos__ImpactHighlight *highlights[] = {&highlight};
	set_leaders(desk);
	highlight.title = "<script>alert(1)</script> [here](https://x.example) *@all* www.x.example";
	highlight.day = day_from_civil(2026, 2, 17);
	desk->recognitions.impact.newest_highlights = highlights;
	desk->recognitions.impact.n_newest_highlights = 1;
	struct answer answer = digest(desk, "?team=a_b%2B", "");
	const char *text = part_of(desk, &answer, "markdown"), *html = part_of(desk, &answer, "html");
	has(text, "a\\_b+");
	answer = digest(desk, "", "");
	text = part_of(desk, &answer, "markdown");
	html = part_of(desk, &answer, "html");
	has(text, "- \\<script\\>alert(1)\\</script\\> \\[here\\](https\\://x.example) \\*\\@all\\* "
			  "www\\.x.example (17 February 2026)");
	has(text, "- and 1 more");
	has(html, "<li>&lt;script&gt;alert(1)&lt;/script&gt; [here]");
	has_not(html, "<script");
}

static void a_period_must_be_one_that_has_begun(void **state)
{
	struct report_desk *desk = *state;
	static const char *const wrong[] = {"?period=2026-W54", "?period=last", "?period=2026-13", "?period=2026-W10",
										"?period=2026-04"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct answer answer = digest(desk, wrong[i], "");
		assert_answer(&answer, 400, "\"field\":\"period\"");
	}
	struct answer answer = digest(desk, "?period=2026-W09", ""); /* it is Sunday */
	has(part_of(desk, &answer, "markdown"), "This week is not over");
}

static void whoever_may_not_read_reports_gets_none(void **state)
{
	struct report_desk *desk = *state;
	static const char *const roles[] = {"MEMBER", "SERVICE", "AWARDS_ADMIN"};
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		const char *key = front_new_key(desk->front, roles[i], NULL);
		assert_int_equal(ask(desk->front, key, "GET", "/v1/reports/digest", "", NULL).status, 403);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REPORT_TEST(a_week_is_told_in_english),
		REPORT_TEST(a_month_is_told_in_greek),
		REPORT_TEST(the_browser_says_the_language_of_who_has_none),
		REPORT_TEST(a_member_reads_it_in_a_language_of_their_own),
		REPORT_TEST(a_week_tells_the_pulse_of_the_month_that_was_over),
		REPORT_TEST(a_group_that_is_too_small_is_said_to_be_hidden),
		REPORT_TEST(what_a_service_did_not_tell_is_said_to_be_missing),
		REPORT_TEST(nothing_that_people_wrote_becomes_markup),
		REPORT_TEST(a_period_must_be_one_that_has_begun),
		REPORT_TEST(whoever_may_not_read_reports_gets_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
