#include "services/gateway/report/report.h"

#include "common/base/array.h"
#include "common/base/calendar.h"
#include "common/base/text.h"
#include "common/base/zone_days.h"
#include "common/rpc/wire.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define REPORT_TIMEOUT_MS 5000 /* unless the caller states less */
#define CSV_BOUND         ((size_t)64 * 1024 * 1024)

/* The part's state: what each service last answered as its time, to say how old a missing one is. */
struct reports {
	_Atomic int64_t as_of_ms[SERVICE_COUNT];
};

/* A service that was asked. */
struct source {
	struct gathering *gathering;
	enum gateway_service service;
	const ProtobufCMessageDescriptor *type; /* of its answer */
	struct exchange_call call;
};

/* One report on its way: in the exchange's arena, which the mutex guards while answers come. */
struct gathering {
	struct exchange *exchange;
	bool csv;
	struct report_question question;
	struct report_answers answers;
	struct source sources[SERVICE_COUNT];
	pthread_mutex_t mutex;
	int waiting;
};

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

static void answer(struct gathering *gathering)
{
	struct exchange *exchange = gathering->exchange;
	const struct report_answers *answers = &gathering->answers;
	struct disclosure rules = report_rules(exchange, answers->impact, answers->awards);
	struct pulses pulses = {0};
	if (answers->members)
		pulses = pulses_told(exchange_arena(exchange), answers->members->pulses, answers->members->n_pulses,
							 rules.min_group, gathering->question.team);
	rules.months_left_out = pulses.left_out;
	Kleos__ImpactReport *report =
		report_build(exchange_arena(exchange), &gathering->question, answers, answers->members ? &pulses : NULL);
	disclosure_apply(exchange_arena(exchange), &rules, report);
	pthread_mutex_destroy(&gathering->mutex);
	if (gathering->csv) {
		answer_csv(exchange, report);
		return;
	}
	Kleos__GetImpactReportResponse response = KLEOS__GET_IMPACT_REPORT_RESPONSE__INIT;
	response.report = report;
	exchange_answer_message(exchange, &response.base);
}

/* ---- gathering ---- */

/* The message of a source's answer; NULL: it failed, and why is noted. */
static const ProtobufCMessage *take_message(const struct source *from, const struct rpc_reply *reply)
{
	struct exchange *exchange = from->gathering->exchange;
	struct arena *arena = exchange_arena(exchange);
	struct report_source *source = &from->gathering->answers.sources[from->service];
	struct reports *reports = exchange_part(exchange);
	ProtobufCMessage *message = NULL;
	const char *problem;
	source->message = "";
	source->ok = !reply->status && wire_unpack(from->type, arena, reply->body.data, reply->body.len, WIRE_REPLY_BOUND,
											   &message, &problem) == STATUS_OK;
	if (source->ok)
		return message;
	const char *why =
		reply->status && reply->message && *reply->message ? reply->message : "its answer is not readable";
	source->message = arena_printf(arena, "its figures are missing: %s", why);
	source->as_of_ms = atomic_load(&reports->as_of_ms[from->service]);
	return NULL;
}

static void note_time(struct gathering *gathering, enum gateway_service service, int64_t as_of_ms)
{
	struct reports *reports = exchange_part(gathering->exchange);
	gathering->answers.sources[service].as_of_ms = as_of_ms;
	atomic_store(&reports->as_of_ms[service], as_of_ms);
}

static void take_reply(const struct source *source, const struct rpc_reply *reply)
{
	struct gathering *gathering = source->gathering;
	const ProtobufCMessage *message = take_message(source, reply);
	if (!message)
		return;
	switch (source->service) {
	case SERVICE_MEMBERS:
		gathering->answers.members = (const Kleos__GetDirectoryStateResponse *)message;
		note_time(gathering, source->service, gathering->answers.members->as_of_ms);
		break;
	case SERVICE_RECOGNITIONS:
		gathering->answers.impact = (const Kleos__SummarizeImpactResponse *)message;
		note_time(gathering, source->service, gathering->answers.impact->as_of_ms);
		break;
	default:
		gathering->answers.awards = (const Kleos__SummarizeAwardsResponse *)message;
		note_time(gathering, source->service, gathering->answers.awards->as_of_ms);
	}
}

/* On the threads that bring the replies (exchange_call.done), several at once. Whoever is last answers. */
static void source_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct source *source = context;
	struct gathering *gathering = source->gathering;
	(void)exchange;
	pthread_mutex_lock(&gathering->mutex);
	take_reply(source, reply);
	bool last = --gathering->waiting == 0;
	pthread_mutex_unlock(&gathering->mutex);
	if (last)
		answer(gathering);
}

/* Less than the caller has, so that a service that hangs makes the report partial, not late. */
static uint32_t source_timeout_ms(const struct exchange *exchange)
{
	uint32_t left = exchange_time_left(exchange, REPORT_TIMEOUT_MS);
	uint32_t most = left < REPORT_TIMEOUT_MS ? left : REPORT_TIMEOUT_MS;
	return most - most / 5;
}

static void ask(struct gathering *gathering, enum gateway_service service, const char *method,
				const ProtobufCMessage *request, const ProtobufCMessageDescriptor *type)
{
	struct source *source = &gathering->sources[service];
	*source = (struct source){.gathering = gathering, .service = service, .type = type};
	source->call = (struct exchange_call){.service = service,
										  .method = method,
										  .message = request,
										  .timeout_ms = source_timeout_ms(gathering->exchange),
										  .as_process = true,
										  .done = source_came_back,
										  .context = source};
}

static void ask_all(struct gathering *gathering)
{
	struct arena *arena = exchange_arena(gathering->exchange);
	const struct report_question *question = &gathering->question;
	Kleos__GetDirectoryStateRequest *directory = arena_alloc(arena, sizeof *directory);
	Kleos__SummarizeImpactRequest *impact = arena_alloc(arena, sizeof *impact);
	Kleos__SummarizeAwardsRequest *awards = arena_alloc(arena, sizeof *awards);
	kleos__get_directory_state_request__init(directory);
	directory->from_day = question->from_day;
	directory->to_day = question->to_day;
	kleos__summarize_impact_request__init(impact);
	impact->from_day = question->from_day;
	impact->to_day = question->to_day;
	impact->team = question->team;
	impact->interval = question->interval;
	kleos__summarize_awards_request__init(awards);
	awards->from_day = question->from_day;
	awards->to_day = question->to_day;
	awards->team = question->team;
	ask(gathering, SERVICE_MEMBERS, "kleos.members.v1.DirectoryService/GetDirectoryState", &directory->base,
		&kleos__get_directory_state_response__descriptor);
	ask(gathering, SERVICE_RECOGNITIONS, "kleos.recognitions.v1.ImpactService/SummarizeImpact", &impact->base,
		&kleos__summarize_impact_response__descriptor);
	ask(gathering, SERVICE_AWARDS, "kleos.awards.v1.SummaryService/SummarizeAwards", &awards->base,
		&kleos__summarize_awards_response__descriptor);
	gathering->waiting = SERVICE_COUNT;
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		exchange_call(gathering->exchange, &gathering->sources[i].call);
}

/* ---- the rpcs ---- */

static void report_start(struct exchange *exchange, const Kleos__GetImpactReportRequest *request, bool csv)
{
	struct gathering *gathering = arena_alloc(exchange_arena(exchange), sizeof *gathering);
	gathering->exchange = exchange;
	gathering->csv = csv;
	if (report_take_range(exchange, request->from, request->to, &gathering->question) ||
		report_take_team(exchange, request->team, &gathering->question) ||
		take_interval(exchange, request->interval, &gathering->question))
		return;
	pthread_mutex_init(&gathering->mutex, NULL);
	ask_all(gathering);
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

static const struct special_route routes[] = {
	{.method = "GET", .path = "/v1/reports/impact.csv", .roles = ROLES_REPORT, .finish = get_impact_csv},
};

static const struct local_method methods[] = {
	{"kleos.reports.v1.ReportsService/GetImpactReport", ROLES_REPORT, get_impact_report},
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
