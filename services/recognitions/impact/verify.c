#include "services/recognitions/impact/verify.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "impact/sql.h"

#include <stdlib.h>
#include <string.h>

#define GINI_TOLERANCE 1e-9 /* the tables' is summed in floating point */
#define QUESTIONS      5    /* that a recognition may answer */
#define FOR_EVER       INT32_MAX

struct verification {
	struct db *db;
	const struct zone_days *days;
	const struct impact_question *question;
	const Kleos__SummarizeImpactResponse *summary;
	struct arena *arena;
	Kleos__VerifyImpactResponse *out;
	size_t capacity; /* of out->figures */
};

static void compare(struct verification *v, const char *name, double projection, double tables)
{
	if (v->out->n_figures == v->capacity) {
		size_t capacity = v->capacity ? v->capacity * 2 : 64;
		Kleos__VerifiedFigure **figures = arena_array(v->arena, capacity, sizeof *figures);
		if (v->capacity)
			memcpy(figures, v->out->figures, v->capacity * sizeof *figures);
		v->out->figures = figures;
		v->capacity = capacity;
	}
	Kleos__VerifiedFigure *figure = arena_alloc(v->arena, sizeof *figure);
	kleos__verified_figure__init(figure);
	figure->name = name;
	figure->projection = projection;
	figure->tables = tables;
	v->out->figures[v->out->n_figures++] = figure;
	double difference = projection < tables ? tables - projection : projection - tables;
	v->out->agrees = v->out->agrees && difference <= GINI_TOLERANCE;
}

/* For lists: what is alike is not told one by one. */
static void compare_quietly(struct verification *v, const char *name, double projection, double tables)
{
	if (projection != tables)
		compare(v, name, projection, tables);
}

static struct query ask(struct verification *v, const struct sql *sql, int32_t from_day, int32_t to_day)
{
	const char *team = v->question->team;
	struct query query = query_begin(v->db, sql);
	query_bind_number(&query, 1, zone_days_start_ms(v->days, from_day));
	query_bind_number(&query, 2, zone_days_start_ms(v->days, to_day + INT64_C(1)));
	query_bind_text(&query, 3, team);
	query_bind_text(&query, 4, arena_printf(v->arena, "%s/", team));
	query_bind_text(&query, 5, arena_printf(v->arena, "%s%c", team, '/' + 1));
	return query;
}

static struct query ask_all(struct verification *v, const struct sql *sql)
{
	return ask(v, sql, v->question->from_day, v->question->to_day);
}

static double figure(struct query *query, const char *column)
{
	return (double)query_number(query, column);
}

static void verify_arcs(struct verification *v)
{
	const Kleos__SummarizeImpactResponse *summary = v->summary;
	struct query query = ask_all(v, SQL(impact_verify_arcs));
	query_step(&query);
	double recognitions = figure(&query, "recognitions"), big_wins = figure(&query, "big_wins");
	compare(v, "recognitions", summary->recognitions, recognitions);
	compare(v, "arcs", summary->arcs, figure(&query, "arcs"));
	compare(v, "big_wins", summary->big_wins, big_wins);
	compare(v, "small_wins", summary->small_wins, recognitions - big_wins);
	compare(v, "cross_team_arcs", summary->cross_team_arcs, figure(&query, "cross_team_arcs"));
	compare(v, "leader_arcs", summary->leader_arcs, figure(&query, "leader_arcs"));
	compare(v, "manager_arcs", summary->manager_arcs, figure(&query, "manager_arcs"));
	compare(v, "external", summary->external, figure(&query, "external_recognitions"));
	compare(v, "quiet_arcs", summary->quiet_arcs, figure(&query, "quiet_arcs") > 0);
	query_end(&query);
	query = ask_all(v, SQL(impact_verify_given));
	query_step(&query);
	compare(v, "given_arcs", summary->given_arcs, figure(&query, "arcs"));
	query_end(&query);
}

static void verify_direction(struct verification *v)
{
	Kleos__ImpactDirection none = KLEOS__IMPACT_DIRECTION__INIT;
	const Kleos__ImpactDirection *direction = v->summary->direction ? v->summary->direction : &none;
	struct query query = ask_all(v, SQL(impact_verify_direction));
	query_step(&query);
	compare(v, "direction down", direction->down, figure(&query, "down"));
	compare(v, "direction skip", direction->skip, figure(&query, "skip"));
	compare(v, "direction up", direction->up, figure(&query, "up"));
	compare(v, "direction peer", direction->peer, figure(&query, "peer"));
	compare(v, "direction other", direction->other, figure(&query, "other"));
	query_end(&query);
}

static void verify_pairs(struct verification *v)
{
	struct query query = ask_all(v, SQL(impact_verify_pairs));
	query_step(&query);
	compare(v, "distinct", v->summary->distinct, figure(&query, "distinct_pairs"));
	compare(v, "mutual", v->summary->mutual, figure(&query, "mutual"));
	query_end(&query);
}

struct people {
	double headcount, givers, receivers, participants;
	double received, weighted_received; /* Σx and Σ i·x(i) of receipts in ascending order */
	double given, weighted_given;
	double top;
};

static struct people read_people(struct verification *v)
{
	struct people people = {0};
	struct query query = ask_all(v, SQL(impact_verify_people));
	query_bind_number(&query, 6, v->question->from_day);
	query_bind_number(&query, 7, v->question->to_day);
	int32_t headcount = v->summary->headcount, before_top = headcount - (headcount + 9) / 10;
	while (query_step(&query)) {
		double received = figure(&query, "received"), given = figure(&query, "given");
		double place = figure(&query, "received_place");
		people.top += place > before_top ? received : 0;
		people.headcount++;
		people.givers += given > 0;
		people.receivers += received > 0;
		people.participants += given > 0 || received > 0;
		people.received += received;
		people.weighted_received += place * received;
		people.given += given;
		people.weighted_given += figure(&query, "given_place") * given;
	}
	query_end(&query);
	return people;
}

static double gini(double n, double sum, double weighted)
{
	return sum > 0 ? 2 * weighted / (n * sum) - (n + 1) / n : 0;
}

static void verify_people(struct verification *v)
{
	const Kleos__SummarizeImpactResponse *summary = v->summary;
	struct people people = read_people(v);
	double n = people.headcount, sum = people.received;
	compare(v, "headcount", summary->headcount, n);
	compare(v, "givers", summary->givers, people.givers);
	compare(v, "receivers", summary->receivers, people.receivers);
	compare(v, "participants", summary->participants, people.participants);
	compare(v, "headcount_arcs", summary->headcount_arcs, sum);
	compare(v, "top_decile_arcs", summary->top_decile_arcs, people.top);
	compare(v, "gini_received", summary->has_gini_received ? summary->gini_received : 0,
			gini(n, sum, people.weighted_received));
	compare(v, "gini_given", summary->has_gini_given ? summary->gini_given : 0,
			gini(n, people.given, people.weighted_given));
}

struct standing {
	double managed, covered, over_30, over_60;
	int32_t *days; /* since each was last thanked */
	size_t n;
};

/* Never thanked: since they came. */
static int32_t days_without(const struct verification *v, struct query *row)
{
	int32_t day = (int32_t)query_number(row, "joined_day");
	if (!query_is_null(row, "last_ms"))
		day = zone_days_of_ms(v->days, query_number(row, "last_ms"));
	if (day == DAY_MIN)
		return FOR_EVER;
	return day < v->question->to_day ? v->question->to_day - day : 0;
}

static struct standing read_standing(struct verification *v)
{
	struct standing standing = {0};
	struct query row = ask_all(v, SQL(impact_verify_standing));
	query_bind_number(&row, 6, v->question->from_day);
	query_bind_number(&row, 7, v->question->to_day);
	while (query_step(&row)) {
		int32_t days = days_without(v, &row);
		standing.managed += figure(&row, "managed");
		standing.covered += figure(&row, "covered");
		standing.over_30 += days > 30;
		standing.over_60 += days > 60;
		standing.days = arena_grow(v->arena, standing.days, standing.n, sizeof *standing.days);
		standing.days[standing.n++] = days;
	}
	query_end(&row);
	return standing;
}

static int by_number(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return (x > y) - (x < y);
}

/* False: there is nobody, or a middle one was never thanked and has always been here. */
static bool median_of(struct standing *standing, double *out)
{
	size_t n = standing->n;
	if (n)
		qsort(standing->days, n, sizeof *standing->days, by_number);
	bool has = n && standing->days[n / 2] != FOR_EVER;
	*out = has ? ((double)standing->days[(n - 1) / 2] + standing->days[n / 2]) / 2 : 0;
	return has;
}

static void verify_standing(struct verification *v)
{
	Kleos__ImpactRecency none = KLEOS__IMPACT_RECENCY__INIT;
	const Kleos__ImpactRecency *recency = v->summary->recency ? v->summary->recency : &none;
	struct standing standing = read_standing(v);
	double median;
	bool has_median = median_of(&standing, &median);
	compare(v, "managed", v->summary->managed, standing.managed);
	compare(v, "managed_covered", v->summary->managed_covered, standing.covered);
	compare(v, "recency has_median", recency->has_median, has_median);
	compare(v, "recency median_days", recency->has_median ? recency->median_days : 0, median);
	compare(v, "recency over_30", recency->over_30, standing.over_30);
	compare(v, "recency over_60", recency->over_60, standing.over_60);
}

static void verify_bucket(struct verification *v, const Kleos__ImpactBucket *bucket, int32_t last_day)
{
	char day[DAY_TEXT_SIZE];
	day_format(day, bucket->start_day);
	struct query query = ask(v, SQL(impact_verify_bucket), bucket->start_day, last_day);
	query_step(&query);
	compare(v, arena_printf(v->arena, "series %s arcs", day), bucket->arcs, figure(&query, "arcs"));
	compare(v, arena_printf(v->arena, "series %s recognitions", day), bucket->recognitions,
			figure(&query, "recognitions"));
	compare(v, arena_printf(v->arena, "series %s givers", day), bucket->givers, figure(&query, "givers"));
	compare(v, arena_printf(v->arena, "series %s receivers", day), bucket->receivers, figure(&query, "receivers"));
	query_end(&query);
}

static void verify_series(struct verification *v)
{
	const Kleos__SummarizeImpactResponse *summary = v->summary;
	for (size_t i = 0; i < summary->n_series; i++)
		verify_bucket(v, summary->series[i],
					  i + 1 < summary->n_series ? summary->series[i + 1]->start_day - 1 : v->question->to_day);
}

static int32_t listed_value(const Kleos__SummarizeImpactResponse *summary, const char *name)
{
	for (size_t i = 0; i < summary->n_values; i++)
		if (text_equal(summary->values[i]->value, name))
			return summary->values[i]->arcs;
	return 0;
}

static int32_t listed_flow(const Kleos__SummarizeImpactResponse *summary, const char *from, const char *to)
{
	for (size_t i = 0; i < summary->n_flows; i++)
		if (text_equal(summary->flows[i]->from_team, from) && text_equal(summary->flows[i]->to_team, to))
			return summary->flows[i]->arcs;
	return 0;
}

static int32_t listed_prompt(const Kleos__SummarizeImpactResponse *summary, int32_t prompt)
{
	for (size_t i = 0; i < summary->n_prompts; i++)
		if (summary->prompts[i]->prompt == prompt)
			return summary->prompts[i]->recognitions;
	return 0;
}

static void verify_prompts(struct verification *v)
{
	double recognitions[QUESTIONS + 1] = {0}, listed = 0;
	struct query row = ask_all(v, SQL(impact_verify_prompts));
	while (query_step(&row)) {
		int64_t prompt = query_number(&row, "prompt");
		listed++;
		if (prompt <= QUESTIONS)
			recognitions[prompt] = figure(&row, "recognitions");
	}
	query_end(&row);
	for (int32_t prompt = 1; prompt <= QUESTIONS; prompt++)
		compare(v, arena_printf(v->arena, "prompt %d", (int)prompt), listed_prompt(v->summary, prompt),
				recognitions[prompt]);
	compare(v, "prompts", (double)v->summary->n_prompts, listed);
}

/* One entry of a list that holds the greatest: what is not on it ties with its last at the most. */
static void compare_listed(struct verification *v, const char *name, int32_t listed, const int32_t *last, double arcs)
{
	if (listed || !last || arcs > *last)
		compare_quietly(v, name, listed, arcs);
}

/* How many of what the tables hold are listed. */
static int within_bound(int n)
{
	return n < IMPACT_LISTED_BOUND ? n : IMPACT_LISTED_BOUND;
}

static void verify_values(struct verification *v)
{
	const Kleos__SummarizeImpactResponse *summary = v->summary;
	const bool full = summary->n_values == IMPACT_LISTED_BOUND;
	const int32_t *last = full ? &summary->values[summary->n_values - 1]->arcs : NULL;
	int n = 0;
	struct query query = ask_all(v, SQL(impact_verify_values));
	for (; n <= IMPACT_LISTED_BOUND && query_step(&query); n++) {
		const char *name = query_text(&query, "name", v->arena);
		compare_listed(v, arena_printf(v->arena, "value '%s'", name), listed_value(summary, name), last,
					   figure(&query, "arcs"));
	}
	query_end(&query);
	compare(v, "values", (double)summary->n_values, within_bound(n));
}

static void verify_flows(struct verification *v)
{
	const Kleos__SummarizeImpactResponse *summary = v->summary;
	const bool full = summary->n_flows == IMPACT_LISTED_BOUND;
	const int32_t *last = full ? &summary->flows[summary->n_flows - 1]->arcs : NULL;
	int n = 0;
	struct query query = ask_all(v, SQL(impact_verify_flows));
	for (; n <= IMPACT_LISTED_BOUND && query_step(&query); n++) {
		const char *from = query_text(&query, "from_team", v->arena), *to = query_text(&query, "to_team", v->arena);
		compare_listed(v, arena_printf(v->arena, "flow '%s' to '%s'", from, to), listed_flow(summary, from, to), last,
					   figure(&query, "arcs"));
	}
	query_end(&query);
	compare(v, "flows", (double)summary->n_flows, within_bound(n));
}

enum status impact_verify(struct db *db, const struct zone_days *days, const struct impact_question *question,
						  const Kleos__SummarizeImpactResponse *summary, struct arena *arena,
						  Kleos__VerifyImpactResponse *out)
{
	struct verification verification = {db, days, question, summary, arena, out, 0};
	out->agrees = true;
	verify_arcs(&verification);
	verify_direction(&verification);
	verify_people(&verification);
	verify_standing(&verification);
	verify_pairs(&verification);
	verify_series(&verification);
	verify_prompts(&verification);
	verify_values(&verification);
	verify_flows(&verification);
	return db_status(db);
}
