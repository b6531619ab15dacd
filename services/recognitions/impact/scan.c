#include "services/recognitions/impact/scan.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE 1024
#define LANES      4         /* equal flags in a row would wait for each other's count */
#define ARC_OUTER  ARC_FLAGS /* beside arc_flag, of a chosen arc: its giver is not in scope */

/* Some arcs, side by side. */
struct view {
	const uint32_t *giver;
	const uint32_t *receiver;
	const uint32_t *pair;
	const uint32_t *flow;
	const uint32_t *value;
	const uint8_t *flags; /* ARC_FIRST: the first one in scope of its recognition */
	uint32_t n;
};

struct chosen {
	uint32_t giver[BLOCK_SIZE];
	uint32_t receiver[BLOCK_SIZE];
	uint32_t pair[BLOCK_SIZE];
	uint32_t flow[BLOCK_SIZE];
	uint32_t value[BLOCK_SIZE];
	uint8_t flags[BLOCK_SIZE];
	uint32_t n;
	uint32_t end; /* behind the newest arc chosen */
};

void scan_init(struct scan *scan, const struct projection *projection, const struct scope *scope)
{
	size_t n_members = projection->roster.ids.n;
	*scan = (struct scan){
		.projection = projection,
		.scope = scope,
		.chosen = heap_array(1, sizeof *scan->chosen),
		.given = heap_array(n_members, sizeof *scan->given),
		.received = heap_array(n_members, sizeof *scan->received),
		.values = heap_array(projection->values.n, sizeof *scan->values),
		.flows = heap_array(projection->flows.n, sizeof *scan->flows),
		.used = heap_array(projection->flows.n, sizeof *scan->used),
		.pair_words = ((size_t)projection->pairs.n + 31) / 32,
		.member_words = (n_members + 63) / 64,
		.by_flags = heap_array(LANES, sizeof *scan->by_flags),
	};
	scan->pairs = heap_array(scan->pair_words, sizeof *scan->pairs);
	scan->givers = heap_array(scan->member_words, sizeof *scan->givers);
	scan->receivers = heap_array(scan->member_words, sizeof *scan->receivers);
}

void scan_fini(struct scan *scan)
{
	free(scan->chosen);
	free(scan->given);
	free(scan->received);
	free(scan->values);
	free(scan->flows);
	free(scan->used);
	free(scan->pairs);
	free(scan->givers);
	free(scan->receivers);
	free(scan->by_flags);
}

static struct view everybody(const struct columns *columns, uint32_t begin, uint32_t end)
{
	return (struct view){
		.giver = columns->giver + begin,
		.receiver = columns->receiver + begin,
		.pair = columns->pair + begin,
		.flow = columns->flow + begin,
		.value = columns->value + begin,
		.flags = columns->flags + begin,
		.n = end - begin,
	};
}

/* Whether no arc of the same recognition was chosen before this one. */
static bool is_first(const struct columns *columns, uint32_t at, const struct chosen *chosen)
{
	while (!(columns->flags[at] & ARC_FIRST))
		at--;
	return chosen->end <= at;
}

static void choose(struct chosen *chosen, const struct columns *columns, uint32_t at, uint8_t scope)
{
	unsigned flags = columns->flags[at] & ~(unsigned)ARC_FIRST;
	flags |= is_first(columns, at, chosen) ? ARC_FIRST : 0;
	flags |= scope & SCOPE_GIVER ? 0 : ARC_OUTER;
	chosen->giver[chosen->n] = columns->giver[at];
	chosen->receiver[chosen->n] = columns->receiver[at];
	chosen->pair[chosen->n] = columns->pair[at];
	chosen->flow[chosen->n] = columns->flow[at];
	chosen->value[chosen->n] = columns->value[at];
	chosen->flags[chosen->n++] = (uint8_t)flags;
	chosen->end = at + 1;
}

/* In a loop of its own, since the loops below look at different arcs. */
static void mark_flows(bool *restrict used, const uint32_t *restrict flow, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		used[flow[i]] = true;
}

/* Of a block, the arcs received in scope; those given in scope are counted on the way. */
static struct view team(struct scan *scan, const struct columns *columns, uint32_t begin, uint32_t end)
{
	struct chosen *chosen = scan->chosen;
	chosen->n = 0;
	for (uint32_t i = begin; i < end; i++) {
		uint8_t scope = scan->scope->flows[columns->flow[i]];
		if (!scope)
			continue;
		if (scope & SCOPE_GIVER) {
			scan->given[columns->giver[i]]++;
			scan->given_arcs++;
		}
		if (scope & SCOPE_RECEIVER)
			choose(chosen, columns, i, scope);
	}
	return (struct view){chosen->giver, chosen->receiver, chosen->pair, chosen->flow,
						 chosen->value, chosen->flags,    chosen->n};
}

static inline void set_bit(uint64_t *bits, uint32_t number, uint64_t bit)
{
	bits[number / 64] |= bit << number % 64;
}

/* One loop for all, so that waiting for memory in one table overlaps with work on the others. */
static void scan_view(struct scan *scan, const struct view *view)
{
	bool counts_gifts = !scan->scope->flows; /* else `team` has counted them */
	uint32_t *restrict given = scan->given, *restrict received = scan->received;
	uint32_t *restrict values = scan->values, *restrict flows = scan->flows;
	uint64_t *restrict givers = scan->givers, *restrict receivers = scan->receivers, *restrict pairs = scan->pairs;
	uint32_t(*restrict by_flags)[2 * ARC_FLAGS] = scan->by_flags;
	for (uint32_t i = 0; i < view->n; i++) {
		unsigned flags = view->flags[i];
		uint32_t shown = !(flags & ARC_QUIET), giver = view->giver[i], receiver = view->receiver[i];
		by_flags[i % LANES][flags]++;
		given[giver] += counts_gifts;
		received[receiver]++;
		set_bit(receivers, receiver, shown);
		set_bit(givers, giver, shown);
		values[view->value[i]] += shown;
		flows[view->flow[i]] += shown;
		set_bit(pairs, view->pair[i], !(flags & (ARC_QUIET | ARC_OUTER)));
	}
}

static void scan_columns(struct scan *scan, const struct columns *columns, int32_t first_day, int32_t last_day)
{
	uint32_t begin = columns_find(columns, first_day), end = columns_find(columns, last_day + 1);
	scan->chosen->end = begin;
	for (; begin < end; begin += BLOCK_SIZE) {
		uint32_t block_end = end - begin > BLOCK_SIZE ? begin + BLOCK_SIZE : end;
		struct view view;
		mark_flows(scan->used, columns->flow + begin, block_end - begin);
		if (scan->scope->flows) {
			view = team(scan, columns, begin, block_end);
		} else {
			view = everybody(columns, begin, block_end);
			scan->given_arcs += view.n;
		}
		scan_view(scan, &view);
	}
}

static void add_flags(struct arc_counts *counts, unsigned flags, uint32_t n)
{
	counts->arcs += n;
	counts->recognitions += flags & ARC_FIRST ? n : 0;
	counts->big_wins += (flags & ARC_FIRST) && (flags & ARC_BIG) ? n : 0;
	counts->cross_team += flags & ARC_CROSS ? n : 0;
	counts->leader += flags & ARC_LEADER ? n : 0;
	counts->manager += flags & ARC_MANAGER ? n : 0;
}

/* The bits that are set; none is afterwards. */
static uint32_t take_bits(uint64_t *bits, size_t n_words)
{
	uint32_t n = 0;
	for (size_t i = 0; i < n_words; i++) {
		n += (uint32_t)__builtin_popcountll(bits[i]);
		bits[i] = 0;
	}
	return n;
}

struct scan_bucket scan_days(struct scan *scan, int32_t first_day, int32_t last_day)
{
	struct scan_bucket out = {0};
	memset(scan->by_flags, 0, LANES * sizeof *scan->by_flags);
	scan_columns(scan, &scan->projection->settled, first_day, last_day);
	scan_columns(scan, &scan->projection->late, first_day, last_day);
	for (unsigned i = 0; i < LANES * 2 * ARC_FLAGS; i++) {
		unsigned flags = i % (2 * ARC_FLAGS);
		uint32_t n = scan->by_flags[i / (2 * ARC_FLAGS)][flags];
		add_flags(&out.all, flags, n);
		if (!(flags & ARC_QUIET))
			add_flags(&out.shown, flags, n);
	}
	out.givers = take_bits(scan->givers, scan->member_words);
	out.receivers = take_bits(scan->receivers, scan->member_words);
	return out;
}
