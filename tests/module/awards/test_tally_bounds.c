/* Many alternatives, many voters, many ties: counts stay exact, and what is too much is said. */
#include "services/awards/tally/eph.h"
#include "services/awards/tally/irv.h"
#include "services/awards/tally/schulze.h"
#include "services/awards/tally/score.h"
#include "tests/module/awards/tally_ballots.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static uint32_t draw(uint64_t *random, uint32_t bound)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (uint32_t)((*random >> 32) * bound >> 32);
}

/* Ballots of random places and counts, counted pair by pair while they are added. All agree that nobody is better than
 * the first, so that some counter is added to every time. */
static void compare_pairs(size_t alternatives, int ballots, uint32_t places, uint32_t counts)
{
	uint64_t random = 88172645463325252u + alternatives, *above = calloc(alternatives * alternatives, sizeof(*above));
	uint8_t row[TALLY_ALTERNATIVES];
	struct tally_profile profile;
	struct tally_pairwise pairwise;
	tally_profile_init(&profile, alternatives);
	for (int i = 0; i < ballots; i++) {
		uint64_t count = 1 + draw(&random, counts);
		for (size_t a = 0; a < alternatives; a++)
			row[a] = draw(&random, 5) ? (uint8_t)(1 + draw(&random, places)) : TALLY_UNRANKED;
		row[0] = 0;
		for (size_t a = 0; a < alternatives; a++)
			for (size_t b = 0; b < alternatives; b++)
				above[a * alternatives + b] += row[a] < row[b] ? count : 0;
		assert_true(tally_profile_add(&profile, row, count));
	}
	tally_pairwise_init(&pairwise, &profile);
	assert_memory_equal(pairwise.above, above, alternatives * alternatives * sizeof(*above));
	tally_pairwise_fini(&pairwise);
	tally_profile_fini(&profile);
	free(above);
}

static void pairs_are_counted_exactly_whatever_the_width_and_the_weights(void **state)
{
	static const size_t widths[] = {1, 2, 3, 15, 16, 17, 20, 32, 33, 100, 254, 255};
	(void)state;
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		compare_pairs(widths[i], 2000 / (int)(1 + widths[i] / 16), 254, 1);
		compare_pairs(widths[i], 2000 / (int)(1 + widths[i] / 16), 3, 400);
	}
}

static void equal_ballots_become_one_row(void **state)
{
	struct tally_profile profile;
	(void)state;
	ballots_read(&profile, 3, "");
	for (int i = 0; i < 100000; i++)
		assert_true(tally_profile_add(&profile, (const uint8_t[]){(uint8_t)(i % 3), 1, 2}, 1));
	assert_int_equal(profile.voters, 100000);
	assert_int_equal(profile.rows, 3);
	tally_profile_fini(&profile);
}

static uint64_t fold(uint64_t word)
{
	word *= 0x9e3779b97f4a7c15u;
	return word ^ word >> 32;
}

/* The second half of the other ballot makes up for its first, by the arithmetic of profile.c. */
static void ballots_made_to_look_equal_stay_two(void **state)
{
	struct tally_profile profile;
	uint8_t first[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, second[16] = {8, 7, 6, 5, 4, 3, 2, 1};
	uint64_t words[2], others[2];
	(void)state;
	memcpy(words, first, sizeof(words));
	memcpy(others, second, sizeof(others));
	others[1] = words[1] ^ fold(words[0]) ^ fold(others[0]);
	memcpy(second, others, sizeof(others));
	assert_true(fold(fold(words[0]) ^ words[1]) == fold(fold(others[0]) ^ others[1]));
	tally_profile_init(&profile, 16);
	assert_true(tally_profile_add(&profile, first, 1));
	assert_true(tally_profile_add(&profile, second, 1));
	assert_true(tally_profile_add(&profile, second, 1));
	assert_int_equal(profile.rows, 2);
	tally_profile_fini(&profile);
}

static void more_voters_than_are_exact_are_refused(void **state)
{
	struct tally_profile profile;
	struct tally_pairwise pairwise;
	struct tally_result result;
	const uint8_t row[] = {0, TALLY_UNRANKED};
	(void)state;
	ballots_read(&profile, 2, "");
	assert_false(tally_profile_add(&profile, row, 0));
	assert_true(tally_profile_add(&profile, row, TALLY_VOTERS - 1));
	assert_false(tally_profile_add(&profile, row, 2));
	assert_int_equal(profile.voters, TALLY_VOTERS - 1);
	assert_true(tally_profile_add(&profile, row, 1));
	assert_false(tally_profile_add(&profile, row, 1));
	tally_pairwise_init(&pairwise, &profile);
	tally_borda(&result, &pairwise);
	assert_string_equal(scores_text(&result), "9007199254740992 0");
	tally_result_fini(&result);
	assert_int_equal(tally_irv(&result, &profile), TALLY_OK);
	assert_string_equal(ranking_text(&result), "A>B");
	tally_result_fini(&result);
	assert_int_equal(tally_eph(&result, &profile, 1), TALLY_TOO_MANY_VOTERS);
	tally_result_fini(&result);
	tally_pairwise_fini(&pairwise);
	tally_profile_fini(&profile);
}

/* Everybody has one voter who names nobody else: every set of them is reached. */
static enum tally_status tie_all(struct tally_result *result, size_t alternatives)
{
	struct tally_profile profile;
	uint8_t row[TALLY_ALTERNATIVES];
	tally_profile_init(&profile, alternatives);
	for (size_t a = 0; a < alternatives; a++) {
		memset(row, TALLY_UNRANKED, sizeof(row));
		row[a] = 0;
		assert_true(tally_profile_add(&profile, row, 1));
	}
	enum tally_status status = tally_irv(result, &profile);
	tally_profile_fini(&profile);
	return status;
}

/* Nobody names anybody. */
static enum tally_status tie_nobody(struct tally_result *result, size_t alternatives)
{
	struct tally_profile profile;
	tally_profile_init(&profile, alternatives);
	enum tally_status status = tally_irv(result, &profile);
	tally_profile_fini(&profile);
	return status;
}

static void runoffs_of_sixteen_tied_are_all_computed_and_of_seventeen_refused(void **state)
{
	struct tally_result result;
	(void)state;
	assert_int_equal(tie_all(&result, 16), TALLY_OK);
	assert_int_equal(tally_set_size(&result.winners), 16);
	assert_int_equal(result.groups, 1);
	assert_int_equal(result.rounds, 16);
	assert_int_equal(tally_set_size(&result.round[0].tie), 16);
	tally_result_fini(&result);
	assert_int_equal(tie_all(&result, 17), TALLY_TOO_MANY_SETS);
	assert_int_equal(result.rounds, 0);
	assert_non_null(strstr(tally_status_sentence(TALLY_TOO_MANY_SETS), "65536"));
	tally_result_fini(&result);
}

/* Two are named first, once each, and 60 nobody names: whoever of these leaves first changes nothing. */
static void those_whom_nobody_names_leave_without_being_tried_in_every_order(void **state)
{
	struct tally_profile profile;
	struct tally_result result;
	uint8_t row[TALLY_ALTERNATIVES];
	(void)state;
	tally_profile_init(&profile, 62);
	for (size_t a = 0; a < 2; a++) {
		memset(row, TALLY_UNRANKED, sizeof(row));
		row[a] = 0;
		assert_true(tally_profile_add(&profile, row, a + 1));
		assert_true(tally_profile_add(&profile, row, 1));
	}
	memset(row, TALLY_UNRANKED, sizeof(row));
	row[0] = 1;
	row[5] = 0;
	assert_true(tally_profile_add(&profile, row, 1));
	assert_int_equal(tally_irv(&result, &profile), TALLY_OK);
	assert_int_equal(tally_set_size(&result.winners), 2);
	assert_int_equal(result.group[5], 1);
	assert_int_equal(result.group[61], 2);
	assert_int_equal(result.groups, 3);
	assert_int_equal(tally_set_size(&result.round[0].tie), 59);
	tally_result_fini(&result);
	tally_profile_fini(&profile);
	assert_int_equal(tie_nobody(&result, 40), TALLY_OK);
	assert_int_equal(tally_set_size(&result.winners), 40);
	assert_int_equal(result.rounds, 40);
	tally_result_fini(&result);
}

static void runoffs_go_through_as_many_rounds_as_there_are_alternatives(void **state)
{
	struct tally_profile profile;
	struct tally_result result;
	uint8_t row[TALLY_ALTERNATIVES];
	(void)state;
	tally_profile_init(&profile, TALLY_ALTERNATIVES);
	for (size_t a = 0; a < TALLY_ALTERNATIVES; a++) {
		memset(row, TALLY_UNRANKED, sizeof(row));
		row[a] = 0;
		assert_true(tally_profile_add(&profile, row, 1000 + a));
	}
	assert_int_equal(tally_irv(&result, &profile), TALLY_OK);
	assert_int_equal(result.rounds, TALLY_ALTERNATIVES - 1);
	for (size_t a = 0; a < TALLY_ALTERNATIVES; a++)
		assert_int_equal(result.group[a], TALLY_ALTERNATIVES - 1 - a);
	tally_result_fini(&result);
	tally_profile_fini(&profile);
}

static void eph_refuses_a_ballot_of_eleven(void **state)
{
	struct tally_profile profile;
	struct tally_result result;
	(void)state;
	ballots_read(&profile, 11, "1 A=B=C=D=E=F=G=H=I=J");
	assert_int_equal(tally_eph(&result, &profile, 3), TALLY_OK);
	assert_int_equal(result.round[0].counts[0], TALLY_POINT / 10);
	tally_result_fini(&result);
	assert_true(tally_profile_add(&profile, (const uint8_t[11]){0}, 1));
	assert_int_equal(tally_eph(&result, &profile, 3), TALLY_TOO_MANY_NOMINEES);
	tally_result_fini(&result);
	tally_profile_fini(&profile);
}

static void nobody_voted_and_everybody_is_tied(void **state)
{
	struct tally_profile profile;
	struct tally_pairwise pairwise;
	struct tally_result result;
	(void)state;
	ballots_read(&profile, 3, "");
	tally_pairwise_init(&pairwise, &profile);
	tally_schulze(&result, &pairwise);
	assert_string_equal(ranking_text(&result), "A=B=C");
	tally_result_fini(&result);
	assert_int_equal(tally_irv(&result, &profile), TALLY_OK);
	assert_string_equal(ranking_text(&result), "A=B=C");
	tally_result_fini(&result);
	tally_pairwise_fini(&pairwise);
	tally_profile_fini(&profile);
}

static void a_single_alternative_wins(void **state)
{
	struct tally_profile profile;
	struct tally_result result;
	(void)state;
	ballots_read(&profile, 1, "2 ; 1 A");
	assert_int_equal(tally_irv(&result, &profile), TALLY_OK);
	assert_string_equal(ranking_text(&result), "A");
	assert_string_equal(round_text(&result, 0), "1; 2");
	tally_result_fini(&result);
	tally_profile_fini(&profile);
}

static void a_method_is_found_by_its_name(void **state)
{
	enum tally_method method;
	(void)state;
	for (int i = TALLY_SCHULZE; i <= TALLY_EPH; i++) {
		assert_true(tally_method_read(&method, tally_method_name((enum tally_method)i)));
		assert_int_equal(method, i);
	}
	assert_false(tally_method_read(&method, "Schulze"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_counted_exactly_whatever_the_width_and_the_weights),
		cmocka_unit_test(equal_ballots_become_one_row),
		cmocka_unit_test(ballots_made_to_look_equal_stay_two),
		cmocka_unit_test(more_voters_than_are_exact_are_refused),
		cmocka_unit_test(runoffs_of_sixteen_tied_are_all_computed_and_of_seventeen_refused),
		cmocka_unit_test(those_whom_nobody_names_leave_without_being_tried_in_every_order),
		cmocka_unit_test(runoffs_go_through_as_many_rounds_as_there_are_alternatives),
		cmocka_unit_test(eph_refuses_a_ballot_of_eleven),
		cmocka_unit_test(nobody_voted_and_everybody_is_tied),
		cmocka_unit_test(a_single_alternative_wins),
		cmocka_unit_test(a_method_is_found_by_its_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
