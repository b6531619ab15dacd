#include "services/gateway/reasons.h"
#include "tests/support/support.h"

static struct reason find(const char *sentence)
{
	static struct arena arena;
	arena_fini(&arena);
	arena_init(&arena, 1 << 16);
	return reason_of(&arena, sentence);
}

static void a_sentence_has_its_name(void **state)
{
	(void)state;
	assert_string_equal(find("a member needs a handle").name, "REQUIRED_HANDLE");
	assert_int_equal(find("a member needs a handle").n_values, 0);
	assert_string_equal(find("a title is needed").name, "REQUIRED_TITLE");
}

static void what_stands_in_a_sentence_is_told_in_its_order(void **state)
{
	(void)state;
	struct reason reason = find("no member 'nobody'");
	assert_string_equal(reason.name, "NO_SUCH_MEMBER");
	assert_int_equal(reason.n_values, 1);
	assert_string_equal(reason.values[0], "nobody");
	reason = find("the row has 3 fields, the header has 12");
	assert_string_equal(reason.name, "ROW_OF_OTHER_WIDTH");
	assert_int_equal(reason.n_values, 2);
	assert_string_equal(reason.values[0], "3");
	assert_string_equal(reason.values[1], "12");
	reason = find("no member 'it's him'");
	assert_string_equal(reason.values[0], "it's him");
}

static void the_first_sentence_that_fits_is_meant(void **state)
{
	(void)state;
	assert_string_equal(find("'nikos' has left").name, "MEMBER_HAS_LEFT");
	assert_string_equal(find("'nikos' has left").values[0], "nikos");
	assert_string_equal(find("nikos has left").name, "JUROR_HAS_LEFT");
	assert_string_equal(find("at most 10").name, "TOO_MANY");
	assert_string_equal(find("at most 10 links").name, "TOO_MANY_LINKS");
	assert_string_equal(find("at most 200 characters").name, "TOO_LONG");
}

static void what_is_nearly_a_sentence_has_no_name(void **state)
{
	(void)state;
	static const char *const others[] = {
		"",
		"a title is neede",
		"a title is needed!",
		"at most  links",
		"at most ten links",
		"no member 'nobody",
		"no member",
		"the row has 3 fields, the header has 12 more",
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		assert_string_equal(find(others[i]).name, "");
		assert_int_equal(find(others[i]).n_values, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sentence_has_its_name),
		cmocka_unit_test(what_stands_in_a_sentence_is_told_in_its_order),
		cmocka_unit_test(the_first_sentence_that_fits_is_meant),
		cmocka_unit_test(what_is_nearly_a_sentence_has_no_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
