/* environment: time, randomness and the log, stated by whoever runs the code, so that tests own them.
 * A value that is passed down; nothing in Kleos asks the system for time or randomness directly. */
#ifndef KLEOS_BASE_ENVIRONMENT_H
#define KLEOS_BASE_ENVIRONMENT_H

#include "common/base/log.h"

#include <stddef.h>
#include <stdint.h>

struct tracer;

struct environment {
	void *host;                                           /* handed back to each function */
	int64_t (*now_ms)(void *host);                        /* wall clock: Unix milliseconds, UTC */
	int64_t (*monotonic_ms)(void *host);                  /* never goes back: deadlines and durations */
	void (*random)(void *host, void *out, size_t length); /* cryptographic */
	struct log *log;                                      /* borrowed; may be NULL: silent */
	struct tracer *tracer;                                /* borrowed; NULL: nothing is traced (common/trace) */
};

/* The machine's clock and libsodium's randomness. Call sodium_init() happens inside; aborts when it cannot. */
struct environment environment_system(struct log *log);

static inline int64_t environment_now_ms(const struct environment *e)
{
	return e->now_ms(e->host);
}
static inline int64_t environment_monotonic_ms(const struct environment *e)
{
	return e->monotonic_ms(e->host);
}
static inline void environment_random(const struct environment *e, void *out, size_t n)
{
	e->random(e->host, out, n);
}

#endif
