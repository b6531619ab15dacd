/* What a vote came to: known answers, ties, and what becomes of who was in it. */
#include "tests/service/awards/polls.h"

#include "common/base/calendar.h"
#include "common/base/zone_days.h"

#include <stdlib.h>
#include <string.h>

static struct poll poll;

static const Kleos__CycleResult *result_of(void)
{
	Kleos__GetResultRequest request = KLEOS__GET_RESULT_REQUEST__INIT;
	request.cycle = poll.cycle;
	const Kleos__GetResultResponse *got =
		peer_must(&poll.stage->peer, &poll.stage->maria, AWARDS, "GetResult", &request.base);
	return got->result;
}

static const Kleos__CycleResult *closed_result(void)
{
	advance_to(poll.stage, poll.cycle, PHASE(CLOSED));
	return result_of();
}

/* The number of a candidate of the poll; N: NO_AWARD. */
static char sign_of(const char *id)
{
	for (size_t i = 0; i < poll.n_candidates; i++)
		if (strcmp(poll.candidates[i], id) == 0)
			return (char)('0' + i);
	return strcmp(id, "NO_AWARD") == 0 ? 'N' : '?';
}

/* Signs in order; of places that are shared the ids are sorted, not the signs: so they are here. */
static int compare_signs(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

static const char *signs_of(const char *const *ids, size_t n)
{
	char *signs = arena_alloc(poll.arena, n + 1);
	for (size_t i = 0; i < n; i++)
		signs[i] = sign_of(ids[i]);
	qsort(signs, n, 1, compare_signs);
	return signs;
}

static const char *ranking_text(Kleos__RankingPlace *const *places, size_t n)
{
	const char *text = "";
	for (size_t i = 0; i < n; i++)
		text = arena_printf(poll.arena, "%s%s%s", text, i ? ">" : "",
							signs_of((const char *const *)places[i]->candidates, places[i]->n_candidates));
	return text;
}

static const Kleos__MethodResult *method_of(const Kleos__CycleResult *result, Kleos__TallyMethod method)
{
	for (size_t i = 0; i < result->n_methods; i++)
		if (result->methods[i]->method == method)
			return result->methods[i];
	fail_msg("no method %d", method);
	return NULL;
}

static const char *score_of(const Kleos__MethodResult *method, char sign)
{
	for (size_t i = 0; i < method->n_scores; i++)
		if (sign_of(method->scores[i]->id) == sign)
			return method->scores[i]->score;
	return "";
}

static int32_t above(const Kleos__CycleResult *result, char a, char b)
{
	size_t row = 0, column = 0;
	for (size_t i = 0; i < result->n_candidates; i++) {
		row = sign_of(result->candidates[i]->id) == a ? i : row;
		column = sign_of(result->candidates[i]->id) == b ? i : column;
	}
	return result->pairwise[row]->above[column];
}

#define METHOD(name) KLEOS__TALLY_METHOD__TALLY_METHOD_##name

/* Tennessee, half the size: 21 Memphis 0, 13 Nashville 1, 7 (of 7.5) Chattanooga 2, 9 Knoxville 3. */
static void every_method_stands_beside_the_rule(void **state)
{
	poll_open(&poll, *state, NULL, 4, 50);
	cast_by(&poll, 0, 21, "0>1>2>3");
	cast_by(&poll, 21, 13, "1>2>3>0");
	cast_by(&poll, 34, 7, "2>3>1>0");
	cast_by(&poll, 41, 9, "3>2>1>0");
	const Kleos__CycleResult *result = closed_result();
	assert_int_equal(result->ballots, 50);
	assert_int_equal(result->voters, 50 + 4 + 3);
	assert_int_equal(result->method, METHOD(SCHULZE));
	assert_string_equal(signs_of((const char *const *)result->winners, result->n_winners), "1");
	assert_string_equal(ranking_text(result->ranking, result->n_ranking), "1>2>3>0");
	assert_int_equal(result->n_methods, 5);
	const Kleos__MethodResult *irv = method_of(result, METHOD(IRV)), *borda = method_of(result, METHOD(BORDA)),
							  *plurality = method_of(result, METHOD(PLURALITY));
	assert_string_equal(signs_of((const char *const *)irv->winners, irv->n_winners), "3");
	assert_int_equal(irv->n_rounds, 3);
	assert_string_equal(signs_of((const char *const *)irv->rounds[0]->eliminated, 1), "2");
	assert_string_equal(ranking_text(plurality->ranking, plurality->n_ranking), "0>1>3>2");
	assert_string_equal(score_of(plurality, '0'), "21");
	assert_string_equal(score_of(borda, '1'), "97"); /* 21*2 + 13*3 + 7 + 9 */
	assert_int_equal(above(result, '1', '0'), 29);
	assert_int_equal(above(result, '0', '1'), 21);
	assert_true(*result->candidates[0]->member != '\0');
}

/* Schulze's example 4: 3 ABCD, 2 CBDA, 2 DABC, 2 DBCA. */
static void a_true_tie_stays_one(void **state)
{
	poll_open(&poll, *state, NULL, 4, 9);
	cast_by(&poll, 0, 3, "0>1>2>3");
	cast_by(&poll, 3, 2, "2>1>3>0");
	cast_by(&poll, 5, 2, "3>0>1>2");
	cast_by(&poll, 7, 2, "3>1>2>0");
	const Kleos__CycleResult *result = closed_result();
	assert_string_equal(signs_of((const char *const *)result->winners, result->n_winners), "13");
	assert_string_equal(ranking_text(result->ranking, result->n_ranking), "13>02");
}

static void shared_places_are_counted_exactly(void **state)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	rules.tally = METHOD(BORDA);
	rules.no_award = true;
	poll_open(&poll, *state, &rules, 2, 3);
	cast_by(&poll, 0, 2, "0,1>N");
	cast_by(&poll, 2, 1, "N");
	const Kleos__CycleResult *result = closed_result();
	const Kleos__MethodResult *borda = method_of(result, METHOD(BORDA));
	assert_string_equal(score_of(borda, '0'), "3.5"); /* twice 1.5, and half a point for the last two places */
	assert_string_equal(score_of(borda, 'N'), "2");
	assert_string_equal(ranking_text(result->ranking, result->n_ranking), "01>N");
	assert_string_equal(score_of(method_of(result, METHOD(PLURALITY)), 'N'), "1");
}

static void nobody_at_all_can_win(void **state)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	rules.tally = METHOD(APPROVAL);
	rules.no_award = true;
	poll_open(&poll, *state, &rules, 2, 3);
	for (size_t i = 0; i < 3; i++) {
		const Kleos__CastBallotRequest ballot = approvals_of(&poll, i ? "N" : "0,1");
		assert_non_null(cast_as(&poll, &poll.voters[i], NULL, &ballot));
	}
	const Kleos__CycleResult *result = closed_result();
	assert_string_equal(signs_of((const char *const *)result->winners, result->n_winners), "N");
	assert_string_equal(score_of(method_of(result, METHOD(APPROVAL)), 'N'), "2");
}

static void a_vote_in_which_nobody_voted_is_a_tie_of_all(void **state)
{
	poll_open(&poll, *state, NULL, 3, 0);
	const Kleos__CycleResult *result = closed_result();
	assert_int_equal(result->ballots, 0);
	assert_int_equal(result->n_winners, 3);
}

static void a_result_is_the_same_after_a_restart(void **state)
{
	poll_open(&poll, *state, NULL, 2, 5);
	cast_by(&poll, 0, 3, "0>1");
	awards_stop(poll.stage);
	awards_start(poll.stage);
	cast_by(&poll, 3, 2, "1>0");
	assert_int_equal(closed_result()->ballots, 5);
	awards_stop(poll.stage);
	awards_start(poll.stage);
	for (int i = 0; i < 2; i++) { /* counted, and remembered */
		const Kleos__CycleResult *result = result_of();
		assert_string_equal(ranking_text(result->ranking, result->n_ranking), "0>1");
		assert_true(*result->candidates[0]->display_name != '\0');
	}
}

static const Kleos__SummarizeAwardsResponse *summary_of(const char *team)
{
	const struct principal gateway = principal_internal("gateway");
	Kleos__SummarizeAwardsRequest request = KLEOS__SUMMARIZE_AWARDS_REQUEST__INIT;
	request.to_day = 30000;
	request.team = team;
	return peer_must(&poll.stage->peer, &gateway, SUMMARY, "SummarizeAwards", &request.base);
}

/* What is listed adds up to what is counted. */
static int32_t won(const char *team)
{
	const Kleos__SummarizeAwardsResponse *summary = summary_of(team);
	int32_t winners = 0;
	for (size_t i = 0; i < summary->n_awards; i++)
		winners += summary->awards[i]->winners;
	assert_int_equal(winners, summary->awards_won);
	return summary->awards_won;
}

static void what_members_won_is_counted_once_it_is_announced(void **state)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	rules.no_award = true;
	poll_open(&poll, *state, &rules, 3, 2);
	cast_by(&poll, 0, 1, "0,1>N");
	closed_result();
	assert_int_equal(won(""), 0);
	advance_to(poll.stage, poll.cycle, PHASE(ANNOUNCED));
	assert_int_equal(won(""), 2); /* a tie */
	assert_int_equal(won("social"), 0);
	poll_open(&poll, *state, &rules, 1, 1);
	cast_by(&poll, 0, 1, "N");
	advance_to(poll.stage, poll.cycle, PHASE(ANNOUNCED));
	assert_int_equal(won(""), 2); /* nobody */
	poll_open(&poll, *state, NULL, 2, 1);
	advance_to(poll.stage, poll.cycle, PHASE(ANNOUNCED));
	assert_int_equal(won(""), 2); /* nor by no ballot at all */
}

static void what_members_won_is_listed_the_newest_first(void **state)
{
	poll_open(&poll, *state, NULL, 2, 2);
	cast_by(&poll, 0, 1, "0>1");
	advance_to(poll.stage, poll.cycle, PHASE(ANNOUNCED));
	const char *first = poll.cycle;
	poll_change(&poll, "UPDATE award_won SET announce_ms = announce_ms - 86400000");
	poll_open(&poll, *state, NULL, 2, 2);
	cast_by(&poll, 0, 1, "0,1");
	advance_to(poll.stage, poll.cycle, PHASE(ANNOUNCED));
	const Kleos__SummarizeAwardsResponse *summary = summary_of("");
	const int32_t today = day_of_ms(poll.stage->members.base.world.now_ms);
	assert_int_equal(summary->n_awards, 2);
	assert_string_equal(summary->awards[0]->cycle, poll.cycle);
	assert_string_equal(summary->awards[1]->cycle, first);
	assert_string_equal(summary->awards[0]->cycle_title, "2026");
	assert_string_equal(summary->awards[0]->award_title, "Spotlight");
	assert_int_equal(summary->awards[0]->winners, 2);
	assert_int_equal(summary->awards[1]->winners, 1);
	assert_int_equal(summary->awards[0]->day, today);
	assert_int_equal(summary->awards[1]->day, today - 1);
	assert_int_equal(summary_of("social")->n_awards, 0);
}

static void the_day_of_an_award_is_one_of_the_zone_of_reports(void **state)
{
	poll_open(&poll, *state, NULL, 2, 2);
	cast_by(&poll, 0, 1, "0>1");
	advance_to(poll.stage, poll.cycle, PHASE(ANNOUNCED));
	poll_change(&poll, "UPDATE award_won SET announce_ms = announce_ms / 86400000 * 86400000 + 86400000 - 1");
	const int32_t day = summary_of("")->awards[0]->day;
	awards_stop(poll.stage);
	poll.stage->members.base.days = zone_days_open("Asia/Tokyo");
	awards_start(poll.stage);
	assert_int_equal(summary_of("")->awards[0]->day, day + 1);
}

static void no_more_than_fifty_awards_are_listed(void **state)
{
	poll_open(&poll, *state, NULL, 2, 2);
	cast_by(&poll, 0, 1, "0>1");
	advance_to(poll.stage, poll.cycle, PHASE(ANNOUNCED));
	poll_change(&poll,
				"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
				" INSERT INTO cycle (id, award, title, phase, max_nominations, self_nomination, version, create_ms)"
				" SELECT randomblob(16), award, 'again', 6, 1, 0, 1, create_ms FROM n, (SELECT * FROM cycle LIMIT 1)");
	poll_change(&poll,
				"INSERT INTO award_won (cycle, nomination, announce_ms)"
				" SELECT cycle.id, w.nomination, w.announce_ms - 1 FROM cycle, (SELECT * FROM award_won LIMIT 1) w"
				" WHERE cycle.title = 'again'");
	assert_int_equal(summary_of("")->awards_won, 61);
	assert_int_equal(summary_of("")->n_awards, 50);
	assert_string_equal(summary_of("")->awards[0]->cycle, poll.cycle);
}

static bool is_erased(void *context)
{
	(void)context;
	return poll_number(&poll, "SELECT count(*) FROM member WHERE status = 3") == 1;
}

static void who_is_erased_stays_counted(void **state)
{
	poll_open(&poll, *state, NULL, 2, 3);
	cast_by(&poll, 0, 3, "0>1");
	Kleos__EraseMemberRequest request = KLEOS__ERASE_MEMBER_REQUEST__INIT;
	request.member = id_text(poll.arena, &poll.voters[0].member);
	peer_must(&poll.stage->members.peer, &poll.stage->members.hr, MEMBERS, "EraseMember", &request.base);
	wait_until(is_erased, NULL);
	const Kleos__CycleResult *result = closed_result();
	assert_int_equal(result->ballots, 3);
	assert_int_equal(result->voters, 3 + 2 + 3);
	assert_int_equal(poll_number(&poll, "SELECT count(*) FROM voter WHERE voted = 1"), 3);
}

#define TEST(name)     cmocka_unit_test_setup_teardown(name, awards_open_inproc, awards_close_stage)
#define TEST_TCP(name) cmocka_unit_test_setup_teardown(name, awards_open_tcp, awards_close_stage)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_TCP(every_method_stands_beside_the_rule),
		TEST(a_true_tie_stays_one),
		TEST(shared_places_are_counted_exactly),
		TEST(nobody_at_all_can_win),
		TEST(a_vote_in_which_nobody_voted_is_a_tie_of_all),
		TEST(a_result_is_the_same_after_a_restart),
		TEST(what_members_won_is_counted_once_it_is_announced),
		TEST(what_members_won_is_listed_the_newest_first),
		TEST(the_day_of_an_award_is_one_of_the_zone_of_reports),
		TEST(no_more_than_fifty_awards_are_listed),
		TEST(who_is_erased_stays_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
