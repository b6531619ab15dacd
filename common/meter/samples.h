/* samples: one look at what a service measures, as the answer of MetricsService. Belongs to one thread; texts that are
 * handed in live as long as the arena, or for ever. */
#ifndef KLEOS_METER_SAMPLES_H
#define KLEOS_METER_SAMPLES_H

#include "common/base/arena.h"
#include "common/meter/meter.h"
#include "kleos/rpc/v1/metrics_service.pb-c.h"

struct samples {
	struct arena *arena;
	Kleos__ReadMetricsResponse *response;
};

/* As many label values as the meter has labels, and a NULL. */
void samples_add(struct samples *samples, enum meter_key key, double value, ...) __attribute__((sentinel));
void samples_add_histogram(struct samples *samples, enum meter_key key, const struct histogram *histogram, ...)
	__attribute__((sentinel));
/* What the system tells of this process. */
void samples_add_process(struct samples *samples);
/* kleos_build_info. */
void samples_add_build(struct samples *samples);

#endif
