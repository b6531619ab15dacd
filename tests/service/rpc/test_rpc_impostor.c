/* What a client takes when somebody else listens at the service's address, over every stream. */
#include "tests/service/rpc/rpc_raw.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void assert_untrusted(struct fixture *fixture)
{
	for (int i = 0; i < 20000; i++) {
		struct rpc_reply reply = fixture_get(fixture, "x", 20000);

		assert_int_equal(reply.status, STATUS_UNAVAILABLE);
		if (strcmp(reply.reason, "UNTRUSTED_REPLY") == 0)
			return;
		usleep(500);
	}
	fail_msg("the impostor was not found out");
}

static void who_listens_without_the_key_is_not_believed(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	const struct cluster_key other = {{9}};
	int listener = fixture_listen(fixture);

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	assert_false(raw_greet(&raw, fixture, accept(listener, NULL, NULL), CHANNEL_SERVER, &other));
	assert_untrusted(fixture);
	assert_false(rpc_client_connected(fixture->client));
	raw_close(&raw);
	assert_true(raw_greet(&raw, fixture, accept(listener, NULL, NULL), CHANNEL_SERVER, &fixture->world.key));
	fixture_wait_connected(fixture, true);
	raw_close(&raw);
	close(listener);
}

/* What the client says itself, said back to it. */
static void an_echo_is_not_believed(void **state)
{
	struct fixture *fixture = *state;
	uint8_t said[CHANNEL_HELLO_SIZE + CHANNEL_PROOF_SIZE];
	int listener = fixture_listen(fixture), stream;

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	stream = accept(listener, NULL, NULL);
	assert_true(raw_read(stream, said, CHANNEL_HELLO_SIZE));
	raw_write(stream, said, CHANNEL_HELLO_SIZE);
	assert_true(raw_read(stream, said + CHANNEL_HELLO_SIZE, CHANNEL_PROOF_SIZE));
	raw_write(stream, said + CHANNEL_HELLO_SIZE, CHANNEL_PROOF_SIZE);
	assert_untrusted(fixture);
	close(stream);
	close(listener);
}

/* The fixture's client on a server made by hand. */
static int serve_by_hand(struct fixture *fixture, struct raw *raw)
{
	int listener = fixture_listen(fixture);

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	assert_true(raw_greet(raw, fixture, accept(listener, NULL, NULL), CHANNEL_SERVER, &fixture->world.key));
	fixture_wait_connected(fixture, true);
	return listener;
}

static ProtobufCBinaryData reply_saying(struct fixture *fixture, const char *reason)
{
	Kleos__Reply reply = KLEOS__REPLY__INIT;

	reply.code = STATUS_ABORTED;
	reply.reason = reason;
	return wire_pack(&reply.base, &fixture->arena);
}

static void a_changed_reply_ends_every_call(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	struct outcome first, second;
	int listener = serve_by_hand(fixture, &raw);
	ProtobufCBinaryData call, reply = reply_saying(fixture, "WELL");
	uint8_t frame[256], sealed[512];
	uint64_t number;
	size_t n;

	outcome_init(&first);
	outcome_init(&second);
	fixture_start(fixture, "x", 20000, &first);
	fixture_start(fixture, "x", 20000, &second);
	assert_true(raw_take(&raw, &number, &call));
	n = channel_seal(&raw.channel, sealed, frame, raw_frame(frame, number, reply.data, reply.len));
	sealed[n / 2] ^= 1;
	raw_write(raw.stream, sealed, n);
	assert_int_equal(outcome_wait(&first), STATUS_UNAVAILABLE);
	assert_int_equal(outcome_wait(&second), STATUS_UNAVAILABLE);
	assert_string_equal(first.reason, "UNTRUSTED_REPLY");
	outcome_fini(&first);
	outcome_fini(&second);
	raw_close(&raw);
	close(listener);
}

static void a_reply_that_comes_late_or_twice_or_unasked_finds_nothing(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	struct outcome outcome;
	int listener = serve_by_hand(fixture, &raw);
	ProtobufCBinaryData call, wrong = reply_saying(fixture, "WRONG"), right = reply_saying(fixture, "RIGHT");
	uint64_t given_up, number;

	assert_int_equal(fixture_get(fixture, "x", 100).status, STATUS_DEADLINE_EXCEEDED);
	assert_true(raw_take(&raw, &given_up, &call));
	for (int i = 0; i < 3; i++) { /* the place of the first call is used again and again */
		outcome_init(&outcome);
		fixture_start(fixture, "x", 20000, &outcome);
		assert_true(raw_take(&raw, &number, &call));
		raw_put(&raw, given_up, wrong.data, wrong.len);
		raw_put(&raw, UINT64_MAX, wrong.data, wrong.len);
		raw_put(&raw, number, right.data, right.len);
		raw_put(&raw, number, wrong.data, wrong.len);
		assert_int_equal(outcome_wait(&outcome), STATUS_ABORTED);
		assert_string_equal(outcome.reason, "RIGHT");
		outcome_fini(&outcome);
	}
	raw_close(&raw);
	close(listener);
}

static void a_reply_that_is_no_reply_fails_its_call_only(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	struct outcome outcome;
	int listener = serve_by_hand(fixture, &raw);
	ProtobufCBinaryData call;
	uint64_t number;

	outcome_init(&outcome);
	fixture_start(fixture, "x", 20000, &outcome);
	assert_true(raw_take(&raw, &number, &call));
	raw_put(&raw, number, "\xff\xff", 2);
	assert_int_equal(outcome_wait(&outcome), STATUS_INTERNAL);
	assert_string_equal(outcome.reason, "MALFORMED_REPLY");
	assert_true(rpc_client_connected(fixture->client));
	outcome_fini(&outcome);
	raw_close(&raw);
	close(listener);
}

static const enum transport ipc = OVER_IPC, tcp = OVER_TCP;

#define TESTS(transport)                                                                                               \
	TEST(who_listens_without_the_key_is_not_believed, transport, fixture_begin_alone),                                 \
		TEST(an_echo_is_not_believed, transport, fixture_begin_alone),                                                 \
		TEST(a_changed_reply_ends_every_call, transport, fixture_begin_alone),                                         \
		TEST(a_reply_that_comes_late_or_twice_or_unasked_finds_nothing, transport, fixture_begin_alone),               \
		TEST(a_reply_that_is_no_reply_fails_its_call_only, transport, fixture_begin_alone)

int main(void)
{
	const struct CMUnitTest tests[] = {TESTS(ipc), TESTS(tcp)};

	return cmocka_run_group_tests_name("rpc_impostor", tests, NULL, NULL);
}
