#include "services/awards/vote/voter.h"

#include "services/awards/cycle/cycle_clock.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/rpc.h"
#include "services/awards/state.h"

static enum status check_open(struct call *call, const struct cycle *cycle, int64_t now_ms)
{
	if (cycle_is_open(cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING, now_ms))
		return STATUS_OK;
	/* What was told to be over is over for good: the clock writes it down now, should the time have jumped. */
	if (cycle->phase == KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING)
		cycle_clock_wake(awards_of(call)->clock);
	return fail(call, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN",
				cycle->phase < KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING ? "voting in this cycle has not opened yet"
																	  : "voting in this cycle is over");
}

static enum status refuse_token(struct call *call)
{
	return fail(call, STATUS_NOT_FOUND, "TOKEN_UNKNOWN", "this token was not issued for a vote of this cycle");
}

/* A token names its cycle; one of another cycle is as one that nobody issued. */
static enum status token_find(struct call *call, const char *cycle, const char *text, struct voter *out)
{
	uint8_t hash[VOTE_TOKEN_HASH_SIZE];
	struct id named;
	if (!vote_token_is_text(text))
		return fail(call, STATUS_INVALID_ARGUMENT, "TOKEN_MISTYPED",
					"this is no token: it has 26 letters and digits, and one of them is not as it was issued");
	vote_token_hash(hash, text);
	if (!vote_token_find(call->db, hash, &out->token) ||
		(*cycle && (!id_parse(&named, cycle) || !id_equal(&named, &out->token.cycle))) ||
		!cycle_read(call->db, call->arena, &out->token.cycle, &out->cycle) ||
		out->cycle.rules.electorate != KLEOS__ELECTORATE__ELECTORATE_COMMUNITY)
		return refuse_token(call);
	return STATUS_OK;
}

static enum status voter_by_token(struct call *call, const char *cycle, const char *text, struct voter *out)
{
	const int64_t now_ms = high_water_now(call->db, call->now_ms);
	const enum status status = token_find(call, cycle, text, out);
	if (status != STATUS_OK)
		return status;
	out->by_token = true;
	out->voted = out->token.voted;
	out->open = cycle_is_open(&out->cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING, now_ms);
	if (out->open && !out->voted && out->token.expire_ms && now_ms >= out->token.expire_ms)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOKEN_EXPIRED", "this token was not used in its time");
	return STATUS_OK;
}

static enum status voter_by_roll(struct call *call, const char *cycle, struct voter *out)
{
	enum status status = find_cycle(call, cycle, &out->cycle);
	if (status == STATUS_OK)
		status = check_open(call, &out->cycle, high_water_now(call->db, call->now_ms));
	if (status != STATUS_OK)
		return status;
	out->open = true;
	out->member = call->principal.member;
	if (out->cycle.rules.electorate == KLEOS__ELECTORATE__ELECTORATE_COMMUNITY)
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_ON_ROLL", "in this cycle one votes with a token");
	if (voter_find(call->db, &out->cycle.id, &out->member, &out->voted))
		return STATUS_OK;
	return fail(call, STATUS_PERMISSION_DENIED, "NOT_ON_ROLL",
				"you are not on this vote's roll, which was taken when voting opened");
}

enum status voter_look(struct call *call, const char *cycle, const char *token, struct voter *out)
{
	const bool anonymous = principal_is_anonymous(&call->principal);
	*out = (struct voter){0};
	if (anonymous && !*token)
		return fail_without_key(call);
	if (!anonymous && !principal_is_member(&call->principal))
		return fail(call, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED", "this key belongs to no member");
	return *token ? voter_by_token(call, cycle, token, out) : voter_by_roll(call, cycle, out);
}

enum status voter_of(struct call *call, const char *cycle, const char *token, struct voter *out)
{
	const enum status status = voter_look(call, cycle, token, out);
	if (status != STATUS_OK || out->open)
		return status;
	return check_open(call, &out->cycle, high_water_now(call->db, call->now_ms));
}

bool voter_set_voted(struct db *db, const struct voter *voter)
{
	return voter->by_token ? vote_token_mark(db, voter->token.hash) : voter_mark(db, &voter->cycle.id, &voter->member);
}
