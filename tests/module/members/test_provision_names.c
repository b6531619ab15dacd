/* What a provider's names become. */
#include "services/members/provision/names.h"
#include "tests/support/support.h"

#include <string.h>

static void a_user_name_becomes_a_handle(void **state)
{
	static const char *const cases[][2] = {
		{"maria@example.org", "maria"},
		{"Maria.Papa_1-x@Example.org", "maria.papa_1-x"},
		{"maria", "maria"},
		{"EXAMPLE\\maria", "maria"},
		{"Zoë+news@example.org", "zoe-news"},
		{"..a  b..", "a-b"},
		{"Μαρία@example.org", "member"},
		{"@", "member"},
	};
	struct arena arena;
	(void)state;
	arena_init(&arena, 1 << 16);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(name_handle(&arena, cases[i][0], 1), cases[i][1]);
	assert_string_equal(name_handle(&arena, "maria@example.org", 2), "maria-2");
	const char *longest = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789";
	assert_int_equal(strlen(name_handle(&arena, longest, 1)), 63);
	assert_int_equal(strlen(name_handle(&arena, longest, 10)), 63);
	assert_string_equal(name_handle(&arena, longest, 10) + 60, "-10");
	arena_fini(&arena);
}

static void a_groups_name_becomes_a_path(void **state)
{
	static const char *const cases[][2] = {
		{"marketing/social", "marketing/social"},
		{"Marketing / Social Media", "marketing/social-media"},
		{"R&D", "r-d"},
		{" Ομάδα  Α ", "ομάδα-α"},
		{"/a//b/", "a/b"},
		{"--a -- b--", "a-b"},
		{"C++", "c++"},
	};
	struct arena arena;
	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *path = name_team(&arena, cases[i][0]);
		if (!path || strcmp(path, cases[i][1]) != 0)
			fail_msg("%s: %s", cases[i][0], path ? path : "nothing");
	}
	static const char *const none[] = {"", "!!!", "///", "1/2/3/4/5/6/7/8/9"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_null(name_team(&arena, none[i]));
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_name_becomes_a_handle),
		cmocka_unit_test(a_groups_name_becomes_a_path),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
