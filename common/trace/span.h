/* span: one piece of work in a trace (W3C Trace Context), as whoever does it knows it. Recorded when a collector is
 * configured (struct environment's tracer) and whoever began the trace wants it to be (the sampled flag); else nothing
 * is kept, and the trace's id only passes through. Holds names of rpcs and routes, ids and codes, never what people
 * wrote. A span belongs to one thread at a time. */
#ifndef KLEOS_TRACE_SPAN_H
#define KLEOS_TRACE_SPAN_H

#include "common/base/status.h"

#include <stdbool.h>
#include <stdint.h>

#define TRACEPARENT_SIZE 56 /* 00-<32>-<16>-<2> and a NUL */
#define TRACE_ID_SIZE    16
#define SPAN_ID_SIZE     8
#define SPAN_NAME_SIZE   120

#define TRACE_ID_TEXT_SIZE (2 * TRACE_ID_SIZE + 1)

struct tracer;

enum span_kind { SPAN_INTERNAL = 1, SPAN_SERVER = 2, SPAN_CLIENT = 3 }; /* as OTLP counts them */

struct span {
	struct tracer *tracer; /* NULL: not recorded */
	uint8_t trace[TRACE_ID_SIZE];
	uint8_t id[SPAN_ID_SIZE];
	uint8_t parent[SPAN_ID_SIZE]; /* zeros: the first of its trace */
	enum span_kind kind;
	const char *name;   /* borrowed until the span ends */
	int64_t begun_ns;   /* Unix */
	const char *method; /* of an HTTP request; NULL: it is none */
};

/* The W3C form: version 00, or a later one with a tail; lower-case hex, neither id zero. */
bool traceparent_is_valid(const char *text);
/* A traceparent that begins a trace: its id, and whether it is to be recorded. */
void traceparent_make(char out[TRACEPARENT_SIZE], const uint8_t trace[TRACE_ID_SIZE], bool sampled);

/* For a log; of a valid one, or "" of "". */
void traceparent_trace_id(char out[TRACE_ID_TEXT_SIZE], const char *traceparent);

/* Below `traceparent` (valid, or ""; NULL); records when that is sampled and there is a tracer. */
void span_begin(struct span *span, struct tracer *tracer, const char *traceparent, enum span_kind kind,
				const char *name);
/* The same for the first of a trace that begins here: there is no span above it. */
void span_begin_first(struct span *span, struct tracer *tracer, const char *traceparent, enum span_kind kind,
					  const char *name);
/* What goes on to those below: the span's own when it is recorded; else nothing changes. */
const char *span_traceparent(const struct span *span, char out[TRACEPARENT_SIZE], const char *otherwise);
/* Does nothing when it is not recorded, or has ended. `http_status` 0: no HTTP. */
void span_end(struct span *span, enum status status, unsigned http_status);

#endif
