#include "tests/support/support.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "services/recognitions/prompt.h"
#include "services/recognitions/rules.h"

#include <string.h>

static void a_team_is_asked_each_question_once_in_five_weeks(void **state)
{
	(void)state;
	for (int64_t team = 0; team < 40; team++)
		for (int32_t first = day_from_civil(2019, 12, 30); first < day_from_civil(2027, 2, 1); first += 7) {
			unsigned asked = 0;
			for (int32_t week = 0; week < 5; week++) {
				int32_t prompt = prompt_of_week(team, first + 7 * week);
				assert_in_range(prompt, 1, PROMPTS);
				asked |= 1u << prompt;
			}
			assert_int_equal(asked, 0x3e);
		}
}

static void a_question_holds_from_monday_to_sunday(void **state)
{
	(void)state;
	int32_t monday = day_from_civil(2026, 12, 28); /* of a week that lies in two years */
	int32_t prompt = prompt_of_week(7, monday);
	for (int32_t day = monday; day < monday + 7; day++)
		assert_int_equal(prompt_of_week(7, day), prompt);
	assert_int_not_equal(prompt_of_week(7, monday - 1), prompt);
	assert_int_not_equal(prompt_of_week(7, monday + 7), prompt);
	assert_in_range(prompt_of_week(7, -100000), 1, PROMPTS); /* before 1970 too */
}

static void five_teams_begin_at_five_questions(void **state)
{
	(void)state;
	unsigned asked = 0;
	for (int64_t team = 11; team < 16; team++)
		asked |= 1u << prompt_of_week(team, 20000);
	assert_int_equal(asked, 0x3e);
}

static void greek_is_for_who_reads_greek(void **state)
{
	(void)state;
	const char *greek[] = {"el", "EL", "el-GR", "el_GR", "el-polyton"};
	const char *english[] = {"", "en", "en-GB", "de", "ell", "e", "-el", "nonsense!"};
	for (size_t i = 0; i < sizeof greek / sizeof *greek; i++)
		assert_int_equal(prompt_language_of(greek[i]), PROMPT_GREEK);
	for (size_t i = 0; i < sizeof english / sizeof *english; i++)
		assert_int_equal(prompt_language_of(english[i]), PROMPT_ENGLISH);
}

static void every_question_is_a_question_in_both_languages(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, 1 << 16);
	for (int32_t prompt = 1; prompt <= PROMPTS; prompt++)
		for (int language = 0; language < PROMPT_LANGUAGES; language++) {
			const char *text = prompt_text(prompt, (enum prompt_language)language);
			assert_string_equal(text, text_normal(&arena, text)); /* NFC, as all text */
			assert_int_equal(text[strlen(text) - 1], language == PROMPT_ENGLISH ? '?' : ';');
		}
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_team_is_asked_each_question_once_in_five_weeks),
		cmocka_unit_test(a_question_holds_from_monday_to_sunday),
		cmocka_unit_test(five_teams_begin_at_five_questions),
		cmocka_unit_test(greek_is_for_who_reads_greek),
		cmocka_unit_test(every_question_is_a_question_in_both_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
