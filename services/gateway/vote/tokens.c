/* One-use tokens as a file for mailing: what IssueVoteTokens says, as CSV. */
#include "common/json/json.h"
#include "common/rpc/wire.h"
#include "kleos/awards/v1/ballot.pb-c.h"
#include "services/gateway/csv.h"
#include "services/gateway/header.h"
#include "services/gateway/vote/vote.h"

#include <string.h>

#define CSV_BOUND ((size_t)4 * 1024 * 1024)

struct issue {
	struct exchange_call call;
	Kleos__IssueVoteTokensRequest *request;
};

static void tokens_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	ProtobufCMessage *message;
	const char *problem;
	struct buffer out;
	(void)context;
	if (reply->status != STATUS_OK) {
		exchange_fail_reply(exchange, reply);
		return;
	}
	if (wire_unpack(&kleos__issue_vote_tokens_response__descriptor, exchange_arena(exchange), reply->body.data,
					reply->body.len, WIRE_REPLY_BOUND, &message, &problem) != STATUS_OK) {
		exchange_fail(exchange, STATUS_INTERNAL, "BAD_REPLY", "the service's reply could not be read");
		return;
	}
	const Kleos__IssueVoteTokensResponse *issued = (const Kleos__IssueVoteTokensResponse *)message;
	buffer_init(&out, exchange_arena(exchange), CSV_BOUND);
	csv_add_plain(&out, "token,url", true);
	csv_end_row(&out);
	for (size_t i = 0; i < issued->n_tokens; i++) {
		csv_add_text(&out, issued->tokens[i]->token, true);
		csv_add_text(&out, issued->tokens[i]->url, false);
		csv_end_row(&out);
	}
	if (reply->replayed)
		exchange_add_header(exchange, "Idempotent-Replayed", "true");
	exchange_add_header(exchange, "Content-Disposition", "attachment; filename=\"vote-tokens.csv\"");
	exchange_answer(exchange, 200, "text/csv; charset=utf-8; header=present", out.bytes, out.length);
}

/* The body is the rpc's, but for the cycle, which the path has. Not OK: answered. */
static enum status request_read(struct exchange *exchange, Kleos__IssueVoteTokensRequest **out)
{
	const char *type = exchange_header(exchange, "Content-Type");
	struct json_problem problem = {0};
	size_t length;
	const char *body = exchange_body(exchange, &length);
	if (type && !header_is_type(type, "application/json"))
		return exchange_fail(exchange, STATUS_INVALID_ARGUMENT, "UNSUPPORTED_MEDIA_TYPE",
							 "send JSON in UTF-8, with the header Content-Type: application/json");
	if (json_parse(&kleos__issue_vote_tokens_request__descriptor, exchange_arena(exchange), body, length,
				   (ProtobufCMessage **)out, &problem) != STATUS_OK)
		return exchange_fail_field(exchange, problem.field ? problem.field : "", "%s",
								   problem.message ? problem.message : "is not JSON");
	const char *cycle = exchange_path_field(exchange, "cycle");
	if (*(*out)->cycle && strcmp((*out)->cycle, cycle) != 0)
		return exchange_fail_field(exchange, "cycle", "is in the path, and differs from it");
	(*out)->cycle = cycle;
	return STATUS_OK;
}

void tokens_issue(struct exchange *exchange)
{
	struct issue *issue = arena_alloc(exchange_arena(exchange), sizeof(*issue));
	if (request_read(exchange, &issue->request) != STATUS_OK)
		return;
	if (!exchange_take_request_id(exchange, &issue->request->request_id))
		return;
	issue->call = (struct exchange_call){.service = SERVICE_AWARDS,
										 .method = "kleos.awards.v1.AwardsService/IssueVoteTokens",
										 .message = &issue->request->base,
										 .request_id = exchange_request_id(exchange),
										 .done = tokens_came_back};
	exchange_call(exchange, &issue->call);
}
