#include "services/awards/tally/eph.h"

#define EPH_VOTERS (TALLY_VOTERS / 2) /* times TALLY_POINT this fits 64 bits */

/* Where it stands between two rounds. */
struct eph {
	const struct tally_profile *profile;
	struct tally_set left;
	uint64_t ballots[TALLY_ALTERNATIVES]; /* of each alternative: how many name it */
};

static size_t nominees_count(const uint8_t *row, size_t alternatives, const struct tally_set *left)
{
	size_t count = 0;
	for (size_t a = 0; a < alternatives; a++)
		count += row[a] != TALLY_UNRANKED && tally_set_has(left, a);
	return count;
}

/* Counts on how many ballots each is, and sees whether they can be counted at all. */
static enum tally_status ballots_count(struct eph *eph)
{
	const struct tally_profile *profile = eph->profile;
	if (profile->voters > EPH_VOTERS)
		return TALLY_TOO_MANY_VOTERS;
	for (size_t i = 0; i < profile->rows; i++) {
		const uint8_t *row = tally_profile_row(profile, i);
		if (nominees_count(row, profile->alternatives, &eph->left) > TALLY_NOMINEES)
			return TALLY_TOO_MANY_NOMINEES;
		for (size_t a = 0; a < profile->alternatives; a++)
			eph->ballots[a] += row[a] == TALLY_UNRANKED ? 0 : profile->counts[i];
	}
	return TALLY_OK;
}

static void points_share(const struct eph *eph, struct tally_round *round)
{
	const struct tally_profile *profile = eph->profile;
	round->continuing = eph->left;
	for (size_t i = 0; i < profile->rows; i++) {
		const uint8_t *row = tally_profile_row(profile, i);
		size_t nominees = nominees_count(row, profile->alternatives, &eph->left);
		if (nominees == 0) {
			round->exhausted += profile->counts[i];
			continue;
		}
		uint64_t share = profile->counts[i] * (TALLY_POINT / nominees);
		for (size_t a = 0; a < profile->alternatives; a++)
			if (row[a] != TALLY_UNRANKED && tally_set_has(&eph->left, a))
				round->counts[a] += share;
	}
}

/* Those of a set with the least of `values`. */
static struct tally_set least_of(const struct tally_set *set, size_t alternatives, const uint64_t *values)
{
	uint64_t least = UINT64_MAX;
	struct tally_set found = {{0}};
	for (size_t a = 0; a < alternatives; a++) {
		if (!tally_set_has(set, a) || values[a] > least)
			continue;
		if (values[a] < least)
			found = (struct tally_set){{0}};
		least = values[a];
		tally_set_add(&found, a);
	}
	return found;
}

static void set_take(struct tally_set *set, const struct tally_set *taken)
{
	for (size_t i = 0; i < sizeof(set->bits) / sizeof(set->bits[0]); i++)
		set->bits[i] &= ~taken->bits[i];
}

/* The two with fewest points: all who are tied for fewest, or the one that is and all who are tied behind it. */
static struct tally_set lowest_two(const struct eph *eph, const struct tally_round *round)
{
	size_t n = eph->profile->alternatives;
	struct tally_set lowest = least_of(&eph->left, n, round->counts), rest = eph->left;
	if (tally_set_size(&lowest) > 1)
		return lowest;
	set_take(&rest, &lowest);
	struct tally_set second = least_of(&rest, n, round->counts);
	for (size_t i = 0; i < sizeof(second.bits) / sizeof(second.bits[0]); i++)
		second.bits[i] |= lowest.bits[i];
	return second;
}

/* One round; false: it was the last, because a drop would leave too few. */
static bool round_run(struct eph *eph, struct tally_round *round, size_t size)
{
	size_t n = eph->profile->alternatives;
	points_share(eph, round);
	if (tally_set_size(&eph->left) <= size)
		return false;
	struct tally_set pair = lowest_two(eph, round), fewest = least_of(&pair, n, eph->ballots),
					 dropped = least_of(&fewest, n, round->counts);
	if (tally_set_size(&dropped) > 1)
		round->tie = dropped;
	if (tally_set_size(&eph->left) - tally_set_size(&dropped) < size)
		return false;
	round->eliminated = dropped;
	set_take(&eph->left, &dropped);
	return true;
}

/* The shortlist by its last points, then round after round from the last. */
static void result_rank(struct tally_result *result)
{
	const struct tally_round *last = &result->round[result->rounds - 1];
	uint64_t scores[TALLY_ALTERNATIVES];
	for (size_t a = 0; a < result->alternatives; a++)
		scores[a] = result->rounds + last->counts[a];
	for (size_t r = 0; r + 1 < result->rounds; r++)
		for (size_t a = 0; a < result->alternatives; a++)
			if (tally_set_has(&result->round[r].eliminated, a))
				scores[a] = r;
	tally_result_rank_by_score(result, scores);
	result->winners = last->continuing;
}

enum tally_status tally_eph(struct tally_result *out, const struct tally_profile *profile, size_t size)
{
	struct eph eph = {.profile = profile, .left = tally_set_whole(profile->alternatives)};
	tally_result_init(out, TALLY_EPH, profile->alternatives, profile->voters);
	out->unit = TALLY_POINT;
	enum tally_status status = ballots_count(&eph);
	if (status != TALLY_OK)
		return status;
	while (round_run(&eph, tally_result_add_round(out), size))
		;
	result_rank(out);
	return TALLY_OK;
}
