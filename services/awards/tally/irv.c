#include "services/awards/tally/irv.h"

#include "services/awards/tally/top.h"

#include <stdlib.h>
#include <string.h>

#define INDEX_SLOTS (4 * TALLY_SETS) /* a power of two */
#define MOVES_FIRST 1024

/* What follows from one set of continuing alternatives, whatever happened before. */
struct outcome {
	struct tally_set set, winners;
	/* Of each alternative in the set: how many of the set stand at its place or above, in the outcome that puts it
	 * lowest. */
	uint8_t worst[TALLY_ALTERNATIVES];
};

/* A ballot that changed hands, so that it can be given back. */
struct move {
	uint32_t row;
	uint16_t before;
};

/* A row among those that count for the same; rows by number and 1, 0: none. */
struct neighbours {
	uint32_t before, after;
};

struct irv {
	const struct tally_profile *profile;
	struct tally_result *result;
	struct tally_set continuing;
	uint16_t *tops;                     /* of each row: for whom it counts now */
	struct neighbours *neighbours;      /* of each row */
	uint32_t first[TALLY_TOP_TIED + 1]; /* of the rows that count for each, in no order; 0: none */
	uint64_t votes[TALLY_TOP_TIED + 1]; /* of each alternative, and of the two words for nobody */
	struct move *moves;
	size_t n_moves, room_moves;
	struct outcome **outcomes; /* TALLY_SETS pointers */
	size_t n_outcomes;
	uint32_t *index; /* INDEX_SLOTS: of an outcome, and 1; 0: free */
	enum tally_status status;
};

static void *memory_of(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

static uint32_t *index_slot(const struct irv *irv, const struct tally_set *set)
{
	uint64_t hash = 0;
	for (size_t i = 0; i < 4; i++) {
		hash = (hash ^ set->bits[i]) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 32;
	}
	size_t slot = hash % INDEX_SLOTS;
	while (irv->index[slot] && memcmp(&irv->outcomes[irv->index[slot] - 1]->set, set, sizeof(*set)) != 0)
		slot = (slot + 1) % INDEX_SLOTS;
	return &irv->index[slot];
}

/* An outcome for the set of now; NULL: there would be too many. */
static struct outcome *outcome_add(struct irv *irv, uint32_t *slot)
{
	if (irv->n_outcomes == TALLY_SETS) {
		irv->status = TALLY_TOO_MANY_SETS;
		return NULL;
	}
	struct outcome *outcome = memory_of(calloc(1, sizeof(*outcome)));
	outcome->set = irv->continuing;
	irv->outcomes[irv->n_outcomes++] = outcome;
	*slot = (uint32_t)irv->n_outcomes;
	return outcome;
}

static void row_link(struct irv *irv, size_t row, unsigned top)
{
	const uint32_t after = irv->first[top];
	irv->neighbours[row] = (struct neighbours){.after = after};
	if (after)
		irv->neighbours[after - 1].before = (uint32_t)row + 1;
	irv->first[top] = (uint32_t)row + 1;
	irv->tops[row] = (uint16_t)top;
	irv->votes[top] += irv->profile->counts[row];
}

static void row_unlink(struct irv *irv, size_t row)
{
	const struct neighbours *at = &irv->neighbours[row];
	if (at->before)
		irv->neighbours[at->before - 1].after = at->after;
	else
		irv->first[irv->tops[row]] = at->after;
	if (at->after)
		irv->neighbours[at->after - 1].before = at->before;
	irv->votes[irv->tops[row]] -= irv->profile->counts[row];
}

static void row_give(struct irv *irv, size_t row, unsigned top)
{
	row_unlink(irv, row);
	row_link(irv, row, top);
}

static void move_remember(struct irv *irv, size_t row)
{
	if (irv->n_moves == irv->room_moves) {
		irv->room_moves = irv->room_moves ? 2 * irv->room_moves : MOVES_FIRST;
		irv->moves = memory_of(reallocarray(irv->moves, irv->room_moves, sizeof(*irv->moves)));
	}
	irv->moves[irv->n_moves++] = (struct move){(uint32_t)row, irv->tops[row]};
}

static unsigned row_top(const struct irv *irv, size_t row)
{
	return tally_top(tally_profile_row(irv->profile, row), irv->profile->alternatives, &irv->continuing);
}

/* Hands on the ballots that counted for `from`, where somebody else is their top now. */
static void hand_on(struct irv *irv, unsigned from)
{
	for (uint32_t at = irv->first[from], after; at; at = after) {
		const size_t row = at - 1;
		const unsigned top = row_top(irv, row);
		after = irv->neighbours[row].after;
		if (top == from)
			continue;
		move_remember(irv, row);
		row_give(irv, row, top);
	}
}

/* Those that were tied may not be any more. */
static void eliminate(struct irv *irv, size_t alternative)
{
	tally_set_remove(&irv->continuing, alternative);
	hand_on(irv, TALLY_TOP_TIED);
	hand_on(irv, (unsigned)alternative);
}

static void restore(struct irv *irv, size_t alternative, size_t moves)
{
	tally_set_add(&irv->continuing, alternative);
	while (irv->n_moves > moves) {
		const struct move *move = &irv->moves[--irv->n_moves];
		row_give(irv, move->row, move->before);
	}
}

/* Whoever has more than half of the ballots that count, or is the last; TALLY_TOP_NONE: nobody yet. */
static size_t winner_find(const struct irv *irv)
{
	uint64_t all = irv->profile->voters - irv->votes[TALLY_TOP_NONE] - irv->votes[TALLY_TOP_TIED];
	bool last = tally_set_size(&irv->continuing) == 1;
	for (size_t a = 0; a < irv->profile->alternatives; a++)
		if (tally_set_has(&irv->continuing, a) && (last || 2 * irv->votes[a] > all))
			return a;
	return TALLY_TOP_NONE;
}

static struct tally_set fewest_find(const struct irv *irv)
{
	uint64_t least = UINT64_MAX;
	struct tally_set fewest = {{0}};
	for (size_t a = 0; a < irv->profile->alternatives; a++) {
		if (!tally_set_has(&irv->continuing, a) || irv->votes[a] > least)
			continue;
		if (irv->votes[a] < least)
			fewest = (struct tally_set){{0}};
		least = irv->votes[a];
		tally_set_add(&fewest, a);
	}
	return fewest;
}

static struct tally_round *round_tell(struct irv *irv)
{
	struct tally_round *round = tally_result_add_round(irv->result);
	round->continuing = irv->continuing;
	memcpy(round->counts, irv->votes, sizeof(round->counts));
	round->exhausted = irv->votes[TALLY_TOP_NONE] + irv->votes[TALLY_TOP_TIED];
	return round;
}

/* Where one stands when the winner is first and who else is left stands by the votes of now: how many are not below. */
static uint8_t place_of(const struct irv *irv, size_t alternative, size_t winner)
{
	uint8_t place = 1;
	for (size_t a = 0; a < irv->profile->alternatives && alternative != winner; a++)
		if (tally_set_has(&irv->continuing, a) && a != winner && irv->votes[a] >= irv->votes[alternative])
			place++;
	return place;
}

static void outcome_end(const struct irv *irv, struct outcome *outcome, size_t winner)
{
	tally_set_add(&outcome->winners, winner);
	for (size_t a = 0; a < irv->profile->alternatives; a++)
		if (tally_set_has(&irv->continuing, a))
			outcome->worst[a] = place_of(irv, a, winner);
}

/* Takes in what follows when one of those with fewest votes leaves, who then is the last of the set. */
static void outcome_join(struct outcome *outcome, const struct outcome *next, size_t gone)
{
	for (size_t i = 0; i < 4; i++)
		outcome->winners.bits[i] |= next->winners.bits[i];
	outcome->worst[gone] = (uint8_t)tally_set_size(&outcome->set);
	for (size_t a = 0; a < TALLY_ALTERNATIVES; a++)
		if (tally_set_has(&next->set, a) && next->worst[a] > outcome->worst[a])
			outcome->worst[a] = next->worst[a];
}

/* Whom no ballot counts for and no tied ballot may come to leaves without changing a count: all of them leave before
 * anybody else, and what follows is the same in whatever order they do. */
static bool order_matters(const struct irv *irv, const struct tally_set *fewest)
{
	if (irv->votes[TALLY_TOP_TIED])
		return true;
	for (size_t a = 0; a < irv->profile->alternatives; a++)
		if (tally_set_has(fewest, a) && irv->votes[a])
			return true;
	return false;
}

/* What the orders that are not tried would add: each of these may be the first to leave; and when there is nobody else,
 * each may be the last to stay. */
static void outcome_join_orders(struct outcome *outcome, const struct tally_set *fewest)
{
	const size_t size = tally_set_size(&outcome->set);
	for (size_t a = 0; a < TALLY_ALTERNATIVES; a++)
		if (tally_set_has(fewest, a))
			outcome->worst[a] = (uint8_t)size;
	if (tally_set_size(fewest) == size)
		outcome->winners = *fewest;
}

static const struct outcome *solve(struct irv *irv, bool shown);

/* What follows when one leaves; NULL: too many sets. */
static const struct outcome *solve_without(struct irv *irv, size_t alternative, bool shown)
{
	const size_t moves = irv->n_moves;
	tally_set_remove(&irv->continuing, alternative);
	const uint32_t known = *index_slot(irv, &irv->continuing);
	tally_set_add(&irv->continuing, alternative);
	if (known)
		return irv->outcomes[known - 1];
	eliminate(irv, alternative);
	const struct outcome *next = solve(irv, shown);
	restore(irv, alternative, moves);
	return next;
}

/* Tries all who may leave, from the highest number; the first of them is what is shown. */
static void solve_ties(struct irv *irv, struct outcome *outcome, bool shown)
{
	const struct tally_set fewest = fewest_find(irv);
	const bool all = order_matters(irv, &fewest);
	const size_t round = irv->result->rounds - 1;
	bool first = true;
	for (size_t a = irv->profile->alternatives; a-- > 0 && (first || all);) {
		if (!tally_set_has(&fewest, a))
			continue;
		if (shown && first)
			tally_set_add(&irv->result->round[round].eliminated, a);
		if (shown && first && tally_set_size(&fewest) > 1)
			irv->result->round[round].tie = fewest;
		const struct outcome *next = solve_without(irv, a, shown && first);
		if (!next)
			return;
		outcome_join(outcome, next, a);
		first = false;
	}
	if (!all)
		outcome_join_orders(outcome, &fewest);
}

/* What follows from who continues now; as deep as there are alternatives. NULL: too many sets. */
static const struct outcome *solve(struct irv *irv, bool shown)
{
	uint32_t *slot = index_slot(irv, &irv->continuing);
	if (*slot)
		return irv->outcomes[*slot - 1];
	struct outcome *outcome = outcome_add(irv, slot);
	if (!outcome)
		return NULL;
	if (shown)
		round_tell(irv);
	size_t winner = winner_find(irv);
	if (winner != TALLY_TOP_NONE)
		outcome_end(irv, outcome, winner);
	else
		solve_ties(irv, outcome, shown);
	return irv->status == TALLY_OK ? outcome : NULL;
}

/* How many of all never stand below place m in any outcome. As many as m: the outcomes agree on who the first m are. */
static size_t at_most(const struct outcome *outcome, size_t alternatives, size_t m)
{
	size_t count = 0;
	for (size_t a = 0; a < alternatives; a++)
		count += outcome->worst[a] <= m;
	return count;
}

/* The winners, then the rest cut wherever all outcomes agree on who is above the cut. */
static void result_rank(struct tally_result *result, const struct outcome *outcome)
{
	struct tally_set left = tally_set_whole(result->alternatives);
	for (size_t a = 0; a < result->alternatives; a++)
		if (tally_set_has(&outcome->winners, a))
			tally_set_remove(&left, a);
	result->winners = outcome->winners;
	result->groups = 1;
	for (size_t m = 1; m <= result->alternatives; m++) {
		if (at_most(outcome, result->alternatives, m) != m)
			continue;
		bool some = false;
		for (size_t a = 0; a < result->alternatives; a++) {
			if (!tally_set_has(&left, a) || outcome->worst[a] > m)
				continue;
			result->group[a] = (uint8_t)result->groups;
			tally_set_remove(&left, a);
			some = true;
		}
		result->groups += some;
	}
}

static void irv_init(struct irv *irv, struct tally_result *result, const struct tally_profile *profile)
{
	*irv = (struct irv){.profile = profile, .result = result, .continuing = tally_set_whole(profile->alternatives)};
	irv->tops = memory_of(calloc(profile->rows + 1, sizeof(*irv->tops)));
	irv->neighbours = memory_of(calloc(profile->rows + 1, sizeof(*irv->neighbours)));
	irv->outcomes = memory_of(calloc(TALLY_SETS, sizeof(*irv->outcomes)));
	irv->index = memory_of(calloc(INDEX_SLOTS, sizeof(*irv->index)));
	for (size_t i = 0; i < profile->rows; i++)
		row_link(irv, i, row_top(irv, i));
}

static void irv_fini(struct irv *irv)
{
	for (size_t i = 0; i < irv->n_outcomes; i++)
		free(irv->outcomes[i]);
	free(irv->outcomes);
	free(irv->index);
	free(irv->moves);
	free(irv->neighbours);
	free(irv->tops);
}

enum tally_status tally_irv(struct tally_result *out, const struct tally_profile *profile)
{
	struct irv irv;
	tally_result_init(out, TALLY_IRV, profile->alternatives, profile->voters);
	irv_init(&irv, out, profile);
	const struct outcome *outcome = solve(&irv, true);
	if (outcome) {
		result_rank(out, outcome);
	} else {
		tally_result_fini(out);
		tally_result_init(out, TALLY_IRV, profile->alternatives, profile->voters);
	}
	irv_fini(&irv);
	return irv.status;
}
