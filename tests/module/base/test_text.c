#include "tests/support/test_arena.h"

#include "common/base/text.h"

#include <string.h>
#include <utf8proc.h>

/* A second opinion: RFC 3629's grammar by decoding. */
static bool is_utf8_by_decoding(const uint8_t *bytes, size_t length)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

	for (size_t at = 0; at < length;) {
		uint8_t lead = bytes[at];
		size_t size = lead < 0x80             ? 1
					  : (lead & 0xe0) == 0xc0 ? 2
					  : (lead & 0xf0) == 0xe0 ? 3
					  : (lead & 0xf8) == 0xf0 ? 4
											  : 0;
		uint32_t value = size == 1 ? lead : lead & (0x7fu >> size);

		if (!size || at + size > length)
			return false;
		for (size_t i = 1; i < size; i++) {
			if ((bytes[at + i] & 0xc0) != 0x80)
				return false;
			value = value << 6 | (bytes[at + i] & 0x3f);
		}
		if (value < least[size] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
			return false;
		at += size;
	}
	return true;
}

static void utf8_is_what_rfc_3629_says(void **state)
{
	static const uint8_t edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf,
									0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff};
	size_t n = sizeof(edges);
	uint8_t text[5] = {0};

	(void)state;
	for (size_t i = 0; i < n * n * n * n; i++) {
		text[0] = edges[i % n];
		text[1] = edges[i / n % n];
		text[2] = edges[i / n / n % n];
		text[3] = edges[i / n / n / n];
		for (size_t length = 0; length <= 5; length++) {
			if (text_is_utf8(text, length) != is_utf8_by_decoding(text, length))
				fail_msg("%02x %02x %02x %02x of %zu bytes", text[0], text[1], text[2], text[3], length);
		}
	}
	assert_true(text_is_utf8("a long text in ASCII and then Ελληνικά 🏆", 51));
	assert_false(text_is_utf8("a long text in ASCII and then \xce", 31));
}

static void lengths_count_code_points(void **state)
{
	(void)state;
	assert_int_equal(text_length(""), 0);
	assert_int_equal(text_length("Κλέος 🏆"), 7);
}

static void blank_is_what_shows_nothing(void **state)
{
	(void)state;
	assert_true(text_is_blank(""));
	assert_true(text_is_blank(" \t\r\n\v\f"));
	assert_true(text_is_blank(
		"\xc2\xa0\xe2\x80\x83\xe2\x80\xa8\xe3\x80\x80")); /* NBSP, EM SPACE, LINE SEPARATOR, IDEOGRAPHIC */
	assert_true(text_is_blank("\xe2\x80\x8b\xe2\x81\xa0\xef\xbb\xbf")); /* ZWSP, WORD JOINER, BOM */
	assert_false(text_is_blank(" ."));
	assert_false(text_is_blank("ά"));
}

static void normal_is_trimmed_nfc_without_controls(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
		{"", ""},
		{"   ", ""},
		{" a  b\t\n", "a  b"},
		{"one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"},
		{"a\001b\x7f\x1b[0mc\xc2\x85", "ab[0mc"},
		{"e\xcc\x81", "é"},
		{"e\001\xcc\x81", "é"},
		{"ι\xcc\x88\xcc\x81", "\xce\x90"},
		{"\xc2\xa0x\xe3\x80\x80", "x"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(text_normal(&test_arena, cases[i].from), cases[i].to);
		assert_string_equal(text_normal(&test_arena, cases[i].to), cases[i].to);
	}
}

static void a_normal_line_has_single_spaces(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
		{"", ""},
		{" \n ", ""},
		{"  Maria \t\r\n Papadopoulou ", "Maria Papadopoulou"},
		{"a\xc2\xa0\xe2\x80\xa8 b", "a b"},
		{"a\001b", "ab"},
		{"Jose\xcc\x81", "José"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(text_normal_line(&test_arena, cases[i].from), cases[i].to);
}

static void folding_makes_the_same_words_the_same(void **state)
{
	static const char *const same[][2] = {
		{"ευχαριστω", "Ευχαριστώ"},
		{"ΕΥΧΑΡΙΣΤΩ", "Ευχαριστώ"},
		{"κωστασ", "Κώστας"},
		{"ΚΩΣΤΑΣ", "Κώστας"},
		{"προυποθεση", "προϋπόθεση"},
		{"ΠΡΟΫΠΟΘΕΣΗ", "προϋπόθεση"},
		{"naive", "naïve"},
		{"NAÏVE", "naïve"},
		{"ι\xcc\x88\xcc\x81", "ΐ"},
		{"strasse", "Straße"},
		{"α", "ᾳ"},
		{"ωδη", "ᾠδή"},
		{"office", "oﬃce"},
		{"TM", "™"},
		{"kleos", "ＫＬＥＯＳ"},
		{"coope\xcc\x81ration", "COOPÉRATION"},
		{"soft", "so\xc2\xad"
				 "ft"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_string_equal(text_fold(&test_arena, same[i][0]), text_fold(&test_arena, same[i][1]));
	assert_string_equal(text_fold(&test_arena, "naïve Kleos"), "naive kleos");
	assert_string_not_equal(text_fold(&test_arena, "μαρια"), text_fold(&test_arena, "μαριο"));
}

/* Every code point, alone: what is normal or folded stays so. */
static void normal_and_folded_are_fixed_points(void **state)
{
	char text[5];

	(void)state;
	for (int32_t code_point = 1; code_point < 0x110000; code_point++) {
		const char *once;

		if (code_point >= 0xd800 && code_point <= 0xdfff)
			continue;
		text[utf8proc_encode_char(code_point, (uint8_t *)text)] = 0;
		once = text_fold(&test_arena, text);
		if (strcmp(text_fold(&test_arena, once), once) != 0)
			fail_msg("fold of U+%04X", (unsigned)code_point);
		once = text_normal(&test_arena, text);
		if (strcmp(text_normal(&test_arena, once), once) != 0)
			fail_msg("normal of U+%04X", (unsigned)code_point);
		once = text_team(&test_arena, text);
		if (once && strcmp(text_team(&test_arena, once), once) != 0)
			fail_msg("team of U+%04X", (unsigned)code_point);
		arena_reset(&test_arena);
	}
}

static void slugs_and_uuids_are_known(void **state)
{
	const char *longest = "a12345678901234567890123456789012345678901234567890123456789012";

	(void)state;
	assert_true(text_is_slug("team-work"));
	assert_true(text_is_slug("0"));
	assert_true(text_is_slug(longest));
	assert_false(text_is_slug(arena_printf(&test_arena, "%sx", longest)));
	assert_false(text_is_slug(""));
	assert_false(text_is_slug("-a"));
	assert_false(text_is_slug("Team"));
	assert_false(text_is_slug("a_b"));
	assert_false(text_is_slug("a b"));
	assert_true(text_is_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
	assert_false(text_is_uuid("017f22e2"));
}

static void teams_are_lower_case_paths(void **state)
{
	char longest[80];

	(void)state;
	assert_string_equal(text_team(&test_arena, "Engineering/Platform"), "engineering/platform");
	assert_string_equal(text_team(&test_arena, "ΠΩΛΉΣΕΙΣ/R.d_1-2+3"), "πωλήσεισ/r.d_1-2+3");
	assert_string_equal(text_team(&test_arena, "ventas-espan\xcc\x83"
											   "a"),
						"ventas-españa");
	assert_string_equal(text_team(&test_arena, "a/b/c/d/e/f/g/h"), "a/b/c/d/e/f/g/h");
	assert_null(text_team(&test_arena, "a/b/c/d/e/f/g/h/i"));
	assert_null(text_team(&test_arena, ""));
	assert_null(text_team(&test_arena, "/"));
	assert_null(text_team(&test_arena, "/a"));
	assert_null(text_team(&test_arena, "a/"));
	assert_null(text_team(&test_arena, "a//b"));
	assert_null(text_team(&test_arena, "a b"));
	assert_null(text_team(&test_arena, "a\tb"));
	assert_null(text_team(&test_arena, "a\xe2\x80\x8b"));
	memset(longest, 'a', 65);
	longest[65] = 0;
	assert_null(text_team(&test_arena, longest));
	longest[64] = 0;
	assert_non_null(text_team(&test_arena, longest));
}

static void a_team_is_within_those_above_it(void **state)
{
	(void)state;
	assert_true(text_team_within("a/b", "a"));
	assert_true(text_team_within("a/b", "a/b"));
	assert_false(text_team_within("a", "a/b"));
	assert_false(text_team_within("ab", "a"));
	assert_false(text_team_within("a", ""));
	assert_false(text_team_within("", "a"));
	assert_false(text_team_within("", ""));
}

static void bytes_have_text_forms(void **state)
{
	uint8_t bytes[40], *out;
	char hex[81];
	size_t length;

	(void)state;
	text_hex(hex, "\x00\xff\x1a", 3);
	assert_string_equal(hex, "00ff1a");
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(251 - i * 7);
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		char *text = text_base64url(&test_arena, bytes, n);

		assert_null(strpbrk(text, "+/="));
		assert_true(text_base64url_decode(&test_arena, text, &out, &length));
		assert_int_equal(length, n);
		if (n)
			assert_memory_equal(out, bytes, n);
	}
	assert_false(text_base64url_decode(&test_arena, "QQ==", &out, &length));
	assert_false(text_base64url_decode(&test_arena, "QR", &out, &length)); /* bits left over */
	assert_false(text_base64url_decode(&test_arena, "Q", &out, &length));
	assert_false(text_base64url_decode(&test_arena, "Q Q", &out, &length));
	assert_false(text_base64url_decode(&test_arena, "Q+/A", &out, &length));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_what_rfc_3629_says),
		cmocka_unit_test(lengths_count_code_points),
		cmocka_unit_test(blank_is_what_shows_nothing),
		cmocka_unit_test(normal_is_trimmed_nfc_without_controls),
		cmocka_unit_test(a_normal_line_has_single_spaces),
		cmocka_unit_test(folding_makes_the_same_words_the_same),
		cmocka_unit_test(normal_and_folded_are_fixed_points),
		cmocka_unit_test(slugs_and_uuids_are_known),
		cmocka_unit_test(teams_are_lower_case_paths),
		cmocka_unit_test(a_team_is_within_those_above_it),
		cmocka_unit_test(bytes_have_text_forms),
	};

	return cmocka_run_group_tests(tests, test_arena_set_up, test_arena_tear_down);
}
