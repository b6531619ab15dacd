#include "services/gateway/report/build.h"
#include "services/gateway/report/figures.h"

static void add_totals(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ReportTotals *out)
{
	out->recognitions = figure_count(arena, impact->recognitions);
	out->arcs = figure_count(arena, impact->arcs);
	out->given_arcs = figure_count(arena, impact->given_arcs);
	out->givers = figure_count(arena, impact->givers);
	out->receivers = figure_count(arena, impact->receivers);
	out->participants = figure_count(arena, impact->participants);
	out->big_wins = figure_count(arena, impact->big_wins);
	out->small_wins = figure_count(arena, impact->small_wins);
	out->cross_team_arcs = figure_count(arena, impact->cross_team_arcs);
	out->leader_arcs = figure_count(arena, impact->leader_arcs);
	out->manager_arcs = figure_count(arena, impact->manager_arcs);
	out->highlights = figure_count(arena, impact->highlights);
}

static void add_rates(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ReportRates *out)
{
	figure_set_ratio(arena, out->participation, impact->participants, impact->headcount);
	figure_set_ratio(arena, out->giving, impact->givers, impact->headcount);
	figure_set_ratio(arena, out->coverage, impact->receivers, impact->headcount);
	figure_set_ratio(arena, out->per_member_per_30_days, (int64_t)impact->arcs * 30,
					 (int64_t)impact->headcount * impact->days);
	figure_set_ratio(arena, out->cross_team, impact->cross_team_arcs, impact->arcs);
}

static void add_concentration(struct arena *arena, const Kleos__SummarizeImpactResponse *impact,
							  Kleos__ReportConcentration *out)
{
	out->gini_received = figure_share(arena, impact->has_gini_received, impact->gini_received);
	out->gini_given = figure_share(arena, impact->has_gini_given, impact->gini_given);
	out->top_decile_share = figure_share(arena, impact->headcount_arcs > 0,
										 (double)impact->top_decile_arcs / (double)impact->headcount_arcs);
}

/* With N = n(n - 1) possible pairs, D distinct and M mutual ones, rho = (M/D - D/N) / (1 - D/N) is
 * (M N - D D) / (D (N - D)): whole numbers until the division. */
static Google__Protobuf__DoubleValue *rho_of(struct arena *arena, const Kleos__SummarizeImpactResponse *impact)
{
	long double pairs = (long double)impact->headcount * (long double)(impact->headcount - 1);
	long double distinct = impact->distinct, mutual = impact->mutual;
	bool known = impact->headcount > 1 && impact->distinct > 0 && distinct < pairs;
	long double rho = known ? (mutual * pairs - distinct * distinct) / (distinct * (pairs - distinct)) : 0;
	return figure_share(arena, known, (double)rho);
}

static void add_reciprocity(struct arena *arena, const Kleos__SummarizeImpactResponse *impact,
							Kleos__ReportReciprocity *out)
{
	out->mutual = figure_count(arena, impact->mutual);
	out->distinct = figure_count(arena, impact->distinct);
	out->value = figure_share(arena, impact->distinct > 0, (double)impact->mutual / (double)impact->distinct);
	out->rho = rho_of(arena, impact);
}

static void add_direction(struct arena *arena, const Kleos__ImpactDirection *direction, Kleos__ReportDirection *out)
{
	out->down = figure_count(arena, direction->down);
	out->up = figure_count(arena, direction->up);
	out->peer = figure_count(arena, direction->peer);
	out->skip = figure_count(arena, direction->skip);
	out->other = figure_count(arena, direction->other);
}

static void add_recency(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ReportRecency *out)
{
	const Kleos__ImpactRecency *recency = impact->recency;
	out->median_days_since_last = figure_share(arena, recency->has_median, recency->median_days);
	figure_set_ratio(arena, out->over_30, recency->over_30, impact->headcount);
	figure_set_ratio(arena, out->over_60, recency->over_60, impact->headcount);
}

void build_figures(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ImpactReport *report)
{
	report->headcount = figure_count(arena, impact->headcount);
	add_totals(arena, impact, report->totals);
	add_rates(arena, impact, report->rates);
	add_concentration(arena, impact, report->concentration);
	add_reciprocity(arena, impact, report->reciprocity);
	/* what leaders were seen to do, beside what is said of them */
	figure_set_ratio(arena, report->leadership->manager_coverage, impact->managed_covered, impact->managed);
	figure_set_ratio(arena, report->leadership->leader_share, impact->leader_arcs, impact->arcs);
	if (impact->direction)
		add_direction(arena, impact->direction, report->direction);
	if (impact->recency)
		add_recency(arena, impact, report->recency);
}

/* No answer that may be told, and some that may not: null, not zero. */
void build_pulses(struct arena *arena, const struct pulses *pulses, Kleos__ImpactReport *report)
{
	Kleos__ReportLeadership *leadership = report->leadership;
	if (!pulses->answers && pulses->left_out)
		return;
	figure_set_ratio(arena, leadership->need, pulses->need, pulses->answers);
	figure_set_ratio(arena, leadership->have, pulses->have, pulses->answers);
	leadership->gap_points = figure_share(arena, pulses->answers > 0,
										  100.0 * (double)(pulses->need - pulses->have) / (double)pulses->answers);
	report->strain->mean =
		figure_share(arena, pulses->answers > 0, 100.0 * (double)pulses->strain / (4.0 * (double)pulses->answers));
	report->strain->n = figure_count(arena, pulses->answers);
}
