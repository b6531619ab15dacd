#include "services/gateway/header.h"
#include "tests/support/support.h"

static void a_type_is_recognised_whatever_its_parameters(void **state)
{
	(void)state;
	assert_true(header_is_type("text/csv", "text/csv"));
	assert_true(header_is_type("Text/CSV; charset=utf-8", "text/csv"));
	assert_true(header_is_type("text/csv ;header=present", "text/csv"));
	assert_false(header_is_type("text/csv2", "text/csv"));
	assert_false(header_is_type("text/cs", "text/csv"));
	assert_false(header_is_type("", "text/csv"));
	assert_false(header_is_type(NULL, "text/csv"));
}

static void a_number_is_digits_and_nothing_else(void **state)
{
	(void)state;
	uint64_t number = 7;
	static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1234"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(header_number(bad[i], 3, &number));
	assert_int_equal(number, 7);
	assert_true(header_number("007", 3, &number));
	assert_int_equal(number, 7);
	assert_true(header_number("999999999999999999", 18, &number));
	assert_true(number == 999999999999999999u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_type_is_recognised_whatever_its_parameters),
		cmocka_unit_test(a_number_is_digits_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
