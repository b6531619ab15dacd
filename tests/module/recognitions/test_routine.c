#include "tests/support/support.h"

#include "common/base/calendar.h"
#include "services/recognitions/routine/routine.h"

#include <stdio.h>
#include <string.h>

#define MONDAY KLEOS__WEEKDAY__WEEKDAY_MONDAY
#define SUNDAY KLEOS__WEEKDAY__WEEKDAY_SUNDAY

static int64_t time_of(const char *text)
{
	int64_t ms = 0;
	assert_true(time_parse(&ms, text));
	return ms;
}

static void is_time(int64_t ms, const char *expected)
{
	char text[TIME_TEXT_SIZE];
	time_format(text, ms);
	assert_string_equal(text, expected);
}

static struct due after(const char *name, Kleos__Weekday weekday, int hour, int minute, const char *time)
{
	struct zone *zone = zone_open(name);
	const struct routine routine = {.weekday = weekday, .minute = hour * 60 + minute};
	struct due due = routine_due_after(&routine, zone, time_of(time));
	zone_close(zone);
	return due;
}

static void the_next_time_is_after_now_never_now(void **state)
{
	(void)state;
	is_time(after("UTC", MONDAY, 9, 0, "2026-03-02T08:59:59.999Z").ms, "2026-03-02T09:00:00Z");
	is_time(after("UTC", MONDAY, 9, 0, "2026-03-02T09:00:00Z").ms, "2026-03-09T09:00:00Z");
	is_time(after("UTC", SUNDAY, 23, 59, "2026-03-02T00:00:00Z").ms, "2026-03-08T23:59:00Z");
}

static void the_day_is_that_of_the_place(void **state)
{
	(void)state;
	struct due due = after("Pacific/Kiritimati", MONDAY, 8, 0, "2026-03-01T00:00:00Z"); /* 14 h ahead */
	is_time(due.ms, "2026-03-01T18:00:00Z");
	assert_int_equal(due.day, day_from_civil(2026, 3, 2));
	due = after("Pacific/Niue", SUNDAY, 23, 0, "2026-03-01T00:00:00Z"); /* 11 h behind */
	is_time(due.ms, "2026-03-02T10:00:00Z");
	assert_int_equal(due.day, day_from_civil(2026, 3, 1));
	is_time(after("Asia/Kathmandu", MONDAY, 0, 0, "2026-03-01T18:14:59Z").ms, "2026-03-01T18:15:00Z");
	is_time(after("Asia/Kathmandu", MONDAY, 0, 0, "2026-03-01T18:15:00Z").ms, "2026-03-08T18:15:00Z");
}

static void the_clock_on_the_wall_stays_the_same_when_athens_changes_it(void **state)
{
	(void)state;
	is_time(after("Europe/Athens", MONDAY, 9, 0, "2026-03-23T12:00:00Z").ms, "2026-03-30T06:00:00Z");
	is_time(after("Europe/Athens", MONDAY, 9, 0, "2026-10-19T12:00:00Z").ms, "2026-10-26T07:00:00Z");
}

/* Half past three on Sundays: left out once a spring, there twice once an autumn. */
static void each_week_has_one_time_also_when_the_clocks_change(void **state)
{
	(void)state;
	const struct routine routine = {.weekday = SUNDAY, .minute = 3 * 60 + 30};
	struct zone *zone = zone_open("Europe/Athens");
	int64_t now = time_of("2019-01-01T00:00:00Z"), end = time_of("2031-01-01T00:00:00Z");
	int32_t day = day_from_civil(2018, 12, 30), springs = 0, autumns = 0;
	for (struct due due; (due = routine_due_after(&routine, zone, now)).ms < end; now = due.ms, day = due.day) {
		assert_int_equal(due.day, day + 7);
		assert_int_equal(routine_due_before(&routine, zone, due.ms).ms, due.ms);
		assert_int_equal(routine_due_after(&routine, zone, due.ms - 1).ms, due.ms);
		assert_int_equal(zone_day_of_ms(zone, due.ms), due.day);
		int64_t shown = (due.ms + zone_offset_ms(zone, due.ms)) % DAY_MS / 60000;
		bool spring = shown == 4 * 60; /* the first moment after 02:59:59 */
		springs += spring;
		autumns += zone_offset_ms(zone, due.ms) != zone_offset_ms(zone, due.ms + 3600000);
		assert_true(spring || shown == 3 * 60 + 30);
	}
	assert_int_equal(springs, 12);
	assert_int_equal(autumns, 12);
	zone_close(zone);
}

static void the_last_time_is_the_one_before_the_next(void **state)
{
	(void)state;
	const char *zones[] = {"Europe/Athens", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "UTC"};
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		struct zone *zone = zone_open(zones[i]);
		for (Kleos__Weekday weekday = MONDAY; weekday <= SUNDAY; weekday++)
			for (int64_t now = time_of("2025-12-29T00:00:00Z"); now < time_of("2027-01-10T00:00:00Z");
				 now += 17 * INT64_C(3600000) + 61000) {
				const struct routine routine = {.weekday = weekday, .minute = 150};
				struct due next = routine_due_after(&routine, zone, now);
				struct due last = routine_due_before(&routine, zone, now);
				assert_true(last.ms <= now && now < next.ms);
				assert_int_equal(next.day - last.day, 7);
				assert_int_equal(routine_due_after(&routine, zone, last.ms).ms, next.ms);
			}
		zone_close(zone);
	}
}

static void a_time_is_hours_and_minutes(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, 1 << 20);
	const char *wrong[] = {"",      "9:00", "24:00", "09:60", "09.00", "09:00:00",
						   " 9:00", "0900", "-1:00", "09:0a", "٠٩:٠٠"};
	int32_t minute = -1;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_non_null(clock_take(wrong[i], &minute));
	assert_int_equal(minute, -1);
	for (int32_t i = 0; i < 1440; i++) {
		assert_null(clock_take(clock_text(&arena, i), &minute));
		assert_int_equal(minute, i);
	}
	arena_fini(&arena);
}

static void a_weekday_is_one_of_seven(void **state)
{
	(void)state;
	Kleos__Weekday weekday = 0;
	assert_non_null(weekday_take(0, &weekday));
	assert_non_null(weekday_take(8, &weekday));
	assert_null(weekday_take(SUNDAY, &weekday));
	assert_int_equal(weekday, SUNDAY);
}

static void a_channel_has_a_bound(void **state)
{
	(void)state;
	struct arena arena;
	char text[2 * ROUTINE_CHANNEL_BOUND + 3] = "";
	const char *channel = NULL;
	arena_init(&arena, 1 << 20);
	for (int i = 0; i < ROUTINE_CHANNEL_BOUND; i++)
		memcpy(text + 2 * i, "ν", 3);
	assert_null(channel_take(&arena, text, &channel));
	assert_string_equal(channel, text);
	memcpy(text + 2 * ROUTINE_CHANNEL_BOUND, "x", 2);
	assert_non_null(channel_take(&arena, text, &channel));
	assert_null(channel_take(&arena, "  #kudos \n", &channel));
	assert_string_equal(channel, "#kudos");
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_next_time_is_after_now_never_now),
		cmocka_unit_test(the_day_is_that_of_the_place),
		cmocka_unit_test(the_clock_on_the_wall_stays_the_same_when_athens_changes_it),
		cmocka_unit_test(each_week_has_one_time_also_when_the_clocks_change),
		cmocka_unit_test(the_last_time_is_the_one_before_the_next),
		cmocka_unit_test(a_time_is_hours_and_minutes),
		cmocka_unit_test(a_weekday_is_one_of_seven),
		cmocka_unit_test(a_channel_has_a_bound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
