/* measure: how one route does: counts by HTTP status and a histogram of durations. The HTTP thread's own. */
#ifndef KLEOS_GATEWAY_MEASURE_H
#define KLEOS_GATEWAY_MEASURE_H

#include "common/base/buffer.h"

#include <stdint.h>

#define MEASURE_BUCKETS 10
#define MEASURE_CODES   24

struct measure {
	struct {
		unsigned http_status;
		uint64_t count;
	} codes[MEASURE_CODES];                /* ends at status 0 */
	uint64_t buckets[MEASURE_BUCKETS + 1]; /* the last is +Inf; not cumulative */
	uint64_t count;
	uint64_t total_ms;
};

extern const double measure_bounds[MEASURE_BUCKETS]; /* seconds */

void measure_add(struct measure *measure, unsigned http_status, int64_t duration_ms);

#endif
