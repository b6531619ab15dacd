#include "services/recognitions/impact/series.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD 4 /* rows whose crowds are fetched while others are looked at */

/* One bucket, and where the walk over the rows stands. */
struct walk {
	const struct team_days *team; /* NULL: none */
	uint32_t next;                /* row of a day */
	uint32_t counts[COUNTS];
	uint64_t *givers; /* a bit a member */
	uint64_t *receivers;
	size_t n_words;
};

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

/* The month of the next day, if all of it is between these days and it is over; else NULL. */
static const struct row *whole_month(const struct walk *walk, int32_t first_day, int32_t end_day)
{
	const struct rows *months = &walk->team->months;
	int32_t month = day_month_start(walk->team->days.rows[walk->next].day);
	if (month < first_day || day_next_month(month) > end_day)
		return NULL;
	uint32_t at = rows_find(months, month);
	return at < months->n && months->rows[at].day == month ? &months->rows[at] : NULL;
}

/* The next row that is between these days, a month where it can be; NULL: there is none. */
static const struct row *next_row(struct walk *walk, int32_t first_day, int32_t end_day)
{
	const struct rows *days = walk->team ? &walk->team->days : NULL;
	if (!days || walk->next == days->n || days->rows[walk->next].day >= end_day)
		return NULL;
	const struct row *row = whole_month(walk, first_day, end_day);
	if (row) {
		walk->next = rows_find(days, day_next_month(row->day));
		return row;
	}
	row = &days->rows[walk->next++];
	if (days->n - walk->next > AHEAD) {
		crowd_fetch(&row[AHEAD].givers);
		crowd_fetch(&row[AHEAD].receivers);
	}
	return row;
}

static void add_row(struct walk *walk, const struct row *row)
{
	for (size_t i = 0; i < COUNTS; i++)
		walk->counts[i] += row->counts[i];
	crowd_unite(&row->givers, walk->givers);
	crowd_unite(&row->receivers, walk->receivers);
}

static void fill_bucket(Kleos__ImpactBucket *out, const uint32_t counts[COUNTS], uint32_t givers, uint32_t receivers,
						uint32_t totals[COUNTS])
{
	for (size_t i = 0; i < COUNTS; i++)
		totals[i] += counts[i];
	out->recognitions = (int32_t)counts[COUNT_SHOWN];
	out->arcs = (int32_t)counts[COUNT_SHOWN_ARCS];
	out->givers = (int32_t)givers;
	out->receivers = (int32_t)receivers;
}

/* Most buckets of a long series are one row. */
static void count_bucket(struct walk *walk, Kleos__ImpactBucket *out, int32_t end_day, uint32_t totals[COUNTS])
{
	const struct row *first = next_row(walk, out->start_day, end_day);
	const struct row *row = first ? next_row(walk, out->start_day, end_day) : NULL;
	if (first && !row)
		fill_bucket(out, first->counts, crowd_count(&first->givers), crowd_count(&first->receivers), totals);
	if (!row)
		return;
	memset(walk->counts, 0, sizeof walk->counts);
	memset(walk->givers, 0, walk->n_words * sizeof *walk->givers);
	memset(walk->receivers, 0, walk->n_words * sizeof *walk->receivers);
	add_row(walk, first);
	for (; row; row = next_row(walk, out->start_day, end_day))
		add_row(walk, row);
	fill_bucket(out, walk->counts, bits_count(walk->givers, walk->n_words), bits_count(walk->receivers, walk->n_words),
				totals);
}

static void write_buckets(struct walk *walk, const struct impact_question *question, struct arena *arena,
						  Kleos__SummarizeImpactResponse *out, uint32_t totals[COUNTS])
{
	size_t n = count_buckets(question);
	Kleos__ImpactBucket *buckets = arena_array(arena, n, sizeof *buckets);
	out->series = arena_array(arena, n, sizeof *out->series);
	for (int32_t day = question->from_day; day <= question->to_day;) {
		Kleos__ImpactBucket *bucket = &buckets[out->n_series];
		int32_t next = next_bucket(day, question->interval);
		kleos__impact_bucket__init(bucket);
		bucket->start_day = day;
		count_bucket(walk, bucket, next <= question->to_day ? next : question->to_day + 1, totals);
		out->series[out->n_series++] = bucket;
		day = next;
	}
}

static void write_totals(const uint32_t totals[COUNTS], Kleos__SummarizeImpactResponse *out)
{
	out->recognitions = (int32_t)totals[COUNT_RECOGNITIONS];
	out->arcs = (int32_t)totals[COUNT_ARCS];
	out->given_arcs = (int32_t)totals[COUNT_GIVEN];
	out->big_wins = (int32_t)totals[COUNT_BIG];
	out->small_wins = (int32_t)(totals[COUNT_RECOGNITIONS] - totals[COUNT_BIG]);
	out->cross_team_arcs = (int32_t)totals[COUNT_CROSS];
	out->leader_arcs = (int32_t)totals[COUNT_LEADER];
	out->manager_arcs = (int32_t)totals[COUNT_MANAGER];
	out->external = (int32_t)totals[COUNT_EXTERNAL];
	out->quiet_arcs = totals[COUNT_ARCS] != totals[COUNT_SHOWN_ARCS];
}

static void write_direction(const uint32_t totals[COUNTS], struct arena *arena, Kleos__SummarizeImpactResponse *out)
{
	const uint32_t *arcs = totals + COUNT_DIRECTION;
	out->direction = arena_alloc(arena, sizeof *out->direction);
	kleos__impact_direction__init(out->direction);
	out->direction->down = (int32_t)arcs[DIRECTION_DOWN];
	out->direction->skip = (int32_t)arcs[DIRECTION_SKIP];
	out->direction->up = (int32_t)arcs[DIRECTION_UP];
	out->direction->peer = (int32_t)arcs[DIRECTION_PEER];
	out->direction->other = (int32_t)arcs[DIRECTION_OTHER];
}

/* By count descending, then by number: inserted where it belongs, after the equal ones before it. */
static void insert_prompt(Kleos__ImpactPrompt *prompt, Kleos__SummarizeImpactResponse *out)
{
	size_t at = out->n_prompts++;
	for (; at > 0 && out->prompts[at - 1]->recognitions < prompt->recognitions; at--)
		out->prompts[at] = out->prompts[at - 1];
	out->prompts[at] = prompt;
}

static void write_prompts(const uint32_t totals[COUNTS], struct arena *arena, Kleos__SummarizeImpactResponse *out)
{
	Kleos__ImpactPrompt *prompts = arena_array(arena, ROW_PROMPTS, sizeof *prompts);
	out->prompts = arena_array(arena, ROW_PROMPTS, sizeof *out->prompts);
	for (int i = 1; i < ROW_PROMPTS; i++) {
		if (!totals[COUNT_PROMPT + i])
			continue;
		kleos__impact_prompt__init(&prompts[i]);
		prompts[i].prompt = i;
		prompts[i].recognitions = (int32_t)totals[COUNT_PROMPT + i];
		insert_prompt(&prompts[i], out);
	}
}

void series_write(const struct projection *projection, const struct scope *scope,
				  const struct impact_question *question, struct arena *arena, Kleos__SummarizeImpactResponse *out)
{
	uint32_t totals[COUNTS] = {0};
	struct walk walk = {.team = scope->days, .n_words = projection->roster.ids.n / 64 + (size_t)1};
	walk.givers = heap_array(walk.n_words, sizeof *walk.givers);
	walk.receivers = heap_array(walk.n_words, sizeof *walk.receivers);
	walk.next = walk.team ? rows_find(&walk.team->days, question->from_day) : 0;
	write_buckets(&walk, question, arena, out, totals);
	free(walk.givers);
	free(walk.receivers);
	write_totals(totals, out);
	write_direction(totals, arena, out);
	write_prompts(totals, arena, out);
}
