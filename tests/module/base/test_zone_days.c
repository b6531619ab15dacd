#include "tests/support/support.h"

#include "common/base/calendar.h"
#include "common/base/zone.h"
#include "common/base/zone_days.h"

#include <stdlib.h>

#define HOUR_MS INT64_C(3600000)

static struct zone_days *open_days(const char *name)
{
	struct zone_days *days = zone_days_open(name);
	assert_non_null(days);
	return days;
}

static int64_t hours_of(const struct zone_days *days, const char *text)
{
	int32_t day = 0;
	assert_true(day_parse(&day, text));
	return (zone_days_start_ms(days, day + 1) - zone_days_start_ms(days, day)) / HOUR_MS;
}

static void athens_has_days_of_23_and_of_25_hours(void **state)
{
	(void)state;
	struct zone_days *days = open_days("Europe/Athens");
	assert_int_equal(hours_of(days, "2026-03-28"), 24);
	assert_int_equal(hours_of(days, "2026-03-29"), 23);
	assert_int_equal(hours_of(days, "2026-10-25"), 25);
	assert_int_equal(hours_of(days, "2050-03-27"), 23); /* beyond what the file lists one by one */
	zone_days_close(days);
}

static void half_past_eleven_in_utc_is_the_next_day_in_athens(void **state)
{
	(void)state;
	struct zone_days *days = open_days("Europe/Athens");
	int64_t ms = 0;
	assert_true(time_parse(&ms, "2026-03-01T23:30:00Z"));
	assert_int_equal(zone_days_of_ms(days, ms), day_of_ms(ms) + 1);
	assert_int_equal(zone_days_of_ms(NULL, ms), day_of_ms(ms));
	assert_string_equal(zone_days_name(days), "Europe/Athens");
	assert_string_equal(zone_days_name(NULL), "UTC");
	zone_days_close(days);
}

/* No moment is left out or on two days, whatever the clocks did. */
static void days_follow_one_another_in_every_zone(void **state)
{
	static const char *const zones[] = {"UTC",
										"Europe/Athens",
										"Europe/Dublin",
										"America/St_Johns",
										"Pacific/Apia",
										"Pacific/Kwajalein",
										"Asia/Kathmandu",
										"Australia/Lord_Howe",
										"America/Havana",
										"Africa/Casablanca",
										"Antarctica/Troll",
										"Asia/Beirut"};
	(void)state;
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		struct zone_days *days = open_days(zones[i]);
		for (int32_t day = day_from_civil(1880, 1, 1); day < day_from_civil(2060, 1, 1); day++) {
			int64_t start = zone_days_start_ms(days, day), end = zone_days_start_ms(days, day + 1);
			assert_true(zone_days_of_ms(days, start - 1) < day);
			assert_true(zone_days_of_ms(days, start) >= day);
			assert_true(end >= start && end - start <= 50 * HOUR_MS); /* Apia had a 4 July 1892 twice */
			if (end > start)
				assert_int_equal(zone_days_of_ms(days, end - 1), day);
		}
		zone_days_close(days);
	}
}

static void days_are_those_of_the_zone(void **state)
{
	static const char *const zones[] = {"Europe/Athens", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"};
	(void)state;
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		struct zone_days *days = open_days(zones[i]);
		struct zone *zone = zone_open(zones[i]);
		for (int64_t ms = 0; ms < 80 * 365 * DAY_MS; ms += 7 * HOUR_MS + 1) {
			assert_int_equal(zone_days_of_ms(days, ms), zone_day_of_ms(zone, ms));
			assert_int_equal(zone_days_offset_ms(days, ms), zone_offset_ms(zone, ms));
		}
		for (int32_t day = 0; day < 80 * 365; day++)
			for (int32_t minute = 0; minute < 300; minute += 30)
				assert_int_equal(zone_days_instant_ms(days, day, minute), zone_instant_ms(zone, day, minute));
		zone_close(zone);
		zone_days_close(days);
	}
}

static void a_day_that_a_zone_left_out_has_no_moment(void **state)
{
	(void)state;
	struct zone_days *days = open_days("Pacific/Apia");
	assert_int_equal(hours_of(days, "2011-12-29"), 24);
	assert_int_equal(hours_of(days, "2011-12-30"), 0);
	assert_int_equal(hours_of(days, "2011-12-31"), 24);
	zone_days_close(days);
}

static void other_days_have_another_print(void **state)
{
	(void)state;
	static const char *const zones[] = {"UTC", "Europe/Athens", "Europe/Bucharest", "Asia/Tokyo"};
	uint64_t prints[4];
	for (size_t i = 0; i < 4; i++) {
		struct zone_days *days = open_days(zones[i]), *again = open_days(zones[i]);
		prints[i] = zone_days_print(days);
		assert_true(prints[i] == zone_days_print(again));
		for (size_t j = 0; j < i; j++)
			assert_true(prints[j] != prints[i]);
		zone_days_close(again);
		zone_days_close(days);
	}
}

static void what_is_no_zone_has_no_days(void **state)
{
	(void)state;
	assert_null(zone_days_open("Europe/Sparta"));
	assert_null(zone_days_open("../etc/localtime"));
	zone_days_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(athens_has_days_of_23_and_of_25_hours),
		cmocka_unit_test(half_past_eleven_in_utc_is_the_next_day_in_athens),
		cmocka_unit_test(days_follow_one_another_in_every_zone),
		cmocka_unit_test(days_are_those_of_the_zone),
		cmocka_unit_test(a_day_that_a_zone_left_out_has_no_moment),
		cmocka_unit_test(other_days_have_another_print),
		cmocka_unit_test(what_is_no_zone_has_no_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
