#include "services/recognitions/impact/summary.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/heap.h"
#include "services/recognitions/impact/lists.h"
#include "services/recognitions/impact/measures.h"

#include <stdlib.h>

/* The day after the bucket that `day` is in. */
static int32_t next_bucket(int32_t day, Kleos__Interval interval)
{
	switch (interval) {
	case KLEOS__INTERVAL__INTERVAL_DAY:
		return day + 1;
	case KLEOS__INTERVAL__INTERVAL_WEEK:
		return day_week_start(day) + 7;
	default:
		return day_next_month(day);
	}
}

static size_t count_buckets(const struct impact_question *question)
{
	size_t n = 0;
	for (int32_t day = question->from_day; day <= question->to_day; day = next_bucket(day, question->interval))
		n++;
	return n;
}

static void add_totals(Kleos__SummarizeImpactResponse *out, const struct scan_bucket *bucket)
{
	out->recognitions += (int32_t)bucket->all.recognitions;
	out->arcs += (int32_t)bucket->all.arcs;
	out->big_wins += (int32_t)bucket->all.big_wins;
	out->small_wins += (int32_t)(bucket->all.recognitions - bucket->all.big_wins);
	out->cross_team_arcs += (int32_t)bucket->all.cross_team;
	out->leader_arcs += (int32_t)bucket->all.leader;
	out->manager_arcs += (int32_t)bucket->all.manager;
	out->quiet_arcs = out->quiet_arcs || bucket->all.arcs != bucket->shown.arcs;
}

static void write_bucket(Kleos__ImpactBucket *out, int32_t day, const struct scan_bucket *bucket)
{
	kleos__impact_bucket__init(out);
	out->start_day = day;
	out->recognitions = (int32_t)bucket->shown.recognitions;
	out->arcs = (int32_t)bucket->shown.arcs;
	out->givers = (int32_t)bucket->givers;
	out->receivers = (int32_t)bucket->receivers;
}

static void walk(struct scan *scan, const struct impact_question *question, struct arena *arena,
				 Kleos__SummarizeImpactResponse *out)
{
	size_t n = count_buckets(question);
	Kleos__ImpactBucket *buckets = arena_array(arena, n, sizeof *buckets);
	out->series = arena_array(arena, n, sizeof *out->series);
	for (int32_t day = question->from_day; day <= question->to_day;) {
		int32_t next = next_bucket(day, question->interval);
		struct scan_bucket bucket = scan_days(scan, day, next <= question->to_day ? next - 1 : question->to_day);
		add_totals(out, &bucket);
		write_bucket(&buckets[out->n_series], day, &bucket);
		out->series[out->n_series] = &buckets[out->n_series];
		out->n_series++;
		day = next;
	}
	out->given_arcs = (int32_t)scan->given_arcs;
}

/* Moves the counts of those in the head count to the front, ascending; what others gave or got is in no such figure. */
static void keep_headcount(const struct scan *scan, uint32_t *counts)
{
	size_t n = 0;
	for (uint32_t i = 0; i < scan->projection->roster.ids.n; i++)
		if (scan->scope->members[i])
			counts[n++] = counts[i];
	counts_sort(counts, n);
}

/* Uses up the scan's counts by member. */
static void write_people(struct scan *scan, Kleos__SummarizeImpactResponse *out)
{
	uint32_t n = scan->scope->headcount;
	uint64_t received = 0;
	for (uint32_t i = 0; i < scan->projection->roster.ids.n; i++) {
		if (!scan->scope->members[i])
			continue;
		out->givers += scan->given[i] > 0;
		out->receivers += scan->received[i] > 0;
		out->participants += scan->given[i] > 0 || scan->received[i] > 0;
		received += scan->received[i];
	}
	keep_headcount(scan, scan->given);
	keep_headcount(scan, scan->received);
	out->headcount = (int32_t)n;
	out->headcount_arcs = (int32_t)received;
	out->has_gini_received = gini_of_sorted(scan->received, n, &out->gini_received);
	out->has_gini_given = gini_of_sorted(scan->given, n, &out->gini_given);
	out->top_decile_arcs = (int32_t)top_decile_of_sorted(scan->received, n);
}

void summary_make(const struct projection *projection, const struct impact_question *question, struct arena *arena,
				  Kleos__SummarizeImpactResponse *out)
{
	struct scope scope;
	struct scan scan;
	scope_init(&scope, projection, question);
	scan_init(&scan, projection, &scope);
	walk(&scan, question, arena, out);
	write_people(&scan, out);
	struct pair_counts pairs = pairs_count(scan.pairs, scan.pair_words);
	out->distinct = (int32_t)pairs.distinct;
	out->mutual = (int32_t)pairs.mutual;
	uint32_t *ranks = dictionary_ranks(&projection->teams.paths);
	flows_list(&scan, ranks, arena, out);
	values_list(&scan, arena, out);
	teams_list(&scan, ranks, arena, out);
	free(ranks);
	out->days = question->to_day - question->from_day + 1;
	scan_fini(&scan);
	scope_fini(&scope);
}
