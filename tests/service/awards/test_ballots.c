/* Ballots of members: one each, once and for good, and nothing that leads from the one to the other. */
#include "common/service/message.h"
#include "tests/service/awards/polls.h"

#include <sqlite3.h>
#include <string.h>

#define HOUR_MS INT64_C(3600000)

static struct poll poll;

static struct poll *opened(void **state, size_t candidates, size_t voters)
{
	poll_open(&poll, *state, NULL, candidates, voters);
	return &poll;
}

static void a_ballot_has_a_receipt_that_verifies(void **state)
{
	opened(state, 3, 1);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "1>0,2");
	const Kleos__BallotReceipt *receipt = cast_as(&poll, &poll.voters[0], NULL, &ballot);
	assert_non_null(receipt);
	assert_string_equal(receipt->cycle, poll.cycle);
	assert_true(receipt_holds(&poll, receipt));
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 1);
}

static void the_same_request_gives_the_same_receipt_again(void **state)
{
	opened(state, 3, 1);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "1>0,2"), same = ranking_of(&poll, "1>2,0");
	const char *first = cast_as(&poll, &poll.voters[0], "a random one", &ballot)->entry;
	assert_false(poll.stage->peer.reply.replayed);
	awards_stop(poll.stage);
	awards_start(poll.stage);
	assert_string_equal(cast_as(&poll, &poll.voters[0], "a random one", &same)->entry, first);
	assert_true(poll.stage->peer.reply.replayed);
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 1);
}

static void expect_reused(const struct principal *who, const char *text)
{
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, text);
	assert_null(cast_as(&poll, who, "a random one", &ballot));
	assert_int_equal(poll.stage->peer.reply.status, STATUS_ALREADY_EXISTS);
	assert_string_equal(poll.stage->peer.reply.reason, "REQUEST_ID_REUSED");
}

static void a_request_id_is_of_one_ballot(void **state)
{
	opened(state, 3, 1);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "1>0,2");
	assert_non_null(cast_as(&poll, &poll.voters[0], "a random one", &ballot));
	expect_reused(&poll.voters[0], "1>0");
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 1);
}

static void two_voters_may_have_the_same_request_id(void **state)
{
	opened(state, 3, 2);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "1>0,2");
	const char *first = cast_as(&poll, &poll.voters[0], "a random one", &ballot)->entry;
	const Kleos__BallotReceipt *second = cast_as(&poll, &poll.voters[1], "a random one", &ballot);
	assert_non_null(second);
	assert_false(poll.stage->peer.reply.replayed);
	assert_string_not_equal(second->entry, first);
}

static void nobody_gets_the_receipt_of_somebody_elses_request(void **state)
{
	opened(state, 3, 2);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "1>0,2"), other = ranking_of(&poll, "0");
	assert_non_null(cast_as(&poll, &poll.voters[0], "a random one", &ballot));
	assert_non_null(cast_as(&poll, &poll.voters[1], "another one", &other));
	assert_null(cast_as(&poll, &poll.voters[1], "a random one", &ballot));
	assert_string_equal(poll.stage->peer.reply.reason, "ALREADY_VOTED");
}

static void a_second_ballot_is_refused(void **state)
{
	opened(state, 3, 1);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "1"), other = ranking_of(&poll, "2");
	assert_non_null(cast_as(&poll, &poll.voters[0], NULL, &ballot));
	cast_refused(&poll, &poll.voters[0], &ballot, STATUS_ALREADY_EXISTS, "ALREADY_VOTED");
	cast_refused(&poll, &poll.voters[0], &other, STATUS_ALREADY_EXISTS, "ALREADY_VOTED");
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 1);
}

static void expect_fields(const char *const *fields, size_t n)
{
	const struct rpc_reply *reply = &poll.stage->peer.reply;
	assert_int_equal(reply->status, STATUS_INVALID_ARGUMENT);
	assert_int_equal(reply->n_violations, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(reply->violations[i]->field, fields[i]);
}

static void every_wrong_name_is_said(void **state)
{
	opened(state, 3, 1);
	Kleos__CastBallotRequest ballot = ranking_of(&poll, "0,?>0>N>>1");
	ballot.ranking[4]->values[0]->kind_case = GOOGLE__PROTOBUF__VALUE__KIND__NOT_SET;
	assert_null(cast_as(&poll, &poll.voters[0], "r", &ballot));
	expect_fields((const char *[]){"ranking[0][1]", "ranking[1][0]", "ranking[2][0]", "ranking[3]", "ranking[4][0]"},
				  5);
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 0);
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot_request"), 0);
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM voter WHERE voted = 1"), 0);
	ballot = ranking_of(&poll, "0>1");
	assert_non_null(cast_as(&poll, &poll.voters[0], "r", &ballot));
}

static void a_ballot_without_names_is_none(void **state)
{
	opened(state, 3, 1);
	Kleos__CastBallotRequest ballot = ranking_of(&poll, "");
	assert_null(cast_as(&poll, &poll.voters[0], NULL, &ballot));
	expect_fields((const char *[]){"ranking"}, 1);
	ballot = approvals_of(&poll, "0,1");
	assert_null(cast_as(&poll, &poll.voters[0], NULL, &ballot));
	expect_fields((const char *[]){"approvals"}, 1);
}

static void who_was_withdrawn_cannot_be_named(void **state)
{
	opened(state, 3, 1);
	poll_change(&poll, "UPDATE nomination SET status = 4 WHERE id = (SELECT nomination FROM candidate LIMIT 1)");
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0>1>2");
	assert_null(cast_as(&poll, &poll.voters[0], NULL, &ballot));
	assert_int_equal(poll.stage->peer.reply.n_violations, 1);
	assert_non_null(strstr(poll.stage->peer.reply.violations[0]->description, "withdrawn"));
}

static void nobody_votes_without_being_on_the_roll(void **state)
{
	opened(state, 3, 0);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0");
	const struct id late = id_of(add_member(&poll.stage->members, "late", "", "")->id);
	const struct principal latecomer = caller(ROLE_BIT(MEMBER), &late), anybody = principal_anonymous(),
						   service = caller(ROLE_BIT(SERVICE), NULL), admin = caller(ROLE_BIT(ADMIN), NULL),
						   auditor = caller(ROLE_BIT(AUDITOR), NULL);
	cast_refused(&poll, &latecomer, &ballot, STATUS_PERMISSION_DENIED, "NOT_ON_ROLL");
	cast_refused(&poll, &service, &ballot, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
	cast_refused(&poll, &admin, &ballot, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
	cast_refused(&poll, &auditor, &ballot, STATUS_PERMISSION_DENIED, "ROLE_MISSING");
	cast_refused(&poll, &anybody, &ballot, STATUS_UNAUTHENTICATED, "NO_KEY");
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 0);
}

static void a_teams_vote_is_the_teams(void **state)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	opened(state, 1, 0); /* whoever knows its candidate has heard of the team */
	rules.electorate = KLEOS__ELECTORATE__ELECTORATE_TEAM;
	rules.team = "social";
	poll_open(&poll, *state, &rules, 2, 1);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0");
	assert_non_null(cast_as(&poll, &poll.stage->maria, NULL, &ballot)); /* social */
	assert_non_null(cast_as(&poll, &poll.stage->nikos, NULL, &ballot)); /* social/video */
	cast_refused(&poll, &poll.voters[0], &ballot, STATUS_PERMISSION_DENIED, "NOT_ON_ROLL");
}

/* As after another history of members began: who is known is a part, and a roll of that would stay. */
static void no_roll_is_taken_of_half_the_members(void **state)
{
	poll_prepare(&poll, *state, NULL, 2, 1);
	Kleos__AdvanceCycleRequest request = KLEOS__ADVANCE_CYCLE_REQUEST__INIT;
	request.cycle = poll.cycle;
	poll_change(&poll, "DELETE FROM cursor WHERE source = 'members whole'");
	poll_change(&poll, "DELETE FROM member WHERE handle LIKE 'voter%'");
	peer_refused(&poll.stage->peer, &poll.stage->eleni, AWARDS, "AdvanceCycle", &request.base,
				 STATUS_FAILED_PRECONDITION, "MEMBERS_UNREAD");
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM voter"), 0);
	assert_int_equal(cycle_of(poll.stage, poll.cycle)->phase, PHASE(SHORTLISTING));
}

static void ballots_are_taken_in_their_phase_only(void **state)
{
	poll_prepare(&poll, *state, NULL, 2, 1);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0");
	cast_refused(&poll, &poll.voters[0], &ballot, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN");
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	cast_refused(&poll, &poll.voters[0], &ballot, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN");
	Kleos__CastBallotRequest nowhere = ballot;
	nowhere.cycle = "no-such-cycle";
	cast_refused(&poll, &poll.voters[0], &nowhere, STATUS_NOT_FOUND, "CYCLE_NOT_FOUND");
}

static void close_in_an_hour(const struct poll *of)
{
	Kleos__UpdateCycleRequest request = KLEOS__UPDATE_CYCLE_REQUEST__INIT;
	request.cycle = of->cycle;
	request.closes_voting_time = time_message(of->arena, of->stage->members.base.world.now_ms + HOUR_MS);
	peer_must(&of->stage->peer, &of->stage->eleni, AWARDS, "UpdateCycle", &request.base);
}

static void a_clock_that_is_set_back_takes_no_ballot_after_the_close(void **state)
{
	opened(state, 2, 3);
	struct test_world *world = &poll.stage->members.base.world;
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0");
	close_in_an_hour(&poll);
	world->now_ms += HOUR_MS - 1;
	assert_non_null(cast_as(&poll, &poll.voters[0], NULL, &ballot));
	world->now_ms -= 24 * HOUR_MS; /* a ballot has moved the mark: the vote does not last a day longer */
	assert_int_equal(poll_number(&poll, "SELECT ms FROM high_water"), world->now_ms + 24 * HOUR_MS);
	assert_non_null(cast_as(&poll, &poll.voters[1], NULL, &ballot));
	world->now_ms += 24 * HOUR_MS + 1;
	assert_null(cast_as(&poll, &poll.voters[2], NULL, &ballot));
	world->now_ms -= 48 * HOUR_MS;
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	cast_refused(&poll, &poll.voters[2], &ballot, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN");
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot"), 2);
}

/* Its log cannot take the last ballot, so the clock cannot close it; but its time has come. */
static void a_vote_that_is_over_is_not_made_longer(void **state)
{
	opened(state, 2, 2);
	struct test_world *world = &poll.stage->members.base.world;
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0");
	Kleos__UpdateCycleRequest longer = KLEOS__UPDATE_CYCLE_REQUEST__INIT;
	close_in_an_hour(&poll);
	assert_non_null(cast_as(&poll, &poll.voters[0], NULL, &ballot));
	poll_change(&poll, "UPDATE vote_log SET public_key = zeroblob(32)");
	world->now_ms += HOUR_MS;
	cast_refused(&poll, &poll.voters[1], &ballot, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN");
	longer.cycle = poll.cycle;
	longer.closes_voting_time = time_message(poll.arena, world->now_ms + HOUR_MS);
	peer_refused(&poll.stage->peer, &poll.stage->eleni, AWARDS, "UpdateCycle", &longer.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	cast_refused(&poll, &poll.voters[1], &ballot, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN");
}

static const Kleos__BallotPaper *paper_of(const struct principal *who)
{
	Kleos__GetBallotPaperRequest request = KLEOS__GET_BALLOT_PAPER_REQUEST__INIT;
	request.cycle = poll.cycle;
	const Kleos__GetBallotPaperResponse *response =
		peer_must(&poll.stage->peer, who, AWARDS, "GetBallotPaper", &request.base);
	return response->paper;
}

static void a_paper_says_whom_one_votes_for(void **state)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	rules.no_award = true;
	rules.tally = KLEOS__TALLY_METHOD__TALLY_METHOD_APPROVAL;
	poll_open(&poll, *state, &rules, 3, 1);
	const Kleos__BallotPaper *paper = paper_of(&poll.voters[0]);
	assert_string_equal(paper->award_title, "Spotlight");
	assert_int_equal(paper->kind, KLEOS__BALLOT_KIND__BALLOT_KIND_APPROVALS);
	assert_int_equal(paper->n_candidates, 3);
	assert_true(paper->no_award);
	assert_false(paper->has_voted);
	assert_string_equal(paper->candidates[0]->reason, "She answered every one of them.");
	const Kleos__CastBallotRequest ballot = approvals_of(&poll, "2N");
	assert_non_null(cast_as(&poll, &poll.voters[0], NULL, &ballot));
	assert_true(paper_of(&poll.voters[0])->has_voted);
}

static void no_place_on_the_paper_is_anybodys(void **state)
{
	opened(state, 4, 40);
	size_t first[4] = {0};
	for (size_t i = 0; i < poll.n_voters; i++) {
		const Kleos__BallotPaper *paper = paper_of(&poll.voters[i]);
		const char *top = paper->candidates[0]->nomination;
		assert_string_equal(paper_of(&poll.voters[i])->candidates[0]->nomination, top);
		for (size_t c = 0; c < 4; c++)
			first[c] += strcmp(poll.candidates[c], top) == 0;
	}
	for (size_t c = 0; c < 4; c++)
		assert_true(first[c] > 0); /* of 40 the chance that one is never first is 1 in 25 000 */
}

/* Tables whose columns speak of voters, and those that speak of ballots. */
static void no_table_has_a_voter_and_a_ballot(void **state)
{
	opened(state, 2, 1);
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM pragma_table_list t WHERE t.type = 'table' "
										"AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name IN "
										"('member', 'voter', 'voted', 'hash', 'nominator', 'actor', 'principal')) "
										"AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name IN "
										"('entry', 'ballot', 'nonce', 'text', 'request')) AND t.name <> 'nomination'"),
					 0);
	/* and what they hold has no order but that of random keys, and no time */
	assert_int_equal(
		poll_number(
			&poll,
			"SELECT count(*) FROM pragma_table_list WHERE wr = 1 AND name IN ('voter', 'vote_token', 'ballot_waiting', "
			"'ballot', 'ballot_request', 'vote_log_entry', 'vote_log_node')"),
		7);
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM pragma_table_list t, pragma_table_info(t.name) c WHERE "
										"t.name IN ('voter', 'ballot', 'ballot_request', 'vote_log_entry') AND "
										"c.name LIKE '%ms'"),
					 0);
}

static void a_ballot_leaves_no_line_of_who_cast_it(void **state)
{
	opened(state, 2, 1);
	const char *lines = "SELECT (SELECT count(*) FROM audit) + (SELECT count(*) FROM idempotency) + (SELECT count(*) "
						"FROM outbox)";
	const int64_t before = poll_number(&poll, lines);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0");
	assert_non_null(cast_as(&poll, &poll.voters[0], "a random one", &ballot));
	assert_int_equal(poll_number(&poll, lines), before);
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM ballot_request"), 0);
}

static void a_log_of_another_key_takes_no_ballot(void **state)
{
	opened(state, 2, 1);
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0");
	poll_change(&poll, "UPDATE vote_log SET public_key = zeroblob(32)");
	cast_refused(&poll, &poll.voters[0], &ballot, STATUS_FAILED_PRECONDITION, "LOG_UNUSABLE");
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM voter WHERE voted = 1"), 0);
}

#define TEST(name)     cmocka_unit_test_setup_teardown(name, awards_open_inproc, awards_close_stage)
#define TEST_TCP(name) cmocka_unit_test_setup_teardown(name, awards_open_tcp, awards_close_stage)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_ballot_has_a_receipt_that_verifies),
		TEST_TCP(the_same_request_gives_the_same_receipt_again),
		TEST(a_request_id_is_of_one_ballot),
		TEST(two_voters_may_have_the_same_request_id),
		TEST(nobody_gets_the_receipt_of_somebody_elses_request),
		TEST(a_second_ballot_is_refused),
		TEST(every_wrong_name_is_said),
		TEST(a_ballot_without_names_is_none),
		TEST(who_was_withdrawn_cannot_be_named),
		TEST(nobody_votes_without_being_on_the_roll),
		TEST(a_teams_vote_is_the_teams),
		TEST(no_roll_is_taken_of_half_the_members),
		TEST(ballots_are_taken_in_their_phase_only),
		TEST(a_clock_that_is_set_back_takes_no_ballot_after_the_close),
		TEST(a_vote_that_is_over_is_not_made_longer),
		TEST(a_paper_says_whom_one_votes_for),
		TEST(no_place_on_the_paper_is_anybodys),
		TEST(no_table_has_a_voter_and_a_ballot),
		TEST(a_ballot_leaves_no_line_of_who_cast_it),
		TEST(a_log_of_another_key_takes_no_ballot),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
