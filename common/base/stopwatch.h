/* stopwatch: how long something took, for metrics and traces alone: finer than the environment's clock, and nothing
 * that a program does may follow from it. Any thread; some 20 ns a look. */
#ifndef KLEOS_BASE_STOPWATCH_H
#define KLEOS_BASE_STOPWATCH_H

#include <stdint.h>
#include <time.h>

static inline int64_t stopwatch_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

#endif
