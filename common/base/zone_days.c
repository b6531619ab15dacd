#include "common/base/zone_days.h"

#include "common/base/calendar.h"
#include "common/base/zone.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SPANS_BOUND 2048                    /* no zone of 2026 has half as many changes before 2200 */
#define FIRST_MS    INT64_C(-5364662400000) /* 1800: before every zone's first change */

/* From here to the next span the clocks are one time ahead. */
struct span {
	int64_t offset_ms;
	int64_t floor; /* no moment in it is on an earlier day */
};

struct zone_days {
	char name[ZONE_NAME_BOUND + 1];
	size_t n;                    /* at least one */
	int64_t starts[SPANS_BOUND]; /* the first is INT64_MIN */
	struct span spans[SPANS_BOUND];
	uint64_t print;
};

static uint64_t print_of(const struct zone_days *days)
{
	crypto_generichash_state state;
	unsigned char sum[crypto_generichash_BYTES_MIN];
	uint64_t print;
	crypto_generichash_init(&state, NULL, 0, sizeof(sum));
	crypto_generichash_update(&state, (const unsigned char *)days->name, strlen(days->name) + 1);
	for (size_t i = 0; i < days->n; i++) {
		crypto_generichash_update(&state, (const unsigned char *)&days->starts[i], sizeof(days->starts[i]));
		crypto_generichash_update(&state, (const unsigned char *)&days->spans[i].offset_ms,
								  sizeof(days->spans[i].offset_ms));
	}
	crypto_generichash_final(&state, sum, sizeof(sum));
	memcpy(&print, sum, sizeof(print));
	return print;
}

/* The latest day of the span before, or where it was held. */
static int64_t day_before(const struct zone_days *days, int64_t start_ms)
{
	const struct span *last = &days->spans[days->n - 1];
	int64_t day = day_of_ms(start_ms - 1 + last->offset_ms);
	return day > last->floor ? day : last->floor;
}

static void read_zone(struct zone_days *days, const struct zone *zone)
{
	days->starts[0] = INT64_MIN;
	days->spans[0] = (struct span){zone_offset_ms(zone, FIRST_MS), DAY_MIN};
	days->n = 1;
	for (int64_t ms = FIRST_MS; days->n < SPANS_BOUND; days->n++) {
		ms = zone_next_change_ms(zone, ms);
		if (ms == INT64_MAX)
			return;
		days->starts[days->n] = ms;
		days->spans[days->n] = (struct span){zone_offset_ms(zone, ms), day_before(days, ms)};
	}
}

struct zone_days *zone_days_open(const char *name)
{
	struct zone *zone = zone_open(name);
	struct zone_days *days = zone ? calloc(1, sizeof(*days)) : NULL;
	if (days) {
		memcpy(days->name, name, strlen(name) + 1); /* zone_open has seen that it fits */
		read_zone(days, zone);
		days->print = print_of(days);
	}
	zone_close(zone);
	return days;
}

void zone_days_close(struct zone_days *days)
{
	free(days);
}

const char *zone_days_name(const struct zone_days *days)
{
	return days ? days->name : "UTC";
}

/* The last one that begins at `ms` or before. No branch depends on the data: that is what makes it fast. */
static const struct span *span_at(const struct zone_days *days, int64_t ms)
{
	const int64_t *at = days->starts;
	for (size_t n = days->n; n > 1;) {
		size_t half = n / 2;
		at = at[half] <= ms ? at + half : at;
		n -= half;
	}
	return &days->spans[at - days->starts];
}

static int32_t day_in(const struct span *span, int64_t ms)
{
	int32_t day = day_of_ms(ms + span->offset_ms);
	return day > span->floor ? day : (int32_t)span->floor;
}

int32_t zone_days_of_ms(const struct zone_days *days, int64_t ms)
{
	return days ? day_in(span_at(days, ms), ms) : day_of_ms(ms);
}

/* By the clocks of the span it may begin in: no offset is as much as a day, so those of the days around are all. */
int64_t zone_days_start_ms(const struct zone_days *days, int64_t day)
{
	int64_t midnight = day * DAY_MS;
	if (!days)
		return midnight;
	const struct span *span = span_at(days, midnight - DAY_MS), *end = span_at(days, midnight + DAY_MS);
	for (; span < end; span++) {
		int64_t next_ms = days->starts[span - days->spans + 1];
		if (day_in(span, next_ms - 1) >= day)
			break;
	}
	int64_t start_ms = days->starts[span - days->spans];
	return start_ms > midnight - span->offset_ms ? start_ms : midnight - span->offset_ms;
}

int64_t zone_days_instant_ms(const struct zone_days *days, int32_t day, int32_t minute)
{
	int64_t shown = day * DAY_MS + minute * INT64_C(60000);
	if (!days)
		return shown;
	const struct span *span = span_at(days, shown - DAY_MS), *end = span_at(days, shown + DAY_MS);
	for (; span < end; span++) {
		int64_t next_ms = days->starts[span - days->spans + 1];
		if (shown - span->offset_ms < next_ms)
			break;
	}
	int64_t start_ms = days->starts[span - days->spans];
	return start_ms > shown - span->offset_ms ? start_ms : shown - span->offset_ms;
}

int64_t zone_days_offset_ms(const struct zone_days *days, int64_t ms)
{
	return days ? span_at(days, ms)->offset_ms : 0;
}

uint64_t zone_days_print(const struct zone_days *days)
{
	return days ? days->print : 0;
}
