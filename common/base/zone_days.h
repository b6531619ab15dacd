/* zone_days: the days of one time zone, told apart fast: what a deployment calls a day (KLEOS_TIME_ZONE). Read from the
 * zone once, when opened, so new rules of the zone hold after a restart. Never changes: any thread.
 * A day begins when the zone's clocks first show its midnight, or pass over it, and lasts until the next one begins: it
 * has 23, 24 or 25 hours, or other lengths, and a moment is never on an earlier day than the moment before. */
#ifndef KLEOS_BASE_ZONE_DAYS_H
#define KLEOS_BASE_ZONE_DAYS_H

#include <stdint.h>

struct zone_days;

/* NULL stands for UTC in every verb below. */

/* NULL: this machine knows no such zone, or has no memory. */
struct zone_days *zone_days_open(const char *name);
void zone_days_close(struct zone_days *days);

const char *zone_days_name(const struct zone_days *days);
int32_t zone_days_of_ms(const struct zone_days *days, int64_t ms); /* some ten nanoseconds */
int64_t zone_days_start_ms(const struct zone_days *days, int64_t day);
/* When its clocks show that minute of the day, as zone_instant_ms has it. */
int64_t zone_days_instant_ms(const struct zone_days *days, int32_t day, int32_t minute);
/* How far its clocks are ahead of UTC at that time. */
int64_t zone_days_offset_ms(const struct zone_days *days, int64_t ms);
/* Another value for another name or other rules: for what is kept by day, and must not be taken for another zone's. */
uint64_t zone_days_print(const struct zone_days *days);

#endif
