#include "services/gateway/report/told.h"

#include "services/gateway/report/comparison.h"

/* Nominees' teams that nobody is in any more count as teams of nobody. */
static void add_teams(struct arena *arena, const Kleos__SummarizeImpactResponse *impact,
					  const Kleos__SummarizeAwardsResponse *awards, struct disclosure *rules)
{
	Kleos__ImpactTeam **teams = arena_array(arena, impact->n_teams + awards->n_teams, sizeof *teams);
	for (size_t i = 0; i < impact->n_teams; i++)
		teams[rules->n_teams++] = impact->teams[i];
	for (size_t i = 0; i < awards->n_teams; i++) {
		Kleos__ImpactTeam *team = arena_alloc(arena, sizeof *team);
		kleos__impact_team__init(team);
		team->team = awards->teams[i];
		teams[rules->n_teams++] = team;
	}
	rules->teams = teams;
}

struct disclosure report_rules(struct exchange *exchange, const Kleos__SummarizeImpactResponse *impact,
							   const Kleos__SummarizeAwardsResponse *awards)
{
	const Kleos__SummarizeAwardsResponse none = KLEOS__SUMMARIZE_AWARDS_RESPONSE__INIT;
	awards = awards ? awards : &none;
	struct disclosure rules = {
		.min_group = (int32_t)gateway_min_group(exchange_gateway(exchange)),
		.known = impact != NULL,
	};
	if (impact) {
		rules.quiet_arcs = impact->quiet_arcs;
		rules.headcount = impact->headcount;
		rules.managed = impact->managed;
		rules.happenings =
			(int64_t)impact->arcs + impact->given_arcs + impact->highlights + awards->nominations + awards->awards_won;
		add_teams(exchange_arena(exchange), impact, awards, &rules);
	}
	return rules;
}

/* What of a range may be told. */
static Kleos__ImpactReport *tell(struct gathering *gathering, enum gathered range)
{
	struct exchange *exchange = gathering->exchange;
	struct arena *arena = exchange_arena(exchange);
	const struct report_answers *answers = &gathering->answers[range];
	const struct report_question *question = &gathering->questions[range];
	struct disclosure rules = report_rules(exchange, answers->impact, answers->awards);
	struct pulses pulses = {0};
	if (answers->members)
		pulses =
			pulses_told(arena, answers->members->pulses, answers->members->n_pulses, rules.min_group, question->team);
	rules.months_left_out = pulses.left_out;
	Kleos__ImpactReport *report = report_build(arena, question, answers, answers->members ? &pulses : NULL);
	if (range == GATHERED_NOW)
		report_add_lists(arena, answers, report);
	disclosure_apply(arena, &rules, report);
	return report;
}

/* A service that told of this range and not of the one before is no reason for nulls, but one for no comparison. */
static void name_missing(struct arena *arena, const Kleos__ImpactReport *before, Kleos__ImpactReport *report)
{
	for (size_t i = 0; i < report->n_sources; i++) {
		Kleos__ReportSource *source = report->sources[i];
		if (source->ok && !before->sources[i]->ok)
			source->message = arena_printf(arena, "the range before: %s", before->sources[i]->message);
	}
	report->partial = true;
}

Kleos__ImpactReport *report_told(struct gathering *gathering)
{
	struct arena *arena = exchange_arena(gathering->exchange);
	Kleos__ImpactReport *report = tell(gathering, GATHERED_NOW), *before = tell(gathering, GATHERED_BEFORE);
	if (report->partial || before->partial)
		name_missing(arena, before, report);
	else
		report->comparison = comparison_make(arena, report, before);
	return report;
}
