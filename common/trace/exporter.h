/* exporter: sends spans to a collector by OTLP over HTTP, from a thread of its own. Configured by OpenTelemetry's own
 * variables: OTEL_EXPORTER_OTLP_ENDPOINT (http://collector:4318; empty: nothing is traced), OTEL_SERVICE_NAME,
 * OTEL_RESOURCE_ATTRIBUTES (a=b,c=d), OTEL_SDK_DISABLED (true). A collector that is away or busy is asked again some
 * seconds; then the batch is dropped and counted. */
#ifndef KLEOS_TRACE_EXPORTER_H
#define KLEOS_TRACE_EXPORTER_H

#include "common/base/environment.h"
#include "common/base/status.h"

struct exporter;

/* *out stays NULL when nothing is to be traced. INVALID_ARGUMENT: a variable cannot be understood (*problem says which,
 * static); RESOURCE_EXHAUSTED. `service` names whoever has no OTEL_SERVICE_NAME; static. */
enum status exporter_open(struct exporter **out, const struct environment *environment, const char *service,
						  const char **problem);
struct tracer *exporter_tracer(struct exporter *exporter); /* NULL for NULL */
/* Sends what is left, once, within some seconds; nobody has a span any more. NULL is fine. */
void exporter_close(struct exporter *exporter);

#endif
