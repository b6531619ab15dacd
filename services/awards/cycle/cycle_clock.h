/* cycle_clock: the thread that wakes when the next phase of a cycle is over, and moves the cycle on, each in one
 * transaction. What passed while the service was down happens when it is back, one phase after another. A phase that
 * cannot open (nobody accepted, so there is no candidate) is tried again at each look, and said in the log once. */
#ifndef KLEOS_AWARDS_CYCLE_CLOCK_H
#define KLEOS_AWARDS_CYCLE_CLOCK_H

#include "common/store/store.h"

struct awards;
struct cycle_clock;

struct cycle_clock_config {
	struct store *store;         /* open and migrated; borrowed until cycle_clock_stop */
	const struct awards *awards; /* borrowed */
	const struct environment *environment;
	int64_t look_ms; /* the clock is looked at so often at least, should it jump; 0: a minute */
};

enum status cycle_clock_open(struct cycle_clock **out, const struct cycle_clock_config *config);
void cycle_clock_stop(struct cycle_clock *clock);  /* its thread; before the store closes; NULL is fine */
void cycle_clock_close(struct cycle_clock *clock); /* when nobody wakes it any more; NULL is fine */

/* A cycle was made, changed or moved: it may be the next. Any thread. */
void cycle_clock_wake(struct cycle_clock *clock);

#endif
