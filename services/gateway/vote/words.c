#include "services/gateway/vote/words.h"

#include "common/base/array.h"
#include "common/base/calendar.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MINUTE_MS    60000
#define HOUR_MINUTES 60
#define QUALITY_FULL 1000

#define WORD(name, en, el) [WORD_##name] = {[LANGUAGE_EN] = en, [LANGUAGE_EL] = el},
static const char *const words[WORD_COUNT][LANGUAGE_COUNT] = {
#include "services/gateway/vote/words.def"
};
#undef WORD

static const char *const days[LANGUAGE_COUNT][7] = {
	[LANGUAGE_EN] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	[LANGUAGE_EL] = {"Δευτέρα", "Τρίτη", "Τετάρτη", "Πέμπτη", "Παρασκευή", "Σάββατο", "Κυριακή"},
};
static const char *const months[LANGUAGE_COUNT][12] = {
	[LANGUAGE_EN] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
					 "November", "December"},
	[LANGUAGE_EL] = {"Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου", "Ιουλίου", "Αυγούστου",
					 "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου"},
};

const char *word(enum language language, enum word word)
{
	return words[word][language];
}

const char *language_code(enum language language)
{
	return language == LANGUAGE_EL ? "el" : "en";
}

const char *language_name(enum language language)
{
	return language == LANGUAGE_EL ? "Ελληνικά" : "English";
}

/* The weight of one range, 0 to 1 000; without one: full. */
static int quality_of(const char *range, size_t length)
{
	const char *found = memchr(range, ';', length);
	const char *equals = found ? memchr(found, '=', length - (size_t)(found - range)) : NULL;
	if (!equals)
		return QUALITY_FULL;
	double weight = strtod(equals + 1, NULL);
	return weight >= 1 ? QUALITY_FULL : weight > 0 ? (int)(weight * QUALITY_FULL) : 0;
}

/* Whether the range is the language, or a regional form of it: el, el-GR. */
static bool is_range_of(const char *range, size_t length, const char *code)
{
	return length >= 2 && strncasecmp(range, code, 2) == 0 && (length == 2 || strchr("-; ", range[2]));
}

enum language language_of(const char *code, const char *accepted)
{
	int best[LANGUAGE_COUNT] = {0};
	for (enum language language = 0; code && language < LANGUAGE_COUNT; language++) {
		if (strcasecmp(code, language_code(language)) == 0)
			return language;
	}
	for (const char *at = accepted ? accepted : ""; *at;) {
		at += strspn(at, ", \t");
		size_t length = strcspn(at, ",");
		for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
			int quality = quality_of(at, length);
			if (is_range_of(at, length, language_code(language)) && quality > best[language])
				best[language] = quality;
		}
		at += length;
	}
	return best[LANGUAGE_EL] > best[LANGUAGE_EN] ? LANGUAGE_EL : LANGUAGE_EN;
}

const char *words_time(struct arena *arena, enum language language, const struct zone_days *zone, int64_t ms)
{
	int64_t shown = ms + zone_days_offset_ms(zone, ms);
	int32_t day = day_of_ms(shown);
	int64_t minute = (shown - day * DAY_MS) / MINUTE_MS;
	int year, month, day_of_month;
	day_to_civil(day, &year, &month, &day_of_month);
	return arena_printf(arena, "%s %d %s %d, %02d:%02d %s", days[language][day - day_week_start(day)], day_of_month,
						months[language][month - 1], year, (int)(minute / HOUR_MINUTES), (int)(minute % HOUR_MINUTES),
						zone_days_name(zone));
}

enum word words_place(int place)
{
	static const enum word by_digit[] = {WORD_PLACE_TH, WORD_PLACE_ST, WORD_PLACE_ND, WORD_PLACE_RD};
	int digit = place % 10;
	bool teen = place % 100 / 10 == 1;
	return teen || digit >= (int)ARRAY_LENGTH(by_digit) ? WORD_PLACE_TH : by_digit[digit];
}
