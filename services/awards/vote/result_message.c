#include "services/awards/vote/result_message.h"

#include "services/awards/ballot_log/audit.h"
#include "services/awards/tally/pairwise.h"

#include <inttypes.h>

#define METHODS      5
#define ROUND_NAMES  8192 /* of candidates, in all rounds that are told */
#define METHOD(name) KLEOS__TALLY_METHOD__TALLY_METHOD_##name

/* What is counted, and where the messages go. */
struct counting {
	struct arena *arena;
	const struct box_profile *box;
	const char **ids; /* of the candidates; they outlive the box, and rounds name each a hundred times */
	struct tally_pairwise pairwise;
};

static void take_ids(struct counting *counting)
{
	counting->ids = arena_array(counting->arena, counting->box->count, sizeof(*counting->ids));
	for (size_t i = 0; i < counting->box->count; i++)
		counting->ids[i] = arena_text(counting->arena, counting->box->candidates[i]);
}

static size_t set_ids(const struct counting *counting, const struct tally_set *set, const char ***out)
{
	size_t n = 0;
	*out = arena_array(counting->arena, tally_set_size(set), sizeof(**out));
	for (size_t i = 0; i < counting->box->count; i++)
		if (tally_set_has(set, i))
			(*out)[n++] = counting->ids[i];
	return n;
}

static Kleos__RankingPlace *place_message(const struct counting *counting, const struct tally_result *result,
										  size_t group)
{
	Kleos__RankingPlace *message = arena_alloc(counting->arena, sizeof(*message));
	struct tally_set members = {{0}};
	kleos__ranking_place__init(message);
	for (size_t i = 0; i < result->alternatives; i++)
		if (result->group[i] == group)
			tally_set_add(&members, i);
	message->n_candidates = set_ids(counting, &members, &message->candidates);
	return message;
}

/* Borda counts in halves. */
static const char *score_text(struct arena *arena, uint64_t score, uint64_t unit)
{
	return arena_printf(arena, score % unit ? "%" PRIu64 ".5" : "%" PRIu64, score / unit);
}

static void add_scores(const struct counting *counting, const struct tally_result *result, Kleos__MethodResult *out)
{
	out->scores = arena_array(counting->arena, result->alternatives, sizeof(*out->scores));
	for (size_t i = 0; result->scored && i < result->alternatives; i++) {
		Kleos__CandidateScore *score = arena_alloc(counting->arena, sizeof(*score));
		kleos__candidate_score__init(score);
		score->id = counting->ids[i];
		score->score = score_text(counting->arena, result->scores[i], result->unit);
		out->scores[out->n_scores++] = score;
	}
}

static Kleos__ResultRound *round_message(const struct counting *counting, const struct tally_round *round)
{
	Kleos__ResultRound *message = arena_alloc(counting->arena, sizeof(*message));
	kleos__result_round__init(message);
	message->counts = arena_array(counting->arena, counting->box->count, sizeof(*message->counts));
	for (size_t i = 0; i < counting->box->count; i++) {
		if (!tally_set_has(&round->continuing, i))
			continue;
		Kleos__CandidateCount *count = arena_alloc(counting->arena, sizeof(*count));
		kleos__candidate_count__init(count);
		count->id = counting->ids[i];
		count->ballots = (int32_t)round->counts[i];
		message->counts[message->n_counts++] = count;
	}
	message->exhausted = (int32_t)round->exhausted;
	message->n_eliminated = set_ids(counting, &round->eliminated, &message->eliminated);
	message->n_tie = set_ids(counting, &round->tie, &message->tie);
	return message;
}

static size_t round_names(const struct tally_round *round)
{
	return tally_set_size(&round->continuing) + tally_set_size(&round->eliminated) + tally_set_size(&round->tie);
}

/* The last ones, as they decide: 255 candidates would be named 65 000 times, which no reply has room for. */
static void add_rounds(const struct counting *counting, const struct tally_result *result, Kleos__MethodResult *out)
{
	size_t first = result->rounds, names = 0;
	while (first && names + round_names(&result->round[first - 1]) <= ROUND_NAMES)
		names += round_names(&result->round[--first]);
	out->rounds_left_out = (int32_t)first;
	out->rounds = arena_array(counting->arena, result->rounds - first, sizeof(*out->rounds));
	for (size_t i = first; i < result->rounds; i++)
		out->rounds[out->n_rounds++] = round_message(counting, &result->round[i]);
}

static void fill(const struct counting *counting, const struct tally_result *result, Kleos__MethodResult *out)
{
	out->n_winners = set_ids(counting, &result->winners, &out->winners);
	out->ranking = arena_array(counting->arena, result->groups, sizeof(*out->ranking));
	for (size_t group = 0; group < result->groups; group++)
		out->ranking[out->n_ranking++] = place_message(counting, result, group);
	add_scores(counting, result, out);
	add_rounds(counting, result, out);
}

static const enum tally_method methods[] = {
	[METHOD(SCHULZE)] = TALLY_SCHULZE,     [METHOD(IRV)] = TALLY_IRV,     [METHOD(APPROVAL)] = TALLY_APPROVAL,
	[METHOD(PLURALITY)] = TALLY_PLURALITY, [METHOD(BORDA)] = TALLY_BORDA,
};

/* Counted as the audit counts: whoever checks the published log comes to the same. */
static Kleos__MethodResult *method_message(const struct counting *counting, Kleos__TallyMethod method)
{
	Kleos__MethodResult *message = arena_alloc(counting->arena, sizeof(*message));
	struct tally_result result = {0};
	kleos__method_result__init(message);
	message->method = method;
	const enum tally_status status = audit_tally(&result, &counting->box->profile, methods[method]);
	if (status == TALLY_OK)
		fill(counting, &result, message);
	else
		message->problem = tally_status_sentence(status);
	tally_result_fini(&result);
	return message;
}

static void add_methods(const struct counting *counting, Kleos__CycleResult *out)
{
	out->methods = arena_array(counting->arena, METHODS, sizeof(*out->methods));
	for (int method = METHOD(SCHULZE); method <= METHOD(BORDA); method++) {
		Kleos__MethodResult *message = method_message(counting, (Kleos__TallyMethod)method);
		out->methods[out->n_methods++] = message;
		if (message->method != out->method)
			continue;
		out->winners = message->winners;
		out->n_winners = message->n_winners;
		out->ranking = message->ranking;
		out->n_ranking = message->n_ranking;
	}
}

static void add_candidates(const struct counting *counting, Kleos__CycleResult *out)
{
	const size_t n = counting->box->count;
	out->candidates = arena_array(counting->arena, n, sizeof(*out->candidates));
	out->pairwise = arena_array(counting->arena, n, sizeof(*out->pairwise));
	for (size_t i = 0; i < n; i++) {
		Kleos__ResultCandidate *candidate = arena_alloc(counting->arena, sizeof(*candidate));
		Kleos__PairwiseRow *row = arena_alloc(counting->arena, sizeof(*row));
		kleos__result_candidate__init(candidate);
		kleos__pairwise_row__init(row);
		candidate->id = counting->ids[i];
		row->above = arena_array(counting->arena, n, sizeof(*row->above));
		for (size_t j = 0; j < n; j++)
			row->above[row->n_above++] = (int32_t)tally_pairwise_at(&counting->pairwise, i, j);
		out->candidates[out->n_candidates++] = candidate;
		out->pairwise[out->n_pairwise++] = row;
	}
}

Kleos__CycleResult *result_message(struct arena *arena, const struct cycle *cycle, const struct box_profile *box)
{
	struct counting counting = {.arena = arena, .box = box};
	Kleos__CycleResult *message = arena_alloc(arena, sizeof(*message));
	kleos__cycle_result__init(message);
	message->cycle = id_text(arena, &cycle->id);
	message->method = cycle->rules.tally;
	if (!box->count)
		return message;
	message->ballots = (int32_t)box->profile.voters;
	take_ids(&counting);
	tally_pairwise_init(&counting.pairwise, &box->profile);
	add_candidates(&counting, message);
	add_methods(&counting, message);
	tally_pairwise_fini(&counting.pairwise);
	return message;
}
