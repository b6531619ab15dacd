#include "tests/support/test_arena.h"

#include "common/base/calendar.h"
#include "services/members/draft.h"

#include <string.h>

/* Whether one field takes the text. */
static bool takes(enum member_field field, const char *text)
{
	struct member member = member_blank();
	struct member_draft draft = {0};
	struct problems problems = {0};
	draft.text[field] = text;
	member_take(&test_arena, &draft, &member, &problems);
	assert_true(problems.count == 0 || problems.list[0].field == field);
	return problems.count == 0;
}

static void assert_takes(enum member_field field, const char *const *texts, bool expected)
{
	for (; *texts; texts++) {
		if (takes(field, *texts) != expected)
			fail_msg("%s: '%s' is%s taken", field_column(field), *texts, expected ? " not" : "");
	}
}

#define TAKES(field, ...)   assert_takes(field, (const char *const[]){__VA_ARGS__, NULL}, true)
#define REFUSES(field, ...) assert_takes(field, (const char *const[]){__VA_ARGS__, NULL}, false)

static void handles_are_short_plain_names(void **state)
{
	(void)state;
	TAKES(FIELD_HANDLE, "maria", "Maria", " maria ", "7of9", "a.b_c-d", "m", "mee",
		  "a23456789012345678901234567890123456789012345678901234567890123");
	REFUSES(FIELD_HANDLE, "", " ", "-a", "_a", ".a", "@maria", "a b", "a/b", "μαρία", "me", "Me",
			"019C0000-0000-7000-8000-000000000000", "a234567890123456789012345678901234567890123456789012345678901234");
}

static void emails_have_one_at_sign_with_something_around(void **state)
{
	(void)state;
	TAKES(FIELD_EMAIL, "", "maria@example.org", "m+x@localhost", "μαρία@παράδειγμα.gr");
	REFUSES(FIELD_EMAIL, "maria", "@example.org", "maria@", "a@b@c", "a b@c", "<a@b>", "a@b,c@d");
}

static void languages_and_zones_are_shaped_as_such(void **state)
{
	(void)state;
	TAKES(FIELD_LOCALE, "", "el", "en-GB", "zh-Hant-TW", "es-419");
	REFUSES(FIELD_LOCALE, "e", "e1", "el_GR", "el-", "-el", "el--GR", "verylonglanguage", "el-toolongsubtag");
	TAKES(FIELD_TIME_ZONE, "", "UTC", "Europe/Athens", "America/Argentina/Buenos_Aires", "Etc/GMT+2");
	REFUSES(FIELD_TIME_ZONE, "/Athens", "Europe/", "Europe//Athens", "a/b/c/d", "../etc/passwd", "Europe Athens");
}

static void days_words_and_levels_are_read_strictly(void **state)
{
	(void)state;
	TAKES(FIELD_JOINED_ON, "", "2024-02-29", " 2024-02-29 ");
	REFUSES(FIELD_JOINED_ON, "2023-02-29", "24-02-01", "2024/02/01", "2024-02-01T00:00:00Z");
	TAKES(FIELD_LEADER, "true", "FALSE", "");
	REFUSES(FIELD_LEADER, "yes", "1");
	TAKES(FIELD_CEILING, "", "TEAM", "team", "VISIBILITY_EXTERNAL");
	REFUSES(FIELD_CEILING, "LOUD", "9", "VISIBILITY_UNSPECIFIED");
	TAKES(FIELD_TEAM, "", "a", "A/B", ".github", "a/b/c/d/e/f/g/h");
	REFUSES(FIELD_TEAM, "/a", "a/", "a//b", "a b", "a/b/c/d/e/f/g/h/i");
}

static void texts_are_counted_in_characters(void **state)
{
	char text[2 * 201 + 1] = "";
	(void)state;

	for (int i = 0; i < 200; i++)
		strcat(text, "ά");
	TAKES(FIELD_DISPLAY_NAME, text);
	TAKES(FIELD_TITLE, text);
	strcat(text, "ά");
	REFUSES(FIELD_DISPLAY_NAME, text);
	REFUSES(FIELD_TITLE, text);
	REFUSES(FIELD_EXTERNAL_ID, text);
}

static void who_leaves_has_not_joined_later(void **state)
{
	struct member member = member_blank();
	struct member_draft draft = {.text = {[FIELD_JOINED_ON] = "2026-03-02"}};
	struct problems problems = {0};
	(void)state;

	member.left_day = day_from_civil(2026, 3, 1);
	member_take(&test_arena, &draft, &member, &problems);
	assert_int_equal(problems.count, 1);
	assert_int_equal(problems.list[0].field, FIELD_JOINED_ON);
}

static void seventeen_hats_are_too_many(void **state)
{
	const char *hats[17];
	struct member member = member_blank();
	struct member_draft draft = {.hats_said = true, .n_hats = 17, .hats = hats};
	struct problems problems = {0};
	(void)state;

	for (int i = 0; i < 17; i++)
		hats[i] = arena_printf(&test_arena, "hat-%d", i);
	member_take(&test_arena, &draft, &member, &problems);
	assert_int_equal(problems.count, 1);
	problems.count = 0;
	draft.n_hats = 16;
	member_take(&test_arena, &draft, &member, &problems);
	assert_int_equal(problems.count, 0);
	hats[3] = "a;b";
	member_take(&test_arena, &draft, &member, &problems);
	assert_int_equal(problems.count, 1);
}

static void what_was_not_said_stays(void **state)
{
	Kleos__MemberRow row = KLEOS__MEMBER_ROW__INIT;
	struct member member = member_blank();
	struct problems problems = {0};
	(void)state;

	row.handle = "maria";
	row.title = "Editor";
	struct member_draft draft = draft_of_row(&test_arena, &row);
	member.team = "press";
	member.hats = "STRATEGY";
	member_take(&test_arena, &draft, &member, &problems);
	assert_int_equal(problems.count, 0);
	assert_string_equal(member.team, "press");
	assert_string_equal(member.hats, "STRATEGY");
	assert_string_equal(member.title, "Editor");
}

static void the_pattern_of_a_query_is_literal(void **state)
{
	(void)state;
	assert_string_equal(query_pattern(&test_arena, ""), "%");
	assert_string_equal(query_pattern(&test_arena, " Άννα "), "%αννα%");
	assert_string_equal(query_pattern(&test_arena, "5%_\\"), "%5\\%\\_\\\\%");
}

static void a_long_text_is_shown_in_whole_characters(void **state)
{
	char text[400] = "x";
	(void)state;

	for (int i = 0; i < 100; i++)
		strcat(text, "ά");
	assert_int_equal(strlen(text_shown(&test_arena, text)), 99);
	assert_string_equal(text_shown(&test_arena, "short"), "short");
	assert_string_equal(text_shown(&test_arena, ""), "");
}

static void paths_are_the_columns_in_lower_camel(void **state)
{
	(void)state;
	assert_string_equal(field_path(&test_arena, FIELD_DISPLAY_NAME), "displayName");
	assert_string_equal(field_path(&test_arena, FIELD_EMAIL), "email");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(handles_are_short_plain_names),
		cmocka_unit_test(emails_have_one_at_sign_with_something_around),
		cmocka_unit_test(languages_and_zones_are_shaped_as_such),
		cmocka_unit_test(days_words_and_levels_are_read_strictly),
		cmocka_unit_test(texts_are_counted_in_characters),
		cmocka_unit_test(who_leaves_has_not_joined_later),
		cmocka_unit_test(seventeen_hats_are_too_many),
		cmocka_unit_test(what_was_not_said_stays),
		cmocka_unit_test(the_pattern_of_a_query_is_literal),
		cmocka_unit_test(a_long_text_is_shown_in_whole_characters),
		cmocka_unit_test(paths_are_the_columns_in_lower_camel),
	};
	return cmocka_run_group_tests(tests, test_arena_set_up, test_arena_tear_down);
}
