/* routine: what an appointment of a team with its question may look like, and when it is due. Pure: no database, no
 * clock. A `take` function is as in services/recognitions/rules.h. */
#ifndef KLEOS_RECOGNITIONS_ROUTINE_H
#define KLEOS_RECOGNITIONS_ROUTINE_H

#include "common/base/id.h"
#include "common/base/limits.h"
#include "common/base/zone.h"
#include "kleos/recognitions/v1/routine.pb-c.h"

#define DUES_KEPT_DAYS 90 /* what was due longer ago is forgotten */

/* One time that something is due. */
struct due {
	int32_t day; /* as the calendars of the zone show it */
	int64_t ms;
};

struct routine {
	struct id id;
	int64_t team;
	const char *team_path; /* of now */
	Kleos__Weekday weekday;
	int32_t minute; /* of the day */
	const char *time_zone;
	Kleos__Setting setting;
	const char *channel;
	struct due due; /* the next */
	int64_t create_ms;
};

const char *weekday_take(Kleos__Weekday weekday, Kleos__Weekday *out);
const char *clock_take(const char *text, int32_t *out); /* HH:MM, as a minute of the day */
const char *channel_take(struct arena *arena, const char *text, const char **out);
const char *clock_text(struct arena *arena, int32_t minute); /* HH:MM */

/* The first time after `ms`, and the last one not after it. */
struct due routine_due_after(const struct routine *routine, const struct zone *zone, int64_t ms);
struct due routine_due_before(const struct routine *routine, const struct zone *zone, int64_t ms);

#endif
