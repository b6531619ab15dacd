#include "services/awards/tally/pairwise.h"

#include <stdlib.h>
#include <string.h>

#define COUNT_SMALL 15 /* rows of more voters are added at once, without the small counters */

/* Counters of one byte, so that one instruction adds to TALLY_ROW_UNIT of them; they are flushed before one of them
 * could overflow. */
struct counters {
	size_t alternatives, stride;
	unsigned pending; /* voters since the last flush: what a counter may hold at the most */
	uint8_t *small;   /* alternatives rows of stride */
	uint64_t *above;  /* alternatives squared, without what fills a row up */
};

static void counters_flush(struct counters *counters)
{
	for (size_t a = 0; a < counters->alternatives; a++)
		for (size_t b = 0; b < counters->alternatives; b++)
			counters->above[a * counters->alternatives + b] += counters->small[a * counters->stride + b];
	memset(counters->small, 0, counters->alternatives * counters->stride);
	counters->pending = 0;
}

/* As many bytes as one instruction works on, whatever the machine; gcc and clang both know the attribute. */
typedef uint8_t lanes __attribute__((vector_size(TALLY_ROW_UNIT)));

/* The hot loop of a tally. Rows and counters begin where malloc lets them, which is as aligned as lanes want. */
static void row_add(uint8_t *small, const uint8_t *row, size_t alternatives, size_t stride, uint8_t count)
{
	lanes *counters = (lanes *)small, weight = (lanes){0} + count;
	const lanes *places = (const lanes *)row;
	for (size_t a = 0; a < alternatives; a++) {
		lanes mine = (lanes){0} + row[a];
		for (size_t b = 0; b < stride / TALLY_ROW_UNIT; b++)
			*counters++ += (lanes)(mine < places[b]) & weight;
	}
}

static void row_add_many(struct counters *counters, const uint8_t *row, uint64_t count)
{
	uint64_t *above = counters->above;
	for (size_t a = 0; a < counters->alternatives; a++)
		for (size_t b = 0; b < counters->alternatives; b++)
			*above++ += row[a] < row[b] ? count : 0;
}

static void rows_count(struct counters *counters, const struct tally_profile *profile)
{
	for (size_t i = 0; i < profile->rows; i++) {
		const uint8_t *row = tally_profile_row(profile, i);
		uint64_t count = profile->counts[i];
		if (count > COUNT_SMALL) {
			row_add_many(counters, row, count);
			continue;
		}
		if (counters->pending + count > UINT8_MAX)
			counters_flush(counters);
		row_add(counters->small, row, counters->alternatives, counters->stride, (uint8_t)count);
		counters->pending += (unsigned)count;
	}
	counters_flush(counters);
}

void tally_pairwise_init(struct tally_pairwise *out, const struct tally_profile *profile)
{
	size_t n = profile->alternatives;
	struct counters counters = {.alternatives = n, .stride = profile->stride};
	counters.small = calloc(n, profile->stride);
	counters.above = calloc(n * n, sizeof(*counters.above));
	if (!counters.small || !counters.above)
		abort();
	rows_count(&counters, profile);
	free(counters.small);
	*out = (struct tally_pairwise){n, profile->voters, counters.above};
}

void tally_pairwise_fini(struct tally_pairwise *pairwise)
{
	free(pairwise->above);
	*pairwise = (struct tally_pairwise){0};
}
