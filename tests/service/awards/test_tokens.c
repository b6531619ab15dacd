/* One-use tokens: a community votes with them, without a key. */
#include "common/service/message.h"
#include "services/awards/vote/token.h"
#include "tests/service/awards/polls.h"

#include <string.h>

#define HOUR_MS INT64_C(3600000)

static struct poll poll;

static void prepare_community(void **state, size_t candidates)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	rules.electorate = KLEOS__ELECTORATE__ELECTORATE_COMMUNITY;
	poll_prepare(&poll, *state, &rules, candidates, 1);
}

static Kleos__IssueVoteTokensRequest issuing(int32_t count)
{
	Kleos__IssueVoteTokensRequest request = KLEOS__ISSUE_VOTE_TOKENS_REQUEST__INIT;
	request.cycle = poll.cycle;
	request.count = count;
	return request;
}

static const Kleos__IssueVoteTokensResponse *issue(int32_t count)
{
	const Kleos__IssueVoteTokensRequest request = issuing(count);
	return peer_must(&poll.stage->peer, &poll.stage->eleni, AWARDS, "IssueVoteTokens", &request.base);
}

static void open_voting(void)
{
	advance_to(poll.stage, poll.cycle, PHASE(VOTING));
}

static Kleos__CastBallotRequest ballot_with(const char *token, const char *text)
{
	Kleos__CastBallotRequest ballot = ranking_of(&poll, text);
	ballot.token = token;
	return ballot;
}

static void tokens_are_shown_once(void **state)
{
	prepare_community(state, 2);
	const Kleos__IssueVoteTokensRequest request = issuing(3);
	const Kleos__IssueVoteTokensResponse *made =
		peer_call(&poll.stage->peer, &poll.stage->eleni, AWARDS, "IssueVoteTokens", "once", &request.base);
	assert_int_equal(made->n_tokens, 3);
	assert_int_equal(made->total, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_true(vote_token_is_text(made->tokens[i]->token));
		assert_string_equal(made->tokens[i]->url,
							arena_printf(poll.arena, "https://awards.example/vote/%s", made->tokens[i]->token));
	}
	const Kleos__IssueVoteTokensResponse *again =
		peer_call(&poll.stage->peer, &poll.stage->eleni, AWARDS, "IssueVoteTokens", "once", &request.base);
	assert_true(poll.stage->peer.reply.replayed);
	assert_int_equal(again->n_tokens, 0);
	assert_int_equal(again->total, 3);
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM vote_token"), 3);
}

static void whoever_has_a_token_votes_without_a_key(void **state)
{
	prepare_community(state, 2);
	const Kleos__IssueVoteTokensResponse *made = issue(2);
	const struct principal anybody = principal_anonymous();
	open_voting();
	Kleos__CastBallotRequest ballot = ballot_with(made->tokens[0]->token, "1>0");
	ballot.cycle = ""; /* a link has the token alone */
	const Kleos__BallotReceipt *receipt = cast_as(&poll, &anybody, "mine", &ballot);
	assert_non_null(receipt);
	assert_true(receipt_holds(&poll, receipt));
	const char *entry = receipt->entry;
	assert_string_equal(cast_as(&poll, &anybody, "mine", &ballot)->entry, entry);
	cast_refused(&poll, &anybody, &ballot, STATUS_ALREADY_EXISTS, "TOKEN_USED");
	ballot = ballot_with(made->tokens[1]->token, "0");
	assert_non_null(cast_as(&poll, &poll.voters[0], NULL, &ballot)); /* with a key as well */
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 2);
}

static void a_paper_is_found_by_its_token(void **state)
{
	prepare_community(state, 2);
	const char *token = issue(1)->tokens[0]->token;
	const struct principal anybody = principal_anonymous();
	Kleos__GetBallotPaperRequest request = KLEOS__GET_BALLOT_PAPER_REQUEST__INIT;
	open_voting();
	request.token = token;
	const Kleos__GetBallotPaperResponse *got =
		peer_must(&poll.stage->peer, &anybody, AWARDS, "GetBallotPaper", &request.base);
	assert_string_equal(got->paper->cycle, poll.cycle);
	assert_int_equal(got->paper->n_candidates, 2);
	assert_false(got->paper->has_voted);
	const Kleos__CastBallotRequest ballot = ballot_with(token, "0");
	assert_non_null(cast_as(&poll, &anybody, NULL, &ballot));
	got = peer_must(&poll.stage->peer, &anybody, AWARDS, "GetBallotPaper", &request.base);
	assert_true(got->paper->has_voted);
}

/* Another letter or digit at the place. */
static const char *changed(const char *token, size_t place)
{
	char *text = arena_text(poll.arena, token);
	text[place] = text[place] == 'a' ? 'b' : 'a';
	return text;
}

static void a_wrong_token_is_told_from_a_mistyped_one(void **state)
{
	char unknown[VOTE_TOKEN_TEXT_SIZE];
	prepare_community(state, 2);
	const char *token = issue(1)->tokens[0]->token;
	const struct principal anybody = principal_anonymous();
	vote_token_new(unknown, &poll.stage->members.base.world.environment);
	open_voting();
	Kleos__CastBallotRequest ballot = ballot_with(unknown, "0");
	cast_refused(&poll, &anybody, &ballot, STATUS_NOT_FOUND, "TOKEN_UNKNOWN");
	for (size_t place = 0; place < VOTE_TOKEN_LENGTH; place++) {
		ballot = ballot_with(changed(token, place), "0");
		cast_refused(&poll, &anybody, &ballot, STATUS_INVALID_ARGUMENT, "TOKEN_MISTYPED");
	}
	const char *const odd[] = {"x", "............................", "0000000000000000000000000000000000000000"};
	for (size_t i = 0; i < 3; i++) {
		ballot = ballot_with(odd[i], "0");
		cast_refused(&poll, &anybody, &ballot, STATUS_INVALID_ARGUMENT, "TOKEN_MISTYPED");
	}
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 0);
	ballot = ballot_with(token, "0");
	assert_non_null(cast_as(&poll, &anybody, NULL, &ballot));
}

static void a_token_is_of_one_cycle(void **state)
{
	prepare_community(state, 2);
	const char *token = issue(1)->tokens[0]->token;
	const struct principal anybody = principal_anonymous();
	open_voting();
	prepare_community(state, 2);
	issue(1);
	open_voting();
	const Kleos__CastBallotRequest ballot = ballot_with(token, "0");
	cast_refused(&poll, &anybody, &ballot, STATUS_NOT_FOUND, "TOKEN_UNKNOWN");
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 0);
}

static void a_token_ends_at_its_time(void **state)
{
	prepare_community(state, 2);
	struct test_world *world = &poll.stage->members.base.world;
	const struct principal anybody = principal_anonymous();
	Kleos__IssueVoteTokensRequest request = issuing(2);
	request.expire_time = time_message(poll.arena, world->now_ms + HOUR_MS);
	const Kleos__IssueVoteTokensResponse *made =
		peer_must(&poll.stage->peer, &poll.stage->eleni, AWARDS, "IssueVoteTokens", &request.base);
	open_voting();
	Kleos__CastBallotRequest ballot = ballot_with(made->tokens[0]->token, "0");
	world->now_ms += HOUR_MS - 1;
	assert_non_null(cast_as(&poll, &anybody, NULL, &ballot));
	world->now_ms += 1;
	ballot = ballot_with(made->tokens[1]->token, "0");
	cast_refused(&poll, &anybody, &ballot, STATUS_FAILED_PRECONDITION, "TOKEN_EXPIRED");
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 1);
}

static void expect_issue_refused(const struct principal *who, const Kleos__IssueVoteTokensRequest *request,
								 enum status status, const char *reason)
{
	peer_refused(&poll.stage->peer, who, AWARDS, "IssueVoteTokens", &request->base, status, reason);
}

static void tokens_are_issued_until_voting_opens(void **state)
{
	prepare_community(state, 2);
	Kleos__IssueVoteTokensRequest request = issuing(0);
	expect_issue_refused(&poll.stage->eleni, &request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	request = issuing(1001);
	request.expire_time = time_message(poll.arena, poll.stage->members.base.world.now_ms);
	expect_issue_refused(&poll.stage->eleni, &request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_int_equal(poll.stage->peer.reply.n_violations, 2);
	request = issuing(1000);
	expect_issue_refused(&poll.stage->maria, &request, STATUS_PERMISSION_DENIED, "ROLE_MISSING");
	assert_int_equal(issue(1000)->total, 1000);
	open_voting();
	expect_issue_refused(&poll.stage->eleni, &request, STATUS_FAILED_PRECONDITION, "ROLL_FIXED");
	poll_prepare(&poll, *state, NULL, 1, 0);
	request = issuing(1);
	expect_issue_refused(&poll.stage->eleni, &request, STATUS_FAILED_PRECONDITION, "NO_TOKENS");
}

static void nobody_votes_for_a_community_without_a_token(void **state)
{
	prepare_community(state, 2);
	issue(1);
	open_voting();
	const struct principal anybody = principal_anonymous(), service = caller(ROLE_BIT(SERVICE), NULL);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0");
	cast_refused(&poll, &anybody, &ballot, STATUS_UNAUTHENTICATED, "NO_KEY");
	cast_refused(&poll, &poll.voters[0], &ballot, STATUS_PERMISSION_DENIED, "NOT_ON_ROLL");
	cast_refused(&poll, &service, &ballot, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
}

static void without_a_key_one_reads_what_is_announced_to_a_community(void **state)
{
	const struct principal anybody = principal_anonymous();
	Kleos__GetResultRequest request = KLEOS__GET_RESULT_REQUEST__INIT;
	Kleos__GetCycleRequest other = KLEOS__GET_CYCLE_REQUEST__INIT;
	prepare_community(state, 2);
	issue(1);
	request.cycle = other.cycle = poll.cycle;
	for (int phase = PHASE(VOTING); phase <= PHASE(CLOSED); phase++) {
		advance_to(poll.stage, poll.cycle, (Kleos__CyclePhase)phase);
		peer_refused(&poll.stage->peer, &anybody, AWARDS, "GetResult", &request.base, STATUS_UNAUTHENTICATED, "NO_KEY");
	}
	advance_to(poll.stage, poll.cycle, PHASE(ANNOUNCED));
	peer_must(&poll.stage->peer, &anybody, AWARDS, "GetResult", &request.base);
	peer_must(&poll.stage->peer, &anybody, AWARDS, "GetLog", &request.base); /* the same field */
	peer_must(&poll.stage->peer, &anybody, AWARDS, "GetTreeHead", &request.base);
	peer_refused(&poll.stage->peer, &anybody, AWARDS, "GetCycle", &other.base, STATUS_UNAUTHENTICATED, "NO_KEY");
	request.cycle = "01a20833-4888-73da-91b6-79ad808cfb7c";
	peer_refused(&poll.stage->peer, &anybody, AWARDS, "GetResult", &request.base, STATUS_UNAUTHENTICATED, "NO_KEY");
	poll_open(&poll, *state, NULL, 1, 0);
	advance_to(poll.stage, poll.cycle, PHASE(ANNOUNCED));
	request.cycle = poll.cycle;
	peer_refused(&poll.stage->peer, &anybody, AWARDS, "GetResult", &request.base, STATUS_UNAUTHENTICATED, "NO_KEY");
}

#define TEST(name)     cmocka_unit_test_setup_teardown(name, awards_open_inproc, awards_close_stage)
#define TEST_TCP(name) cmocka_unit_test_setup_teardown(name, awards_open_tcp, awards_close_stage)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tokens_are_shown_once),
		TEST_TCP(whoever_has_a_token_votes_without_a_key),
		TEST(a_paper_is_found_by_its_token),
		TEST(a_wrong_token_is_told_from_a_mistyped_one),
		TEST(a_token_is_of_one_cycle),
		TEST(a_token_ends_at_its_time),
		TEST(tokens_are_issued_until_voting_opens),
		TEST(nobody_votes_for_a_community_without_a_token),
		TEST(without_a_key_one_reads_what_is_announced_to_a_community),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
