#include "tests/module/awards/tally_slow.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define BELOW_ALL 100

static void text_add(char *text, const char *more)
{
	size_t length = strlen(text);
	snprintf(text + length, SLOW_TEXT - length, "%s", more);
}

static void letter_add(char *text, int alternative)
{
	text_add(text, (char[]){(char)('A' + alternative), '\0'});
}

/* How many places are better on a ballot. */
static int place_of(const struct slow_ballot *ballot, int alternative)
{
	int place = 0;
	for (const char *at = ballot->order; *at; at++) {
		if (*at == 'A' + alternative)
			return place;
		place += *at == '>';
	}
	return BELOW_ALL;
}

static int prefer(const struct slow_election *election, int a, int b)
{
	int voters = 0;
	for (int i = 0; i < election->n_ballots; i++)
		if (place_of(&election->ballots[i], a) < place_of(&election->ballots[i], b))
			voters += election->ballots[i].voters;
	return voters;
}

/* A ranking from whether one is above another; what is not above one another is in one group when nobody stands
 * between. */
static void ranking_by(int alternatives, bool above[SLOW_ALTERNATIVES][SLOW_ALTERNATIVES], char *ranking)
{
	bool done[SLOW_ALTERNATIVES] = {false};
	*ranking = '\0';
	for (int left = alternatives; left > 0;) {
		bool top[SLOW_ALTERNATIVES] = {false};
		for (int a = 0; a < alternatives; a++) {
			top[a] = !done[a];
			for (int b = 0; b < alternatives; b++)
				top[a] = top[a] && (done[b] || !above[b][a]);
		}
		const char *separator = *ranking ? ">" : "";
		for (int a = 0; a < alternatives; a++)
			if (top[a]) {
				text_add(ranking, separator);
				letter_add(ranking, a);
				separator = "=";
				done[a] = true;
				left--;
			}
	}
}

static void ranking_by_points(int alternatives, const int *points, char *ranking)
{
	bool above[SLOW_ALTERNATIVES][SLOW_ALTERNATIVES];
	for (int a = 0; a < alternatives; a++)
		for (int b = 0; b < alternatives; b++)
			above[a][b] = points[a] > points[b];
	ranking_by(alternatives, above, ranking);
}

/* The strongest of all simple paths from a to b that go on through those who were not visited. */
static int path_strongest(const struct slow_election *election, int a, int b, unsigned visited, int weakest)
{
	int best = 0;
	if (a == b)
		return weakest;
	for (int next = 0; next < election->alternatives; next++) {
		int won = prefer(election, a, next);
		if (visited >> next & 1 || won <= prefer(election, next, a))
			continue;
		int path = path_strongest(election, next, b, visited | 1u << next, won < weakest ? won : weakest);
		best = path > best ? path : best;
	}
	return best;
}

void slow_schulze(const struct slow_election *election, char *ranking)
{
	int strength[SLOW_ALTERNATIVES][SLOW_ALTERNATIVES];
	bool above[SLOW_ALTERNATIVES][SLOW_ALTERNATIVES];
	for (int a = 0; a < election->alternatives; a++)
		for (int b = 0; b < election->alternatives; b++)
			strength[a][b] = a == b ? 0 : path_strongest(election, a, b, 1u << a, 1 << 20);
	for (int a = 0; a < election->alternatives; a++)
		for (int b = 0; b < election->alternatives; b++)
			above[a][b] = strength[a][b] > strength[b][a];
	ranking_by(election->alternatives, above, ranking);
}

/* For whom a ballot counts when only the letters of `left` continue; 0: nobody. */
static char letter_counted(const struct slow_ballot *ballot, const char *left)
{
	const char *at = ballot->order;
	while (*at) {
		char found = '\0';
		int many = 0;
		for (; *at && *at != '>'; at++)
			if (*at != '=' && strchr(left, *at)) {
				found = *at;
				many++;
			}
		if (many)
			return many == 1 ? found : '\0';
		at += *at == '>';
	}
	return '\0';
}

static int votes_of(const struct slow_election *election, const char *left, char letter)
{
	int votes = 0;
	for (int i = 0; i < election->n_ballots; i++)
		if (letter_counted(&election->ballots[i], left) == letter)
			votes += election->ballots[i].voters;
	return votes;
}

struct slow_irv {
	const struct slow_election *election;
	char gone[SLOW_ALTERNATIVES + 1]; /* in the order of elimination, of the outcome that is being tried */
	char winners[SLOW_ALTERNATIVES + 1];
	bool above[SLOW_ALTERNATIVES][SLOW_ALTERNATIVES]; /* in all outcomes so far */
	char *rounds;
	bool ended; /* the first outcome, whose rounds are told */
};

/* One outcome: whoever it does not put above somebody is not above them in all. */
static void outcome_take(struct slow_irv *irv, const char *left, char winner)
{
	int height[SLOW_ALTERNATIVES];
	for (int a = 0; a < irv->election->alternatives; a++) {
		const char *gone = strchr(irv->gone, 'A' + a);
		height[a] = gone ? (int)(gone - irv->gone) - BELOW_ALL : votes_of(irv->election, left, (char)('A' + a));
	}
	height[winner - 'A'] = 1 << 20;
	for (int a = 0; a < irv->election->alternatives; a++)
		for (int b = 0; b < irv->election->alternatives; b++)
			irv->above[a][b] = irv->above[a][b] && height[a] > height[b];
	if (!strchr(irv->winners, winner))
		irv->winners[strlen(irv->winners)] = winner;
	irv->ended = true;
}

static void round_tell(struct slow_irv *irv, const char *left)
{
	char number[32];
	int voters = 0;
	for (int i = 0; i < irv->election->n_ballots; i++)
		voters += irv->election->ballots[i].voters;
	for (int a = 0; a < irv->election->alternatives; a++) {
		int votes = votes_of(irv->election, left, (char)('A' + a));
		snprintf(number, sizeof(number), "%s%d", a ? " " : "", votes);
		text_add(irv->rounds, strchr(left, 'A' + a) ? number : a ? " -" : "-");
		voters -= votes;
	}
	snprintf(number, sizeof(number), "; %d", voters);
	text_add(irv->rounds, number);
}

static void outcomes_try(struct slow_irv *irv, const char *left)
{
	int all = 0, least = 1 << 20;
	if (!irv->ended)
		round_tell(irv, left);
	for (const char *at = left; *at; at++) {
		int votes = votes_of(irv->election, left, *at);
		all += votes;
		least = votes < least ? votes : least;
	}
	for (const char *at = left; *at; at++)
		if (strlen(left) == 1 || votes_of(irv->election, left, *at) * 2 > all) {
			if (!irv->ended)
				text_add(irv->rounds, "\n");
			outcome_take(irv, left, *at);
			return;
		}
	for (size_t i = strlen(left); i-- > 0;) {
		char next[SLOW_ALTERNATIVES + 1] = "";
		if (votes_of(irv->election, left, left[i]) != least)
			continue;
		if (!irv->ended)
			text_add(irv->rounds, (char[]){' ', '-', left[i], '\n', '\0'});
		memcpy(next, left, i);
		strcat(next, left + i + 1);
		irv->gone[strlen(irv->gone)] = left[i];
		outcomes_try(irv, next);
		irv->gone[strlen(irv->gone) - 1] = '\0';
	}
}

/* What the outcomes do not order is tied, and so is what is tied with the same. */
static void ties_close(struct slow_irv *irv)
{
	int n = irv->election->alternatives;
	bool tied[SLOW_ALTERNATIVES][SLOW_ALTERNATIVES];
	for (int a = 0; a < n; a++)
		for (int b = 0; b < n; b++)
			tied[a][b] = !irv->above[a][b] && !irv->above[b][a];
	for (int via = 0; via < n; via++)
		for (int a = 0; a < n; a++)
			for (int b = 0; b < n; b++)
				tied[a][b] = tied[a][b] || (tied[a][via] && tied[via][b]);
	for (int a = 0; a < n; a++)
		for (int b = 0; b < n; b++) {
			bool first = strchr(irv->winners, 'A' + a), second = strchr(irv->winners, 'A' + b);
			irv->above[a][b] = first == second ? irv->above[a][b] && !tied[a][b] : first;
		}
}

void slow_irv(const struct slow_election *election, char *ranking, char *rounds)
{
	struct slow_irv irv = {.election = election, .rounds = rounds};
	char left[SLOW_ALTERNATIVES + 1] = "";
	*rounds = '\0';
	memset(irv.above, 1, sizeof(irv.above));
	for (int a = 0; a < election->alternatives; a++)
		left[a] = (char)('A' + a);
	outcomes_try(&irv, left);
	ties_close(&irv);
	ranking_by(election->alternatives, irv.above, ranking);
}

void slow_plurality(const struct slow_election *election, char *ranking)
{
	int votes[SLOW_ALTERNATIVES] = {0};
	for (int i = 0; i < election->n_ballots; i++) {
		const struct slow_ballot *ballot = &election->ballots[i];
		if (ballot->order[0] && ballot->order[1] != '=')
			votes[ballot->order[0] - 'A'] += ballot->voters;
	}
	ranking_by_points(election->alternatives, votes, ranking);
}

static int approvals_of(const struct slow_election *election, int alternative)
{
	int votes = 0;
	for (int i = 0; i < election->n_ballots; i++)
		if (strchr(election->ballots[i].order, 'A' + alternative))
			votes += election->ballots[i].voters;
	return votes;
}

void slow_approval(const struct slow_election *election, char *ranking)
{
	int votes[SLOW_ALTERNATIVES] = {0};
	for (int a = 0; a < election->alternatives; a++)
		votes[a] = approvals_of(election, a);
	ranking_by_points(election->alternatives, votes, ranking);
}

/* n less the average of the places from the first to the last of a tie; twice that. */
static int borda_doubled(const struct slow_election *election, const struct slow_ballot *ballot, int alternative)
{
	int first = 1, last = 0;
	for (int a = 0; a < election->alternatives; a++) {
		first += place_of(ballot, a) < place_of(ballot, alternative);
		last += place_of(ballot, a) <= place_of(ballot, alternative);
	}
	return 2 * election->alternatives - (first + last);
}

void slow_borda(const struct slow_election *election, char *ranking)
{
	int points[SLOW_ALTERNATIVES] = {0};
	for (int i = 0; i < election->n_ballots; i++)
		for (int a = 0; a < election->alternatives; a++)
			points[a] += election->ballots[i].voters * borda_doubled(election, &election->ballots[i], a);
	ranking_by_points(election->alternatives, points, ranking);
}
