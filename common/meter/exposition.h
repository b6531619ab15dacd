/* exposition: what services measured as Prometheus reads it: its text format 0.0.4, or OpenMetrics 1.0.0. */
#ifndef KLEOS_METER_EXPOSITION_H
#define KLEOS_METER_EXPOSITION_H

#include "common/base/buffer.h"
#include "common/meter/meter.h"
#include "kleos/rpc/v1/metrics_service.pb-c.h"

enum exposition_form { EXPOSITION_TEXT, EXPOSITION_OPENMETRICS };

struct exposition_source {
	const char *service;
	const Kleos__ReadMetricsResponse *response; /* NULL: it did not answer */
};

/* Which of the two an Accept header asks for; NULL: none was sent. */
enum exposition_form exposition_form_of(const char *accept);
const char *exposition_type(enum exposition_form form); /* Content-Type */
/* Family by family, in the table's order. What the table does not know, or knows otherwise, is left out: the sender is
 * of another version. */
void exposition_print(struct buffer *out, enum exposition_form form, const struct exposition_source *sources, size_t n);

#endif
