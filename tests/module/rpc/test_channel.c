#include "tests/support/support.h"

#include "common/rpc/channel.h"

#include <string.h>

static const struct cluster_key other_key = {{9}};
static const uint8_t text[] = "what is said";

#define SEALED_SIZE (CHANNEL_LENGTH_SIZE + sizeof(text) + CHANNEL_SEAL_SIZE)

/* Two ends, and what the second one said last. */
struct ends {
	struct test_world world;
	struct channel client, server;
	uint8_t client_proof[CHANNEL_PROOF_SIZE], server_proof[CHANNEL_PROOF_SIZE];
};

static void agree(struct ends *ends, const struct cluster_key *client_key)
{
	test_world_init(&ends->world);
	channel_init(&ends->client, CHANNEL_CLIENT, client_key ? client_key : &ends->world.key, &ends->world.environment);
	channel_init(&ends->server, CHANNEL_SERVER, &ends->world.key, &ends->world.environment);
	assert_true(channel_agree(&ends->client, ends->server.hello, ends->client_proof));
	assert_true(channel_agree(&ends->server, ends->client.hello, ends->server_proof));
}

static void trust(struct ends *ends)
{
	agree(ends, NULL);
	assert_true(channel_trust(&ends->client, ends->server_proof));
	assert_true(channel_trust(&ends->server, ends->client_proof));
}

static bool open_at(struct channel *channel, const uint8_t *sealed)
{
	uint8_t opened[CHANNEL_RECORD_BOUND];
	size_t length = channel_sealed_length(sealed);

	return length == SEALED_SIZE - CHANNEL_LENGTH_SIZE &&
		   channel_open(channel, opened, sealed + CHANNEL_LENGTH_SIZE, length) &&
		   memcmp(opened, text, sizeof(text)) == 0;
}

static void what_one_end_seals_the_other_opens(void **state)
{
	struct ends ends;
	uint8_t sealed[SEALED_SIZE];

	(void)state;
	trust(&ends);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(channel_seal(&ends.client, sealed, text, sizeof(text)), SEALED_SIZE);
		assert_null(memmem(sealed, sizeof(sealed), text, 4));
		assert_true(open_at(&ends.server, sealed));
		channel_seal(&ends.server, sealed, text, sizeof(text));
		assert_true(open_at(&ends.client, sealed));
	}
}

static void a_record_holds_up_to_its_bound(void **state)
{
	static uint8_t bytes[CHANNEL_RECORD_BOUND], sealed[CHANNEL_SEALED_BOUND], opened[CHANNEL_RECORD_BOUND];
	struct ends ends;

	(void)state;
	trust(&ends);
	bytes[CHANNEL_RECORD_BOUND - 1] = 7;
	assert_int_equal(channel_seal(&ends.client, sealed, bytes, sizeof(bytes)), sizeof(sealed));
	assert_int_equal(channel_sealed_length(sealed), sizeof(sealed) - CHANNEL_LENGTH_SIZE);
	assert_true(channel_open(&ends.server, opened, sealed + CHANNEL_LENGTH_SIZE, sizeof(sealed) - CHANNEL_LENGTH_SIZE));
	assert_memory_equal(opened, bytes, sizeof(bytes));
}

static void a_length_that_no_record_has_is_none(void **state)
{
	(void)state;
	assert_int_equal(channel_sealed_length((const uint8_t[]){0, 0, 0, 0}), 0);
	assert_int_equal(channel_sealed_length((const uint8_t[]){0, 0, 0, 16}), 0);
	assert_int_equal(channel_sealed_length((const uint8_t[]){0, 0, 0, 17}), 17);
	assert_int_equal(channel_sealed_length((const uint8_t[]){0, 1, 0, 17}), 65553);
	assert_int_equal(channel_sealed_length((const uint8_t[]){0, 1, 0, 18}), 0);
	assert_int_equal(channel_sealed_length((const uint8_t[]){0xff, 0xff, 0xff, 0xff}), 0);
}

/* The length is not sealed; a record whose length was changed is another stretch of bytes, which does not open. */
static void no_bit_can_be_changed(void **state)
{
	struct ends ends;
	uint8_t sealed[SEALED_SIZE];

	(void)state;
	trust(&ends);
	channel_seal(&ends.client, sealed, text, sizeof(text));
	for (size_t i = 0; i < 8 * sizeof(sealed); i++) {
		sealed[i / 8] ^= (uint8_t)(1 << i % 8);
		assert_false(open_at(&ends.server, sealed));
		sealed[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	assert_true(open_at(&ends.server, sealed));
}

static void records_open_in_their_order_and_once(void **state)
{
	struct ends ends;
	uint8_t first[SEALED_SIZE], second[SEALED_SIZE];

	(void)state;
	trust(&ends);
	channel_seal(&ends.client, first, text, sizeof(text));
	channel_seal(&ends.client, second, text, sizeof(text));
	assert_false(open_at(&ends.server, second));
	assert_true(open_at(&ends.server, first));
	assert_false(open_at(&ends.server, first));
	assert_true(open_at(&ends.server, second));
}

static void nothing_comes_back_to_who_said_it(void **state)
{
	struct ends ends;
	uint8_t sealed[SEALED_SIZE], proof[CHANNEL_PROOF_SIZE];

	(void)state;
	trust(&ends);
	channel_seal(&ends.client, sealed, text, sizeof(text));
	assert_false(open_at(&ends.client, sealed));
	channel_init(&ends.client, CHANNEL_CLIENT, &ends.world.key, &ends.world.environment);
	assert_true(channel_agree(&ends.client, ends.client.hello, proof));
	assert_false(channel_trust(&ends.client, proof));
}

static void another_key_is_found_out_by_both_ends(void **state)
{
	struct ends ends;

	(void)state;
	agree(&ends, &other_key);
	assert_false(channel_trust(&ends.client, ends.server_proof));
	assert_false(channel_trust(&ends.server, ends.client_proof));
}

static void a_proof_with_any_bit_changed_is_none(void **state)
{
	struct ends ends;

	(void)state;
	for (size_t i = 0; i < CHANNEL_PROOF_SIZE; i++) {
		agree(&ends, NULL);
		ends.client_proof[i] ^= 1;
		assert_false(channel_trust(&ends.server, ends.client_proof));
	}
}

static void a_proof_is_for_one_connection(void **state)
{
	struct ends ends, others;

	(void)state;
	agree(&ends, NULL);
	others = ends;
	channel_init(&others.server, CHANNEL_SERVER, &ends.world.key, &ends.world.environment);
	assert_true(channel_agree(&others.server, ends.client.hello, others.server_proof));
	assert_false(channel_trust(&others.server, ends.client_proof));
	assert_true(channel_trust(&ends.server, ends.client_proof));
}

static void who_speaks_something_else_is_no_peer(void **state)
{
	struct ends ends;

	(void)state;
	agree(&ends, NULL);
	for (size_t i = 0; i < CHANNEL_HELLO_SIZE; i++) {
		ends.client.hello[i] ^= 1;
		assert_int_equal(channel_agree(&ends.server, ends.client.hello, ends.server_proof), i >= 8);
		ends.client.hello[i] ^= 1;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_one_end_seals_the_other_opens),    cmocka_unit_test(a_record_holds_up_to_its_bound),
		cmocka_unit_test(a_length_that_no_record_has_is_none),   cmocka_unit_test(no_bit_can_be_changed),
		cmocka_unit_test(records_open_in_their_order_and_once),  cmocka_unit_test(nothing_comes_back_to_who_said_it),
		cmocka_unit_test(another_key_is_found_out_by_both_ends), cmocka_unit_test(a_proof_with_any_bit_changed_is_none),
		cmocka_unit_test(a_proof_is_for_one_connection),         cmocka_unit_test(who_speaks_something_else_is_no_peer),
	};

	return cmocka_run_group_tests_name("channel", tests, NULL, NULL);
}
