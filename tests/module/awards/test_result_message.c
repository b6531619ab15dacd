/* A result as a message: however many could be voted for, a reply has room for it. */
#include "common/rpc/wire.h"
#include "services/awards/vote/result_message.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#define CALL_ARENA ((size_t)4 << 20) /* bytes: what a call has in all */

/* The first is named first by half, two others once each, and the rest by nobody: a round for each of these, in which
 * all of them are tied. */
static void box_fill(struct box_profile *box, size_t candidates)
{
	uint8_t row[TALLY_ALTERNATIVES];
	memset(box, 0, sizeof(*box));
	box->count = candidates;
	tally_profile_init(&box->profile, candidates);
	for (size_t i = 0; i < candidates; i++)
		snprintf(box->candidates[i], CANDIDATE_TEXT_SIZE, "%08zu-0000-7000-8000-000000000000", i);
	for (size_t i = 0; i < candidates; i++)
		row[i] = (uint8_t)i;
	assert_true(tally_profile_add(&box->profile, row, 2));
	row[0] = 1;
	row[1] = 0;
	assert_true(tally_profile_add(&box->profile, row, 1));
	row[1] = 2;
	row[2] = 0;
	assert_true(tally_profile_add(&box->profile, row, 1));
}

static const Kleos__MethodResult *irv_of(const Kleos__CycleResult *result)
{
	for (size_t i = 0; i < result->n_methods; i++)
		if (result->methods[i]->method == KLEOS__TALLY_METHOD__TALLY_METHOD_IRV)
			return result->methods[i];
	fail_msg("no IRV");
	return NULL;
}

static void every_round_is_told_where_candidates_are_some_dozens(void **state)
{
	struct box_profile box;
	struct arena arena;
	const struct cycle cycle = {.rules = {.tally = KLEOS__TALLY_METHOD__TALLY_METHOD_IRV}};
	(void)state;
	arena_init(&arena, CALL_ARENA);
	box_fill(&box, 50);
	const Kleos__MethodResult *irv = irv_of(result_message(&arena, &cycle, &box));
	assert_string_equal(irv->problem, "");
	assert_int_equal(irv->rounds_left_out, 0);
	assert_int_equal(irv->rounds[0]->n_counts, 50);
	assert_int_equal(irv->n_winners, 1);
	box_profile_fini(&box);
	arena_fini(&arena);
}

static void of_two_hundred_and_fifty_five_the_last_rounds_are_told(void **state)
{
	struct box_profile box;
	struct arena arena;
	const struct cycle cycle = {.rules = {.tally = KLEOS__TALLY_METHOD__TALLY_METHOD_IRV}};
	(void)state;
	arena_init(&arena, CALL_ARENA);
	box_fill(&box, CANDIDATES_MOST);
	const Kleos__CycleResult *result = result_message(&arena, &cycle, &box);
	const Kleos__MethodResult *irv = irv_of(result);
	assert_true(irv->rounds_left_out > 0);
	assert_int_equal(irv->rounds[irv->n_rounds - 1]->n_eliminated, 0);
	assert_int_equal(result->n_winners, 1);
	assert_true(wire_pack(&result->base, &arena).len < CALL_ARENA / 4);
	assert_false(arena.exhausted);
	box_profile_fini(&box);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_round_is_told_where_candidates_are_some_dozens),
		cmocka_unit_test(of_two_hundred_and_fifty_five_the_last_rounds_are_told),
	};
	return cmocka_run_group_tests_name("result message", tests, NULL, NULL);
}
