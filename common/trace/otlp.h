/* otlp: spans as OTLP's JSON (ExportTraceServiceRequest): lowerCamel names, ids in hex, 64-bit numbers as texts, enums
 * as numbers. */
#ifndef KLEOS_TRACE_OTLP_H
#define KLEOS_TRACE_OTLP_H

#include "common/base/buffer.h"
#include "common/trace/tracer.h"

/* Who exports: name and value by turns, up to NULL. */
struct otlp_resource {
	const char *const *attributes;
};

void otlp_print(struct buffer *out, const struct otlp_resource *resource, const struct span_record *records, size_t n);

#endif
