#include "tests/module/impact/impact_slow.h"

#include "common/base/calendar.h"

#include <stdlib.h>

static int compare_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The mean absolute difference, which is another way to write the same coefficient. */
static double slow_gini(const int *counts, size_t n, int sum)
{
	long differences = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			differences += labs((long)counts[i] - counts[k]);
	return (double)differences / (2.0 * (double)n * sum);
}

static void check_gini(bool has, double gini, const int *counts, size_t n)
{
	int sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += counts[i];
	assert_int_equal(has, sum > 0);
	if (sum > 0)
		assert_true(gini - slow_gini(counts, n, sum) < 1e-12 && slow_gini(counts, n, sum) - gini < 1e-12);
}

static int count_of(const struct seen *arcs, size_t n, const struct id *member, bool as_giver)
{
	int count = 0;
	for (size_t i = 0; i < n; i++)
		count += id_equal(as_giver ? &arcs[i].recognition->giver : &arcs[i].receiver->member, member);
	return count;
}

void slow_check_people(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	int given[WORLD_MEMBERS_BOUND] = {0}, received[WORLD_MEMBERS_BOUND] = {0};
	int givers = 0, receivers = 0, participants = 0, sum = 0, top = 0;
	size_t n = 0;
	for (size_t i = 0; i < slow->world->n_members; i++) {
		if (!slow->in_headcount[i])
			continue;
		const struct id *id = &slow->world->members[i].told.id;
		given[n] = count_of(slow->given, slow->n_given, id, true);
		received[n] = count_of(slow->received, slow->n_received, id, false);
		givers += given[n] > 0;
		receivers += received[n] > 0;
		participants += given[n] + received[n] > 0;
		sum += received[n++];
	}
	check_gini(summary->has_gini_given, summary->gini_given, given, n);
	check_gini(summary->has_gini_received, summary->gini_received, received, n);
	qsort(received, n, sizeof *received, compare_ints);
	for (size_t i = 0; i * 10 < n; i++)
		top += received[n - 1 - i];
	assert_int_equal(summary->headcount, n);
	assert_int_equal(summary->givers, givers);
	assert_int_equal(summary->receivers, receivers);
	assert_int_equal(summary->participants, participants);
	assert_int_equal(summary->headcount_arcs, sum);
	assert_int_equal(summary->top_decile_arcs, top);
}

static bool thanked_by(const struct slow *slow, const struct impact_member *member, const struct id *manager)
{
	for (size_t i = 0; i < slow->world->n_recognitions; i++) {
		const struct impact_recognition *told = &slow->world->recognitions[i].told;
		if (told->day < slow->question->from_day || told->day > slow->question->to_day ||
			!id_equal(&told->giver, manager))
			continue;
		for (size_t k = 0; k < told->n_receivers; k++)
			if (told->receivers[k].direction == DIRECTION_DOWN && id_equal(&told->receivers[k].member, &member->id))
				return true;
	}
	return false;
}

void slow_check_managers(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	int managed = 0, covered = 0;
	for (size_t i = 0; i < slow->world->n_members; i++) {
		const struct impact_member *member = &slow->world->members[i].told;
		const struct id *manager = &slow_spell(slow, member)->manager;
		if (!slow->in_headcount[i] || id_is_zero(manager))
			continue;
		managed++;
		covered += thanked_by(slow, member, manager);
	}
	assert_int_equal(summary->managed, managed);
	assert_int_equal(summary->managed_covered, covered);
}

#define FOR_EVER 1000000

static int days_since_thanks(const struct slow *slow, const struct impact_member *member)
{
	int32_t last = DAY_MIN;
	for (size_t i = 0; i < slow->world->n_recognitions; i++) {
		const struct impact_recognition *told = &slow->world->recognitions[i].told;
		for (size_t k = 0; k < told->n_receivers; k++)
			if (told->day <= slow->question->to_day && told->day > last &&
				id_equal(&told->receivers[k].member, &member->id))
				last = told->day;
	}
	if (last == DAY_MIN)
		last = member->joined_day;
	return last == DAY_MIN ? FOR_EVER : slow->question->to_day - last;
}

void slow_check_recency(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	int days[WORLD_MEMBERS_BOUND] = {0}, n = 0, over_30 = 0, over_60 = 0;
	for (size_t i = 0; i < slow->world->n_members; i++) {
		if (!slow->in_headcount[i])
			continue;
		days[n] = days_since_thanks(slow, &slow->world->members[i].told);
		over_30 += days[n] > 30;
		over_60 += days[n++] > 60;
	}
	qsort(days, (size_t)n, sizeof *days, compare_ints);
	bool has_median = n && days[n / 2] < FOR_EVER;
	assert_int_equal(summary->recency->over_30, over_30);
	assert_int_equal(summary->recency->over_60, over_60);
	assert_int_equal(summary->recency->has_median, has_median);
	if (has_median)
		assert_true(summary->recency->median_days == (days[(n - 1) / 2] + days[n / 2]) / 2.0);
}

void slow_check_reciprocity(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	bool thanked[WORLD_MEMBERS_BOUND + 1][WORLD_MEMBERS_BOUND + 1] = {0};
	int distinct = 0, mutual = 0;
	for (size_t i = 0; i < slow->n_shown; i++)
		if (slow_inside(slow_path(slow, slow->shown[i].recognition->giver_team), slow->question->team))
			thanked[slow->shown[i].recognition->giver.bytes[0]][slow->shown[i].receiver->member.bytes[0]] = true;
	for (size_t i = 0; i <= WORLD_MEMBERS_BOUND; i++)
		for (size_t k = 0; k <= WORLD_MEMBERS_BOUND; k++) {
			distinct += thanked[i][k];
			mutual += thanked[i][k] && thanked[k][i];
		}
	assert_int_equal(summary->distinct, distinct);
	assert_int_equal(summary->mutual, mutual);
}
