#include "common/service/alarm_clock.h"

#include "common/base/wait.h"

#include <stdlib.h>

#define LOOK_MS 60000
#define STACK   ((size_t)256 << 10) /* bytes */

struct alarm_clock {
	struct alarm_clock_config config;
	int64_t next_ms; /* of the thread alone */
	int64_t rung_ms; /* likewise: when it last did something */
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t waiting;
	bool awake;
	bool closing;
};

/* Until the next time, a wake or the end; false: the end. */
static bool wait_for_next(struct alarm_clock *clock)
{
	pthread_mutex_lock(&clock->mutex);
	while (!clock->closing && !clock->awake) {
		int64_t now = environment_now_ms(clock->config.environment), look = clock->config.look_ms;
		if (clock->next_ms <= now || now < clock->rung_ms)
			break;
		cond_wait_ms(&clock->waiting, &clock->mutex, clock->next_ms - now < look ? clock->next_ms - now : look);
	}
	clock->awake = false;
	bool goes_on = !clock->closing;
	pthread_mutex_unlock(&clock->mutex);
	return goes_on;
}

static void *clock_main(void *argument)
{
	struct alarm_clock *clock = argument;
	clock->next_ms = INT64_MIN;
	while (wait_for_next(clock)) {
		clock->rung_ms = environment_now_ms(clock->config.environment);
		clock->next_ms = clock->config.ring(clock->config.host);
	}
	return NULL;
}

static bool thread_start(struct alarm_clock *clock)
{
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	bool started = pthread_create(&clock->thread, &attributes, clock_main, clock) == 0;
	pthread_attr_destroy(&attributes);
	return started;
}

enum status alarm_clock_open(struct alarm_clock **out, const struct alarm_clock_config *config)
{
	struct alarm_clock *clock = calloc(1, sizeof(*clock));
	if (!clock)
		return STATUS_RESOURCE_EXHAUSTED;
	clock->config = *config;
	if (!clock->config.look_ms)
		clock->config.look_ms = LOOK_MS;
	pthread_mutex_init(&clock->mutex, NULL);
	cond_init_monotonic(&clock->waiting);
	*out = clock; /* before the thread: its work may wake it */
	clock->started = thread_start(clock);
	if (clock->started)
		return STATUS_OK;
	*out = NULL;
	alarm_clock_close(clock);
	return STATUS_RESOURCE_EXHAUSTED;
}

void alarm_clock_stop(struct alarm_clock *clock)
{
	if (!clock || !clock->started)
		return;
	pthread_mutex_lock(&clock->mutex);
	clock->closing = true;
	pthread_cond_signal(&clock->waiting);
	pthread_mutex_unlock(&clock->mutex);
	pthread_join(clock->thread, NULL);
	clock->started = false;
}

void alarm_clock_close(struct alarm_clock *clock)
{
	if (!clock)
		return;
	pthread_cond_destroy(&clock->waiting);
	pthread_mutex_destroy(&clock->mutex);
	free(clock);
}

void alarm_clock_wake(struct alarm_clock *clock)
{
	pthread_mutex_lock(&clock->mutex);
	clock->awake = true;
	pthread_cond_signal(&clock->waiting);
	pthread_mutex_unlock(&clock->mutex);
}
