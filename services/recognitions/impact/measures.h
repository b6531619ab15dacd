/* measures: the formulas of the report that are more than a count. Pure. */
#ifndef KLEOS_IMPACT_MEASURES_H
#define KLEOS_IMPACT_MEASURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ascending; radix, so that a hundred thousand members take less than a millisecond. */
void counts_sort(uint32_t *counts, size_t n);

/* Gini coefficient of counts in ascending order, zeros included: 2·Σ i·x(i) / (n·Σx) − (n+1)/n, i from 1. In integers
 * until the last division, which rounds once as long as reduced numerator and denominator fit 53 bits. False: Σx = 0.
 */
bool gini_of_sorted(const uint32_t *counts, size_t n, double *out);

/* Sum of the ceil(n/10) greatest of counts in ascending order. */
uint64_t top_decile_of_sorted(const uint32_t *counts, size_t n);

struct pair_counts {
	uint32_t distinct; /* ordered pairs */
	uint32_t mutual;   /* those whose reverse is there too */
};
/* Bit 2k is an ordered pair and bit 2k + 1 its reverse. */
struct pair_counts pairs_count(const uint64_t *bits, size_t n_words);

#endif
