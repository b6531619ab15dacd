/* How much of the gateway one caller gets: alone everything, beside others a fair part. */
#include "services/gateway/caller/shares.h"
#include "services/gateway/exchange_state.h"
#include "tests/support/support.h"

#include <stdlib.h>

#define MANY 200

struct hall {
	struct test_world world;
	struct shares *shares;
	struct exchange noisy[MANY], quiet[MANY];
};

static void prepare(struct exchange *exchange, uint8_t key)
{
	atomic_init(&exchange->holds, 1);
	exchange->principal.key.bytes[0] = key;
}

static int set_up(void **state)
{
	struct hall *hall = calloc(1, sizeof *hall);
	test_world_init(&hall->world);
	hall->world.monotonic_ms = 1000000;
	assert_int_equal(shares_open(&hall->shares, &hall->world.environment, 100), STATUS_OK);
	for (int i = 0; i < MANY; i++) {
		prepare(&hall->noisy[i], 1);
		prepare(&hall->quiet[i], 2);
	}
	*state = hall;
	return 0;
}

static int tear_down(void **state)
{
	struct hall *hall = *state;
	shares_close(hall->shares);
	free(hall);
	return 0;
}

static int count_at_work(const struct exchange *list)
{
	int n = 0;
	for (int i = 0; i < MANY; i++)
		n += list[i].shares;
	return n;
}

static void enter(struct hall *hall, struct exchange *list, int from, int to)
{
	for (int i = from; i < to; i++)
		assert_int_not_equal(shares_enter(hall->shares, &list[i]), SHARE_REFUSED);
}

/* The first that is at work is answered, and asks again. */
static int serve_one(struct hall *hall, struct exchange *list)
{
	for (int i = 0; i < MANY; i++) {
		if (!list[i].shares)
			continue;
		shares_leave(hall->shares, &list[i]);
		enter(hall, list, i, i + 1);
		return 1;
	}
	return 0;
}

/* More than any fair share, and less than all that may be under way. */
static void who_is_alone_has_most_of_the_house(void **state)
{
	struct hall *hall = *state;
	assert_true(MANY > SHARE_ALONE_BOUND && SHARE_ALONE_BOUND < ADMISSION_BOUND);
	enter(hall, hall->noisy, 0, MANY);
	assert_int_equal(count_at_work(hall->noisy), SHARE_ALONE_BOUND);
}

static void one_that_comes_beside_a_noisy_one_goes_at_once(void **state)
{
	struct hall *hall = *state;
	enter(hall, hall->noisy, 0, MANY);
	assert_int_equal(shares_enter(hall->shares, &hall->quiet[0]), SHARE_GOES);
}

static void two_who_want_all_have_half_each(void **state)
{
	struct hall *hall = *state;
	enter(hall, hall->noisy, 0, MANY);
	enter(hall, hall->quiet, 0, SHARES_AT_ONCE / 2);
	for (int i = 0; i < MANY; i++) /* what the noisy one had under way when it was alone */
		serve_one(hall, hall->noisy);
	assert_int_equal(count_at_work(hall->noisy), SHARES_AT_ONCE / 2);
	assert_int_equal(count_at_work(hall->quiet), SHARES_AT_ONCE / 2);
	for (int i = 0; i < MANY; i++) {
		serve_one(hall, hall->noisy);
		serve_one(hall, hall->quiet);
	}
	assert_int_equal(count_at_work(hall->noisy), SHARES_AT_ONCE / 2);
	assert_int_equal(count_at_work(hall->quiet), SHARES_AT_ONCE / 2);
}

static void who_waits_goes_when_the_other_has_left(void **state)
{
	struct hall *hall = *state;
	enter(hall, hall->quiet, 0, 1);
	enter(hall, hall->noisy, 0, MANY);
	assert_int_equal(count_at_work(hall->noisy), SHARES_AT_ONCE / 2);
	shares_leave(hall->shares, &hall->quiet[0]);
	assert_int_equal(count_at_work(hall->noisy), SHARE_ALONE_BOUND);
	for (int i = 0; i < SHARE_ALONE_BOUND; i++)
		assert_int_equal(atomic_load(&hall->noisy[i].holds), 1);
}

static void what_waits_is_bounded(void **state)
{
	struct hall *hall = *state;
	struct exchange *crowd = calloc(SHARE_WAITS + 9, sizeof(*crowd));
	enter(hall, hall->quiet, 0, 1);
	for (int i = 0; i < SHARE_WAITS + 9; i++) {
		prepare(&crowd[i], 1);
		const enum share share = shares_enter(hall->shares, &crowd[i]);
		assert_int_equal(share, i < SHARES_AT_ONCE / 2                 ? SHARE_GOES
								: i < SHARES_AT_ONCE / 2 + SHARE_WAITS ? SHARE_WAITS_FOR_TURN
																	   : SHARE_REFUSED);
	}
	shares_leave(hall->shares, &hall->quiet[0]);
	free(crowd);
}

static int within(struct hall *hall, const struct exchange *of, int tries)
{
	int in = 0;
	while (tries-- > 0)
		in += shares_within_rate(hall->shares, &of->principal);
	return in;
}

static void each_has_so_many_a_second_and_twice_as_many_at_a_stroke(void **state)
{
	struct hall *hall = *state;
	assert_int_equal(within(hall, &hall->noisy[0], 1000), 200);
	assert_int_equal(within(hall, &hall->quiet[0], 50), 50);
	hall->world.monotonic_ms += 1000;
	assert_int_equal(within(hall, &hall->noisy[0], 1000), 100);
}

static void the_keys_of_one_member_are_counted_together(void **state)
{
	struct hall *hall = *state;
	hall->noisy[0].principal.member.bytes[0] = hall->quiet[0].principal.member.bytes[0] = 7;
	assert_int_equal(within(hall, &hall->noisy[0], 150) + within(hall, &hall->quiet[0], 150), 200);
}

#define HALL_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		HALL_TEST(who_is_alone_has_most_of_the_house),
		HALL_TEST(one_that_comes_beside_a_noisy_one_goes_at_once),
		HALL_TEST(two_who_want_all_have_half_each),
		HALL_TEST(who_waits_goes_when_the_other_has_left),
		HALL_TEST(what_waits_is_bounded),
		HALL_TEST(each_has_so_many_a_second_and_twice_as_many_at_a_stroke),
		HALL_TEST(the_keys_of_one_member_are_counted_together),
	};
	return cmocka_run_group_tests_name("shares", tests, NULL, NULL);
}
