/* The words of the digest: both languages whole, numbers, days and plurals as each writes them, and no markup. */
#include "tests/support/support.h"

#include "common/base/calendar.h"
#include "services/gateway/digest/letter.h"
#include "services/gateway/digest/phrases.h"

#include <string.h>

static struct arena arena;

#define PHRASE(name, en, el) #name,
static const char *const names[] = {
#include "services/gateway/digest/phrases.def"
};
#undef PHRASE

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static void phrases_have_both_languages_and_the_same_gaps(void **state)
{
	(void)state;
	for (enum phrase name = 0; name < PHRASE_COUNT; name++) {
		const char *en = phrase(LANGUAGE_EN, name), *el = phrase(LANGUAGE_EL, name);
		assert_true(*en && *el);
		for (char digit = '1'; digit <= '6'; digit++) {
			const char gap[] = {'{', digit, '}', '\0'};
			if (!strstr(en, gap) != !strstr(el, gap))
				fail_msg("%s has %s in one language only", names[name], gap);
		}
	}
}

static void every_one_has_its_many_behind_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < PHRASE_COUNT; i++)
		if (ends_with(names[i], "_ONE")) {
			assert_true(i + 1 < PHRASE_COUNT && ends_with(names[i + 1], "_MANY"));
			assert_memory_equal(names[i], names[i + 1], strlen(names[i]) - strlen("ONE"));
		}
	assert_int_equal(phrase_of_number(PHRASE_POINTS_ONE, 1), PHRASE_POINTS_ONE);
	assert_int_equal(phrase_of_number(PHRASE_POINTS_ONE, 0), PHRASE_POINTS_MANY);
	assert_int_equal(phrase_of_number(PHRASE_POINTS_ONE, 2), PHRASE_POINTS_MANY);
}

static void numbers_are_written_as_each_language_does(void **state)
{
	static const struct {
		double value;
		const char *en, *el;
	} cases[] = {{0, "0", "0"},
				 {999, "999", "999"},
				 {1234.5, "1,234.5", "1.234,5"},
				 {1234567, "1,234,567", "1.234.567"},
				 {-1000.25, "−1,000.25", "−1.000,25"},
				 {1e12, "1,000,000,000,000", "1.000.000.000.000"},
				 {0.000001, "0.000001", "0,000001"},
				 {-0.0000001, "0", "0"}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_string_equal(phrase_number(&arena, LANGUAGE_EN, cases[i].value), cases[i].en);
		assert_string_equal(phrase_number(&arena, LANGUAGE_EL, cases[i].value), cases[i].el);
	}
	assert_string_equal(phrase_percent(&arena, 0.4249), "42 %");
	assert_string_equal(phrase_percent(&arena, 0.425), "43 %");
}

static void days_are_written_as_each_language_does(void **state)
{
	int32_t day = day_from_civil(2026, 5, 4);
	(void)state;
	assert_string_equal(phrase_day(&arena, LANGUAGE_EN, day), "4 May 2026");
	assert_string_equal(phrase_day(&arena, LANGUAGE_EL, day), "4 Μαΐου 2026");
	assert_string_equal(phrase_days(&arena, LANGUAGE_EN, day, day + 6), "4–10 May 2026");
	assert_string_equal(phrase_days(&arena, LANGUAGE_EL, day - 5, day + 1), "29 Απριλίου 2026 – 5 Μαΐου 2026");
	assert_string_equal(phrase_month(&arena, LANGUAGE_EL, day), "Μάιος 2026");
	assert_string_equal(phrase_of_month(&arena, LANGUAGE_EL, day), "Μαΐου 2026");
}

static void a_line_is_text_whatever_stands_in_it(void **state)
{
	struct letter letter = {.arena = &arena, .language = LANGUAGE_EN, .title = "# A & B <b>"};
	(void)state;
	letter_add(&letter, LETTER_TEXT, "1. one");
	letter_add(&letter, LETTER_TEXT, "- minus `code`\n# not a heading");
	letter_add(&letter, LETTER_ITEM, "first");
	letter_add(&letter, LETTER_ITEM, "+ second \"quoted\"");
	letter_add(&letter, LETTER_TEXT, "1.5 % of 2.000");
	assert_string_equal(letter_markdown(&letter),
						"# \\# A \\& B \\<b\\>\n\n1\\. one\n\n\\- minus \\`code\\` \\# not a heading\n\n"
						"- first\n- \\+ second \"quoted\"\n\n1.5 % of 2.000\n");
	const char *html = letter_html(&letter);
	assert_non_null(strstr(html, "<title># A &amp; B &lt;b&gt;</title>"));
	assert_non_null(strstr(html, "<li>first</li>\n<li>+ second &quot;quoted&quot;</li>\n</ul>"));
	assert_null(strstr(html, "<script"));
}

static void a_letter_has_a_bound(void **state)
{
	struct letter letter = {.arena = &arena, .language = LANGUAGE_EL, .title = "t"};
	(void)state;
	for (int i = 0; i < 2 * LETTER_LINES_BOUND; i++)
		letter_add(&letter, LETTER_ITEM, "x");
	assert_int_equal(letter.n, LETTER_LINES_BOUND);
	assert_true(ends_with(letter_html(&letter), "</ul>\n</body>\n</html>\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phrases_have_both_languages_and_the_same_gaps),
		cmocka_unit_test(every_one_has_its_many_behind_it),
		cmocka_unit_test(numbers_are_written_as_each_language_does),
		cmocka_unit_test(days_are_written_as_each_language_does),
		cmocka_unit_test(a_line_is_text_whatever_stands_in_it),
		cmocka_unit_test(a_letter_has_a_bound),
	};
	arena_init(&arena, 1 << 22);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_fini(&arena);
	return failed;
}
