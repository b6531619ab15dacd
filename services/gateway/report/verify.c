#include "common/rpc/wire.h"
#include "services/gateway/report/told.h"

#include <string.h>

/* Verifying reads every row of the range; unless the caller states less. */
#define VERIFY_TIMEOUT_MS 60000

/* One verification: first the head counts, because the disclosure rules hold here too, then the comparison. */
struct verification {
	struct exchange_call call;
	struct report_question question;
	bool hidden;         /* only whether the figures agree may be told */
	bool managed_hidden; /* … those about members with a manager agree */
};

/* The answer's message; NULL: answered with why not. */
static const ProtobufCMessage *take_message(struct exchange *exchange, const struct rpc_reply *reply,
											const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message;
	const char *problem;
	if (reply->status) {
		exchange_fail_reply(exchange, reply);
		return NULL;
	}
	if (!wire_unpack(type, exchange_arena(exchange), reply->body.data, reply->body.len, WIRE_REPLY_BOUND, &message,
					 &problem))
		return message;
	exchange_fail(exchange, STATUS_INTERNAL, "REPLY_UNREADABLE", "the answer of recognitions is not readable");
	return NULL;
}

/* Flows are compared by exact team, however small: which ones there are, or how many, is not told. */
static bool is_told(const struct verification *verification, const char *name)
{
	return strncmp(name, "flow", 4) != 0 && (!verification->managed_hidden || strncmp(name, "managed", 7) != 0);
}

static void add_figures(struct arena *arena, const struct verification *verification,
						const Kleos__VerifyImpactResponse *from, Kleos__VerifyImpactReportResponse *to)
{
	to->figures = arena_array(arena, from->n_figures, sizeof *to->figures);
	for (size_t i = 0; i < from->n_figures; i++) {
		if (!is_told(verification, from->figures[i]->name))
			continue;
		Kleos__VerifiedReportFigure *figure = arena_alloc(arena, sizeof *figure);
		kleos__verified_report_figure__init(figure);
		figure->name = from->figures[i]->name;
		figure->projection = from->figures[i]->projection;
		figure->tables = from->figures[i]->tables;
		to->figures[to->n_figures++] = figure;
	}
}

static void comparison_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	const struct verification *verification = context;
	const Kleos__VerifyImpactResponse *compared =
		(const Kleos__VerifyImpactResponse *)take_message(exchange, reply, &kleos__verify_impact_response__descriptor);
	if (!compared)
		return;
	Kleos__VerifyImpactReportResponse response = KLEOS__VERIFY_IMPACT_REPORT_RESPONSE__INIT;
	response.agrees = compared->agrees;
	if (!verification->hidden)
		add_figures(exchange_arena(exchange), verification, compared, &response);
	exchange_answer_message(exchange, &response.base);
}

static void head_counts_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct verification *verification = context;
	const struct report_question *question = &verification->question;
	const Kleos__SummarizeImpactResponse *impact = (const Kleos__SummarizeImpactResponse *)take_message(
		exchange, reply, &kleos__summarize_impact_response__descriptor);
	if (!impact)
		return;
	struct disclosure rules = report_rules(exchange, impact, NULL);
	verification->hidden = disclosure_hides(exchange_arena(exchange), &rules, question->team) != NULL;
	verification->managed_hidden = disclosure_hides_managed(exchange_arena(exchange), &rules, question->team);
	Kleos__VerifyImpactRequest request = KLEOS__VERIFY_IMPACT_REQUEST__INIT;
	request.from_day = question->from_day;
	request.to_day = question->to_day;
	request.team = question->team;
	verification->call = (struct exchange_call){
		.service = SERVICE_RECOGNITIONS,
		.method = "kleos.recognitions.v1.ImpactService/VerifyImpact",
		.body = wire_pack(&request.base, exchange_arena(exchange)),
		.timeout_ms = exchange_time_left(exchange, VERIFY_TIMEOUT_MS),
		.as_process = true,
		.done = comparison_came_back,
		.context = verification,
	};
	exchange_call(exchange, &verification->call);
}

void report_verify(struct exchange *exchange, const ProtobufCMessage *message)
{
	const Kleos__VerifyImpactReportRequest *asked = (const Kleos__VerifyImpactReportRequest *)message;
	struct verification *verification = arena_alloc(exchange_arena(exchange), sizeof *verification);
	struct report_question *question = &verification->question;
	if (report_take_range(exchange, asked->from, asked->to, question) ||
		report_take_team(exchange, asked->team, question))
		return;
	Kleos__SummarizeImpactRequest request = KLEOS__SUMMARIZE_IMPACT_REQUEST__INIT;
	request.from_day = question->from_day;
	request.to_day = question->to_day;
	request.team = question->team;
	request.interval = KLEOS__INTERVAL__INTERVAL_MONTH;
	verification->call = (struct exchange_call){
		.service = SERVICE_RECOGNITIONS,
		.method = "kleos.recognitions.v1.ImpactService/SummarizeImpact",
		.body = wire_pack(&request.base, exchange_arena(exchange)),
		.as_process = true,
		.done = head_counts_came_back,
		.context = verification,
	};
	exchange_call(exchange, &verification->call);
}
