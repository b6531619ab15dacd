/* tracer: spans that ended and wait to be exported: a ring of bounded size. Whoever ends a span copies it in and goes
 * on; when the exporter does not keep up, new ones are dropped and counted. Any thread. */
#ifndef KLEOS_TRACE_TRACER_H
#define KLEOS_TRACE_TRACER_H

#include "common/base/environment.h"
#include "common/trace/span.h"

#include <stddef.h>

#define TRACER_RING        4096 /* spans */
#define TRACER_METHOD_SIZE 10

struct span_record {
	uint8_t trace[TRACE_ID_SIZE], id[SPAN_ID_SIZE], parent[SPAN_ID_SIZE];
	enum span_kind kind;
	enum status status;
	unsigned http_status; /* 0: no HTTP */
	int64_t begun_ns, ended_ns;
	char name[SPAN_NAME_SIZE];
	char method[TRACER_METHOD_SIZE];
};

struct tracer_state {
	uint64_t exported, dropped;
};

struct tracer *tracer_new(const struct environment *environment); /* NULL: no memory */
void tracer_free(struct tracer *tracer);                          /* nobody has a span any more; NULL is fine */

int64_t tracer_now_ns(void);
void tracer_new_id(struct tracer *tracer, uint8_t out[SPAN_ID_SIZE]); /* unlike any other; not zero */
void tracer_put(struct tracer *tracer, const struct span_record *record);
void tracer_state(struct tracer *tracer, struct tracer_state *out);

/* ---- for the exporter ---- */

/* Up to `most` of the oldest; waits until there is one, `ms` passed, or tracer_stop. How many. */
size_t tracer_take(struct tracer *tracer, struct span_record *out, size_t most, int ms);
void tracer_count(struct tracer *tracer, size_t n, bool exported); /* of those taken */
void tracer_stop(struct tracer *tracer);                           /* nobody waits any more */
bool tracer_stopped(struct tracer *tracer);
/* Until it is stopped or `ms` passed. */
void tracer_rest(struct tracer *tracer, int64_t ms);

#endif
