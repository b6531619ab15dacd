#include "tests/support/test_arena.h"

#include "services/recognitions/social/emoji.h"

#include <string.h>
#include <utf8proc.h>

static size_t graphemes(const char *text)
{
	utf8proc_int32_t before = 0, at, state = 0;
	size_t n = 0;
	while (*text) {
		text += utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &at);
		n += n == 0 || utf8proc_grapheme_break_stateful(before, at, &state);
		before = at;
	}
	return n;
}

static void every_kind_of_emoji_is_taken(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"🎉",
		"❤️",
		"❤",
		"👍🏽",
		"☝️",
		"☝🏿",
		"👩‍🚀",
		"👩🏽‍❤️‍💋‍👨🏻",
		"👨‍👩‍👧‍👦",
		"🏳️‍🌈",
		"🏴‍☠️",
		"🇬🇷",
		"🇪🇺",
		"🏴󠁧󠁢󠁥󠁮󠁧󠁿",
		"1️⃣",
		"#⃣",
		"*️⃣",
		"©️",
		"🫡",
		"\U0001FAE9", /* of Unicode 16 */
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct emoji emoji;
		if (emoji_take(&test_arena, texts[i], &emoji))
			fail_msg("'%s' (%zu) is not taken", texts[i], i);
		assert_string_equal(emoji.written, texts[i]);
		assert_int_equal(graphemes(texts[i]), 1);
	}
}

static void what_is_not_one_emoji_is_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		" ",
		"a",
		"1",
		"ω",
		"+1",
		":tada:",
		"🎉🎉",
		"🎉 ",
		" 🎉",
		"🇬",
		"🇬🇷🇪🇺",
		"👍🏽👍",
		"\u200D",
		"\uFE0F",
		"🏽",
		"👩\u200D",
		"👩\u200Da",
		"🎉\u0301",
		"❤\uFE0E",
		"🏴\U000E0067",
		"🎉\U000E0067\U000E007F",
		"1",
		"1\uFE0F",
		"漢",
		"<b>",
		"../",
		"👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩", /* one grapheme, and
																									   longer than
																									   anybody needs */
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct emoji emoji = {.key = "untouched"};
		if (!emoji_take(&test_arena, texts[i], &emoji))
			fail_msg("'%s' (%zu) is taken", texts[i], i);
		assert_string_equal(emoji.key, "untouched");
	}
}

static void a_variation_selector_makes_no_other_emoji(void **state)
{
	(void)state;
	struct emoji with, without;
	assert_null(emoji_take(&test_arena, "❤️", &with));
	assert_null(emoji_take(&test_arena, "❤", &without));
	assert_string_equal(with.key, without.key);
	assert_null(emoji_take(&test_arena, "🏳️‍🌈", &with));
	assert_null(emoji_take(&test_arena, "🏳‍🌈", &without));
	assert_string_equal(with.key, without.key);
	assert_null(emoji_take(&test_arena, "👍🏽", &with));
	assert_null(emoji_take(&test_arena, "👍", &without));
	assert_string_not_equal(with.key, without.key); /* a skin tone does */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ARENA_TEST(every_kind_of_emoji_is_taken),
		ARENA_TEST(what_is_not_one_emoji_is_refused),
		ARENA_TEST(a_variation_selector_makes_no_other_emoji),
	};
	return cmocka_run_group_tests_name("emoji", tests, NULL, NULL);
}
