#include "services/awards/vote/ballot_paper.h"

#include "common/service/message.h"
#include "services/awards/ballot_log/ballot.h"
#include "services/awards/vote/choice.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ORDER_SIZE 32

/* A candidate and where this voter sees it. */
struct listed {
	uint8_t order[ORDER_SIZE];
	const struct candidate *candidate;
};

/* Whoever stands first is named more often. So every voter has an order of their own, drawn by a hash: it stays the
 * same when they look again, nobody can choose it, and over all voters no place is anybody's. */
static void order_of(const struct voter *voter, const struct id *nomination, uint8_t out[ORDER_SIZE])
{
	crypto_hash_sha256_state state;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, voter->cycle.id.bytes, ID_SIZE);
	if (voter->by_token)
		crypto_hash_sha256_update(&state, voter->token.hash, VOTE_TOKEN_HASH_SIZE);
	else
		crypto_hash_sha256_update(&state, voter->member.bytes, ID_SIZE);
	crypto_hash_sha256_update(&state, nomination->bytes, ID_SIZE);
	crypto_hash_sha256_final(&state, out);
}

static int compare_listed(const void *a, const void *b)
{
	return memcmp(a, b, ORDER_SIZE);
}

static size_t list_candidates(struct call *call, const struct voter *voter, struct listed **out)
{
	struct candidate *candidates;
	size_t listed = 0;
	const size_t n = candidates_list(call->db, call->arena, &voter->cycle.id, CANDIDATES_MOST, &candidates);
	*out = arena_array(call->arena, n, sizeof(**out));
	for (size_t i = 0; i < n; i++) {
		if (candidates[i].status == KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_WITHDRAWN)
			continue;
		(*out)[listed].candidate = &candidates[i];
		order_of(voter, &candidates[i].nomination, (*out)[listed++].order);
	}
	if (listed)
		qsort(*out, listed, sizeof(**out), compare_listed);
	return listed;
}

static Kleos__BallotCandidate *candidate_message(struct call *call, const struct id *id)
{
	struct nomination nomination = {0};
	Kleos__BallotCandidate *message = arena_alloc(call->arena, sizeof(*message));
	kleos__ballot_candidate__init(message);
	message->nomination = id_text(call->arena, id);
	if (!nomination_read(call->db, call->arena, id, NULL, &nomination))
		return message;
	message->display_name = nomination.nominee.display_name;
	message->profile_url = nomination.outsider_url;
	message->member = *nomination.outsider_url ? "" : id_text(call->arena, &nomination.nominee.id);
	message->reason = nomination.reason;
	message->links = links_message(call->arena, nomination.links, nomination.n_links);
	message->n_links = nomination.n_links;
	return message;
}

/* When the clock ends the phase; NULL: by hand. */
static Google__Protobuf__Timestamp *end_message(struct call *call, const struct cycle *cycle, Kleos__CyclePhase phase)
{
	const int64_t ms = cycle->times[phase - 1];
	return ms ? time_message(call->arena, ms) : NULL;
}

/* The clock may have ended a phase that nobody has looked after yet. */
static Kleos__CyclePhase phase_of(const struct voter *voter)
{
	const bool over = !voter->open && voter->cycle.phase == KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING;
	return over ? KLEOS__CYCLE_PHASE__CYCLE_PHASE_CLOSED : voter->cycle.phase;
}

static void add_candidates(struct call *call, const struct voter *voter, Kleos__BallotPaper *message)
{
	struct listed *listed;
	message->n_candidates = list_candidates(call, voter, &listed);
	message->candidates = arena_array(call->arena, message->n_candidates, sizeof(*message->candidates));
	for (size_t i = 0; i < message->n_candidates; i++)
		message->candidates[i] = candidate_message(call, &listed[i].candidate->nomination);
}

Kleos__BallotPaper *ballot_paper_message(struct call *call, const struct voter *voter, const struct award *award)
{
	const struct cycle *cycle = &voter->cycle;
	Kleos__BallotPaper *message = arena_alloc(call->arena, sizeof(*message));
	kleos__ballot_paper__init(message);
	message->cycle = id_text(call->arena, &cycle->id);
	message->award_title = award->title;
	message->award_criteria = award->criteria;
	message->cycle_title = cycle->title;
	message->phase = phase_of(voter);
	message->opens_voting_time = end_message(call, cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_SHORTLISTING);
	message->closes_voting_time = end_message(call, cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING);
	message->kind = ballot_kind(cycle);
	message->tally = cycle->rules.tally;
	message->no_award = cycle->rules.no_award;
	message->has_voted = voter->voted;
	if (voter->open)
		add_candidates(call, voter, message);
	return message;
}
