#include "common/base/period.h"

#include "common/base/calendar.h"

#include <stdio.h>
#include <string.h>

#define THURSDAY 3 /* days after Monday; a week is of the year that its Thursday is in (ISO 8601) */

struct period period_of(enum period_kind kind, int32_t day)
{
	int32_t from = kind == PERIOD_WEEK ? day_week_start(day) : day_month_start(day);
	return (struct period){kind, from, kind == PERIOD_WEEK ? from + 6 : day_next_month(day) - 1};
}

struct period period_before(const struct period *period)
{
	return period_of(period->kind, period->from_day - 1);
}

static int week_year(const struct period *period)
{
	int year, month, day_of_month;
	day_to_civil(period->from_day + THURSDAY, &year, &month, &day_of_month);
	return year;
}

int period_week(const struct period *period)
{
	int32_t first = day_from_civil(week_year(period), 1, 1);
	return (period->from_day + THURSDAY - first) / 7 + 1;
}

void period_format(char out[PERIOD_TEXT_SIZE], const struct period *period)
{
	char day[DAY_TEXT_SIZE];
	day_format(day, period->from_day + (period->kind == PERIOD_WEEK ? THURSDAY : 0));
	memcpy(out, day, sizeof("YYYY-MM") - 1);
	out[sizeof("YYYY-MM") - 1] = '\0';
	if (period->kind == PERIOD_MONTH)
		return;
	int week = period_week(period);
	out[5] = 'W';
	out[6] = (char)('0' + week / 10);
	out[7] = (char)('0' + week % 10);
	out[8] = '\0';
}

static bool week_parse(struct period *out, const char *text)
{
	char january[DAY_TEXT_SIZE], again[PERIOD_TEXT_SIZE];
	int32_t day;
	if (strspn(text + 6, "0123456789") != 2)
		return false;
	(void)snprintf(january, sizeof(january), "%.4s-01-04", text); /* always in the first week */
	if (!day_parse(&day, january))
		return false;
	int week = (text[6] - '0') * 10 + text[7] - '0';
	struct period period = period_of(PERIOD_WEEK, day + (week - 1) * 7);
	period_format(again, &period);
	if (strcmp(again, text) != 0)
		return false;
	*out = period;
	return true;
}

bool period_parse(struct period *out, const char *text)
{
	char first[DAY_TEXT_SIZE];
	int32_t day;
	size_t length = strnlen(text, PERIOD_TEXT_SIZE);
	if (length == sizeof("YYYY-Www") - 1 && text[4] == '-' && text[5] == 'W')
		return week_parse(out, text);
	if (length != sizeof("YYYY-MM") - 1)
		return false;
	(void)snprintf(first, sizeof(first), "%.7s-01", text);
	if (!day_parse(&day, first))
		return false;
	*out = period_of(PERIOD_MONTH, day);
	return true;
}
