#include "services/awards/nomination/shortlist.h"

#include "services/awards/tally/eph.h"

__extension__ typedef unsigned __int128 wide;

/* Of two that are not out: negative when `a` is higher. */
static int compare(const struct shortlist_score *a, const struct shortlist_score *b)
{
	const wide left = (wide)a->points * b->of, right = (wide)b->points * a->of;
	return left > right ? -1 : left < right;
}

/* How many are higher than it, and (or_tied) how many are as high, itself included. */
static size_t count_above(const struct shortlist_score *scores, size_t n, size_t at, bool or_tied)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += scores[i].of && compare(&scores[i], &scores[at]) < (or_tied ? 1 : 0);
	return count;
}

static bool stays_in(const struct shortlist_score *scores, size_t n, size_t size, size_t at)
{
	const size_t above = count_above(scores, n, at, false);
	return above < size && (above == 0 || count_above(scores, n, at, true) <= SHORTLIST_TIED_BOUND);
}

size_t shortlist_cut(const struct shortlist_score *scores, size_t n, size_t size, bool *stays)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		stays[i] = scores[i].of && stays_in(scores, n, size, i);
		count += stays[i];
	}
	return count;
}

bool shortlist_eph(const struct tally_profile *ballots, size_t size, bool *stays)
{
	struct tally_result result;
	const bool counted = tally_eph(&result, ballots, size) == TALLY_OK;
	for (size_t i = 0; counted && i < ballots->alternatives; i++)
		stays[i] = tally_set_has(&result.winners, i);
	tally_result_fini(&result);
	return counted;
}
