#include "common/trace/tracer.h"

#include "common/base/wait.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct tracer {
	_Atomic uint64_t made; /* ids */
	uint64_t seed;
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t changed;
	bool stopped;
	size_t first, count;
	struct tracer_state state;
	struct span_record ring[TRACER_RING];
};

struct tracer *tracer_new(const struct environment *environment)
{
	struct tracer *tracer = calloc(1, sizeof(*tracer));

	if (!tracer)
		return NULL;
	environment_random(environment, &tracer->seed, sizeof(tracer->seed));
	pthread_mutex_init(&tracer->mutex, NULL);
	cond_init_monotonic(&tracer->changed);
	return tracer;
}

void tracer_free(struct tracer *tracer)
{
	if (!tracer)
		return;
	pthread_cond_destroy(&tracer->changed);
	pthread_mutex_destroy(&tracer->mutex);
	free(tracer);
}

int64_t tracer_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* SplitMix64 (Steele, Lea, Flood 2014): a bijection of a counter, so no two are alike within a process. */
void tracer_new_id(struct tracer *tracer, uint8_t out[SPAN_ID_SIZE])
{
	uint64_t x = tracer->seed + (atomic_fetch_add(&tracer->made, 1) + 1) * 0x9e3779b97f4a7c15u;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	x ^= x >> 31;
	x += x == 0;
	memcpy(out, &x, SPAN_ID_SIZE);
}

void tracer_put(struct tracer *tracer, const struct span_record *record)
{
	pthread_mutex_lock(&tracer->mutex);
	if (tracer->count < TRACER_RING)
		tracer->ring[(tracer->first + tracer->count++) % TRACER_RING] = *record;
	else
		tracer->state.dropped++;
	if (tracer->count == 1 || tracer->count == TRACER_RING / 2)
		pthread_cond_signal(&tracer->changed);
	pthread_mutex_unlock(&tracer->mutex);
}

void tracer_state(struct tracer *tracer, struct tracer_state *out)
{
	pthread_mutex_lock(&tracer->mutex);
	*out = tracer->state;
	pthread_mutex_unlock(&tracer->mutex);
}

size_t tracer_take(struct tracer *tracer, struct span_record *out, size_t most, int ms)
{
	size_t n = 0;

	pthread_mutex_lock(&tracer->mutex);
	if (!tracer->count && !tracer->stopped)
		cond_wait_ms(&tracer->changed, &tracer->mutex, ms);
	for (; n < most && tracer->count; n++, tracer->count--) {
		out[n] = tracer->ring[tracer->first];
		tracer->first = (tracer->first + 1) % TRACER_RING;
	}
	pthread_mutex_unlock(&tracer->mutex);
	return n;
}

void tracer_count(struct tracer *tracer, size_t n, bool exported)
{
	pthread_mutex_lock(&tracer->mutex);
	*(exported ? &tracer->state.exported : &tracer->state.dropped) += n;
	pthread_mutex_unlock(&tracer->mutex);
}

void tracer_stop(struct tracer *tracer)
{
	pthread_mutex_lock(&tracer->mutex);
	tracer->stopped = true;
	pthread_cond_broadcast(&tracer->changed);
	pthread_mutex_unlock(&tracer->mutex);
}

bool tracer_stopped(struct tracer *tracer)
{
	pthread_mutex_lock(&tracer->mutex);
	bool stopped = tracer->stopped;
	pthread_mutex_unlock(&tracer->mutex);
	return stopped;
}

void tracer_rest(struct tracer *tracer, int64_t ms)
{
	struct timespec until = monotonic_after_ms(ms);

	pthread_mutex_lock(&tracer->mutex);
	while (!tracer->stopped && cond_wait_until(&tracer->changed, &tracer->mutex, &until))
		;
	pthread_mutex_unlock(&tracer->mutex);
}
