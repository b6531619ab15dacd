#include "tests/support/support.h"

#include "common/base/calendar.h"

#include <stdio.h>

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Walks every day of the years 1 to 9999 with a counter and compares. */
static void every_day_agrees_with_counting(void **state)
{
	const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int32_t day = -719162, month_start, week_start = -719162; /* 0001-01-01 was a Monday */
	char expected[32], text[DAY_TEXT_SIZE];

	(void)state;
	for (int year = 1; year <= 9999; year++) {
		for (int month = 1; month <= 12; month++) {
			int length = lengths[month - 1] + (month == 2 && is_leap(year));

			month_start = day;
			for (int of_month = 1; of_month <= length; of_month++, day++) {
				int y, m, d;
				int32_t parsed;

				if (day - week_start == 7)
					week_start = day;
				day_to_civil(day, &y, &m, &d);
				if (y != year || m != month || d != of_month || day_from_civil(year, month, of_month) != day ||
					day_month_start(day) != month_start || day_next_month(day) != month_start + length ||
					day_week_start(day) != week_start)
					fail_msg("%04d-%02d-%02d", year, month, of_month);
				snprintf(expected, sizeof(expected), "%04d-%02d-%02d", year, month, of_month);
				day_format(text, day);
				assert_string_equal(text, expected);
				assert_true(day_parse(&parsed, text));
				assert_int_equal(parsed, day);
			}
		}
	}
	assert_int_equal(day_from_civil(1970, 1, 1), 0);
	assert_int_equal(day, 2932897);
}

static void the_ends_of_time_do_not_overflow(void **state)
{
	char text[DAY_TEXT_SIZE], time[TIME_TEXT_SIZE];

	(void)state;
	assert_int_equal(day_week_start(DAY_MIN), DAY_MIN);
	assert_int_equal(day_month_start(DAY_MIN), DAY_MIN);
	assert_int_equal(day_next_month(DAY_MAX), DAY_MAX);
	assert_int_equal(day_of_ms(INT64_MAX), DAY_MAX);
	assert_int_equal(day_of_ms(INT64_MIN), DAY_MIN);
	day_format(text, DAY_MIN);
	assert_string_equal(text, "0001-01-01");
	day_format(text, DAY_MAX);
	assert_string_equal(text, "9999-12-31");
	time_format(time, INT64_MIN);
	assert_string_equal(time, "0001-01-01T00:00:00Z");
	time_format(time, INT64_MAX);
	assert_string_equal(time, "9999-12-31T23:59:59.999Z");
}

static void what_is_no_day_is_refused(void **state)
{
	const char *const wrong[] = {"",           "2026",       "2026-3-1",    "2026-02-29", "1900-02-29", "0000-01-01",
								 "2026-00-10", "2026-13-01", "2026-01-00",  "2026-01-32", "2026/01/01", "2026-01-01 ",
								 " 026-01-01", "+026-01-01", "2026-01-01T", "20260-1-01", "2026-04-31"};
	int32_t day = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (day_parse(&day, wrong[i]))
			fail_msg("took '%s'", wrong[i]);
	}
	assert_int_equal(day, 42);
}

static void times_read_as_rfc_3339_says(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"1970-01-01t00:00:00z", 0},
		{"1970-01-01 00:00:00Z", 0},
		{"2026-03-01T09:00:00.250Z", 1772355600250},
		{"2026-03-01T09:00:00.25Z", 1772355600250},
		{"2026-03-01T09:00:00.250999999Z", 1772355600250},
		{"2026-03-01T11:00:00+02:00", 1772355600000},
		{"2026-03-01T03:30:00.001-05:30", 1772355600001},
		{"1969-12-31T23:59:59.999Z", -1},
		{"0001-01-01T00:00:00Z", -62135596800000},
		{"9999-12-31T23:59:59.999999999Z", 253402300799999},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t ms = 42;

		if (!time_parse(&ms, cases[i].text) || ms != cases[i].ms)
			fail_msg("'%s' read as %lld", cases[i].text, (long long)ms);
	}
}

static void what_is_no_time_is_refused(void **state)
{
	const char *const wrong[] = {
		"",
		"2026-03-01",
		"2026-03-01T",
		"2026-03-01T09:00Z",
		"2026-03-01T09:00:00",
		"2026-03-01X09:00:00Z",
		"2026-03-01T24:00:00Z",
		"2026-03-01T09:60:00Z",
		"2026-03-01T09:00:60Z",
		"2026-03-01T09:00:00.Z",
		"2026-03-01T09:00:00.1234567890Z",
		"2026-03-01T09:00:00Zx",
		"2026-03-01T09:00:00+0200",
		"2026-03-01T09:00:00+24:00",
		"2026-03-01T09:00:00+02:60",
		"2026-03-01T09:00:00+02:00Z",
		"2026-02-30T09:00:00Z",
		"0001-01-01T00:00:00+00:01",
		"9999-12-31T23:59:59-00:01",
	};
	int64_t ms = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (time_parse(&ms, wrong[i]))
			fail_msg("took '%s'", wrong[i]);
	}
	assert_int_equal(ms, 42);
}

static void what_is_written_reads_the_same(void **state)
{
	char text[TIME_TEXT_SIZE];

	(void)state;
	for (int64_t ms = -62135596800000; ms < 253402300800000; ms += 86399123 * INT64_C(37)) {
		int64_t again;

		time_format(text, ms);
		assert_true(time_parse(&again, text));
		assert_true(again == ms);
		assert_int_equal(day_of_ms(ms), (ms - ((ms % 86400000) + 86400000) % 86400000) / 86400000);
	}
	time_format(text, 1772355600000);
	assert_string_equal(text, "2026-03-01T09:00:00Z");
	time_format(text, 1772355600007);
	assert_string_equal(text, "2026-03-01T09:00:00.007Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_agrees_with_counting), cmocka_unit_test(the_ends_of_time_do_not_overflow),
		cmocka_unit_test(what_is_no_day_is_refused),      cmocka_unit_test(times_read_as_rfc_3339_says),
		cmocka_unit_test(what_is_no_time_is_refused),     cmocka_unit_test(what_is_written_reads_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
