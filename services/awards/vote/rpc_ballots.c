/* The rpcs of a voter. A ballot's own row has no voter and the voter's no ballot; one transaction writes both. */
#include "services/awards/rpc.h"

#include "common/base/text.h"
#include "common/service/message.h"
#include "services/awards/ballot_log/hexadecimal.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/state.h"
#include "services/awards/vote/ballot_paper.h"
#include "services/awards/vote/choice.h"
#include "services/awards/vote/log.h"
#include "services/awards/vote/log_message.h"
#include "services/awards/vote/receipt.h"
#include "services/awards/vote/voter.h"

#include <string.h>

#define MARK_MS 1000 /* ballots move the clock's mark so often: it says when the last one came, within a second */

struct casting {
	struct call *call;
	const struct voter *voter;
	const char *text; /* of the ballot */
	bool repeatable;  /* `request` is known */
	uint8_t request[REQUEST_HASH_SIZE];
};

static enum status refuse_second(struct call *call, const struct voter *voter)
{
	if (voter->by_token)
		return fail(call, STATUS_ALREADY_EXISTS, "TOKEN_USED", "this token was used already; a ballot is final");
	return fail(call, STATUS_ALREADY_EXISTS, "ALREADY_VOTED", "you have voted in this cycle; a ballot is final");
}

static enum status refuse_reused(struct call *call)
{
	return fail(call, STATUS_ALREADY_EXISTS, "REQUEST_ID_REUSED",
				"this request id was used before with another ballot");
}

/* Whoever has voted: the receipt once more when it is the same request with the same ballot. */
static enum status answer_again(struct casting *casting, uint8_t entry[ENTRY_SIZE])
{
	struct call *call = casting->call;
	const struct id *cycle = &casting->voter->cycle.id;
	if (!casting->repeatable || !ballot_request_find(call->db, call->arena, cycle, casting->request, entry))
		return refuse_second(call, casting->voter);
	const char *before = ballot_text(call->db, call->arena, cycle, entry);
	if (!before || !text_equal(before, casting->text))
		return refuse_reused(call);
	call->replayed = true;
	return STATUS_OK;
}

static void tell_publisher(struct call *call, const struct id *cycle)
{
	if (ballots_waiting(call->db, cycle, LOG_BATCH_LEAST) == LOG_BATCH_LEAST)
		vote_publisher_wake(awards_of(call)->publisher);
}

static enum status put_into_box(struct casting *casting, uint8_t entry[ENTRY_SIZE])
{
	struct call *call = casting->call;
	const struct id *cycle = &casting->voter->cycle.id;
	struct boxed ballot = {.text = casting->text};
	if (!vote_log_is_of(call->db, call->arena, &awards_of(call)->log_key, cycle))
		return fail(call, STATUS_FAILED_PRECONDITION, "LOG_UNUSABLE",
					"the log of this vote was begun under another cluster key, so no ballot can enter it");
	if (!voter_set_voted(call->db, casting->voter))
		return refuse_second(call, casting->voter);
	environment_random(call->environment, ballot.nonce, sizeof(ballot.nonce));
	entry_make(ballot.entry, cycle->bytes, ballot.text, strlen(ballot.text), ballot.nonce);
	if (casting->repeatable && !ballot_request_put(call->db, cycle, casting->request, ballot.entry))
		return refuse_reused(call);
	ballot_put(call->db, cycle, &ballot);
	memcpy(entry, ballot.entry, ENTRY_SIZE);
	tell_publisher(call, cycle);
	return STATUS_OK;
}

/* What is closed by a later time stays closed for a clock that is set back. */
static void move_mark(struct call *call)
{
	if (high_water_now(call->db, call->now_ms - MARK_MS) == call->now_ms - MARK_MS)
		high_water_raise(call->db, call->now_ms);
}

/* What the receipt is checked with later, also by whoever may not ask for heads. */
static void add_head(struct call *call, const struct id *cycle, Kleos__CastBallotResponse *response)
{
	const struct head_key *key = &awards_of(call)->log_key;
	struct tree_head head;
	if (!log_head_newest(call->db, call->arena, cycle, &head))
		return;
	response->head = tree_head_message(call->arena, &head);
	response->public_key = hexadecimal_text(call->arena, key->public_key, PUBLIC_KEY_SIZE);
}

enum status cast_ballot(struct call *call, const Kleos__CastBallotRequest *request, Kleos__CastBallotResponse *response)
{
	struct voter voter;
	struct casting casting = {.call = call, .voter = &voter};
	uint8_t entry[ENTRY_SIZE];
	enum status status = voter_of(call, request->cycle, request->token, &voter);
	if (status == STATUS_OK)
		status = choice_take(call, &voter.cycle, request, &casting.text);
	if (status != STATUS_OK)
		return status;
	casting.repeatable = receipt_request(call, &voter, request->request_id, casting.request);
	status = voter.voted ? answer_again(&casting, entry) : put_into_box(&casting, entry);
	if (status != STATUS_OK)
		return status;
	move_mark(call);
	response->receipt = receipt_message(call->arena, &awards_of(call)->log_key, &voter.cycle.id, entry);
	add_head(call, &voter.cycle.id, response);
	return STATUS_OK;
}

enum status get_ballot_paper(struct call *call, const Kleos__GetBallotPaperRequest *request,
							 Kleos__GetBallotPaperResponse *response)
{
	struct voter voter;
	struct award award;
	enum status status = voter_look(call, request->cycle, request->token, &voter);
	if (status == STATUS_OK && !award_by_id(call->db, call->arena, &voter.cycle.award, &award))
		status = fail(call, STATUS_NOT_FOUND, "AWARD_NOT_FOUND", "the award is gone");
	if (status == STATUS_OK)
		response->paper = ballot_paper_message(call, &voter, &award);
	return status;
}
