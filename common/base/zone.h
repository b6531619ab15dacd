/* zone: the clocks that people live by: a time zone of IANA's database, as this machine has it (tzdata).
 * GLib's GTimeZone behind four verbs; nothing else in Kleos sees GLib. A zone is read anew at every zone_open, so that
 * new rules hold without a restart; keep one for a stretch of work, not for ever. One thread at a time.
 * The limit: from 2038 on GLib 2.74 has Ireland's winters an hour ahead, of all zones looked at the only one. */
#ifndef KLEOS_BASE_ZONE_H
#define KLEOS_BASE_ZONE_H

#include "common/base/limits.h"

#include <stdbool.h>
#include <stdint.h>

struct zone;

/* NULL: not shaped so, or this machine knows no such zone. */
struct zone *zone_open(const char *name);
void zone_close(struct zone *zone); /* NULL is fine */

/* How far the zone's clocks are ahead of UTC at that time, in milliseconds. */
int64_t zone_offset_ms(const struct zone *zone, int64_t ms);
/* The first moment after `ms`, before the year 2200, at which the clocks are another time ahead; INT64_MAX: none. */
int64_t zone_next_change_ms(const struct zone *zone, int64_t ms);
/* The day that its calendars show at that time. */
int32_t zone_day_of_ms(const struct zone *zone, int64_t ms);
/* When its clocks show `minute` (of the day, 0 to 1439) of `day`. What they show twice (clocks set back) is the first
 * time; what they never show (set forward) is the moment they pass over it. Unix milliseconds. */
int64_t zone_instant_ms(const struct zone *zone, int32_t day, int32_t minute);

#endif
