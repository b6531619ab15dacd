/* period: a week or a month that reports are told of, by its name: 2026-W47 (ISO 8601, from Monday), 2026-10. Pure. */
#ifndef KLEOS_BASE_PERIOD_H
#define KLEOS_BASE_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#define PERIOD_TEXT_SIZE 9 /* 2026-W47 and NUL */

enum period_kind { PERIOD_WEEK, PERIOD_MONTH, PERIOD_KINDS };

struct period {
	enum period_kind kind;
	int32_t from_day, to_day; /* both included */
};

struct period period_of(enum period_kind kind, int32_t day); /* the one that has the day; years 0001 to 9999 */
struct period period_before(const struct period *period);
bool period_parse(struct period *out, const char *text); /* false leaves *out untouched */
void period_format(char out[PERIOD_TEXT_SIZE], const struct period *period);
int period_week(const struct period *period); /* of a week its number, 1 to 53 */

#endif
