/* The rpc that makes a community's tokens. */
#include "common/base/limits.h"
#include "services/awards/rpc.h"

#include "common/service/message.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/state.h"
#include "services/awards/vote/store_roll.h"

/* Secrets are shown once: to whom it is told again, it is told how many there are. */
enum status issue_vote_tokens_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	((Kleos__IssueVoteTokensResponse *)response)->total = (int32_t)vote_token_count(call->db, resource);
	return STATUS_OK;
}

static enum status check_cycle(struct call *call, const struct cycle *cycle)
{
	if (cycle->rules.electorate != KLEOS__ELECTORATE__ELECTORATE_COMMUNITY)
		return fail(call, STATUS_FAILED_PRECONDITION, "NO_TOKENS",
					"members vote in this cycle; tokens are a community's");
	if (cycle->phase >= KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING)
		return fail(call, STATUS_FAILED_PRECONDITION, "ROLL_FIXED",
					"the roll is fixed since voting opened; tokens are issued before that");
	return STATUS_OK;
}

static int64_t take_expiry(struct call *call, const Google__Protobuf__Timestamp *time)
{
	int64_t expire_ms = 0;
	if (time && !time_take(time, &expire_ms))
		violate(call, "expireTime", "not a time, such as 2026-03-01T09:00:00Z");
	else if (time && expire_ms <= high_water_now(call->db, call->now_ms))
		violate(call, "expireTime", "is over already");
	return expire_ms;
}

static Kleos__VoteToken *issue(struct call *call, const struct id *cycle, int64_t expire_ms)
{
	Kleos__VoteToken *message = arena_alloc(call->arena, sizeof(*message));
	struct vote_token token = {.cycle = *cycle, .expire_ms = expire_ms};
	char *text = arena_alloc(call->arena, VOTE_TOKEN_TEXT_SIZE);
	kleos__vote_token__init(message);
	vote_token_new(text, call->environment);
	vote_token_hash(token.hash, text);
	vote_token_put(call->db, &token);
	message->token = text;
	message->url = arena_printf(call->arena, "%s/vote/%s", awards_of(call)->public_url, text);
	return message;
}

enum status issue_vote_tokens(struct call *call, const Kleos__IssueVoteTokensRequest *request,
							  Kleos__IssueVoteTokensResponse *response)
{
	struct cycle cycle;
	enum status status = find_cycle(call, request->cycle, &cycle);
	if (status == STATUS_OK)
		status = check_cycle(call, &cycle);
	if (status != STATUS_OK)
		return status;
	const int64_t expire_ms = take_expiry(call, request->expire_time);
	if (request->count < 1 || request->count > TOKENS_AT_ONCE)
		violate(call, "count", "1 to %d; ask again for more", TOKENS_AT_ONCE);
	if (call_has_violations(call))
		return fail_violations(call);
	const int64_t before = vote_token_count(call->db, &cycle.id);
	if (before + request->count > TOKENS_MOST)
		return fail(call, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_TOKENS", "a cycle has at most %d tokens", TOKENS_MOST);
	response->tokens = arena_array(call->arena, (size_t)request->count, sizeof(*response->tokens));
	while (response->n_tokens < (size_t)request->count)
		response->tokens[response->n_tokens++] = issue(call, &cycle.id, expire_ms);
	response->total = (int32_t)before + request->count;
	call->resource = cycle.id;
	return STATUS_OK;
}
