#include "services/gateway/report/report.h"

#include "common/base/calendar.h"
#include "common/service/message.h"

#define PURPOSE                                                                                                        \
	"These figures show how recognition works among groups of people, so that habits can change. They are not for "    \
	"decisions on pay or performance."

static int32_t within_int32(int64_t number)
{
	return number > INT32_MAX ? INT32_MAX : (int32_t)number;
}

static Google__Protobuf__Int32Value *number_of(struct arena *arena, int64_t value)
{
	Google__Protobuf__Int32Value *number = arena_alloc(arena, sizeof *number);
	google__protobuf__int32_value__init(number);
	number->value = within_int32(value);
	return number;
}

static Google__Protobuf__DoubleValue *share_of(struct arena *arena, bool known, double value)
{
	if (!known)
		return NULL;
	Google__Protobuf__DoubleValue *share = arena_alloc(arena, sizeof *share);
	google__protobuf__double_value__init(share);
	share->value = value;
	return share;
}

static Kleos__Ratio *empty_ratio(struct arena *arena)
{
	Kleos__Ratio *ratio = arena_alloc(arena, sizeof *ratio);
	kleos__ratio__init(ratio);
	return ratio;
}

static Kleos__Ratio *ratio_of(struct arena *arena, int64_t numerator, int64_t denominator)
{
	Kleos__Ratio *ratio = empty_ratio(arena);
	ratio->numerator = number_of(arena, numerator);
	ratio->denominator = number_of(arena, denominator);
	ratio->value = share_of(arena, denominator, (double)numerator / (double)denominator);
	return ratio;
}

static void add_totals(struct arena *arena, const struct report_answers *answers, Kleos__ReportTotals *out)
{
	const Kleos__SummarizeImpactResponse *impact = answers->impact;
	if (answers->awards) {
		out->nominations = number_of(arena, answers->awards->nominations);
		out->awards_won = number_of(arena, answers->awards->awards_won);
	}
	if (!impact)
		return;
	out->recognitions = number_of(arena, impact->recognitions);
	out->arcs = number_of(arena, impact->arcs);
	out->given_arcs = number_of(arena, impact->given_arcs);
	out->givers = number_of(arena, impact->givers);
	out->receivers = number_of(arena, impact->receivers);
	out->participants = number_of(arena, impact->participants);
	out->big_wins = number_of(arena, impact->big_wins);
	out->small_wins = number_of(arena, impact->small_wins);
	out->cross_team_arcs = number_of(arena, impact->cross_team_arcs);
	out->leader_arcs = number_of(arena, impact->leader_arcs);
	out->manager_arcs = number_of(arena, impact->manager_arcs);
	out->highlights = number_of(arena, impact->highlights);
}

static void add_rates(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ReportRates *out)
{
	if (!impact) {
		out->participation = empty_ratio(arena);
		out->giving = empty_ratio(arena);
		out->coverage = empty_ratio(arena);
		out->per_member_per_30_days = empty_ratio(arena);
		out->cross_team = empty_ratio(arena);
		return;
	}
	out->participation = ratio_of(arena, impact->participants, impact->headcount);
	out->giving = ratio_of(arena, impact->givers, impact->headcount);
	out->coverage = ratio_of(arena, impact->receivers, impact->headcount);
	out->per_member_per_30_days =
		ratio_of(arena, (int64_t)impact->arcs * 30, (int64_t)impact->headcount * impact->days);
	out->cross_team = ratio_of(arena, impact->cross_team_arcs, impact->arcs);
}

static void add_concentration(struct arena *arena, const Kleos__SummarizeImpactResponse *impact,
							  Kleos__ReportConcentration *out)
{
	if (!impact)
		return;
	out->gini_received = share_of(arena, impact->has_gini_received, impact->gini_received);
	out->gini_given = share_of(arena, impact->has_gini_given, impact->gini_given);
	out->top_decile_share =
		share_of(arena, impact->headcount_arcs > 0, (double)impact->top_decile_arcs / (double)impact->headcount_arcs);
}

/* With N = n(n - 1) possible pairs, D distinct and M mutual ones, rho = (M/D - D/N) / (1 - D/N) is
 * (M N - D D) / (D (N - D)): whole numbers until the division. */
static Google__Protobuf__DoubleValue *rho_of(struct arena *arena, const Kleos__SummarizeImpactResponse *impact)
{
	long double pairs = (long double)impact->headcount * (long double)(impact->headcount - 1);
	long double distinct = impact->distinct, mutual = impact->mutual;
	bool known = impact->headcount > 1 && impact->distinct > 0 && distinct < pairs;
	long double rho = known ? (mutual * pairs - distinct * distinct) / (distinct * (pairs - distinct)) : 0;
	return share_of(arena, known, (double)rho);
}

static void add_reciprocity(struct arena *arena, const Kleos__SummarizeImpactResponse *impact,
							Kleos__ReportReciprocity *out)
{
	if (!impact)
		return;
	out->mutual = number_of(arena, impact->mutual);
	out->distinct = number_of(arena, impact->distinct);
	out->value = share_of(arena, impact->distinct > 0, (double)impact->mutual / (double)impact->distinct);
	out->rho = rho_of(arena, impact);
}

/* No answer that may be told, and some that may not: null, not zero. */
static void add_pulses(struct arena *arena, const struct pulses *pulses, Kleos__ImpactReport *report)
{
	Kleos__ReportLeadership *leadership = report->leadership;
	leadership->need = empty_ratio(arena);
	leadership->have = empty_ratio(arena);
	if (!pulses || (!pulses->answers && pulses->left_out))
		return;
	leadership->need = ratio_of(arena, pulses->need, pulses->answers);
	leadership->have = ratio_of(arena, pulses->have, pulses->answers);
	leadership->gap_points =
		share_of(arena, pulses->answers > 0, 100.0 * (double)(pulses->need - pulses->have) / (double)pulses->answers);
	report->strain->mean =
		share_of(arena, pulses->answers > 0, 100.0 * (double)pulses->strain / (4.0 * (double)pulses->answers));
	report->strain->n = number_of(arena, pulses->answers);
}

/* What leaders were seen to do, beside what is said of them. */
static void add_involvement(struct arena *arena, const Kleos__SummarizeImpactResponse *impact,
							Kleos__ReportLeadership *out)
{
	out->manager_coverage = impact ? ratio_of(arena, impact->managed_covered, impact->managed) : empty_ratio(arena);
	out->leader_share = impact ? ratio_of(arena, impact->leader_arcs, impact->arcs) : empty_ratio(arena);
}

static const char *day_text(struct arena *arena, int32_t day)
{
	char text[DAY_TEXT_SIZE];
	day_format(text, day);
	return arena_text(arena, text);
}

static void add_series(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ImpactReport *report)
{
	report->series = arena_array(arena, impact->n_series, sizeof *report->series);
	for (size_t i = 0; i < impact->n_series; i++) {
		const Kleos__ImpactBucket *from = impact->series[i];
		Kleos__ReportBucket *to = arena_alloc(arena, sizeof *to);
		kleos__report_bucket__init(to);
		to->start = day_text(arena, from->start_day);
		to->recognitions = number_of(arena, from->recognitions);
		to->arcs = number_of(arena, from->arcs);
		to->givers = number_of(arena, from->givers);
		to->receivers = number_of(arena, from->receivers);
		report->series[report->n_series++] = to;
	}
}

static void add_lists(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ImpactReport *report)
{
	report->flows = arena_array(arena, impact->n_flows, sizeof *report->flows);
	for (size_t i = 0; i < impact->n_flows; i++) {
		Kleos__ReportFlow *flow = arena_alloc(arena, sizeof *flow);
		kleos__report_flow__init(flow);
		flow->from_team = impact->flows[i]->from_team;
		flow->to_team = impact->flows[i]->to_team;
		flow->arcs = impact->flows[i]->arcs;
		report->flows[report->n_flows++] = flow;
	}
	report->values = arena_array(arena, impact->n_values, sizeof *report->values);
	for (size_t i = 0; i < impact->n_values; i++) {
		Kleos__ReportValue *value = arena_alloc(arena, sizeof *value);
		kleos__report_value__init(value);
		value->value = impact->values[i]->value;
		value->arcs = impact->values[i]->arcs;
		report->values[report->n_values++] = value;
	}
}

static void add_sources(struct arena *arena, const struct report_answers *answers, Kleos__ImpactReport *report)
{
	report->sources = arena_array(arena, SERVICE_COUNT, sizeof *report->sources);
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		Kleos__ReportSource *source = arena_alloc(arena, sizeof *source);
		kleos__report_source__init(source);
		source->service = gateway_service_name((enum gateway_service)i);
		source->ok = answers->sources[i].ok;
		source->message = answers->sources[i].message;
		if (answers->sources[i].as_of_ms)
			source->as_of = time_message(arena, answers->sources[i].as_of_ms);
		report->partial = report->partial || !source->ok;
		report->sources[report->n_sources++] = source;
	}
}

static void add_parts(struct arena *arena, Kleos__ImpactReport *report)
{
	report->range = arena_alloc(arena, sizeof *report->range);
	kleos__report_range__init(report->range);
	report->totals = arena_alloc(arena, sizeof *report->totals);
	kleos__report_totals__init(report->totals);
	report->rates = arena_alloc(arena, sizeof *report->rates);
	kleos__report_rates__init(report->rates);
	report->concentration = arena_alloc(arena, sizeof *report->concentration);
	kleos__report_concentration__init(report->concentration);
	report->reciprocity = arena_alloc(arena, sizeof *report->reciprocity);
	kleos__report_reciprocity__init(report->reciprocity);
	report->leadership = arena_alloc(arena, sizeof *report->leadership);
	kleos__report_leadership__init(report->leadership);
	report->strain = arena_alloc(arena, sizeof *report->strain);
	kleos__report_strain__init(report->strain);
}

Kleos__ImpactReport *report_build(struct arena *arena, const struct report_question *question,
								  const struct report_answers *answers, const struct pulses *pulses)
{
	const Kleos__SummarizeImpactResponse *impact = answers->impact;
	Kleos__ImpactReport *report = arena_alloc(arena, sizeof *report);
	kleos__impact_report__init(report);
	add_parts(arena, report);
	report->range->from = day_text(arena, question->from_day);
	report->range->to = day_text(arena, question->to_day);
	report->range->time_zone = question->time_zone;
	report->team = question->team;
	report->purpose = PURPOSE;
	add_totals(arena, answers, report->totals);
	add_rates(arena, impact, report->rates);
	add_concentration(arena, impact, report->concentration);
	add_reciprocity(arena, impact, report->reciprocity);
	add_pulses(arena, pulses, report);
	add_involvement(arena, impact, report->leadership);
	if (impact) {
		report->headcount = number_of(arena, impact->headcount);
		add_series(arena, impact, report);
		add_lists(arena, impact, report);
	}
	add_sources(arena, answers, report);
	return report;
}
