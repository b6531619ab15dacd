/* histogram: how many values of which size there were. Any thread adds; a few nanoseconds, no lock, no memory. Readers
 * see each count by itself: buckets and sum may be apart by what is being added. */
#ifndef KLEOS_BASE_HISTOGRAM_H
#define KLEOS_BASE_HISTOGRAM_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_BOUNDS 13 /* upper bounds at most; one bucket more is for what is above them all */

/* What is counted: whole raw units, of which one is `unit` of what readers are told. */
struct scale {
	size_t n;
	uint64_t bounds[HISTOGRAM_BOUNDS]; /* rising; a value that equals one is within it */
	double unit;
};

extern const struct scale scale_durations; /* nanoseconds, told in seconds: 0.5 ms to 5 s */
extern const struct scale scale_groups;    /* things: 1 to 256 */

struct histogram {
	_Atomic uint64_t buckets[HISTOGRAM_BOUNDS + 1]; /* not cumulative */
	_Atomic uint64_t sum;                           /* raw */
};

void histogram_add(struct histogram *histogram, const struct scale *scale, int64_t value); /* below 0: 0 */
uint64_t histogram_count(const struct histogram *histogram);

#endif
