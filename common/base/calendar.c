#include "common/base/calendar.h"

#include <string.h>

#define FIRST_DAY INT32_C(-719162) /* 0001-01-01 */
#define LAST_DAY  INT32_C(2932896) /* 9999-12-31 */

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* A number of exactly `count` digits; -1 when it is none. */
static int digits(const char *text, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

/* The ten characters of a day; what follows them is not looked at. */
static bool day_read(int32_t *out, const char *text)
{
	int year, month, day;

	year = digits(text, 4);
	if (year < 1 || text[4] != '-')
		return false;
	month = digits(text + 5, 2);
	if (month < 1 || month > 12 || text[7] != '-')
		return false;
	day = digits(text + 8, 2);
	if (day < 1 || day > days_in_month(year, month))
		return false;
	*out = day_from_civil(year, month, day);
	return true;
}

bool day_parse(int32_t *out, const char *text)
{
	return strnlen(text, DAY_TEXT_SIZE) == DAY_TEXT_SIZE - 1 && day_read(out, text);
}

/* The last `count` digits of `value`, and `after` behind them. Returns where the text goes on. */
static char *put(char *out, int32_t value, int count, char after)
{
	for (int i = count - 1; i >= 0; i--) {
		out[i] = (char)('0' + value % 10);
		value /= 10;
	}
	out[count] = after;
	return out + count + 1;
}

void day_format(char out[DAY_TEXT_SIZE], int32_t day)
{
	int year, month, day_of_month;

	day = day < FIRST_DAY ? FIRST_DAY : day > LAST_DAY ? LAST_DAY : day;
	day_to_civil(day, &year, &month, &day_of_month);
	out = put(out, year, 4, '-');
	out = put(out, month, 2, '-');
	put(out, day_of_month, 2, 0);
}

/* Years are counted from March, so that the leap day is the last; an era is 400 years, 146097 days. */
int32_t day_from_civil(int year, int month, int day)
{
	int64_t from_march = (int64_t)year - (month <= 2);
	int64_t era = (from_march >= 0 ? from_march : from_march - 399) / 400;
	int64_t year_of_era = from_march - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	int64_t days = era * 146097 + day_of_era - 719468;

	return days < DAY_MIN ? DAY_MIN : days > DAY_MAX ? DAY_MAX : (int32_t)days;
}

void day_to_civil(int32_t day, int *year, int *month, int *day_of_month)
{
	int64_t shifted = (int64_t)day + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t day_of_era = shifted - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t from_march = (5 * day_of_year + 2) / 153;

	*day_of_month = (int)(day_of_year - (153 * from_march + 2) / 5 + 1);
	*month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

int32_t day_of_ms(int64_t ms)
{
	int64_t day = ms / DAY_MS - (ms % DAY_MS < 0);

	return day < DAY_MIN ? DAY_MIN : day > DAY_MAX ? DAY_MAX : (int32_t)day;
}

int32_t day_week_start(int32_t day)
{
	int64_t weekday = (((int64_t)day + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday; Monday is 0 */
	int64_t start = day - weekday;

	return start < DAY_MIN ? DAY_MIN : (int32_t)start;
}

int32_t day_month_start(int32_t day)
{
	int year, month, day_of_month;

	day_to_civil(day, &year, &month, &day_of_month);
	return day_from_civil(year, month, 1);
}

int32_t day_next_month(int32_t day)
{
	int year, month, day_of_month;

	day_to_civil(day, &year, &month, &day_of_month);
	return month == 12 ? day_from_civil(year + 1, 1, 1) : day_from_civil(year, month + 1, 1);
}

/* 'hh:mm:ss' as milliseconds; -1 when it is none. A leap second is none: Unix time cannot hold it. */
static int64_t clock_read(const char *text)
{
	int hour, minute, second;

	hour = digits(text, 2);
	if (hour < 0 || hour > 23 || text[2] != ':')
		return -1;
	minute = digits(text + 3, 2);
	if (minute < 0 || minute > 59 || text[5] != ':')
		return -1;
	second = digits(text + 6, 2);
	if (second < 0 || second > 59)
		return -1;
	return ((hour * 60 + minute) * 60 + second) * INT64_C(1000);
}

/* '.123456789' or nothing; moves *text behind it. -1: a point without one to nine digits. */
static int64_t fraction_read(const char **text)
{
	int64_t ms = 0, unit = 100;
	int count = 0;

	if (**text != '.')
		return 0;
	for (++*text; **text >= '0' && **text <= '9'; ++*text) {
		ms += (**text - '0') * unit;
		unit /= 10;
		count++;
	}
	return count >= 1 && count <= 9 ? ms : -1;
}

/* 'Z', '+hh:mm' or '-hh:mm' and nothing more. */
static bool offset_read(int64_t *out_ms, const char *text)
{
	int hour, minute;

	if ((text[0] == 'Z' || text[0] == 'z') && !text[1]) {
		*out_ms = 0;
		return true;
	}
	if (text[0] != '+' && text[0] != '-')
		return false;
	hour = digits(text + 1, 2);
	if (hour < 0 || hour > 23 || text[3] != ':')
		return false;
	minute = digits(text + 4, 2);
	if (minute < 0 || minute > 59 || text[6])
		return false;
	*out_ms = (hour * 60 + minute) * INT64_C(60000) * (text[0] == '-' ? -1 : 1);
	return true;
}

bool time_parse(int64_t *out_ms, const char *text)
{
	int64_t clock, fraction, offset, ms;
	const char *rest;
	int32_t day;

	if (!day_read(&day, text) || (text[10] != 'T' && text[10] != 't' && text[10] != ' '))
		return false;
	clock = clock_read(text + 11);
	if (clock < 0)
		return false;
	rest = text + 19;
	fraction = fraction_read(&rest);
	if (fraction < 0 || !offset_read(&offset, rest))
		return false;
	ms = day * DAY_MS + clock + fraction - offset;
	if (ms < FIRST_DAY * DAY_MS || ms >= (LAST_DAY + INT64_C(1)) * DAY_MS)
		return false;
	*out_ms = ms;
	return true;
}

void time_format(char out[TIME_TEXT_SIZE], int64_t ms)
{
	int64_t first = FIRST_DAY * DAY_MS, last = (LAST_DAY + INT64_C(1)) * DAY_MS - 1;
	int32_t of_day;

	ms = ms < first ? first : ms > last ? last : ms;
	of_day = (int32_t)(ms - day_of_ms(ms) * DAY_MS);
	day_format(out, day_of_ms(ms));
	out[DAY_TEXT_SIZE - 1] = 'T';
	out = put(out + DAY_TEXT_SIZE, of_day / 3600000, 2, ':');
	out = put(out, of_day / 60000 % 60, 2, ':');
	out = put(out, of_day / 1000 % 60, 2, of_day % 1000 ? '.' : 'Z');
	if (of_day % 1000)
		out = put(out, of_day % 1000, 3, 'Z');
	*out = 0;
}
