/* EPH with fractions, alternative by alternative, as the rule is told. */
#include "tests/module/awards/tally_slow.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct fraction {
	long over, under;
};

struct slow_eph {
	const struct slow_election *election;
	bool left[SLOW_ALTERNATIVES];
	int gone_in[SLOW_ALTERNATIVES]; /* the round, from 1; 0: still there */
	struct fraction points[SLOW_ALTERNATIVES];
};

static long common_divisor(long a, long b)
{
	return b ? common_divisor(b, a % b) : a;
}

static struct fraction fraction_add(struct fraction a, struct fraction b)
{
	struct fraction sum = {a.over * b.under + b.over * a.under, a.under * b.under};
	long common = common_divisor(sum.over, sum.under);
	return (struct fraction){sum.over / common, sum.under / common};
}

static bool is_less(struct fraction a, struct fraction b)
{
	return a.over * b.under < b.over * a.under;
}

static bool names(const struct slow_ballot *ballot, int alternative)
{
	return strchr(ballot->order, 'A' + alternative);
}

static void share_points(struct slow_eph *eph)
{
	const struct slow_election *election = eph->election;
	for (int a = 0; a < election->alternatives; a++) {
		eph->points[a] = (struct fraction){0, 1};
		for (int i = 0; i < election->n_ballots; i++) {
			long nominees = 0;
			for (int b = 0; b < election->alternatives; b++)
				nominees += eph->left[b] && names(&election->ballots[i], b);
			if (eph->left[a] && names(&election->ballots[i], a))
				eph->points[a] = fraction_add(eph->points[a], (struct fraction){election->ballots[i].voters, nominees});
		}
	}
}

static int ballots_of(const struct slow_election *election, int alternative)
{
	int ballots = 0;
	for (int i = 0; i < election->n_ballots; i++)
		ballots += names(&election->ballots[i], alternative) ? election->ballots[i].voters : 0;
	return ballots;
}

/* Fewer than two who are left have fewer points: one of the lowest two, or tied with one. */
static bool is_low(const struct slow_eph *eph, int a)
{
	int lower = 0;
	for (int b = 0; b < eph->election->alternatives; b++)
		lower += eph->left[b] && is_less(eph->points[b], eph->points[a]);
	return eph->left[a] && lower < 2;
}

/* Among the low: first by ballots, then by points. A tie for the lowest leaves out who is behind it. */
static bool is_lower(const struct slow_eph *eph, int a, int b)
{
	int ballots_a = ballots_of(eph->election, a), ballots_b = ballots_of(eph->election, b);
	return ballots_a != ballots_b ? ballots_a < ballots_b : is_less(eph->points[a], eph->points[b]);
}

static int low_mark(const struct slow_eph *eph, bool *low)
{
	int n = eph->election->alternatives, lowest = 0, count = 0;
	for (int a = 0; a < n; a++) {
		bool least = eph->left[a];
		for (int b = 0; b < n; b++)
			least = least && (!eph->left[b] || !is_less(eph->points[b], eph->points[a]));
		lowest += least;
	}
	for (int a = 0; a < n; a++) {
		bool least = eph->left[a];
		for (int b = 0; b < n; b++)
			least = least && (!eph->left[b] || !is_less(eph->points[b], eph->points[a]));
		low[a] = lowest > 1 ? least : is_low(eph, a);
		count += low[a];
	}
	return count;
}

/* One round; false: nobody left. */
static bool drop(struct slow_eph *eph, int size, int round)
{
	int n = eph->election->alternatives, left = 0, dropped = 0;
	bool low[SLOW_ALTERNATIVES], out[SLOW_ALTERNATIVES] = {false};
	share_points(eph);
	low_mark(eph, low);
	for (int a = 0; a < n; a++) {
		out[a] = low[a];
		for (int b = 0; b < n; b++)
			out[a] = out[a] && !(low[b] && is_lower(eph, b, a));
		left += eph->left[a];
		dropped += out[a];
	}
	if (left - dropped < size)
		return false;
	for (int a = 0; a < n; a++)
		if (out[a]) {
			eph->left[a] = false;
			eph->gone_in[a] = round;
		}
	return true;
}

static bool is_above(const struct slow_eph *eph, int a, int b)
{
	if (eph->left[a] && eph->left[b])
		return is_less(eph->points[b], eph->points[a]);
	return eph->left[a] || (!eph->left[b] && eph->gone_in[a] > eph->gone_in[b]);
}

void slow_eph(const struct slow_election *election, int size, char *shortlist, char *ranking)
{
	struct slow_eph eph = {.election = election};
	int n = election->alternatives;
	for (int a = 0; a < n; a++)
		eph.left[a] = true;
	for (int round = 1; drop(&eph, size, round); round++)
		;
	*shortlist = *ranking = '\0';
	for (int a = 0; a < n; a++)
		if (eph.left[a])
			strcat(shortlist, (char[]){(char)('A' + a), '\0'});
	bool done[SLOW_ALTERNATIVES] = {false};
	for (int placed = 0; placed < n;) {
		bool top[SLOW_ALTERNATIVES], first = true;
		for (int a = 0; a < n; a++) {
			top[a] = !done[a];
			for (int b = 0; b < n; b++)
				top[a] = top[a] && (done[b] || !is_above(&eph, b, a));
		}
		for (int a = 0; a < n; a++)
			if (top[a]) {
				strcat(ranking, !first ? "=" : *ranking ? ">" : "");
				strcat(ranking, (char[]){(char)('A' + a), '\0'});
				first = false;
				done[a] = true;
				placed++;
			}
	}
}
