#include "common/base/environment.h"

#include <sodium.h>
#include <stdlib.h>
#include <time.h>

static int64_t clock_ms(clockid_t clock)
{
	struct timespec now;

	if (clock_gettime(clock, &now) != 0)
		abort();
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t system_now_ms(void *host)
{
	(void)host;
	return clock_ms(CLOCK_REALTIME);
}

static int64_t system_monotonic_ms(void *host)
{
	(void)host;
	return clock_ms(CLOCK_MONOTONIC);
}

static void system_random(void *host, void *out, size_t length)
{
	(void)host;
	randombytes_buf(out, length);
}

struct environment environment_system(struct log *log)
{
	if (sodium_init() < 0)
		abort();
	return (struct environment){
		.now_ms = system_now_ms,
		.monotonic_ms = system_monotonic_ms,
		.random = system_random,
		.log = log,
	};
}
