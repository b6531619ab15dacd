#include "services/gateway/measure.h"

const double measure_bounds[MEASURE_BUCKETS] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};

void measure_add(struct measure *measure, unsigned http_status, int64_t duration_ms)
{
	size_t bucket = 0, code = 0;
	while (bucket < MEASURE_BUCKETS && (double)duration_ms > measure_bounds[bucket] * 1000)
		bucket++;
	measure->buckets[bucket]++;
	measure->count++;
	measure->total_ms += (uint64_t)duration_ms;
	while (code < MEASURE_CODES - 1 && measure->codes[code].count && measure->codes[code].http_status != http_status)
		code++;
	measure->codes[code].http_status = http_status;
	measure->codes[code].count++;
}
