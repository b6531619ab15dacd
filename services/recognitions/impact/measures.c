#include "services/recognitions/impact/measures.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide; /* Σ i·x(i) may pass 63 bits */

#define RADIX_BITS 8
#define RADIX_SIZE (1u << RADIX_BITS)

/* One pass of the radix sort; false: all share this digit, nothing moved. */
static bool sort_digit(const uint32_t *from, uint32_t *to, size_t n, unsigned shift)
{
	size_t starts[RADIX_SIZE] = {0};
	for (size_t i = 0; i < n; i++)
		starts[from[i] >> shift & (RADIX_SIZE - 1)]++;
	if (starts[from[0] >> shift & (RADIX_SIZE - 1)] == n)
		return false;
	size_t sum = 0;
	for (size_t digit = 0; digit < RADIX_SIZE; digit++) {
		size_t count = starts[digit];
		starts[digit] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[starts[from[i] >> shift & (RADIX_SIZE - 1)]++] = from[i];
	return true;
}

void counts_sort(uint32_t *counts, size_t n)
{
	if (n < 2)
		return;
	uint32_t *spare = heap_array(n, sizeof *spare);
	uint32_t *from = counts, *to = spare;
	for (unsigned shift = 0; shift < 32; shift += RADIX_BITS) {
		if (!sort_digit(from, to, n, shift))
			continue;
		uint32_t *swap = from;
		from = to;
		to = swap;
	}
	if (from != counts)
		memcpy(counts, from, n * sizeof *counts);
	free(spare);
}

static wide greatest_common_divisor(wide a, wide b)
{
	while (b) {
		wide rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

bool gini_of_sorted(const uint32_t *counts, size_t n, double *out)
{
	wide sum = 0, weighted = 0;
	for (size_t i = 0; i < n; i++) {
		sum += counts[i];
		weighted += (wide)(i + 1) * counts[i];
	}
	if (!sum)
		return false;
	wide numerator = 2 * weighted - (wide)(n + 1) * sum, denominator = (wide)n * sum;
	if (!numerator) {
		*out = 0;
		return true;
	}
	wide divisor = greatest_common_divisor(denominator, numerator);
	numerator /= divisor;
	denominator /= divisor;
	*out = (double)numerator / (double)denominator;
	return true;
}

uint64_t top_decile_of_sorted(const uint32_t *counts, size_t n)
{
	uint64_t sum = 0;
	for (size_t i = n - (n + 9) / 10; i < n; i++)
		sum += counts[i];
	return sum;
}

struct pair_counts pairs_count(const uint64_t *bits, size_t n_words)
{
	const uint64_t even = 0x5555555555555555u;
	struct pair_counts counts = {0};
	for (size_t i = 0; i < n_words; i++) {
		counts.distinct += (uint32_t)__builtin_popcountll(bits[i]);
		counts.mutual += 2 * (uint32_t)__builtin_popcountll(bits[i] & bits[i] >> 1 & even);
	}
	return counts;
}
