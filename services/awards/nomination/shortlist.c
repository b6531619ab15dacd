#include "services/awards/nomination/shortlist.h"

#include "services/awards/tally/eph.h"

__extension__ typedef unsigned __int128 wide;

/* Of two that are not out: negative when `a` is higher. */
static int compare(const struct shortlist_score *a, const struct shortlist_score *b)
{
	const wide left = (wide)a->points * b->of, right = (wide)b->points * a->of;
	return left > right ? -1 : left < right;
}

/* The highest score that is lower than `bound` (NULL: of all); NULL: there is none. */
static const struct shortlist_score *next_below(const struct shortlist_score *scores, size_t n,
												const struct shortlist_score *bound)
{
	const struct shortlist_score *next = NULL;
	for (size_t i = 0; i < n; i++)
		if (scores[i].of && (!bound || compare(&scores[i], bound) > 0) && (!next || compare(&scores[i], next) < 0))
			next = &scores[i];
	return next;
}

static size_t count_from(const struct shortlist_score *scores, size_t n, const struct shortlist_score *border)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += scores[i].of && compare(&scores[i], border) <= 0;
	return count;
}

size_t shortlist_cut(const struct shortlist_score *scores, size_t n, size_t size, bool *stays)
{
	const struct shortlist_score *above = NULL, *border = next_below(scores, n, NULL), *lower;
	while (border && count_from(scores, n, border) < size && (lower = next_below(scores, n, border))) {
		above = border;
		border = lower;
	}
	if (above && count_from(scores, n, border) > SHORTLIST_TIED_BOUND)
		border = above;
	for (size_t i = 0; i < n; i++)
		stays[i] = scores[i].of && compare(&scores[i], border) <= 0;
	return border ? count_from(scores, n, border) : 0;
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
