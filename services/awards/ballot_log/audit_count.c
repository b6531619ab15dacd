#include "services/awards/ballot_log/audit_state.h"
#include "services/awards/tally/irv.h"
#include "services/awards/tally/schulze.h"
#include "services/awards/tally/score.h"

#include <string.h>

static enum tally_method method_of(const char *tally)
{
	static const struct {
		const char *name;
		enum tally_method method;
	} methods[] = {
		{"IRV", TALLY_IRV}, {"APPROVAL", TALLY_APPROVAL}, {"PLURALITY", TALLY_PLURALITY}, {"BORDA", TALLY_BORDA}};
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].name, tally) == 0)
			return methods[i].method;
	return TALLY_SCHULZE;
}

static void count_pairs(struct tally_result *out, const struct tally_profile *ballots, enum tally_method method)
{
	struct tally_pairwise pairwise;
	tally_pairwise_init(&pairwise, ballots);
	if (method == TALLY_BORDA)
		tally_borda(out, &pairwise);
	else
		tally_schulze(out, &pairwise);
	tally_pairwise_fini(&pairwise);
}

enum tally_status audit_tally(struct tally_result *out, const struct tally_profile *ballots, enum tally_method method)
{
	switch (method) {
	case TALLY_IRV:
		return tally_irv(out, ballots);
	case TALLY_APPROVAL:
		tally_approval(out, ballots);
		return TALLY_OK;
	case TALLY_PLURALITY:
		tally_plurality(out, ballots);
		return TALLY_OK;
	default:
		count_pairs(out, ballots, method);
		return TALLY_OK;
	}
}

/* Whether the candidates of the set are those of the place, in order. */
static bool is_place(const struct commitment *voting, const struct tally_set *set, const struct audit_place *place)
{
	size_t next = 0;
	for (size_t i = 0; i < voting->count; i++) {
		if (!tally_set_has(set, i))
			continue;
		if (next == place->count || strcmp(place->ids[next], voting->candidates[i]) != 0)
			return false;
		next++;
	}
	return next == place->count;
}

static struct tally_set group_set(const struct tally_result *count, size_t group)
{
	struct tally_set set = {{0}};
	for (size_t i = 0; i < count->alternatives; i++)
		if (count->group[i] == group)
			tally_set_add(&set, i);
	return set;
}

static bool announced_check(struct audit_state *state)
{
	const struct audit_log *log = state->log;
	const struct audit *out = state->out;
	if (!is_place(&out->voting, &out->count.winners, &log->winners))
		return audit_refuse(state, "WINNERS", "the winners announced are not those of the count by %s",
							out->voting.tally);
	for (size_t i = 0; i < out->count.groups; i++) {
		struct tally_set set = group_set(&out->count, i);
		if (i == log->ranking_count || !is_place(&out->voting, &set, &log->ranking[i]))
			return audit_refuse(state, "RANKING", "place %zu of the ranking announced is not that of the count by %s",
								i + 1, out->voting.tally);
	}
	if (log->ranking_count != out->count.groups)
		return audit_refuse(state, "RANKING", "the ranking announced has %zu places, but the count by %s %zu",
							log->ranking_count, out->voting.tally, out->count.groups);
	return true;
}

bool audit_count(struct audit_state *state)
{
	struct audit *out = state->out;
	enum tally_status status = audit_tally(&out->count, &out->ballots, method_of(out->voting.tally));
	if (status != TALLY_OK)
		return audit_refuse(state, "COUNT", "the ballots cannot be counted: %s", tally_status_sentence(status));
	return announced_check(state);
}
