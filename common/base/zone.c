#include "common/base/zone.h"

#include "common/base/calendar.h"

#include <glib.h>
#include <string.h>

#define UPPER   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LETTERS UPPER "abcdefghijklmnopqrstuvwxyz"
#define PARTS   3 /* America/Argentina/Buenos_Aires */
#define DAY_S   INT64_C(86400)
#define LAST_S  INT64_C(7258118400) /* 2200 */

/* Only the address is used: the type stays incomplete, what it points to is GLib's. */
static GTimeZone *glib_zone(const struct zone *zone)
{
	return (GTimeZone *)(uintptr_t)zone;
}

/* Area/Place as IANA writes it, or a name of letters alone such as UTC; says nothing of whether there is such a zone.
 * GLib takes paths, offsets and POSIX rules too, and zone files with leap seconds (right/…): none of them begins every
 * part with a capital, has no dot, and has digits and signs only behind an area. */
static bool name_is_shaped(const char *name)
{
	const char *part = name;
	size_t length = strlen(name);
	if (length < 2 || length > ZONE_NAME_BOUND)
		return false;
	if (!strchr(name, '/'))
		return strspn(name, UPPER) > 0 && strspn(name, LETTERS "-") == length;
	for (int parts = 1;; parts++) {
		size_t part_length = strspn(part, LETTERS "0123456789_+-");
		if (parts > PARTS || strspn(part, UPPER) == 0)
			return false;
		part += part_length;
		if (*part != '/')
			return !*part;
		part++;
	}
}

struct zone *zone_open(const char *name)
{
	return name_is_shaped(name) ? (struct zone *)g_time_zone_new_identifier(name) : NULL;
}

void zone_close(struct zone *zone)
{
	if (zone)
		g_time_zone_unref(glib_zone(zone));
}

static int64_t offset_s(const struct zone *zone, int64_t s)
{
	GTimeZone *glib = glib_zone(zone);
	return g_time_zone_get_offset(glib, g_time_zone_find_interval(glib, G_TIME_TYPE_UNIVERSAL, s));
}

static int64_t second_of_ms(int64_t ms)
{
	return ms / 1000 - (ms % 1000 < 0);
}

int64_t zone_offset_ms(const struct zone *zone, int64_t ms)
{
	return offset_s(zone, second_of_ms(ms)) * 1000;
}

int32_t zone_day_of_ms(const struct zone *zone, int64_t ms)
{
	return day_of_ms(ms + zone_offset_ms(zone, ms));
}

/* The last second that GLib keeps in one interval with `s`, or LAST_S. */
static int64_t interval_end(GTimeZone *glib, int64_t s)
{
	int interval = g_time_zone_find_interval(glib, G_TIME_TYPE_UNIVERSAL, s);
	int64_t inside = s, outside = LAST_S;
	if (g_time_zone_find_interval(glib, G_TIME_TYPE_UNIVERSAL, outside) == interval)
		return LAST_S;
	while (outside - inside > 1) {
		int64_t middle = inside + (outside - inside) / 2;
		if (g_time_zone_find_interval(glib, G_TIME_TYPE_UNIVERSAL, middle) == interval)
			inside = middle;
		else
			outside = middle;
	}
	return inside;
}

int64_t zone_next_change_ms(const struct zone *zone, int64_t ms)
{
	int64_t s = second_of_ms(ms), before = offset_s(zone, s);
	while (s < LAST_S && offset_s(zone, s) == before)
		s = interval_end(glib_zone(zone), s) + 1;
	return s < LAST_S ? s * 1000 : INT64_MAX;
}

/* The first second after `from`, at most `to`, with another offset than `from` has: one change lies between. */
static int64_t change_between(const struct zone *zone, int64_t from, int64_t to)
{
	int64_t before = offset_s(zone, from);
	while (to - from > 1) {
		int64_t middle = from + (to - from) / 2;
		if (offset_s(zone, middle) == before)
			from = middle;
		else
			to = middle;
	}
	return to;
}

/* No offset is as much as a day, so the offsets a day before and after are those on both sides of a change nearby, of
 * which there is at most one in two days. GLib's own search by local time takes the wrong one of two where it is the
 * winter that is said to be the exception (Europe/Dublin, Africa/Casablanca), so it is not asked. */
int64_t zone_instant_ms(const struct zone *zone, int32_t day, int32_t minute)
{
	int64_t shown = day * DAY_S + minute * INT64_C(60);
	int64_t before = offset_s(zone, shown - DAY_S), after = offset_s(zone, shown + DAY_S);
	int64_t by_before = shown - before, by_after = shown - after;
	bool before_holds = offset_s(zone, by_before) == before, after_holds = offset_s(zone, by_after) == after;
	if (before_holds && (!after_holds || by_before <= by_after))
		return by_before * 1000;
	if (after_holds)
		return by_after * 1000;
	return change_between(zone, by_after, by_before) * 1000;
}
