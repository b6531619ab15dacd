#include "services/gateway/measure.h"

void measure_add(struct measure *measure, unsigned http_status, int64_t duration_ns)
{
	size_t code = 0;
	while (code < MEASURE_CODES - 1 && measure->codes[code].count && measure->codes[code].http_status != http_status)
		code++;
	measure->codes[code].http_status = http_status;
	measure->codes[code].count++;
	histogram_add(&measure->duration, &scale_durations, duration_ns);
}
