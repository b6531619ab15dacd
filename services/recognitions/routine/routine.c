#include "services/recognitions/routine/routine.h"

#include "common/base/calendar.h"
#include "common/base/text.h"

#include <string.h>

const char *weekday_take(Kleos__Weekday weekday, Kleos__Weekday *out)
{
	if (weekday < KLEOS__WEEKDAY__WEEKDAY_MONDAY || weekday > KLEOS__WEEKDAY__WEEKDAY_SUNDAY)
		return "a weekday is MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY or SUNDAY";
	*out = weekday;
	return NULL;
}

/* Two digits below `bound`; -1: they are not. */
static int32_t two_digits(const char *text, int32_t bound)
{
	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return -1;
	int32_t number = (text[0] - '0') * 10 + (text[1] - '0');
	return number < bound ? number : -1;
}

const char *clock_take(const char *text, int32_t *out)
{
	bool shaped = strlen(text) == strlen("HH:MM") && text[2] == ':';
	int32_t hour = shaped ? two_digits(text, 24) : -1;
	int32_t minute = shaped ? two_digits(text + 3, 60) : -1;
	if (hour < 0 || minute < 0)
		return "a time is HH:MM, 00:00 to 23:59";
	*out = hour * 60 + minute;
	return NULL;
}

const char *clock_text(struct arena *arena, int32_t minute)
{
	return arena_printf(arena, "%02d:%02d", minute / 60, minute % 60);
}

const char *channel_take(struct arena *arena, const char *text, const char **out)
{
	const char *channel = text_normal_line(arena, text);
	if (text_length(channel) > ROUTINE_CHANNEL_BOUND)
		return "a channel has at most 200 characters";
	*out = channel;
	return NULL;
}

/* The routine's day of the week that `ms` is in, moved by some weeks. */
static struct due due_in_week(const struct routine *routine, const struct zone *zone, int64_t ms, int32_t weeks)
{
	int32_t monday = day_week_start(zone_day_of_ms(zone, ms)) + 7 * weeks;
	int32_t day = monday + (int32_t)routine->weekday - (int32_t)KLEOS__WEEKDAY__WEEKDAY_MONDAY;
	return (struct due){day, zone_instant_ms(zone, day, routine->minute)};
}

struct due routine_due_after(const struct routine *routine, const struct zone *zone, int64_t ms)
{
	for (int32_t weeks = 0;; weeks++) {
		struct due due = due_in_week(routine, zone, ms, weeks);
		if (due.ms > ms)
			return due;
	}
}

struct due routine_due_before(const struct routine *routine, const struct zone *zone, int64_t ms)
{
	for (int32_t weeks = 0;; weeks--) {
		struct due due = due_in_week(routine, zone, ms, weeks);
		if (due.ms <= ms)
			return due;
	}
}
