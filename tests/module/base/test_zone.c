#include "tests/support/support.h"

#include "common/base/calendar.h"
#include "common/base/zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t at(const char *zone_name, const char *day_text, int hour, int minute)
{
	struct zone *zone = zone_open(zone_name);
	int32_t day = 0;
	assert_non_null(zone);
	assert_true(day_parse(&day, day_text));
	int64_t ms = zone_instant_ms(zone, day, hour * 60 + minute);
	zone_close(zone);
	return ms;
}

static void is_at(const char *zone, const char *day, int hour, int minute, const char *expected)
{
	char text[TIME_TEXT_SIZE];
	time_format(text, at(zone, day, hour, minute));
	if (strcmp(text, expected) != 0)
		fail_msg("%s %s %02d:%02d is %s, not %s", zone, day, hour, minute, text, expected);
}

static void athens_keeps_its_winter_and_its_summer(void **state)
{
	(void)state;
	is_at("Europe/Athens", "2026-01-15", 9, 0, "2026-01-15T07:00:00Z");
	is_at("Europe/Athens", "2026-07-15", 9, 0, "2026-07-15T06:00:00Z");
	is_at("Europe/Athens", "2050-07-15", 9, 0, "2050-07-15T06:00:00Z"); /* beyond what the file lists one by one */
	is_at("Europe/Athens", "2026-01-01", 0, 0, "2025-12-31T22:00:00Z");
}

/* The last Sundays of March and October, at 01:00 UTC. */
static void what_athens_passes_over_in_spring_is_the_first_moment_after(void **state)
{
	(void)state;
	const char *springs[] = {"2019-03-31", "2024-03-31", "2025-03-30", "2026-03-29", "2027-03-28", "2040-03-25"};
	for (size_t i = 0; i < sizeof springs / sizeof *springs; i++) {
		char change[TIME_TEXT_SIZE] = "YYYY-MM-DDT01:00:00Z";
		memcpy(change, springs[i], 10);
		int32_t day = 0;
		assert_true(day_parse(&day, springs[i]));
		is_at("Europe/Athens", springs[i], 3, 0, change);
		is_at("Europe/Athens", springs[i], 3, 30, change);
		is_at("Europe/Athens", springs[i], 3, 59, change);
		is_at("Europe/Athens", springs[i], 4, 0, change);
		assert_int_equal(at("Europe/Athens", springs[i], 2, 59), day * DAY_MS + 59 * 60000);
		assert_int_equal(at("Europe/Athens", springs[i], 4, 1), day * DAY_MS + 61 * 60000);
	}
}

static void what_athens_shows_twice_in_autumn_is_the_first_time(void **state)
{
	(void)state;
	const char *autumns[] = {"2019-10-27", "2024-10-27", "2025-10-26", "2026-10-25", "2027-10-31", "2040-10-28"};
	for (size_t i = 0; i < sizeof autumns / sizeof *autumns; i++) {
		int32_t day = 0;
		assert_true(day_parse(&day, autumns[i]));
		assert_int_equal(at("Europe/Athens", autumns[i], 2, 59), day * DAY_MS - 60000);
		assert_int_equal(at("Europe/Athens", autumns[i], 3, 0), day * DAY_MS);
		assert_int_equal(at("Europe/Athens", autumns[i], 3, 30), day * DAY_MS + 30 * 60000);
		assert_int_equal(at("Europe/Athens", autumns[i], 3, 59), day * DAY_MS + 59 * 60000);
		assert_int_equal(at("Europe/Athens", autumns[i], 4, 0), day * DAY_MS + 120 * 60000);
	}
}

static void clocks_that_run_by_quarters_and_halves_of_an_hour_are_right(void **state)
{
	(void)state;
	is_at("Asia/Kathmandu", "2026-03-29", 9, 0, "2026-03-29T03:15:00Z");
	is_at("Asia/Kathmandu", "2026-10-25", 0, 0, "2026-10-24T18:15:00Z");
	is_at("Asia/Kathmandu", "1986-01-01", 0, 5, "1985-12-31T18:30:00Z");       /* from +05:30 to +05:45 at midnight */
	is_at("Australia/Lord_Howe", "2026-04-05", 1, 45, "2026-04-04T14:45:00Z"); /* set back by half an hour */
	is_at("Australia/Lord_Howe", "2026-10-04", 2, 15, "2026-10-03T15:30:00Z"); /* and forward */
	is_at("UTC", "2026-03-29", 3, 30, "2026-03-29T03:30:00Z");
}

/* In these the database says that it is the winter, or Ramadan, that is the exception. */
static void clocks_set_back_for_an_exception_show_the_first_time_too(void **state)
{
	(void)state;
	is_at("Europe/Dublin", "2026-10-25", 1, 30, "2026-10-25T00:30:00Z");
	is_at("Europe/Dublin", "2026-03-29", 1, 30, "2026-03-29T01:00:00Z");
	is_at("Africa/Casablanca", "2026-02-15", 2, 30, "2026-02-15T01:30:00Z");
	is_at("Africa/Casablanca", "2026-03-22", 2, 30, "2026-03-22T02:00:00Z");
	is_at("America/Caracas", "2007-12-09", 2, 45, "2007-12-09T06:45:00Z"); /* for good, no summer time */
}

static void a_day_that_was_left_out_is_the_midnight_after(void **state)
{
	(void)state;
	is_at("Pacific/Apia", "2011-12-30", 10, 0, "2011-12-30T10:00:00Z");
	is_at("Pacific/Apia", "2011-12-31", 0, 0, "2011-12-30T10:00:00Z");
	is_at("Pacific/Apia", "2011-12-29", 23, 59, "2011-12-30T09:59:00Z");
}

static const char *const zones[] = {
	"Europe/Athens",    "Europe/Dublin",       "Africa/Casablanca",  "America/Sao_Paulo",
	"Asia/Tehran",      "Australia/Lord_Howe", "Pacific/Apia",       "America/St_Johns",
	"Africa/Cairo",     "Asia/Gaza",           "America/Santiago",   "Antarctica/Troll",
	"America/New_York", "Asia/Kathmandu",      "Pacific/Kiritimati", "UTC"};

/* By the definition: the first minute at which the clocks show this or later, counted minute by minute. */
static int64_t counted(const struct zone *zone, int32_t day, int32_t minute)
{
	int64_t shown = day * DAY_MS + minute * INT64_C(60000);
	int64_t ms = shown - 36 * INT64_C(3600000);
	while (ms + zone_offset_ms(zone, ms) < shown)
		ms += 60000;
	return ms;
}

static void any_time_of_any_zone_is_what_counting_minutes_says(void **state)
{
	(void)state;
	uint32_t seed = 20261123;
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		struct zone *zone = zone_open(zones[i]);
		assert_non_null(zone);
		for (int32_t day = day_from_civil(2010, 1, 1); day < day_from_civil(2039, 1, 1); day++) {
			int64_t noon = day * DAY_MS + DAY_MS / 2;
			bool changes = zone_offset_ms(zone, noon - DAY_MS) != zone_offset_ms(zone, noon + DAY_MS);
			seed = seed * 1664525 + 1013904223;
			int32_t minute = (int32_t)(seed >> 8) % 1440, early = (int32_t)(seed >> 16) % 300;
			if (!changes && day % 31)
				continue;
			assert_int_equal(zone_instant_ms(zone, day, minute), counted(zone, day, minute));
			assert_int_equal(zone_instant_ms(zone, day, early), counted(zone, day, early));
		}
		zone_close(zone);
	}
}

/* Up to 2037: see zone.h. */
static void offsets_are_those_of_the_c_library(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		struct zone *zone = zone_open(zones[i]);
		setenv("TZ", zones[i], 1);
		tzset();
		for (int64_t ms = 946684800000; ms < 2145916800000; ms += 1237 * INT64_C(60000)) {
			time_t second = (time_t)(ms / 1000);
			struct tm local;
			localtime_r(&second, &local);
			if (zone_offset_ms(zone, ms) != local.tm_gmtoff * INT64_C(1000))
				fail_msg("%s at %lld", zones[i], (long long)ms);
			assert_int_equal(zone_day_of_ms(zone, ms),
							 day_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday));
		}
		zone_close(zone);
	}
	unsetenv("TZ");
	tzset();
}

static void only_names_of_zones_are_names_of_zones(void **state)
{
	(void)state;
	const char *yes[] = {
		"Europe/Athens",         "Asia/Kathmandu", "UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires",
		"America/Port-au-Prince"};
	const char *no[] = {"",
						"Z",
						"Athens",
						"Europe",
						"America/Argentina",
						"europe/athens",
						"Europe/athens",
						"EST5EDT",
						"AAA5",
						"UTC0",
						"+05:45",
						"UTC+3",
						"EET-2EEST,M3.5.0/3,M10.5.0/4",
						"Europe/Nowhere",
						"right/Europe/Athens",
						"posix/Europe/Athens",
						"Right/UTC5",
						":Europe/Athens",
						"zone.tab",
						"tzdata.zi",
						"leapseconds",
						"localtime",
						"posixrules",
						"/usr/share/zoneinfo/UTC",
						"/etc/passwd",
						"../../../etc/passwd",
						"Europe/../Europe/Athens",
						"Europe//Athens",
						"Europe/",
						"/Europe/Athens",
						"Europe/Athens ",
						" Europe/Athens",
						"Europe/Athens\n",
						"A/B/C/D",
						"Europe/Αθήνα",
						"Europe/AthensAthensAthensAthensAthensAthensAthensAthensAthensAthensAthens"};
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		struct zone *zone = zone_open(yes[i]);
		if (!zone)
			fail_msg("'%s' is a zone", yes[i]);
		zone_close(zone);
	}
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (zone_open(no[i]))
			fail_msg("'%s' is no zone", no[i]);
	zone_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(athens_keeps_its_winter_and_its_summer),
		cmocka_unit_test(what_athens_passes_over_in_spring_is_the_first_moment_after),
		cmocka_unit_test(what_athens_shows_twice_in_autumn_is_the_first_time),
		cmocka_unit_test(clocks_that_run_by_quarters_and_halves_of_an_hour_are_right),
		cmocka_unit_test(clocks_set_back_for_an_exception_show_the_first_time_too),
		cmocka_unit_test(a_day_that_was_left_out_is_the_midnight_after),
		cmocka_unit_test(any_time_of_any_zone_is_what_counting_minutes_says),
		cmocka_unit_test(offsets_are_those_of_the_c_library),
		cmocka_unit_test(only_names_of_zones_are_names_of_zones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
