#include "services/recognitions/impact/recency.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/heap.h"
#include "services/recognitions/impact/measures.h"

#include <stdlib.h>
#include <string.h>

#define FOR_EVER UINT32_MAX /* days, of whoever was never thanked and has always been here */

/* Who is not found yet, a bit each, in words that are not zero. */
struct sought {
	uint64_t *words;
	uint32_t *places; /* word i is the bits of members 64·places[i] and on */
	uint32_t n;
	uint64_t *thanked; /* those of one day, as plain bits */
	size_t n_words;
	uint32_t *days; /* by member: since the last thanks; FOR_EVER: not found */
};

static void sought_init(struct sought *sought, const struct projection *projection, const struct scope *scope)
{
	uint32_t n_members = projection->roster.ids.n;
	size_t n_words = n_members / 64 + (size_t)1;
	*sought = (struct sought){
		.words = heap_array(n_words, sizeof *sought->words),
		.places = heap_array(n_words, sizeof *sought->places),
		.thanked = heap_array(n_words, sizeof *sought->thanked),
		.n_words = n_words,
		.days = heap_array(n_members, sizeof *sought->days),
	};
	memset(sought->days, 0xff, n_members * sizeof *sought->days);
	for (uint32_t i = 0; i < scope->headcount; i++)
		bits_set(sought->words, scope->heads[i].member);
	for (uint32_t i = 0; i < n_words; i++) {
		if (!sought->words[i])
			continue;
		sought->words[sought->n] = sought->words[i];
		sought->places[sought->n++] = i;
	}
}

static void sought_fini(struct sought *sought)
{
	free(sought->words);
	free(sought->places);
	free(sought->thanked);
	free(sought->days);
}

/* Of a day's crowd, those who are sought: so long ago they were last thanked. */
static void find_in_bits(struct sought *sought, const uint64_t *bits, size_t n_words, uint32_t days)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < sought->n; i++) {
		uint32_t place = sought->places[i];
		uint64_t found = place < n_words ? sought->words[i] & bits[place] : 0;
		uint64_t rest = sought->words[i] & ~found;
		for (; found; found &= found - 1)
			sought->days[place * 64 + (uint32_t)__builtin_ctzll(found)] = days;
		sought->words[kept] = rest;
		sought->places[kept] = place;
		kept += rest != 0;
	}
	sought->n = kept;
}

static void find_in_day(struct sought *sought, const struct crowd *crowd, uint32_t days)
{
	if (crowd->n_words) {
		find_in_bits(sought, crowd->bits, crowd->n_words, days);
	} else if (crowd->n_listed) {
		memset(sought->thanked, 0, sought->n_words * sizeof *sought->thanked);
		crowd_unite(crowd, sought->thanked);
		find_in_bits(sought, sought->thanked, sought->n_words, days);
	}
}

/* Backwards from the last day: most are found within some weeks. */
static void find_all(struct sought *sought, const struct projection *projection, int32_t to_day)
{
	if (!projection->days.n)
		return;
	const struct rows *everybody = &projection->days.teams[0].days;
	for (uint32_t i = rows_find(everybody, to_day + 1); i > 0 && sought->n; i--)
		find_in_day(sought, &everybody->rows[i - 1].thanked, (uint32_t)(to_day - everybody->rows[i - 1].day));
}

/* Whoever was never thanked counts from the first day. */
static uint32_t days_since(const struct sought *sought, const struct projection *projection, uint32_t member,
						   int32_t to_day)
{
	int32_t joined_day = projection->roster.members[member].joined_day;
	if (sought->days[member] != FOR_EVER || joined_day == DAY_MIN)
		return sought->days[member];
	return joined_day < to_day ? (uint32_t)(to_day - joined_day) : 0;
}

static void write_median(const uint32_t *sorted, uint32_t n, Kleos__ImpactRecency *out)
{
	if (!n || sorted[n / 2] == FOR_EVER)
		return;
	out->has_median = true;
	out->median_days = n % 2 ? sorted[n / 2] : ((double)sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

void recency_write(const struct projection *projection, const struct scope *scope, int32_t to_day, struct arena *arena,
				   Kleos__SummarizeImpactResponse *out)
{
	struct sought sought;
	uint32_t *days = heap_array(scope->headcount, sizeof *days);
	out->recency = arena_alloc(arena, sizeof *out->recency);
	kleos__impact_recency__init(out->recency);
	sought_init(&sought, projection, scope);
	find_all(&sought, projection, to_day);
	for (uint32_t i = 0; i < scope->headcount; i++) {
		days[i] = days_since(&sought, projection, scope->heads[i].member, to_day);
		out->recency->over_30 += days[i] > 30;
		out->recency->over_60 += days[i] > 60;
	}
	counts_sort(days, scope->headcount);
	write_median(days, scope->headcount, out->recency);
	sought_fini(&sought);
	free(days);
}
