/* routine_clock: the thread that wakes when the next routine is due. In one transaction it writes what was due, the
 * event routine.due and the next time, so that each time is told once, whatever breaks. A time that passed while the
 * service was down is told when it is back: of several missed weeks only the last. */
#ifndef KLEOS_RECOGNITIONS_ROUTINE_CLOCK_H
#define KLEOS_RECOGNITIONS_ROUTINE_CLOCK_H

#include "common/store/store.h"

struct routine_clock;

struct routine_clock_config {
	struct store *store; /* open and migrated; borrowed until routine_clock_stop */
	const struct environment *environment;
	int64_t look_ms; /* the clock is looked at so often at least, should it jump; 0: a minute */
};

enum status routine_clock_open(struct routine_clock **out, const struct routine_clock_config *config);
void routine_clock_stop(struct routine_clock *clock);  /* its thread; before the store closes; NULL is fine */
void routine_clock_close(struct routine_clock *clock); /* when nobody wakes it any more; NULL is fine */

/* A routine was made: it may be the next. Any thread, also the writer's inside the transaction that makes it. */
void routine_clock_wake(struct routine_clock *clock);

#endif
