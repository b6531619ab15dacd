/* period_clock: the thread that wakes when a week or a month is over and its report can be read: on Monday, and on the
 * first of the month, at 08:00 by the deployment's clocks. In one transaction it writes the period down and tells of it
 * (report.ready), so that each is told once, whatever breaks and wherever the wall clock jumps. Of those that ended
 * while the service was down only the newest week and the newest month are told. */
#ifndef KLEOS_RECOGNITIONS_PERIOD_CLOCK_H
#define KLEOS_RECOGNITIONS_PERIOD_CLOCK_H

#include "common/base/period.h"
#include "common/base/zone_days.h"
#include "common/store/store.h"

/* When the report of a period can be read. */
int64_t period_ready_ms(const struct zone_days *days, const struct period *period);

struct period_clock;

struct period_clock_config {
	struct store *store; /* open and migrated; borrowed until period_clock_stop */
	const struct environment *environment;
	const struct zone_days *days; /* of the deployment; NULL: UTC */
	int64_t look_ms;              /* the wall clock is looked at so often at least, should it jump; 0: a minute */
};

enum status period_clock_open(struct period_clock **out, const struct period_clock_config *config);
void period_clock_stop(struct period_clock *clock);  /* its thread; before the store closes; NULL is fine */
void period_clock_close(struct period_clock *clock); /* NULL is fine */

#endif
