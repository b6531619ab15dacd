/* The log of a vote: what enters it when, what is proved of it, and that its publication holds. */
#include "services/awards/ballot_log/audit.h"
#include "services/awards/ballot_log/hexadecimal.h"
#include "services/awards/vote/log.h"
#include "tests/service/awards/polls.h"

#include <string.h>

static struct poll poll;

static void open_poll(void **state, size_t voters)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	rules.no_award = true;
	poll_open(&poll, *state, &rules, 3, voters);
}

static void a_log_begins_with_what_was_fixed(void **state)
{
	open_poll(state, 2);
	const Kleos__GetTreeHeadResponse *got = tree_head_of(&poll);
	struct commitment voting;
	assert_int_equal(got->head->tree_size, 2);
	assert_int_equal(got->n_commitments, 2);
	assert_int_equal(got->commitments[1]->position, 1);
	const char *text = got->commitments[1]->text;
	assert_null(commitment_read(&voting, text, strlen(text)));
	assert_int_equal(voting.count, 4);
	assert_string_equal(voting.electorate, "ALL");
	assert_int_equal(voting.roll_size, 8); /* two voters, three candidates, and those of the stage */
	commitment_fini(&voting);
}

static void nothing_can_be_read_before_nominations(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__GetTreeHeadRequest request = KLEOS__GET_TREE_HEAD_REQUEST__INIT;
	request.cycle = draft(stage, 0, false)->id;
	peer_refused(&stage->peer, &stage->maria, AWARDS, "GetTreeHead", &request.base, STATUS_FAILED_PRECONDITION,
				 "LOG_NOT_BEGUN");
}

static const Kleos__GetProofResponse *proof_of(const char *leaf, int32_t from_size)
{
	Kleos__GetProofRequest request = KLEOS__GET_PROOF_REQUEST__INIT;
	request.cycle = poll.cycle;
	request.leaf = leaf;
	request.from_size = from_size;
	return peer_call(&poll.stage->peer, &poll.voters[0], AWARDS, "GetProof", NULL, &request.base);
}

static void expect_no_proof(const char *leaf, int32_t from_size, enum status status, const char *reason)
{
	assert_null(proof_of(leaf, from_size));
	assert_int_equal(poll.stage->peer.reply.status, status);
	assert_string_equal(poll.stage->peer.reply.reason, reason);
}

static void hashes_of(struct merkle_proof *out, const char *const *hashes, size_t n)
{
	out->count = n;
	for (size_t i = 0; i < n; i++)
		assert_true(hexadecimal_read(out->hashes[i], MERKLE_SIZE, hashes[i]));
}

static bool inclusion_holds(const Kleos__GetProofResponse *got, const char *entry_text)
{
	struct merkle_proof proof;
	uint8_t entry[ENTRY_SIZE], leaf[MERKLE_SIZE], root[MERKLE_SIZE];
	hashes_of(&proof, got->inclusion->hashes, got->inclusion->n_hashes);
	assert_true(hexadecimal_read(entry, ENTRY_SIZE, entry_text));
	assert_true(hexadecimal_read(root, MERKLE_SIZE, got->head->root_hash));
	merkle_leaf(leaf, entry, ENTRY_SIZE);
	return merkle_verify_inclusion(&proof, (uint64_t)got->inclusion->leaf_index, (uint64_t)got->head->tree_size, leaf,
								   root);
}

static bool consistency_holds(const Kleos__GetProofResponse *got, const Kleos__TreeHead *from)
{
	struct merkle_proof proof;
	uint8_t before[MERKLE_SIZE], root[MERKLE_SIZE];
	hashes_of(&proof, got->consistency->hashes, got->consistency->n_hashes);
	assert_true(hexadecimal_read(before, MERKLE_SIZE, from->root_hash));
	assert_true(hexadecimal_read(root, MERKLE_SIZE, got->head->root_hash));
	return merkle_verify_consistency(&proof, (uint64_t)from->tree_size, (uint64_t)got->head->tree_size, before, root);
}

static void ballots_enter_in_batches_and_are_proved(void **state)
{
	open_poll(state, 45);
	const Kleos__TreeHead *before = tree_head_of(&poll)->head;
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0>1,2>N");
	const char *entry = cast_as(&poll, &poll.voters[0], NULL, &ballot)->entry;
	cast_by(&poll, 1, LOG_BATCH_LEAST - 2, "1>0");
	assert_int_equal(tree_head_of(&poll)->head->tree_size, 2);
	expect_no_proof(entry, 0, STATUS_FAILED_PRECONDITION, "NOT_IN_LOG_YET");
	cast_by(&poll, LOG_BATCH_LEAST - 1, 1, "2>0");
	wait_tree_size(&poll, 2 + LOG_BATCH_LEAST);
	const Kleos__GetProofResponse *got = proof_of(entry, before->tree_size);
	assert_true(inclusion_holds(got, entry));
	assert_true(consistency_holds(got, before));
	assert_non_null(proof_of("21", 0)->inclusion);
	cast_by(&poll, LOG_BATCH_LEAST, 25, "N");
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	assert_int_equal(tree_head_of(&poll)->head->tree_size, 2 + 45);
	assert_true(inclusion_holds(proof_of(entry, 0), entry));
}

static void a_wrong_question_about_a_proof_is_answered(void **state)
{
	open_poll(state, 1);
	expect_no_proof("0", 3, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	expect_no_proof("0", -1, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	expect_no_proof("2", 0, STATUS_NOT_FOUND, "ENTRY_NOT_FOUND");
	expect_no_proof("99999999999", 0, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	expect_no_proof("abc", 0, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	expect_no_proof("", 0, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	expect_no_proof("00000000000000000000000000000000000000000000000000000000000000aa", 0, STATUS_NOT_FOUND,
					"ENTRY_NOT_FOUND");
}

static void ballots_that_waited_over_a_restart_enter_the_log(void **state)
{
	open_poll(state, 30);
	cast_by(&poll, 0, LOG_BATCH_LEAST - 1, "0");
	awards_stop(poll.stage);
	awards_start(poll.stage);
	cast_by(&poll, LOG_BATCH_LEAST - 1, 1, "1");
	wait_tree_size(&poll, 2 + LOG_BATCH_LEAST);
}

static void every_head_is_told(void **state)
{
	open_poll(state, 30);
	cast_by(&poll, 0, 30, "0");
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	const char *events = peer_events(&poll.stage->peer, &poll.cycle_id);
	size_t told = 0;
	for (const char *at = events; (at = strstr(at, "award.tree_head")); at++)
		told++;
	assert_int_equal(told, poll_number(&poll, "SELECT count(*) FROM vote_log_head"));
	assert_true(told >= 4);
}

/* ---- the publication ---- */

/* Pages of a log put together: each list behind that of the page before. */
struct whole {
	Kleos__BallotLog *first;
	struct audit_log log;
	struct audit_commitment commitments[2];
	struct tree_head heads[64];
	uint8_t entries[128][ENTRY_SIZE];
	struct audit_opening ballots[128];
	struct audit_place ranking[8];
};

static void take_opening(struct audit_opening *out, const char *text, const char *nonce)
{
	out->text = text;
	out->length = strlen(text);
	assert_true(hexadecimal_read(out->nonce, NONCE_SIZE, nonce));
}

static void take_first(struct whole *out, Kleos__BallotLog *log)
{
	const struct id cycle = id_of(log->cycle);
	out->first = log;
	memcpy(out->log.cycle, cycle.bytes, CYCLE_SIZE);
	assert_true(hexadecimal_read(out->log.public_key, PUBLIC_KEY_SIZE, log->public_key));
	for (size_t i = 0; i < log->n_commitments; i++) {
		out->commitments[i].position = (uint64_t)log->commitments[i]->position;
		take_opening(&out->commitments[i].opening, log->commitments[i]->text, log->commitments[i]->nonce);
	}
	out->log.commitment_count = log->n_commitments;
	out->log.winners = (struct audit_place){(const char *const *)log->winners, log->n_winners};
	for (size_t i = 0; i < log->n_ranking; i++)
		out->ranking[i] =
			(struct audit_place){(const char *const *)log->ranking[i]->candidates, log->ranking[i]->n_candidates};
	out->log.ranking_count = log->n_ranking;
}

static void take_page(struct whole *out, const Kleos__BallotLog *log)
{
	for (size_t i = 0; i < log->n_heads; i++) {
		struct tree_head *head = &out->heads[out->log.head_count++];
		head->size = (uint64_t)log->heads[i]->tree_size;
		assert_true(hexadecimal_read(head->root, MERKLE_SIZE, log->heads[i]->root_hash));
		assert_true(hexadecimal_read(head->signature, SIGNATURE_SIZE, log->heads[i]->signature));
	}
	for (size_t i = 0; i < log->n_entries; i++)
		assert_true(hexadecimal_read(out->entries[out->log.entry_count++], ENTRY_SIZE, log->entries[i]));
	for (size_t i = 0; i < log->n_ballots; i++)
		take_opening(&out->ballots[out->log.ballot_count++], log->ballots[i]->text, log->ballots[i]->nonce);
}

static void read_whole(struct whole *out, int32_t page_size)
{
	Kleos__GetLogRequest request = KLEOS__GET_LOG_REQUEST__INIT;
	memset(out, 0, sizeof(*out));
	request.cycle = poll.cycle;
	request.page_size = page_size;
	do {
		const Kleos__GetLogResponse *got =
			peer_must(&poll.stage->peer, &poll.stage->maria, AWARDS, "GetLog", &request.base);
		if (!*request.page_token)
			take_first(out, got->log);
		take_page(out, got->log);
		request.page_token = got->next_page_token;
	} while (*request.page_token);
	out->log.commitments = out->commitments;
	out->log.heads = out->heads;
	out->log.entries = out->entries;
	out->log.ballots = out->ballots;
	out->log.ranking = out->ranking;
}

static void expect_audit(const struct whole *whole, const char *reason)
{
	struct audit audit;
	const bool holds = audit_check(&audit, &whole->log);
	if (!holds && !reason)
		fail_msg("%s: %s", audit.reason, audit.sentence);
	if (reason)
		assert_string_equal(audit.reason, reason);
	audit_fini(&audit);
}

static void a_published_log_holds(void **state)
{
	static struct whole whole;
	open_poll(state, 45);
	cast_by(&poll, 0, 20, "0>1,2>N");
	cast_by(&poll, 20, 20, "1>2");
	cast_by(&poll, 40, 5, "N>0,1");
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	static const int32_t sizes[] = {0, 1, 7, 5000};
	for (size_t i = 0; i < 4; i++) {
		read_whole(&whole, sizes[i]);
		assert_int_equal(whole.log.ballot_count, 45);
		assert_string_equal(whole.first->award, "spotlight");
		expect_audit(&whole, NULL);
	}
	uint8_t key[PUBLIC_KEY_SIZE];
	assert_true(hexadecimal_read(key, sizeof(key), tree_head_of(&poll)->public_key));
	assert_memory_equal(key, whole.log.public_key, sizeof(key));
	whole.entries[30][3] ^= 1;
	expect_audit(&whole, "HEAD_ROOT");
}

static void a_log_of_a_vote_in_which_nobody_voted_holds(void **state)
{
	static struct whole whole;
	open_poll(state, 1);
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	read_whole(&whole, 0);
	expect_audit(&whole, NULL);
}

static void a_log_of_a_renamed_team_holds(void **state)
{
	static struct whole whole;
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	Kleos__RenameTeamRequest rename = KLEOS__RENAME_TEAM_REQUEST__INIT;
	poll_open(&poll, *state, NULL, 1, 0);
	rules.electorate = KLEOS__ELECTORATE__ELECTORATE_TEAM;
	rules.team = "social";
	poll_prepare(&poll, *state, &rules, 2, 0);
	rename.team = "social";
	rename.new_team = "press";
	peer_must(&poll.stage->members.peer, &poll.stage->members.hr, MEMBERS, "RenameTeam", &rename.base);
	struct poll newer;
	poll_prepare(&newer, *state, NULL, 1, 0); /* awards has heard of it */
	advance_to(poll.stage, poll.cycle, PHASE(VOTING));
	const Kleos__CastBallotRequest ballot = ranking_of(&poll, "0");
	assert_non_null(cast_as(&poll, &poll.stage->nikos, NULL, &ballot));
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	read_whole(&whole, 0);
	expect_audit(&whole, NULL);
}

static void nothing_is_told_before_the_close(void **state)
{
	open_poll(state, 1);
	Kleos__GetLogRequest log = KLEOS__GET_LOG_REQUEST__INIT;
	Kleos__GetResultRequest result = KLEOS__GET_RESULT_REQUEST__INIT;
	log.cycle = result.cycle = poll.cycle;
	peer_refused(&poll.stage->peer, &poll.stage->eleni, AWARDS, "GetLog", &log.base, STATUS_FAILED_PRECONDITION,
				 "VOTING_NOT_CLOSED");
	peer_refused(&poll.stage->peer, &poll.stage->eleni, AWARDS, "GetResult", &result.base, STATUS_FAILED_PRECONDITION,
				 "VOTING_NOT_CLOSED");
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	log.page_size = -1;
	peer_refused(&poll.stage->peer, &poll.stage->eleni, AWARDS, "GetLog", &log.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	log.page_size = 0;
	log.page_token = "AAAA";
	peer_refused(&poll.stage->peer, &poll.stage->eleni, AWARDS, "GetLog", &log.base, STATUS_INVALID_ARGUMENT,
				 "PAGE_TOKEN_INVALID");
}

#define TEST(name)     cmocka_unit_test_setup_teardown(name, awards_open_inproc, awards_close_stage)
#define TEST_TCP(name) cmocka_unit_test_setup_teardown(name, awards_open_tcp, awards_close_stage)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_log_begins_with_what_was_fixed),
		TEST(nothing_can_be_read_before_nominations),
		TEST(ballots_enter_in_batches_and_are_proved),
		TEST(a_wrong_question_about_a_proof_is_answered),
		TEST(ballots_that_waited_over_a_restart_enter_the_log),
		TEST(every_head_is_told),
		TEST_TCP(a_published_log_holds),
		TEST(a_log_of_a_vote_in_which_nobody_voted_holds),
		TEST(a_log_of_a_renamed_team_holds),
		TEST(nothing_is_told_before_the_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
