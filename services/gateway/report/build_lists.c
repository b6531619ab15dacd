#include "services/gateway/report/build.h"
#include "services/gateway/report/figures.h"

static void add_series(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ImpactReport *report)
{
	report->series = arena_array(arena, impact->n_series, sizeof *report->series);
	for (size_t i = 0; i < impact->n_series; i++) {
		const Kleos__ImpactBucket *from = impact->series[i];
		Kleos__ReportBucket *to = arena_alloc(arena, sizeof *to);
		kleos__report_bucket__init(to);
		to->start = build_day(arena, from->start_day);
		to->recognitions = figure_count(arena, from->recognitions);
		to->arcs = figure_count(arena, from->arcs);
		to->givers = figure_count(arena, from->givers);
		to->receivers = figure_count(arena, from->receivers);
		report->series[report->n_series++] = to;
	}
}

static void add_flows(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ImpactReport *report)
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
}

static void add_values(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ImpactReport *report)
{
	report->values = arena_array(arena, impact->n_values, sizeof *report->values);
	for (size_t i = 0; i < impact->n_values; i++) {
		Kleos__ReportValue *value = arena_alloc(arena, sizeof *value);
		kleos__report_value__init(value);
		value->value = impact->values[i]->value;
		value->arcs = impact->values[i]->arcs;
		report->values[report->n_values++] = value;
	}
}

static void add_prompts(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ImpactReport *report)
{
	report->prompts = arena_array(arena, impact->n_prompts, sizeof *report->prompts);
	for (size_t i = 0; i < impact->n_prompts; i++) {
		Kleos__ReportPrompt *prompt = arena_alloc(arena, sizeof *prompt);
		kleos__report_prompt__init(prompt);
		prompt->prompt = impact->prompts[i]->prompt;
		prompt->recognitions = impact->prompts[i]->recognitions;
		report->prompts[report->n_prompts++] = prompt;
	}
}

static void add_highlights(struct arena *arena, const Kleos__SummarizeImpactResponse *impact,
						   Kleos__ImpactReport *report)
{
	report->highlights = arena_array(arena, impact->n_newest_highlights, sizeof *report->highlights);
	for (size_t i = 0; i < impact->n_newest_highlights; i++) {
		const Kleos__ImpactHighlight *from = impact->newest_highlights[i];
		Kleos__ReportHighlight *to = arena_alloc(arena, sizeof *to);
		kleos__report_highlight__init(to);
		to->id = from->id;
		to->title = from->title;
		to->on_date = build_day(arena, from->day);
		to->metrics = from->metrics;
		to->n_metrics = from->n_metrics;
		report->highlights[report->n_highlights++] = to;
	}
}

/* Like every list, without what did not happen. */
static void add_external(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ImpactReport *report)
{
	if (!impact->external)
		return;
	Kleos__ReportExternal *external = arena_alloc(arena, sizeof *external);
	kleos__report_external__init(external);
	external->kind = "RECOGNITION";
	external->count = impact->external;
	report->external = arena_array(arena, 1, sizeof *report->external);
	report->external[report->n_external++] = external;
}

static void add_awards(struct arena *arena, const Kleos__SummarizeAwardsResponse *awards, Kleos__ImpactReport *report)
{
	report->awards = arena_array(arena, awards->n_awards, sizeof *report->awards);
	for (size_t i = 0; i < awards->n_awards; i++) {
		const Kleos__SummarizedAward *from = awards->awards[i];
		Kleos__ReportAward *to = arena_alloc(arena, sizeof *to);
		kleos__report_award__init(to);
		to->cycle = from->cycle;
		to->award_title = from->award_title;
		to->cycle_title = from->cycle_title;
		to->announced_on = build_day(arena, from->day);
		to->winners = from->winners;
		report->awards[report->n_awards++] = to;
	}
}

void report_add_lists(struct arena *arena, const struct report_answers *answers, Kleos__ImpactReport *report)
{
	if (answers->awards)
		add_awards(arena, answers->awards, report);
	if (!answers->impact)
		return;
	add_series(arena, answers->impact, report);
	add_flows(arena, answers->impact, report);
	add_values(arena, answers->impact, report);
	add_prompts(arena, answers->impact, report);
	add_highlights(arena, answers->impact, report);
	add_external(arena, answers->impact, report);
}
