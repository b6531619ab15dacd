/* wait: time-outs on the monotonic clock, so that setting the wall clock neither stretches nor cuts them. */
#ifndef KLEOS_BASE_WAIT_H
#define KLEOS_BASE_WAIT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

/* The moment that is `ms` from now. */
static inline struct timespec monotonic_after_ms(int64_t ms)
{
	struct timespec moment;

	clock_gettime(CLOCK_MONOTONIC, &moment);
	moment.tv_sec += ms / 1000;
	moment.tv_nsec += (long)(ms % 1000) * 1000000;
	moment.tv_sec += moment.tv_nsec / 1000000000;
	moment.tv_nsec %= 1000000000;
	return moment;
}

/* A condition for the waits below; only these may be used with it, and pthread_cond_wait. */
static inline void cond_init_monotonic(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	if (pthread_condattr_init(&attributes) || pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) ||
		pthread_cond_init(condition, &attributes))
		abort();
	pthread_condattr_destroy(&attributes);
}

/* Like pthread_cond_wait; false: that moment came first. */
static inline bool cond_wait_until(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *moment)
{
	return pthread_cond_timedwait(condition, mutex, moment) == 0;
}

/* Waits at most so long, once: in a loop every turn has the whole time. False: it is over. */
static inline bool cond_wait_ms(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t ms)
{
	struct timespec moment = monotonic_after_ms(ms);

	return cond_wait_until(condition, mutex, &moment);
}

#endif
