#include "services/gateway/vote/sheet.h"
#include "tests/support/test_arena.h"

#include <string.h>

#define NOW_MS INT64_C(1772355600000) /* 2026-03-01T09:00:00Z, a Sunday */

static void every_text_passes_through_the_escaping(void **state)
{
	struct buffer out;
	(void)state;
	buffer_init(&out, &test_arena, 4096);
	html_add(&out, "<a title=\"%s\">%s</a>%d%%", "\"><script>'", "a & b %s <i>", 7);
	assert_string_equal(buffer_text(&out), "<a title=\"&quot;&gt;&lt;script&gt;&#39;\">a &amp; b %s &lt;i&gt;</a>7%");
	buffer_clear(&out);
	html_say(&out, LANGUAGE_EN, WORD_PLACE_OF, "<b>{}%s");
	assert_string_equal(buffer_text(&out), "Place of &lt;b&gt;{}%s");
}

static void only_the_web_is_linked_to(void **state)
{
	(void)state;
	assert_true(html_may_link("https://example.org"));
	assert_true(html_may_link("HTTP://example.org"));
	assert_false(html_may_link("javascript:alert(1)"));
	assert_false(html_may_link(" https://example.org"));
	assert_false(html_may_link("//example.org"));
	assert_false(html_may_link(""));
}

static void the_browsers_language_is_taken_unless_another_is_asked_for(void **state)
{
	static const struct {
		const char *code, *accepted;
		enum language language;
	} cases[] = {
		{NULL, NULL, LANGUAGE_EN},
		{NULL, "", LANGUAGE_EN},
		{NULL, "el", LANGUAGE_EL},
		{NULL, "el-GR,el;q=0.9,en;q=0.8", LANGUAGE_EL},
		{NULL, "en-US,en;q=0.9,el;q=0.8", LANGUAGE_EN},
		{NULL, "de,fr;q=0.9,EL;q=0.1", LANGUAGE_EL},
		{NULL, "en;q=0.2 , el;q=0.3", LANGUAGE_EL},
		{NULL, "el;q=0", LANGUAGE_EN},
		{NULL, "ell, elx;q=1, *", LANGUAGE_EN},
		{NULL, ",,;q=,el;q=x;;", LANGUAGE_EN},
		{"el", "en", LANGUAGE_EL},
		{"en", "el", LANGUAGE_EN},
		{"xx", "el", LANGUAGE_EL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(language_of(cases[i].code, cases[i].accepted), cases[i].language);
}

static void words_have_both_languages_and_the_same_gap(void **state)
{
	(void)state;
	for (enum word name = 0; name < WORD_COUNT; name++) {
		const char *en = word(LANGUAGE_EN, name), *el = word(LANGUAGE_EL, name);
		assert_true(en && *en && el && *el);
		assert_int_equal(strstr(en, "{}") != NULL, strstr(el, "{}") != NULL);
	}
}

static void times_and_places_read_as_people_write_them(void **state)
{
	(void)state;
	assert_string_equal(words_time(&test_arena, LANGUAGE_EN, NULL, NOW_MS), "Sunday 1 March 2026, 09:00 UTC");
	assert_string_equal(words_time(&test_arena, LANGUAGE_EL, NULL, NOW_MS + 86399000),
						"Δευτέρα 2 Μαρτίου 2026, 08:59 UTC");
	struct zone_days *athens = zone_days_open("Europe/Athens");
	assert_string_equal(words_time(&test_arena, LANGUAGE_EN, athens, NOW_MS),
						"Sunday 1 March 2026, 11:00 Europe/Athens");
	zone_days_close(athens);
	static const enum word expected[] = {WORD_PLACE_ST, WORD_PLACE_ND, WORD_PLACE_RD, WORD_PLACE_TH};
	for (int i = 1; i <= 4; i++)
		assert_int_equal(words_place(i), expected[i - 1]);
	for (int i = 11; i <= 14; i++)
		assert_int_equal(words_place(i), WORD_PLACE_TH);
	assert_int_equal(words_place(21), WORD_PLACE_ST);
	assert_int_equal(words_place(50), WORD_PLACE_TH);
}

/* ---- pages ---- */

static struct sheet sheet_of(enum language language)
{
	struct sheet sheet = {.language = language, .now_ms = NOW_MS, .request_id = "00112233445566778899aabbccddeeff"};
	buffer_init(&sheet.out, &test_arena, SHEET_BOUND);
	return sheet;
}

/* The largest paper that there can be: 50 candidates with the longest reasons, all of which escape to five bytes and
 * more, and ten links each. */
static const Kleos__BallotPaper *largest_paper(void)
{
	Kleos__BallotPaper *paper = arena_alloc(&test_arena, sizeof *paper);
	char *reason = arena_alloc(&test_arena, 2001),
		 *address = arena_printf(&test_arena, "https://example.org/%01960d", 0);
	kleos__ballot_paper__init(paper);
	memset(reason, '"', 2000);
	memset(address + 20, '&', 1900);
	paper->award_title = paper->cycle_title = arena_printf(&test_arena, "%.200s", reason);
	paper->kind = KLEOS__BALLOT_KIND__BALLOT_KIND_RANKING;
	paper->no_award = true;
	paper->n_candidates = 50;
	paper->candidates = arena_array(&test_arena, 50, sizeof *paper->candidates);
	Kleos__Link *link = arena_alloc(&test_arena, sizeof *link);
	kleos__link__init(link);
	link->url = address;
	link->title = paper->award_title;
	for (size_t i = 0; i < 50; i++) {
		Kleos__BallotCandidate *candidate = paper->candidates[i] = arena_alloc(&test_arena, sizeof *candidate);
		kleos__ballot_candidate__init(candidate);
		candidate->nomination = arena_printf(&test_arena, "id-%zu", i);
		candidate->display_name = paper->award_title;
		candidate->reason = reason;
		candidate->profile_url = address;
		candidate->links = arena_array(&test_arena, 10, sizeof *candidate->links);
		candidate->n_links = 10;
		for (size_t j = 0; j < 10; j++)
			candidate->links[j] = link;
	}
	return paper;
}

static void the_largest_paper_is_a_whole_page(void **state)
{
	struct sheet sheet = sheet_of(LANGUAGE_EL);
	const Kleos__BallotPaper *paper = largest_paper();
	struct ballot ballot = {0};
	(void)state;
	ballot_init(&ballot, &test_arena, paper, LANGUAGE_EL);
	for (size_t i = 0; i < ballot.n; i++)
		ballot.choices[i].wrong = true;
	sheet_choose(&sheet, paper, &ballot, WORD_PROBLEM_PLACE);
	assert_false(sheet.out.overflowed);
	assert_string_equal(buffer_text(&sheet.out) + sheet.out.length - 8, "</html>\n");
	assert_null(strstr(buffer_text(&sheet.out), "\"\"\""));
}

static void a_ballot_says_places_in_order_and_ties_together(void **state)
{
	const Kleos__BallotPaper *paper = largest_paper();
	Kleos__CastBallotRequest request;
	struct ballot ballot = {0};
	(void)state;
	ballot_init(&ballot, &test_arena, paper, LANGUAGE_EN);
	assert_int_equal(ballot.n, 51);
	assert_true(ballot_is_empty(&ballot));
	assert_false(ballot_is_right(&ballot));
	ballot.choices[3].place = ballot.choices[50].place = 7;
	ballot.choices[9].place = 2;
	assert_true(ballot_is_right(&ballot));
	ballot_request(&ballot, &test_arena, &request);
	assert_int_equal(request.n_ranking, 2);
	assert_int_equal(request.ranking[0]->n_values, 1);
	assert_string_equal(request.ranking[0]->values[0]->string_value, "id-9");
	assert_int_equal(request.ranking[1]->n_values, 2);
	assert_string_equal(request.ranking[1]->values[0]->string_value, "id-3");
	assert_string_equal(request.ranking[1]->values[1]->string_value, "NO_AWARD");
	ballot.changed = true;
	assert_false(ballot_is_right(&ballot));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ARENA_TEST(every_text_passes_through_the_escaping),
		ARENA_TEST(only_the_web_is_linked_to),
		ARENA_TEST(the_browsers_language_is_taken_unless_another_is_asked_for),
		ARENA_TEST(words_have_both_languages_and_the_same_gap),
		ARENA_TEST(times_and_places_read_as_people_write_them),
		ARENA_TEST(the_largest_paper_is_a_whole_page),
		ARENA_TEST(a_ballot_says_places_in_order_and_ties_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
