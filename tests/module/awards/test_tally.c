/* The known answers: elections whose results were published or recomputed by others. */
#include "services/awards/tally/eph.h"
#include "services/awards/tally/irv.h"
#include "services/awards/tally/schulze.h"
#include "services/awards/tally/score.h"
#include "tests/module/awards/tally_ballots.h"
#include "tests/support/support.h"

#include <string.h>

/* What all methods make of one election. */
struct all {
	struct tally_profile profile;
	struct tally_pairwise pairwise;
	struct tally_result schulze, irv, plurality, approval, borda;
};

static void all_init(struct all *all, size_t alternatives, const char *ballots)
{
	ballots_read(&all->profile, alternatives, ballots);
	tally_pairwise_init(&all->pairwise, &all->profile);
	tally_schulze(&all->schulze, &all->pairwise);
	assert_int_equal(tally_irv(&all->irv, &all->profile), TALLY_OK);
	tally_plurality(&all->plurality, &all->profile);
	tally_approval(&all->approval, &all->profile);
	tally_borda(&all->borda, &all->pairwise);
}

static void all_fini(struct all *all)
{
	tally_profile_fini(&all->profile);
	tally_pairwise_fini(&all->pairwise);
	tally_result_fini(&all->schulze);
	tally_result_fini(&all->irv);
	tally_result_fini(&all->plurality);
	tally_result_fini(&all->approval);
	tally_result_fini(&all->borda);
}

static void tennessee_moves_its_capital_to_nashville(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 4, "42 A>B>C>D; 26 B>C>D>A; 15 C>D>B>A; 17 D>C>B>A");
	assert_string_equal(ranking_text(&all.schulze), "B>C>D>A");
	assert_string_equal(ranking_text(&all.plurality), "A>B>D>C");
	assert_string_equal(ranking_text(&all.irv), "D>A>B>C");
	assert_int_equal(all.irv.rounds, 3);
	assert_string_equal(round_text(&all.irv, 0), "42 26 15 17; 0");
	assert_string_equal(round_text(&all.irv, 1), "42 26 - 32; 0");
	assert_string_equal(round_text(&all.irv, 2), "42 - - 58; 0");
	assert_string_equal(scores_text(&all.borda), "126 194 173 107");
	assert_string_equal(ranking_text(&all.borda), "B>C>A>D");
	assert_int_equal(tally_pairwise_at(&all.pairwise, 2, 3), 83);
	assert_int_equal(tally_pairwise_at(&all.pairwise, 3, 2), 17);
	all_fini(&all);
}

static void schulzes_first_example_has_no_condorcet_winner(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 5,
			 "5 A>C>B>E>D; 5 A>D>E>C>B; 8 B>E>D>A>C; 3 C>A>B>E>D; 7 C>A>E>B>D; 2 C>B>A>D>E; 7 D>C>E>B>A; 8 E>B>A>D>C");
	assert_string_equal(ranking_text(&all.schulze), "E>A>C>B>D");
	assert_string_equal(set_text(&all.plurality.winners, 5), "C");
	assert_string_equal(set_text(&all.borda.winners, 5), "E");
	assert_int_equal(all.borda.scores[4], 2 * 102);
	assert_string_equal(set_text(&all.irv.winners, 5), "C");
	assert_int_equal(all.irv.rounds, 4);
	assert_string_equal(round_text(&all.irv, 1), "10 8 19 - 8; 0");
	assert_string_equal(set_text(&all.irv.round[1].tie, 5), "BE");
	assert_string_equal(set_text(&all.irv.round[1].eliminated, 5), "E");
	assert_string_equal(round_text(&all.irv, 2), "10 16 19 - -; 0");
	assert_string_equal(round_text(&all.irv, 3), "- 16 29 - -; 0");
	all_fini(&all);
}

static void burlington_had_three_answers(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 3, "1332 A>B>C; 767 A>C>B; 455 A; 2043 B>A>C; 371 B>C>A; 568 B; 1513 C>A>B; 495 C>B>A; 1289 C");
	assert_int_equal(all.profile.voters, 8833);
	assert_string_equal(scores_text(&all.plurality), "2554 2982 3297");
	assert_string_equal(ranking_text(&all.schulze), "A>B>C");
	assert_string_equal(ranking_text(&all.irv), "B>C>A");
	assert_string_equal(round_text(&all.irv, 1), "- 4314 4064; 455");
	all_fini(&all);
}

static void a_true_tie_is_reported_as_one(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 4, "3 A>B>C>D; 2 C>B>D>A; 2 D>A>B>C; 2 D>B>C>A");
	assert_string_equal(ranking_text(&all.schulze), "B=D>A=C");
	assert_string_equal(set_text(&all.schulze.winners, 4), "BD");
	all_fini(&all);
}

static void legrands_election_has_a_winner_for_every_method(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 5,
			 "98 A>C>E>D>B; 64 B>A>E>C>D; 12 B>A>E>D>C; 98 B>E>A>C>D; 13 B>E>A>D>C; 125 B>E>D>A>C; 124 C>A>E>D>B; "
			 "76 C>E>A>D>B; 21 D>A>B>E>C; 30 D>B>A>E>C; 98 D>B>E>C>A; 139 D>C>A>B>E; 23 D>C>B>A>E");
	assert_int_equal(all.profile.voters, 921);
	assert_string_equal(set_text(&all.plurality.winners, 5), "B");
	assert_int_equal(all.plurality.scores[1], 312);
	assert_string_equal(set_text(&all.irv.winners, 5), "D");
	const struct tally_round *last = &all.irv.round[all.irv.rounds - 1];
	assert_int_equal(last->counts[3], 609);
	assert_int_equal(last->exhausted, 0);
	assert_string_equal(ranking_text(&all.schulze), "A>B>E>D>C");
	assert_string_equal(set_text(&all.borda.winners, 5), "A");
	all_fini(&all);
}

/* A Pe, B B, C Pa. */
static void alaskas_model_elects_who_would_lose_a_duel(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 3, "50 A>B>C; 36 C>B>A; 29 B>C>A; 25 A; 23 C; 16 B>A>C; 12 B; 5 A>C>B; 4 C>A>B");
	assert_int_equal(all.profile.voters, 200);
	assert_string_equal(set_text(&all.irv.winners, 3), "A");
	assert_string_equal(round_text(&all.irv, 1), "96 - 92; 12");
	assert_string_equal(set_text(&all.schulze.winners, 3), "B");
	assert_int_equal(tally_pairwise_at(&all.pairwise, 1, 0), 93);
	assert_int_equal(tally_pairwise_at(&all.pairwise, 0, 1), 84);
	assert_int_equal(tally_pairwise_at(&all.pairwise, 1, 2), 107);
	assert_int_equal(tally_pairwise_at(&all.pairwise, 2, 1), 68);
	all_fini(&all);
}

/* A to G, and the slate S1 to S5 as H to L. */
static const char slate[] =
	"26 H=I=J=K=L; 2 H=I; 1 J; 12 A=B; 10 A=C; 9 B=D; 8 C=E; 8 D=E; 7 A; 6 F=B; 6 F=E; 5 G=C; 5 G=D; "
	"4 F; 4 G";

static void a_slate_takes_three_of_five_places_of_a_plain_count(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 12, slate);
	assert_string_equal(scores_text(&all.approval), "29 27 23 22 22 16 14 28 28 27 26 26");
	assert_string_equal(ranking_text(&all.approval), "A>H=I>B=J>K=L>C>D=E>F>G");
	all_fini(&all);
}

static void eph_leaves_a_slate_what_its_voters_are_worth(void **state)
{
	struct tally_profile profile;
	struct tally_result result;
	(void)state;
	ballots_read(&profile, 12, slate);
	assert_int_equal(tally_eph(&result, &profile, 5), TALLY_OK);
	assert_string_equal(set_text(&result.winners, 12), "ABEHI");
	tally_result_fini(&result);
	tally_profile_fini(&profile);
}

static void unranked_is_below_all_that_is_ranked_and_not_absent(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 3, "3 A; 2 B>C");
	assert_int_equal(tally_pairwise_at(&all.pairwise, 0, 1), 3);
	assert_int_equal(tally_pairwise_at(&all.pairwise, 1, 0), 2);
	assert_int_equal(tally_pairwise_at(&all.pairwise, 2, 1), 0);
	assert_string_equal(ranking_text(&all.schulze), "A>B>C");
	assert_string_equal(scores_text(&all.borda), "6 5.5 3.5");
	assert_string_equal(scores_text(&all.approval), "3 2 2");
	all_fini(&all);
}

static void a_ballot_counts_for_nobody_while_its_next_place_is_tied(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 4, "4 A=B>C; 3 C; 2 D>A; 1 B");
	assert_string_equal(scores_text(&all.plurality), "0 1 3 2");
	assert_string_equal(round_text(&all.irv, 0), "0 1 3 2; 4");
	assert_string_equal(set_text(&all.irv.round[0].eliminated, 4), "A");
	assert_string_equal(round_text(&all.irv, 1), "- 5 3 2; 0");
	assert_string_equal(round_text(&all.irv, 2), "- 5 3 -; 2");
	assert_string_equal(ranking_text(&all.irv), "B>C>D>A");
	all_fini(&all);
}

static void who_has_no_vote_leaves_one_at_a_time(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 5, "2 A>D; 2 B>C; 1 C=E; 1 E");
	assert_string_equal(set_text(&all.irv.round[0].tie, 5), "CD");
	assert_string_equal(set_text(&all.irv.round[0].eliminated, 5), "D");
	assert_string_equal(round_text(&all.irv, 1), "2 2 0 - 1; 1");
	assert_string_equal(round_text(&all.irv, 2), "2 2 - - 2; 0");
	all_fini(&all);
}

static void half_of_the_ballots_that_count_is_no_majority(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 3, "3 A; 2 B>A; 1 C>B; 6 ");
	assert_int_equal(all.irv.rounds, 3);
	assert_string_equal(round_text(&all.irv, 0), "3 2 1; 6");
	assert_string_equal(round_text(&all.irv, 1), "3 3 -; 6");
	assert_string_equal(set_text(&all.irv.winners, 3), "AB");
	all_fini(&all);
}

static void when_ties_decide_all_who_may_win_are_winners(void **state)
{
	struct all all;
	(void)state;
	all_init(&all, 3, "2 A>B; 2 B>A; 3 C");
	assert_string_equal(set_text(&all.irv.winners, 3), "AB");
	assert_string_equal(ranking_text(&all.irv), "A=B>C");
	all_fini(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tennessee_moves_its_capital_to_nashville),
		cmocka_unit_test(schulzes_first_example_has_no_condorcet_winner),
		cmocka_unit_test(burlington_had_three_answers),
		cmocka_unit_test(a_true_tie_is_reported_as_one),
		cmocka_unit_test(legrands_election_has_a_winner_for_every_method),
		cmocka_unit_test(alaskas_model_elects_who_would_lose_a_duel),
		cmocka_unit_test(a_slate_takes_three_of_five_places_of_a_plain_count),
		cmocka_unit_test(eph_leaves_a_slate_what_its_voters_are_worth),
		cmocka_unit_test(unranked_is_below_all_that_is_ranked_and_not_absent),
		cmocka_unit_test(a_ballot_counts_for_nobody_while_its_next_place_is_tied),
		cmocka_unit_test(who_has_no_vote_leaves_one_at_a_time),
		cmocka_unit_test(half_of_the_ballots_that_count_is_no_majority),
		cmocka_unit_test(when_ties_decide_all_who_may_win_are_winners),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
