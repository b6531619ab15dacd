/* Many calls on one connection, and peers that do not do their part, over every stream. */
#include "tests/service/rpc/rpc_raw.h"

#include "common/rpc/server_state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define N_CALLS 60

/* Call 1 is slow, the others are not; all of them are one record. */
static void write_batch(struct raw *raw, struct fixture *fixture)
{
	uint8_t frames[N_CALLS * 256];
	size_t length = 0;

	for (uint64_t number = 1; number <= N_CALLS; number++) {
		ProtobufCBinaryData call =
			raw_call(fixture, number == 1 ? "slow" : arena_printf(&fixture->arena, "%d", (int)number));

		assert_true(call.len < 200);
		length += raw_frame(frames + length, number, call.data, call.len);
	}
	raw_write_sealed(raw, frames, length);
}

static void assert_answered(struct raw *raw, bool *answered)
{
	struct fixture *fixture = raw->fixture;
	ProtobufCBinaryData packed;
	const Kleos__Reply *reply;
	const Kleos__GetMemberResponse *response;
	uint64_t number = 0;

	assert_true(raw_take(raw, &number, &packed));
	assert_true(number >= 1 && number <= N_CALLS && !answered[number]);
	answered[number] = true;
	reply = kleos__reply__unpack(&fixture->arena.allocator, packed.len, packed.data);
	assert_int_equal(reply->code, STATUS_OK);
	response = kleos__get_member_response__unpack(&fixture->arena.allocator, reply->body.len, reply->body.data);
	assert_string_equal(response->member->display_name,
						number == 1 ? "slow" : arena_printf(&fixture->arena, "%d", (int)number));
}

static void a_batch_is_answered_as_each_call_is_ready(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	bool answered[N_CALLS + 1] = {false};

	atomic_store(&fixture->holding, true);
	raw_open(&raw, fixture);
	write_batch(&raw, fixture);
	for (int i = 1; i < N_CALLS; i++)
		assert_answered(&raw, answered);
	assert_false(answered[1]);
	atomic_store(&fixture->holding, false);
	assert_answered(&raw, answered);
	assert_true(answered[1]);
	raw_close(&raw);
}

static void frames_may_come_byte_by_byte(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	ProtobufCBinaryData call = raw_call(fixture, "x"), reply;
	uint8_t frame[512];
	size_t length = raw_frame(frame, 5, call.data, call.len);
	uint64_t number;

	raw_open(&raw, fixture);
	for (size_t i = 0; i < length; i++) {
		uint8_t sealed[64];
		size_t n = channel_seal(&raw.channel, sealed, frame + i, 1);

		for (size_t j = 0; j < n; j += 5)
			raw_write(raw.stream, sealed + j, n - j < 5 ? n - j : 5);
	}
	assert_true(raw_take(&raw, &number, &reply));
	assert_int_equal(number, 5);
	raw_close(&raw);
}

static void replies_to_who_has_gone_are_dropped(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;

	atomic_store(&fixture->holding, true);
	for (int i = 0; i < 20; i++) {
		ProtobufCBinaryData call = raw_call(fixture, "slow");

		raw_open(&raw, fixture);
		raw_put(&raw, 1, call.data, call.len);
		fixture_wait_taken(fixture, i + 1);
		raw_close(&raw);
	}
	atomic_store(&fixture->holding, false);
	fixture_wait_taken(fixture, 0);
	fixture_assert_works(fixture);
}

#define LONG_NAME 100000
#define MUCH      (128u << 20) /* bytes of calls */
#define MUCH_LESS (40u << 20)  /* what the two sockets of TCP hold both ways, and what the server keeps */

/* Asks and asks, each time for as long an answer, and reads none. How many bytes went before nothing did. */
static size_t ask_without_reading(struct raw *raw)
{
	struct fixture *fixture = raw->fixture;
	struct timeval second = {.tv_sec = 1};
	char *name = arena_alloc(&fixture->arena, LONG_NAME + 1);
	ProtobufCBinaryData call;
	uint8_t *frame, *sealed = arena_alloc(&fixture->arena, CHANNEL_SEALED_BOUND);
	size_t gone = 0, length;

	memset(name, 'x', LONG_NAME);
	call = raw_call(fixture, name);
	frame = arena_alloc(&fixture->arena, RAW_HEAD_SIZE + call.len);
	length = raw_frame(frame, 1, call.data, call.len);
	setsockopt(raw->stream, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof(second));
	while (gone < MUCH) {
		size_t at = gone % length, part = length - at < CHANNEL_RECORD_BOUND ? length - at : CHANNEL_RECORD_BOUND;
		size_t n = channel_seal(&raw->channel, sealed, frame + at, part);

		if (send(raw->stream, sealed, n, MSG_NOSIGNAL) != (ssize_t)n)
			break;
		gone += part;
	}
	return gone;
}

static void who_takes_no_answers_is_read_no_further_and_then_hung_up_on(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	size_t gone;

	raw_open(&raw, fixture);
	gone = ask_without_reading(&raw);
	assert_true(gone < MUCH_LESS);
	for (int i = 0; i < 20; i++)
		fixture_assert_works(fixture);
	for (int i = 0; i < 200; i++) { /* 5 s without taking anything, and some for a busy machine */
		if (send(raw.stream, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno != EAGAIN)
			break;
		usleep(100000);
	}
	assert_true(send(raw.stream, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno != EAGAIN);
	fixture_wait_taken(fixture, 0);
	fixture_assert_works(fixture);
	raw_close(&raw);
}

static bool is_let_in(struct fixture *fixture, struct raw *raw)
{
	return raw_greet(raw, fixture, fixture_stream(fixture), CHANNEL_CLIENT, &fixture->world.key);
}

static void a_server_has_room_for_so_many_connections(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raws[SERVER_CONNECTIONS_BOUND];
	const int n = SERVER_CONNECTIONS_BOUND - 1; /* the fixture's client has one */
	bool let_in = false;

	for (int i = 0; i < n; i++)
		assert_true(is_let_in(fixture, &raws[i]));
	assert_false(is_let_in(fixture, &raws[n]));
	raw_close(&raws[n]);
	fixture_assert_works(fixture);
	raw_close(&raws[0]);
	for (int i = 0; i < 2000 && !let_in; i++) {
		let_in = is_let_in(fixture, &raws[0]);
		if (!let_in)
			raw_close(&raws[0]);
	}
	assert_true(let_in);
	for (int i = 0; i < n; i++)
		raw_close(&raws[i]);
}

/* Greets and then does nothing, as a server that is stuck. */
static void a_stuck_server_is_waited_for_until_the_deadline(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	int listener = fixture_listen(fixture);
	struct outcome outcome;

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	assert_true(raw_greet(&raw, fixture, accept(listener, NULL, NULL), CHANNEL_SERVER, &fixture->world.key));
	fixture_wait_connected(fixture, true);
	assert_int_equal(fixture_get(fixture, "x", 200).status, STATUS_DEADLINE_EXCEEDED);
	outcome_init(&outcome);
	fixture_start(fixture, "x", 600000, &outcome);
	raw_close(&raw);
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
	outcome_fini(&outcome);
	close(listener);
}

/* Calls that a stuck server does not take are refused when too many bytes of them wait, and nobody blocks. */
static void a_client_keeps_no_more_than_it_may(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	int listener = fixture_listen(fixture);
	char *name = arena_alloc(&fixture->arena, WIRE_MESSAGE_BOUND);
	struct outcome outcomes[FIXTURE_CALLERS];
	int refused = 0;

	memset(name, 'x', WIRE_MESSAGE_BOUND - 1024);
	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	assert_true(raw_greet(&raw, fixture, accept(listener, NULL, NULL), CHANNEL_SERVER, &fixture->world.key));
	fixture_wait_connected(fixture, true);
	for (int i = 0; i < FIXTURE_CALLERS; i++) {
		outcome_init(&outcomes[i]);
		fixture_start(fixture, name, 600000, &outcomes[i]);
		refused += outcome_is_over(&outcomes[i]) && outcomes[i].status == STATUS_RESOURCE_EXHAUSTED;
	}
	assert_in_range(refused, 1, FIXTURE_CALLERS - 10);
	for (int i = 0; i < FIXTURE_CALLERS; i++) { /* 5 s later the client gives the server up */
		outcome_wait(&outcomes[i]);
		outcome_fini(&outcomes[i]);
	}
	raw_close(&raw);
	close(listener);
}

static const enum transport ipc = OVER_IPC, tcp = OVER_TCP;

#define TESTS(transport)                                                                                               \
	TEST(a_batch_is_answered_as_each_call_is_ready, transport, fixture_begin),                                         \
		TEST(frames_may_come_byte_by_byte, transport, fixture_begin),                                                  \
		TEST(replies_to_who_has_gone_are_dropped, transport, fixture_begin),                                           \
		TEST(who_takes_no_answers_is_read_no_further_and_then_hung_up_on, transport, fixture_begin),                   \
		TEST(a_server_has_room_for_so_many_connections, transport, fixture_begin),                                     \
		TEST(a_stuck_server_is_waited_for_until_the_deadline, transport, fixture_begin_alone),                         \
		TEST(a_client_keeps_no_more_than_it_may, transport, fixture_begin_alone)

int main(void)
{
	const struct CMUnitTest tests[] = {TESTS(ipc), TESTS(tcp)};

	return cmocka_run_group_tests_name("rpc_batch", tests, NULL, NULL);
}
