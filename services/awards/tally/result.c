#include "services/awards/tally/result.h"

#include <stdlib.h>
#include <string.h>

static const char *const method_names[] = {"schulze", "irv", "approval", "plurality", "borda", "eph"};

#define METHODS (sizeof(method_names) / sizeof(method_names[0]))

const char *tally_method_name(enum tally_method method)
{
	return method_names[method];
}

bool tally_method_read(enum tally_method *out, const char *name)
{
	for (size_t i = 0; i < METHODS; i++)
		if (strcmp(method_names[i], name) == 0) {
			*out = (enum tally_method)i;
			return true;
		}
	return false;
}

const char *tally_status_sentence(enum tally_status status)
{
	switch (status) {
	case TALLY_OK:
		return "";
	case TALLY_TOO_MANY_SETS:
		return "instant runoff ties so often that its outcomes go through more than 65536 sets of alternatives; count "
			   "these ballots by another method";
	case TALLY_TOO_MANY_NOMINEES:
		return "a ballot names more than 10 alternatives; EPH shares a ballot's point among at most 10";
	case TALLY_TOO_MANY_VOTERS:
		return "EPH counts at most 4503599627370496 ballots";
	}
	return "";
}

void tally_result_init(struct tally_result *out, enum tally_method method, size_t alternatives, uint64_t voters)
{
	*out = (struct tally_result){.method = method, .alternatives = alternatives, .voters = voters, .unit = 1};
}

void tally_result_fini(struct tally_result *result)
{
	free(result->round);
	*result = (struct tally_result){0};
}

/* The highest score of those who have no place yet. */
static uint64_t score_next(const struct tally_set *left, size_t alternatives, const uint64_t *scores)
{
	uint64_t most = 0;
	for (size_t a = 0; a < alternatives; a++)
		if (tally_set_has(left, a) && scores[a] > most)
			most = scores[a];
	return most;
}

void tally_result_rank_by_score(struct tally_result *result, const uint64_t *scores)
{
	struct tally_set left = tally_set_whole(result->alternatives);
	for (result->groups = 0; tally_set_size(&left); result->groups++) {
		uint64_t most = score_next(&left, result->alternatives, scores);
		for (size_t a = 0; a < result->alternatives; a++) {
			if (!tally_set_has(&left, a) || scores[a] != most)
				continue;
			result->group[a] = (uint8_t)result->groups;
			tally_set_remove(&left, a);
			if (result->groups == 0)
				tally_set_add(&result->winners, a);
		}
	}
}

struct tally_round *tally_result_add_round(struct tally_result *result)
{
	result->round = reallocarray(result->round, result->rounds + 1, sizeof(*result->round));
	if (!result->round)
		abort();
	struct tally_round *round = &result->round[result->rounds++];
	*round = (struct tally_round){0};
	return round;
}
