#include "services/gateway/caller/visitors.h"
#include "tests/support/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>

struct hall {
	struct test_world world;
	struct visitors *visitors;
};

static int set_up(void **state)
{
	struct hall *hall = calloc(1, sizeof *hall);
	test_world_init(&hall->world);
	hall->world.monotonic_ms = 1000000;
	assert_int_equal(visitors_open(&hall->visitors, &hall->world.environment, false), STATUS_OK);
	*state = hall;
	return 0;
}

static int tear_down(void **state)
{
	struct hall *hall = *state;
	visitors_close(hall->visitors);
	free(hall);
	return 0;
}

/* How many of `tries` come in, each leaving at once. */
static int come_in(struct hall *hall, const char *address, int tries)
{
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	struct sockaddr_in four = {.sin_family = AF_INET};
	const struct sockaddr *from = (const struct sockaddr *)&six;
	int in = 0;
	if (inet_pton(AF_INET, address, &four.sin_addr) == 1)
		from = (const struct sockaddr *)&four;
	else
		assert_int_equal(inet_pton(AF_INET6, address, &six.sin6_addr), 1);
	for (int i = 0; i < tries; i++) {
		if (!visitors_admit(hall->visitors, from))
			continue;
		in++;
		visitors_leave(hall->visitors);
	}
	return in;
}

static void one_address_has_its_share_and_takes_nothing_from_another(void **state)
{
	struct hall *hall = *state;
	assert_int_equal(come_in(hall, "192.0.2.7", 3 * VISITORS_BURST), VISITORS_BURST);
	assert_int_equal(come_in(hall, "192.0.2.8", 10), 10);
	hall->world.monotonic_ms += 1000;
	assert_int_equal(come_in(hall, "192.0.2.7", 3 * VISITORS_BURST), VISITORS_A_SECOND);
	hall->world.monotonic_ms += 3600000;
	assert_int_equal(come_in(hall, "192.0.2.7", 3 * VISITORS_BURST), VISITORS_BURST);
}

static void an_ipv6_network_is_one_and_a_mapped_address_is_ipv4(void **state)
{
	struct hall *hall = *state;
	assert_int_equal(come_in(hall, "2001:db8::1", 2 * VISITORS_BURST), VISITORS_BURST);
	assert_int_equal(come_in(hall, "2001:db8::ffff:2", 10), 0);
	assert_int_equal(come_in(hall, "2001:db8:0:1::1", 10), 10);
	assert_int_equal(come_in(hall, "192.0.2.9", VISITORS_BURST), VISITORS_BURST);
	assert_int_equal(come_in(hall, "::ffff:192.0.2.9", 10), 0);
}

static void loopback_and_whoever_stands_behind_a_proxy_are_not_told_apart(void **state)
{
	struct hall *hall = *state;
	assert_int_equal(come_in(hall, "127.0.0.1", 2 * VISITORS_BURST), 2 * VISITORS_BURST);
	assert_int_equal(come_in(hall, "::1", 2 * VISITORS_BURST), 2 * VISITORS_BURST);
	visitors_close(hall->visitors);
	assert_int_equal(visitors_open(&hall->visitors, &hall->world.environment, true), STATUS_OK);
	assert_int_equal(come_in(hall, "192.0.2.7", 2 * VISITORS_BURST), 2 * VISITORS_BURST);
}

static int err(struct hall *hall, const char *address, int tries)
{
	struct sockaddr_in four = {.sin_family = AF_INET};
	int heard = 0;
	assert_int_equal(inet_pton(AF_INET, address, &four.sin_addr), 1);
	for (int i = 0; i < tries; i++)
		heard += visitors_may_err(hall->visitors, (const struct sockaddr *)&four);
	return heard;
}

static void wrong_keys_count_by_address_and_beside_other_calls(void **state)
{
	struct hall *hall = *state;
	assert_int_equal(err(hall, "192.0.2.7", 3 * WRONG_KEYS_BURST), WRONG_KEYS_BURST);
	assert_int_equal(err(hall, "192.0.2.8", 1), 1);
	assert_int_equal(err(hall, "127.0.0.1", 3 * WRONG_KEYS_BURST), WRONG_KEYS_BURST);
	assert_int_equal(come_in(hall, "192.0.2.7", 10), 10);
	hall->world.monotonic_ms += 1000;
	assert_int_equal(err(hall, "192.0.2.7", 3 * WRONG_KEYS_BURST), WRONG_KEYS_A_SECOND);
	hall->world.monotonic_ms += 3600000;
	assert_int_equal(err(hall, "192.0.2.7", 3 * WRONG_KEYS_BURST), WRONG_KEYS_BURST);
}

static void so_many_are_served_at_once_and_whoever_leaves_makes_room(void **state)
{
	struct hall *hall = *state;
	for (int i = 0; i < VISITORS_AT_ONCE; i++)
		assert_true(visitors_admit(hall->visitors, NULL));
	assert_false(visitors_admit(hall->visitors, NULL));
	visitors_leave(hall->visitors);
	assert_true(visitors_admit(hall->visitors, NULL));
	assert_false(visitors_admit(hall->visitors, NULL));
}

#define HALL_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		HALL_TEST(one_address_has_its_share_and_takes_nothing_from_another),
		HALL_TEST(an_ipv6_network_is_one_and_a_mapped_address_is_ipv4),
		HALL_TEST(loopback_and_whoever_stands_behind_a_proxy_are_not_told_apart),
		HALL_TEST(wrong_keys_count_by_address_and_beside_other_calls),
		HALL_TEST(so_many_are_served_at_once_and_whoever_leaves_makes_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
