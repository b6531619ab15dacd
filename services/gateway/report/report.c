#include "services/gateway/report/report.h"

#include "common/base/array.h"
#include "common/base/calendar.h"
#include "common/base/text.h"
#include "common/base/zone_days.h"
#include "services/gateway/report/long_form.h"
#include "services/gateway/report/told.h"

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

/* A report that is asked for as CSV, in the exchange's arena. */
struct csv_report {
	struct gathering gathering; /* first: it is what comes back */
	struct long_form_sections sections;
};

static void answer_csv(struct gathering *gathering)
{
	struct exchange *exchange = gathering->exchange;
	const struct csv_report *asked = (const struct csv_report *)gathering;
	struct buffer out;
	buffer_init(&out, exchange_arena(exchange), CSV_BOUND);
	long_form_add(&out, exchange_arena(exchange), report_told(gathering), &asked->sections);
	exchange_answer(exchange, 200, "text/csv; charset=utf-8; header=present", out.bytes, out.length);
}

static void answer(struct gathering *gathering)
{
	Kleos__GetImpactReportResponse response = KLEOS__GET_IMPACT_REPORT_RESPONSE__INIT;
	response.report = report_told(gathering);
	exchange_answer_message(gathering->exchange, &response.base);
}

/* ---- the rpcs ---- */

/* Of zeroed memory. */
static void report_start(struct gathering *gathering, struct exchange *exchange,
						 const Kleos__GetImpactReportRequest *request, void (*done)(struct gathering *gathering))
{
	struct report_question *question = &gathering->questions[GATHERED_NOW];
	gathering->exchange = exchange;
	gathering->done = done;
	if (report_take_range(exchange, request->from, request->to, question) ||
		report_take_team(exchange, request->team, question) || take_interval(exchange, request->interval, question))
		return;
	gathering->questions[GATHERED_BEFORE] = report_question_before(question);
	gather_start(gathering);
}

static void get_impact_report(struct exchange *exchange, const ProtobufCMessage *request)
{
	struct gathering *gathering = arena_alloc(exchange_arena(exchange), sizeof *gathering);
	report_start(gathering, exchange, (const Kleos__GetImpactReportRequest *)request, answer);
}

static void get_impact_csv(struct exchange *exchange)
{
	struct csv_report *asked = arena_alloc(exchange_arena(exchange), sizeof *asked);
	ProtobufCMessage *message;
	if (exchange_query_message(exchange, &kleos__get_impact_report_csv_request__descriptor, &message))
		return;
	const Kleos__GetImpactReportCsvRequest *request = (const Kleos__GetImpactReportCsvRequest *)message;
	asked->sections = (struct long_form_sections){request->section, request->n_section};
	const char *valid = long_form_check(exchange_arena(exchange), &asked->sections);
	if (valid) {
		exchange_fail_field(exchange, "section", "there is no such section; there are %s", valid);
		return;
	}
	Kleos__GetImpactReportRequest report = KLEOS__GET_IMPACT_REPORT_REQUEST__INIT;
	report.from = request->from;
	report.to = request->to;
	report.team = request->team;
	report.interval = request->interval;
	report_start(&asked->gathering, exchange, &report, answer_csv);
}

/* ---- the part ---- */

static const struct route_guide csv_guide = {
	.operation = "ReportsService_GetImpactReportCsv",
	.tag = "Reports",
	.words = "The impact report as rows. Columns: section,key,from,to,numerator,denominator,value.",
	.request = &kleos__get_impact_report_csv_request__descriptor,
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
	{"kleos.reports.v1.ReportsService/VerifyImpactReport", ROLE_BIT(AUDITOR) | ROLES_ADMINS, report_verify},
};

const struct gateway_part report_part = {
	.open = gather_open,
	.close = free,
	.routes = routes,
	.n_routes = ARRAY_LENGTH(routes),
	.methods = methods,
	.n_methods = ARRAY_LENGTH(methods),
};
