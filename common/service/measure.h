/* measure: what any service tells of its store and of what it follows, for MetricsService and for
 * service_config.measure.
 */
#ifndef KLEOS_SERVICE_MEASURE_H
#define KLEOS_SERVICE_MEASURE_H

#include "common/events/follower.h"
#include "common/meter/samples.h"
#include "common/store/store.h"

/* Names are static. */
void measure_store(struct samples *samples, struct store *store, const char *database);
/* The process itself, and its traces. */
void measure_process(struct samples *samples, const struct environment *environment);
void measure_follower(struct samples *samples, const struct follower *follower, const char *name, const char *source);

#endif
