#include "common/base/histogram.h"

#define US 1000u
#define MS (1000u * US)
#define S  (1000u * (uint64_t)MS)

const struct scale scale_durations = {
	.n = 13,
	.bounds = {500 * US, MS, 2500 * US, 5 * MS, 10 * MS, 25 * MS, 50 * MS, 100 * MS, 250 * MS, 500 * MS, S,
			   2500ull * MS, 5 * S},
	.unit = 1e-9,
};

const struct scale scale_groups = {.n = 9, .bounds = {1, 2, 4, 8, 16, 32, 64, 128, 256}, .unit = 1};

void histogram_add(struct histogram *histogram, const struct scale *scale, int64_t value)
{
	uint64_t raw = value > 0 ? (uint64_t)value : 0;
	size_t i = 0;

	while (i < scale->n && raw > scale->bounds[i])
		i++;
	atomic_fetch_add_explicit(&histogram->buckets[i], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&histogram->sum, raw, memory_order_relaxed);
}

uint64_t histogram_count(const struct histogram *histogram)
{
	uint64_t count = 0;

	for (size_t i = 0; i <= HISTOGRAM_BOUNDS; i++)
		count += atomic_load_explicit(&histogram->buckets[i], memory_order_relaxed);
	return count;
}
