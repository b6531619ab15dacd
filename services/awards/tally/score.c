#include "services/awards/tally/score.h"

#include "services/awards/tally/top.h"

void tally_plurality(struct tally_result *out, const struct tally_profile *profile)
{
	struct tally_set all = tally_set_whole(profile->alternatives);
	tally_result_init(out, TALLY_PLURALITY, profile->alternatives, profile->voters);
	for (size_t i = 0; i < profile->rows; i++) {
		unsigned top = tally_top(tally_profile_row(profile, i), profile->alternatives, &all);
		if (top < profile->alternatives)
			out->scores[top] += profile->counts[i];
	}
	out->scored = true;
	tally_result_rank_by_score(out, out->scores);
}

void tally_approval(struct tally_result *out, const struct tally_profile *profile)
{
	tally_result_init(out, TALLY_APPROVAL, profile->alternatives, profile->voters);
	for (size_t i = 0; i < profile->rows; i++) {
		const uint8_t *row = tally_profile_row(profile, i);
		for (size_t a = 0; a < profile->alternatives; a++)
			out->scores[a] += row[a] == TALLY_UNRANKED ? 0 : profile->counts[i];
	}
	out->scored = true;
	tally_result_rank_by_score(out, out->scores);
}

/* A ballot gives a point for every alternative below and half a point for every one that is tied, which is the average
 * of the tied places. So each other alternative brings voters + above - below halves. At most 2^62 in all. */
void tally_borda(struct tally_result *out, const struct tally_pairwise *pairwise)
{
	tally_result_init(out, TALLY_BORDA, pairwise->alternatives, pairwise->voters);
	for (size_t a = 0; a < pairwise->alternatives; a++)
		for (size_t b = 0; b < pairwise->alternatives; b++)
			if (a != b)
				out->scores[a] +=
					pairwise->voters + tally_pairwise_at(pairwise, a, b) - tally_pairwise_at(pairwise, b, a);
	out->unit = 2;
	out->scored = true;
	tally_result_rank_by_score(out, out->scores);
}
