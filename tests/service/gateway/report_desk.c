#include "tests/service/gateway/report_desk.h"

#include <stdlib.h>
#include <string.h>

static bool sources_answer(void *context)
{
	struct report_desk *desk = context;
	struct answer answer = ask(desk->front, desk->auditor, "GET", "/v1/reports/impact", "", NULL);
	return strstr(answer.body, "\"partial\":false");
}

int report_desk_set_up(void **state)
{
	struct report_desk *desk = calloc(1, sizeof *desk);
	front_set_up((void **)&desk->front);
	stand_in_open(&desk->recognitions, &desk->front->base, "recognitions", desk->front->away[0]);
	stand_in_open(&desk->awards, &desk->front->base, "awards", desk->front->away[1]);
	desk->auditor = front_new_key(desk->front, "AUDITOR", NULL);
	*state = desk;
	wait_until(sources_answer, desk);
	return 0;
}

int report_desk_tear_down(void **state)
{
	struct report_desk *desk = *state;
	stand_in_close(&desk->recognitions);
	stand_in_close(&desk->awards);
	front_tear_down((void **)&desk->front);
	free(desk);
	return 0;
}

struct answer report(struct report_desk *desk, const char *query)
{
	const char *target = arena_printf(&desk->front->base.arena, "/v1/reports/impact%s", query);
	return ask(desk->front, desk->auditor, "GET", target, "", NULL);
}

void set_worked_example(struct report_desk *desk)
{
	static Kleos__ImpactTeam first = KLEOS__IMPACT_TEAM__INIT, second = KLEOS__IMPACT_TEAM__INIT;
	static Kleos__ImpactTeam *teams[] = {&first, &second};
	static Kleos__ImpactFlow flow = KLEOS__IMPACT_FLOW__INIT;
	static Kleos__ImpactFlow *flows[] = {&flow};
	static Kleos__ImpactBucket bucket = KLEOS__IMPACT_BUCKET__INIT;
	static Kleos__ImpactBucket *series[] = {&bucket};
	Kleos__SummarizeImpactResponse *impact = &desk->recognitions.impact;
	first.team = "t1";
	first.headcount = 4;
	second.team = "t2";
	second.headcount = 4;
	flow.from_team = "t1";
	flow.to_team = "t2";
	flow.arcs = 1;
	bucket.start_day = 20513; /* 2026-03-01 */
	bucket.arcs = bucket.recognitions = 12;
	bucket.givers = 8;
	bucket.receivers = 5;
	*impact = (Kleos__SummarizeImpactResponse)KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
	impact->headcount = impact->participants = impact->givers = 8;
	impact->receivers = 5;
	impact->recognitions = impact->arcs = impact->given_arcs = impact->small_wins = impact->headcount_arcs = 12;
	impact->cross_team_arcs = impact->highlights = 2;
	impact->top_decile_arcs = 4;
	impact->mutual = 6;
	impact->distinct = 11;
	impact->gini_received = 13.0 / 24;
	impact->gini_given = 1.0 / 6;
	impact->has_gini_received = impact->has_gini_given = true;
	impact->teams = teams;
	impact->n_teams = 2;
	impact->flows = flows;
	impact->n_flows = 1;
	impact->series = series;
	impact->n_series = 1;
	impact->as_of_ms = 1772355600000;
}
