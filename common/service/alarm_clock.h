/* alarm_clock: a thread that does something when its time has come: it wakes at the time that the work before named,
 * when somebody says that this time may have changed, and at least every so often, should the wall clock jump. */
#ifndef KLEOS_SERVICE_ALARM_CLOCK_H
#define KLEOS_SERVICE_ALARM_CLOCK_H

#include "common/base/environment.h"
#include "common/base/status.h"

struct alarm_clock;

struct alarm_clock_config {
	const struct environment *environment;
	int64_t look_ms; /* the wall clock is looked at so often at least; 0: a minute */
	/* Does what is due (again, when the wall clock was set back since the last time), and returns when the next is:
	 * milliseconds UTC, INT64_MAX for never. On the thread of the clock; first as soon as it is open, as something may
	 * have come due before. */
	int64_t (*ring)(void *host);
	void *host;
};

enum status alarm_clock_open(struct alarm_clock **out, const struct alarm_clock_config *config);
void alarm_clock_stop(struct alarm_clock *clock);  /* its thread; NULL is fine */
void alarm_clock_close(struct alarm_clock *clock); /* stopped, and nobody wakes it any more; NULL is fine */

/* The next time may have changed. Any thread, also the writer's inside the transaction that changes it. */
void alarm_clock_wake(struct alarm_clock *clock);

#endif
