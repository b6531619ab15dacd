/* measure: how one route does: counts by HTTP status and a histogram of durations. The HTTP thread's own. */
#ifndef KLEOS_GATEWAY_MEASURE_H
#define KLEOS_GATEWAY_MEASURE_H

#include "common/base/histogram.h"

#include <stdint.h>

#define MEASURE_CODES 24

struct measure {
	struct {
		unsigned http_status;
		uint64_t count;
	} codes[MEASURE_CODES];    /* ends at status 0 */
	struct histogram duration; /* scale_durations */
};

void measure_add(struct measure *measure, unsigned http_status, int64_t duration_ns);

#endif
