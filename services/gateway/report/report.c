#include "services/gateway/report/report.h"

#include "common/base/array.h"
#include "common/base/calendar.h"
#include "common/base/text.h"
#include "common/base/zone_days.h"
#include "services/gateway/digest/digest.h"
#include "services/gateway/report/comparison.h"
#include "services/gateway/report/gather.h"

#include <stdlib.h>

#define CSV_BOUND ((size_t)64 * 1024 * 1024)

/* ---- the question ---- */

enum status report_take_range(struct exchange *exchange, const char *from, const char *to, struct report_question *out)
{
	struct gateway *gateway = exchange_gateway(exchange);
	const struct zone_days *days = gateway_days(gateway);
	out->time_zone = zone_days_name(days);
	out->to_day = zone_days_of_ms(days, environment_now_ms(gateway_environment(gateway)));
	if (*to && !day_parse(&out->to_day, to))
		return exchange_fail_field(exchange, "to", "a day such as 2026-03-31");
	out->from_day = out->to_day - (REPORT_DAYS_DEFAULT - 1);
	if (*from && !day_parse(&out->from_day, from))
		return exchange_fail_field(exchange, "from", "a day such as 2026-01-01");
	if (out->from_day > out->to_day)
		return exchange_fail_field(exchange, "from", "the first day is after the last");
	if (out->to_day - out->from_day >= REPORT_DAYS_BOUND)
		return exchange_fail_field(exchange, "from", "a report covers at most %d days", REPORT_DAYS_BOUND);
	out->pulse_from_day = out->from_day;
	out->pulse_to_day = out->to_day;
	return STATUS_OK;
}

enum status report_take_team(struct exchange *exchange, const char *team, struct report_question *out)
{
	out->team = *team ? text_team(exchange_arena(exchange), team) : "";
	if (!out->team)
		return exchange_fail_field(exchange, "team", "a path of 1 to 8 segments such as marketing/social");
	return STATUS_OK;
}

static enum status take_interval(struct exchange *exchange, Kleos__ReportInterval interval, struct report_question *out)
{
	switch (interval) {
	case KLEOS__REPORT_INTERVAL__REPORT_INTERVAL_DAY:
		out->interval = KLEOS__INTERVAL__INTERVAL_DAY;
		return STATUS_OK;
	case KLEOS__REPORT_INTERVAL__REPORT_INTERVAL_WEEK:
		out->interval = KLEOS__INTERVAL__INTERVAL_WEEK;
		return STATUS_OK;
	case KLEOS__REPORT_INTERVAL__REPORT_INTERVAL_UNSPECIFIED:
	case KLEOS__REPORT_INTERVAL__REPORT_INTERVAL_MONTH:
		out->interval = KLEOS__INTERVAL__INTERVAL_MONTH;
		return STATUS_OK;
	default:
		return exchange_fail_field(exchange, "interval", "DAY, WEEK or MONTH");
	}
}

/* Before the year 1 there is nothing, and texts of days say the year 1. */
struct report_question report_question_before(const struct report_question *question)
{
	struct report_question before = *question;
	before.interval = KLEOS__INTERVAL__INTERVAL_MONTH; /* its series is not told */
	before.to_day = question->from_day - 1;
	before.from_day = question->from_day - (question->to_day - question->from_day + 1);
	before.pulse_from_day = before.from_day;
	before.pulse_to_day = before.to_day;
	return before;
}

/* ---- the answer ---- */

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

static void answer_csv(struct exchange *exchange, const Kleos__ImpactReport *report)
{
	struct buffer out;
	buffer_init(&out, exchange_arena(exchange), CSV_BOUND);
	report_add_csv(&out, exchange_arena(exchange), report);
	exchange_answer(exchange, 200, "text/csv; charset=utf-8; header=present", out.bytes, out.length);
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

static void answer(struct gathering *gathering)
{
	struct exchange *exchange = gathering->exchange;
	Kleos__ImpactReport *report = report_told(gathering);
	if (gathering->csv) {
		answer_csv(exchange, report);
		return;
	}
	Kleos__GetImpactReportResponse response = KLEOS__GET_IMPACT_REPORT_RESPONSE__INIT;
	response.report = report;
	exchange_answer_message(exchange, &response.base);
}

/* ---- the rpcs ---- */

static void report_start(struct exchange *exchange, const Kleos__GetImpactReportRequest *request, bool csv)
{
	struct gathering *gathering = arena_alloc(exchange_arena(exchange), sizeof *gathering);
	gathering->exchange = exchange;
	gathering->csv = csv;
	gathering->done = answer;
	struct report_question *question = &gathering->questions[GATHERED_NOW];
	if (report_take_range(exchange, request->from, request->to, question) ||
		report_take_team(exchange, request->team, question) || take_interval(exchange, request->interval, question))
		return;
	gathering->questions[GATHERED_BEFORE] = report_question_before(question);
	gather_start(gathering);
}

static void get_impact_report(struct exchange *exchange, const ProtobufCMessage *request)
{
	report_start(exchange, (const Kleos__GetImpactReportRequest *)request, false);
}

static void get_impact_csv(struct exchange *exchange)
{
	ProtobufCMessage *request;
	if (!exchange_query_message(exchange, &kleos__get_impact_report_request__descriptor, &request))
		report_start(exchange, (const Kleos__GetImpactReportRequest *)request, true);
}

/* ---- the part ---- */

static enum status reports_open(struct gateway *gateway, void **state)
{
	(void)gateway;
	*state = calloc(1, sizeof(struct reports));
	return *state ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

static const struct route_guide csv_guide = {
	.operation = "ReportsService_GetImpactReportCsv",
	.tag = "Reports",
	.words = "The impact report as rows. Columns: section,key,from,to,numerator,denominator,value.",
	.request = &kleos__get_impact_report_request__descriptor,
	.gives = "text/csv",
};

static const struct special_route routes[] = {
	{.method = "GET",
	 .path = "/v1/reports/impact.csv",
	 .roles = ROLES_REPORT,
	 .guide = &csv_guide,
	 .finish = get_impact_csv},
};

static const struct local_method methods[] = {
	{"kleos.reports.v1.ReportsService/GetImpactReport", ROLES_REPORT, get_impact_report},
	{"kleos.reports.v1.ReportsService/GetDigest", ROLES_REPORT, digest_start},
	{"kleos.reports.v1.ReportsService/VerifyImpactReport", ROLE_BIT(AUDITOR) | ROLES_ADMINS, report_verify},
};

const struct gateway_part report_part = {
	.open = reports_open,
	.close = free,
	.routes = routes,
	.n_routes = ARRAY_LENGTH(routes),
	.methods = methods,
	.n_methods = ARRAY_LENGTH(methods),
};
