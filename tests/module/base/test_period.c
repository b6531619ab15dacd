#include "tests/support/support.h"

#include "common/base/calendar.h"
#include "common/base/period.h"

#include <string.h>

static void is_from_to(const char *text, const char *from, const char *to)
{
	struct period period;
	char first[DAY_TEXT_SIZE], last[DAY_TEXT_SIZE], again[PERIOD_TEXT_SIZE];
	if (!period_parse(&period, text))
		fail_msg("'%s' is a period", text);
	day_format(first, period.from_day);
	day_format(last, period.to_day);
	period_format(again, &period);
	assert_string_equal(first, from);
	assert_string_equal(last, to);
	assert_string_equal(again, text);
}

static void weeks_and_months_have_their_days(void **state)
{
	(void)state;
	is_from_to("2026-W47", "2026-11-16", "2026-11-22");
	is_from_to("2026-W01", "2025-12-29", "2026-01-04");
	is_from_to("2026-W53", "2026-12-28", "2027-01-03");
	is_from_to("2027-W01", "2027-01-04", "2027-01-10");
	is_from_to("2024-02", "2024-02-01", "2024-02-29");
	is_from_to("2026-12", "2026-12-01", "2026-12-31");
}

static void what_is_no_period_is_refused(void **state)
{
	static const char *const no[] = {"",          "2026",     "2026-13",  "2026-00",  "2026-W00", "2026-W54",
									 "2025-W53",  "2026-W4",  "2026-w47", "2026W47",  "2026-1",   "2026-10-1",
									 "2026-W047", "2026-W4x", "0000-W01", "20x6-W11", "x",        "2026-W47 "};
	struct period period;
	(void)state;
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (period_parse(&period, no[i]))
			fail_msg("'%s' is no period", no[i]);
}

static void every_day_is_in_its_periods_and_the_one_before_ends_where_it_begins(void **state)
{
	(void)state;
	for (int32_t day = day_from_civil(1999, 1, 1); day < day_from_civil(2040, 1, 1); day++)
		for (enum period_kind kind = 0; kind < PERIOD_KINDS; kind++) {
			struct period period = period_of(kind, day), before = period_before(&period), again;
			char text[PERIOD_TEXT_SIZE];
			period_format(text, &period);
			assert_true(period.from_day <= day && day <= period.to_day);
			assert_int_equal(before.to_day + 1, period.from_day);
			assert_true(period_parse(&again, text));
			assert_int_equal(again.kind, kind);
			assert_int_equal(again.from_day, period.from_day);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weeks_and_months_have_their_days),
		cmocka_unit_test(what_is_no_period_is_refused),
		cmocka_unit_test(every_day_is_in_its_periods_and_the_one_before_ends_where_it_begins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
