/* calendar: days and times as people write them. A day is a number of days since 1970-01-01 in the proleptic
 * Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms"); a time is Unix milliseconds, UTC. */
#ifndef KLEOS_BASE_CALENDAR_H
#define KLEOS_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#define DAY_MS         INT64_C(86400000)
#define DAY_TEXT_SIZE  11        /* 2026-03-01 and NUL */
#define TIME_TEXT_SIZE 25        /* 2026-03-01T09:00:00.250Z and NUL */
#define DAY_MIN        INT32_MIN /* "always"; outside the years 0001 to 9999 the formats print the nearest day inside */
#define DAY_MAX        INT32_MAX /* "never" */

bool day_parse(int32_t *out, const char *text); /* YYYY-MM-DD, years 0001 to 9999; false leaves *out untouched */
void day_format(char out[DAY_TEXT_SIZE], int32_t day);
int32_t day_from_civil(int year, int month, int day);
void day_to_civil(int32_t day, int *year, int *month, int *day_of_month);
int32_t day_of_ms(int64_t ms);        /* the UTC day */
int32_t day_week_start(int32_t day);  /* Monday of its ISO week */
int32_t day_month_start(int32_t day); /* first of its month */
int32_t day_next_month(int32_t day);  /* first of the month after */

/* RFC 3339: T or t or space, any offset, 0 to 9 fraction digits (cut to ms); false leaves *out untouched. */
bool time_parse(int64_t *out_ms, const char *text);
void time_format(char out[TIME_TEXT_SIZE],
				 int64_t ms); /* …Z with 0 or 3 fraction digits, as canonical JSON prints it */

#endif
