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

struct irv {
	const struct tally_profile *profile;
	struct tally_result *result;
	struct tally_set continuing;
	uint16_t *tops;                     /* of each row: for whom it counts now */
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

static void row_give(struct irv *irv, size_t row, unsigned top)
{
	uint64_t count = irv->profile->counts[row];
	irv->votes[irv->tops[row]] -= count;
	irv->votes[top] += count;
	irv->tops[row] = (uint16_t)top;
}

static void move_remember(struct irv *irv, size_t row)
{
	if (irv->n_moves == irv->room_moves) {
		irv->room_moves = irv->room_moves ? 2 * irv->room_moves : MOVES_FIRST;
		irv->moves = memory_of(reallocarray(irv->moves, irv->room_moves, sizeof(*irv->moves)));
	}
	irv->moves[irv->n_moves++] = (struct move){(uint32_t)row, irv->tops[row]};
}

/* Hands on the ballots that counted for it, and those that were tied and may not be any more. */
static void eliminate(struct irv *irv, size_t alternative)
{
	tally_set_remove(&irv->continuing, alternative);
	for (size_t i = 0; i < irv->profile->rows; i++) {
		if (irv->tops[i] != alternative && irv->tops[i] != TALLY_TOP_TIED)
			continue;
		unsigned top = tally_top(tally_profile_row(irv->profile, i), irv->profile->alternatives, &irv->continuing);
		if (top == irv->tops[i])
			continue;
		move_remember(irv, i);
		row_give(irv, i, top);
	}
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

static const struct outcome *solve(struct irv *irv, bool shown);

/* Tries all who may leave, from the highest number; the first of them is what is shown. */
static void solve_ties(struct irv *irv, struct outcome *outcome, bool shown)
{
	struct tally_set fewest = fewest_find(irv);
	size_t round = irv->result->rounds - 1;
	for (size_t a = irv->profile->alternatives; a-- > 0;) {
		if (!tally_set_has(&fewest, a))
			continue;
		if (shown)
			tally_set_add(&irv->result->round[round].eliminated, a);
		if (shown && tally_set_size(&fewest) > 1)
			irv->result->round[round].tie = fewest;
		size_t moves = irv->n_moves;
		eliminate(irv, a);
		const struct outcome *next = solve(irv, shown);
		restore(irv, a, moves);
		if (!next)
			return;
		outcome_join(outcome, next, a);
		shown = false;
	}
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
	irv->outcomes = memory_of(calloc(TALLY_SETS, sizeof(*irv->outcomes)));
	irv->index = memory_of(calloc(INDEX_SLOTS, sizeof(*irv->index)));
	for (size_t i = 0; i < profile->rows; i++) {
		irv->tops[i] = (uint16_t)tally_top(tally_profile_row(profile, i), profile->alternatives, &irv->continuing);
		irv->votes[irv->tops[i]] += profile->counts[i];
	}
}

static void irv_fini(struct irv *irv)
{
	for (size_t i = 0; i < irv->n_outcomes; i++)
		free(irv->outcomes[i]);
	free(irv->outcomes);
	free(irv->index);
	free(irv->moves);
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
