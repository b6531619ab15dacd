#include "services/gateway/digest/phrases.h"

#include "common/base/buffer.h"
#include "common/base/calendar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PHRASE_BOUND ((size_t)64 * 1024) /* bytes, with the longest titles */

#define PHRASE(name, en, el) [PHRASE_##name] = {[LANGUAGE_EN] = en, [LANGUAGE_EL] = el},
static const char *const phrases[PHRASE_COUNT][LANGUAGE_COUNT] = {
#include "services/gateway/digest/phrases.def"
};
#undef PHRASE

const char *phrase(enum language language, enum phrase phrase)
{
	return phrases[phrase][language];
}

const char *phrase_fill(struct arena *arena, enum language language, enum phrase name, const char *const *values,
						size_t n)
{
	struct buffer out;
	buffer_init(&out, arena, PHRASE_BOUND);
	for (const char *at = phrase(language, name); *at;) {
		size_t gap = at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}' ? (size_t)(at[1] - '0') : 0;
		if (gap && gap <= n)
			buffer_add_text(&out, values[gap - 1]);
		else
			buffer_add_char(&out, *at);
		at += gap ? 3 : 1;
	}
	return buffer_text(&out);
}

enum phrase phrase_of_number(enum phrase one, int64_t number)
{
	return number == 1 ? one : one + 1;
}

/* Thousands apart, from the back. */
static void add_grouped(struct buffer *out, const char *digits, size_t n, char separator)
{
	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			buffer_add_char(out, separator);
		buffer_add_char(out, digits[i]);
	}
}

const char *phrase_number(struct arena *arena, enum language language, double value)
{
	char plain[400];
	struct buffer out;
	bool greek = language == LANGUAGE_EL;
	(void)snprintf(plain, sizeof(plain), "%.6f", fabs(value));
	size_t whole = strcspn(plain, "."), length = strlen(plain);
	while (plain[length - 1] == '0')
		length--;
	buffer_init(&out, arena, sizeof(plain) * 2);
	if (value < 0 && (length > whole + 1 || plain[0] != '0'))
		buffer_add_text(&out, "−");
	add_grouped(&out, plain, whole, greek ? '.' : ',');
	if (length > whole + 1) {
		buffer_add_char(&out, greek ? ',' : '.');
		buffer_add(&out, plain + whole + 1, length - whole - 1);
	}
	return buffer_text(&out);
}

const char *phrase_percent(struct arena *arena, double share)
{
	return arena_printf(arena, "%ld %%", lround(share * 100));
}

struct date {
	int year, month, day;
};

static struct date date_of(int32_t day)
{
	struct date date;
	day_to_civil(day, &date.year, &date.month, &date.day);
	return date;
}

static const char *month_of(enum language language, enum phrase january, const struct date *date)
{
	return phrase(language, january + (enum phrase)(date->month - 1));
}

const char *phrase_day(struct arena *arena, enum language language, int32_t day)
{
	struct date date = date_of(day);
	return PHRASE_FILL(arena, language, PHRASE_DAY, arena_printf(arena, "%d", date.day),
					   month_of(language, PHRASE_OF_MONTH_1, &date), arena_printf(arena, "%d", date.year));
}

const char *phrase_days(struct arena *arena, enum language language, int32_t from, int32_t to)
{
	struct date first = date_of(from), last = date_of(to);
	if (first.year == last.year && first.month == last.month)
		return PHRASE_FILL(arena, language, PHRASE_DAYS_OF_MONTH, arena_printf(arena, "%d", first.day),
						   arena_printf(arena, "%d", last.day), month_of(language, PHRASE_OF_MONTH_1, &first),
						   arena_printf(arena, "%d", first.year));
	return PHRASE_FILL(arena, language, PHRASE_DAYS, phrase_day(arena, language, from),
					   phrase_day(arena, language, to));
}

static const char *month_text(struct arena *arena, enum language language, enum phrase january, int32_t day)
{
	struct date date = date_of(day);
	return PHRASE_FILL(arena, language, PHRASE_MONTH_OF_YEAR, month_of(language, january, &date),
					   arena_printf(arena, "%d", date.year));
}

const char *phrase_month(struct arena *arena, enum language language, int32_t day)
{
	return month_text(arena, language, PHRASE_MONTH_1, day);
}

const char *phrase_of_month(struct arena *arena, enum language language, int32_t day)
{
	return month_text(arena, language, PHRASE_OF_MONTH_1, day);
}
