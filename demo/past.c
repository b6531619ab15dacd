/* past: kleosd with a clock that is set from outside, so that a made-up year can be lived in seconds: everything is
 * given, joined, answered and closed by the services themselves, at its time. Linked instead of the machine's clock
 * (environment.c) into a program of its own that is never installed: kleosd has no such clock. */
#include "common/base/environment.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* Eight bytes of a file, Unix milliseconds in the machine's byte order; whoever started us writes them. Mapped until
 * the process ends. */
static _Atomic int64_t *clock_map(void)
{
	const char *path = getenv("KLEOS_PAST_CLOCK");
	int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *map = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
	if (map == MAP_FAILED) {
		fputs("kleosd-past: KLEOS_PAST_CLOCK names no clock; demo/fill starts this program\n", stderr);
		exit(2);
	}
	close(file);
	return map;
}

static int64_t past_now_ms(void *host)
{
	return atomic_load((_Atomic int64_t *)host);
}

static int64_t past_monotonic_ms(void *host)
{
	struct timespec now;

	(void)host;
	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		abort();
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void past_random(void *host, void *out, size_t length)
{
	(void)host;
	randombytes_buf(out, length);
}

struct environment environment_system(struct log *log)
{
	if (sodium_init() < 0)
		abort();
	return (struct environment){
		.host = clock_map(),
		.now_ms = past_now_ms,
		.monotonic_ms = past_monotonic_ms,
		.random = past_random,
		.log = log,
	};
}
