/* What a server takes from whom: bytes that are wrong, calls of who does not hold the key, over every stream. */
#include "tests/service/rpc/rpc_raw.h"

#include "common/rpc/server_state.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void bytes_that_are_no_envelope_are_answered(void **state)
{
	struct fixture *fixture = *state;

	raw_assert_refused(raw_ask(fixture, "\xff\xff\xff", 3), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	raw_assert_refused(raw_ask(fixture, "\x0a\x02\xc0\xaf", 4), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	raw_assert_refused(raw_ask(fixture, "\x42\x01x\x42\x01y", 6), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	raw_assert_refused(raw_ask(fixture, "\x42\x81\x00x", 4), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	raw_assert_refused(raw_ask(fixture, "\x0a\x00", 2), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
	raw_assert_refused(raw_ask(fixture, "", 0), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
	fixture_assert_works(fixture);
}

static void who_is_nobody_learns_nothing_of_the_methods(void **state)
{
	struct fixture *fixture = *state;
	Kleos__Call call = KLEOS__CALL__INIT;
	ProtobufCBinaryData packed;

	call.method = "no.such/Method";
	call.timeout_ms = 1000;
	packed = wire_pack(&call.base, &fixture->arena);
	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
}

static void a_call_without_time_is_not_begun(void **state)
{
	struct fixture *fixture = *state;
	Kleos__Call call = KLEOS__CALL__INIT;
	ProtobufCBinaryData packed;

	call.method = SERVICE "GetMember";
	packed = raw_envelope(fixture, &call);
	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_DEADLINE_EXCEEDED, "DEADLINE_PASSED");
	call.timeout_ms = 600001;
	packed = raw_envelope(fixture, &call);
	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
}

static void a_request_id_has_a_bound(void **state)
{
	struct fixture *fixture = *state;
	Kleos__Call call = KLEOS__CALL__INIT;
	ProtobufCBinaryData packed;
	char id[257] = {0};

	memset(id, 'x', 256);
	call.method = SERVICE "GetMember";
	call.timeout_ms = 1000;
	call.request_id = id;
	packed = raw_envelope(fixture, &call);
	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	id[255] = '\0';
	packed = raw_envelope(fixture, &call);
	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_OK, "");
}

static void a_body_that_is_no_message_is_refused(void **state)
{
	struct fixture *fixture = *state;
	Kleos__Call call = KLEOS__CALL__INIT;
	ProtobufCBinaryData packed;

	call.method = SERVICE "GetMember";
	call.timeout_ms = 1000;
	call.body = (ProtobufCBinaryData){.len = 3, .data = (uint8_t *)"\x0a\x01\x00"};
	packed = raw_envelope(fixture, &call);
	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "MALFORMED_REQUEST");
}

/* An envelope of exactly `length` bytes. */
static ProtobufCBinaryData envelope_of(struct fixture *fixture, size_t length)
{
	Kleos__Call call = KLEOS__CALL__INIT;
	Kleos__GetMemberRequest message = KLEOS__GET_MEMBER_REQUEST__INIT;
	char *name = arena_alloc(&fixture->arena, length + 1);
	ProtobufCBinaryData packed = {0};

	call.method = SERVICE "GetMember";
	call.timeout_ms = 1000;
	for (size_t n = length - 300; packed.len < length; n += packed.len ? length - packed.len : 0) {
		memset(name, 'x', n);
		message.member = name;
		call.body = wire_pack(&message.base, &fixture->arena);
		packed = raw_envelope(fixture, &call);
	}
	assert_int_equal(packed.len, length);
	return packed;
}

static void a_request_of_the_bound_is_taken_and_a_longer_one_is_not(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData packed = envelope_of(fixture, WIRE_MESSAGE_BOUND);

	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_OK, "");
	packed = envelope_of(fixture, WIRE_MESSAGE_BOUND + 1);
	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "BODY_TOO_LARGE");
	fixture_assert_works(fixture);
}

static void a_frame_that_is_much_too_long_ends_the_connection(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	uint8_t head[RAW_HEAD_SIZE] = {0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff};

	raw_open(&raw, fixture);
	raw_write_sealed(&raw, head, sizeof(head));
	assert_true(raw_is_hung_up(raw.stream));
	raw_close(&raw);
	fixture_assert_works(fixture);
}

static void a_principal_is_believed_for_its_time_only(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData packed = raw_call(fixture, "x");

	fixture->world.now_ms += 20000 + PRINCIPAL_SLACK_MS;
	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_OK, "");
	fixture->world.now_ms += 1;
	raw_assert_refused(raw_ask(fixture, packed.data, packed.len), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
}

static void who_does_not_hold_the_key_is_hung_up_on(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	const struct cluster_key other = {{9}};

	assert_false(raw_greet(&raw, fixture, fixture_stream(fixture), CHANNEL_CLIENT, &other));
	assert_true(raw_is_hung_up(raw.stream));
	raw_close(&raw);
	fixture_assert_works(fixture);
}

static void who_speaks_something_else_is_hung_up_on(void **state)
{
	struct fixture *fixture = *state;
	const char *said[] = {"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
						  "\0SP\0\0\x30\0\0 a greeting of nng's, and then more than that"};

	for (size_t i = 0; i < 2; i++) {
		int stream = fixture_stream(fixture);

		raw_write(stream, said[i], 44);
		assert_true(raw_is_hung_up(stream));
		close(stream);
	}
	fixture_assert_works(fixture);
}

/* The bytes of one connection's client, up to and with one call. */
struct recording {
	uint8_t bytes[CHANNEL_HELLO_SIZE + CHANNEL_PROOF_SIZE + CHANNEL_SEALED_BOUND];
	size_t record; /* where the call's record begins */
	size_t length;
};

/* A connection made by hand that asks once, and all it said. The reply is left unread. */
static void record(struct recording *recording, struct raw *raw, struct fixture *fixture)
{
	ProtobufCBinaryData call = raw_call(fixture, "x");
	uint8_t hello[CHANNEL_HELLO_SIZE], proof[CHANNEL_PROOF_SIZE], frame[1024];
	uint8_t *at = recording->bytes;

	raw->fixture = fixture;
	raw->stream = fixture_stream(fixture);
	raw->length = 0;
	channel_init(&raw->channel, CHANNEL_CLIENT, &fixture->world.key, &fixture->world.environment);
	at = (uint8_t *)memcpy(at, raw->channel.hello, CHANNEL_HELLO_SIZE) + CHANNEL_HELLO_SIZE;
	raw_write(raw->stream, recording->bytes, CHANNEL_HELLO_SIZE);
	assert_true(raw_read(raw->stream, hello, sizeof(hello)));
	assert_true(channel_agree(&raw->channel, hello, at));
	at += CHANNEL_PROOF_SIZE;
	recording->record = (size_t)(at - recording->bytes);
	at += channel_seal(&raw->channel, at, frame, raw_frame(frame, 1, call.data, call.len));
	recording->length = (size_t)(at - recording->bytes);
	raw_write(raw->stream, recording->bytes + CHANNEL_HELLO_SIZE, recording->length - CHANNEL_HELLO_SIZE);
	assert_true(raw_read(raw->stream, proof, sizeof(proof)) && channel_trust(&raw->channel, proof));
}

static void what_was_recorded_opens_on_no_other_connection(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	static struct recording recording;
	uint8_t heard[CHANNEL_HELLO_SIZE + CHANNEL_PROOF_SIZE + 1];
	int stream;

	record(&recording, &raw, fixture);
	raw_close(&raw);
	stream = fixture_stream(fixture);
	raw_write(stream, recording.bytes, recording.length);
	assert_false(raw_read(stream, heard, sizeof(heard))); /* hello, proof, and nothing more */
	close(stream);
	fixture_assert_works(fixture);
}

static void a_record_is_taken_once(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	static struct recording recording;
	ProtobufCBinaryData reply;
	uint64_t number;

	record(&recording, &raw, fixture);
	assert_true(raw_take(&raw, &number, &reply));
	raw_write(raw.stream, recording.bytes + recording.record, recording.length - recording.record);
	assert_false(raw_take(&raw, &number, &reply));
	assert_true(raw_is_hung_up(raw.stream));
	raw_close(&raw);
	fixture_assert_works(fixture);
}

static void a_changed_record_is_not_taken(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	ProtobufCBinaryData call = raw_call(fixture, "x"), reply;
	uint8_t frame[1024], sealed[2048];
	uint64_t number;
	size_t n = raw_frame(frame, 1, call.data, call.len) + CHANNEL_LENGTH_SIZE + CHANNEL_SEAL_SIZE;

	for (size_t i = 2; i < n; i += 11) { /* every byte: test_channel */
		raw_open(&raw, fixture);
		assert_int_equal(channel_seal(&raw.channel, sealed, frame, n - CHANNEL_LENGTH_SIZE - CHANNEL_SEAL_SIZE), n);
		sealed[i] ^= 1;
		raw_write(raw.stream, sealed, n);
		shutdown(raw.stream, SHUT_WR); /* a length that became longer is not waited for */
		assert_false(raw_take(&raw, &number, &reply));
		raw_close(&raw);
	}
	fixture_assert_works(fixture);
}

static void a_connection_may_end_anywhere(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	static struct recording recording;

	for (size_t i = 0; i < 200; i += 7) {
		record(&recording, &raw, fixture);
		raw_write(raw.stream, recording.bytes, i % 60); /* a beginning of something */
		raw_close(&raw);
	}
	for (size_t i = 0; i < CHANNEL_HELLO_SIZE; i += 7) {
		int stream = fixture_stream(fixture);

		raw_write(stream, recording.bytes, i);
		close(stream);
	}
	fixture_assert_works(fixture);
}

static void half_a_greeting_is_not_waited_for(void **state)
{
	struct fixture *fixture = *state;
	const char said[CHANNEL_HELLO_SIZE] = "kleos 1";
	int silent = fixture_stream(fixture), half = fixture_stream(fixture), unproved = fixture_stream(fixture);

	raw_write(half, said, CHANNEL_HELLO_SIZE / 2);
	raw_write(unproved, said, CHANNEL_HELLO_SIZE);
	assert_true(raw_is_hung_up(silent));
	assert_true(raw_is_hung_up(half));
	assert_true(raw_is_hung_up(unproved));
	close(silent);
	close(half);
	close(unproved);
	fixture_assert_works(fixture);
}

static void strangers_keep_out_nobody_who_holds_the_key(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	int silent[SERVER_CONNECTIONS_BOUND + SERVER_STRANGERS_BOUND];
	const int n = sizeof(silent) / sizeof(*silent);

	for (int i = 0; i < n; i++)
		silent[i] = fixture_stream(fixture);
	raw_open(&raw, fixture);
	raw_close(&raw);
	assert_true(raw_is_hung_up(silent[0]));
	for (int i = 0; i < n; i++)
		close(silent[i]);
	fixture_assert_works(fixture);
}

static uint32_t noise(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Whatever comes, under the key or not: the server goes on. */
static void noise_at_the_door_is_shut_out(void **state)
{
	struct fixture *fixture = *state;
	static struct raw raw;
	uint32_t seed = 7;
	uint8_t bytes[600];

	for (int turn = 0; turn < 300; turn++) {
		size_t length = noise(&seed) % sizeof(bytes);

		for (size_t i = 0; i < length; i++)
			bytes[i] = (uint8_t)noise(&seed);
		if (turn % 3 == 0) { /* from the start */
			raw.stream = fixture_stream(fixture);
			raw_write(raw.stream, bytes, length);
		} else if (turn % 3 == 1) { /* where a record is due */
			raw_open(&raw, fixture);
			raw_write(raw.stream, bytes, length);
		} else { /* well sealed, and no frames */
			raw_open(&raw, fixture);
			if (length > RAW_HEAD_SIZE && turn % 2)
				raw_frame(bytes, 3, bytes + RAW_HEAD_SIZE, length - RAW_HEAD_SIZE);
			raw_write_sealed(&raw, bytes, length);
		}
		raw_close(&raw);
	}
	fixture_assert_works(fixture);
}

static const enum transport ipc = OVER_IPC, tcp = OVER_TCP;

#define TESTS(transport)                                                                                               \
	TEST(bytes_that_are_no_envelope_are_answered, transport, fixture_begin),                                           \
		TEST(who_is_nobody_learns_nothing_of_the_methods, transport, fixture_begin),                                   \
		TEST(a_call_without_time_is_not_begun, transport, fixture_begin),                                              \
		TEST(a_request_id_has_a_bound, transport, fixture_begin),                                                      \
		TEST(a_body_that_is_no_message_is_refused, transport, fixture_begin),                                          \
		TEST(a_request_of_the_bound_is_taken_and_a_longer_one_is_not, transport, fixture_begin),                       \
		TEST(a_frame_that_is_much_too_long_ends_the_connection, transport, fixture_begin),                             \
		TEST(a_principal_is_believed_for_its_time_only, transport, fixture_begin),                                     \
		TEST(who_does_not_hold_the_key_is_hung_up_on, transport, fixture_begin),                                       \
		TEST(who_speaks_something_else_is_hung_up_on, transport, fixture_begin),                                       \
		TEST(what_was_recorded_opens_on_no_other_connection, transport, fixture_begin),                                \
		TEST(a_record_is_taken_once, transport, fixture_begin),                                                        \
		TEST(a_changed_record_is_not_taken, transport, fixture_begin),                                                 \
		TEST(a_connection_may_end_anywhere, transport, fixture_begin),                                                 \
		TEST(half_a_greeting_is_not_waited_for, transport, fixture_begin),                                             \
		TEST(strangers_keep_out_nobody_who_holds_the_key, transport, fixture_begin),                                   \
		TEST(noise_at_the_door_is_shut_out, transport, fixture_begin)

int main(void)
{
	const struct CMUnitTest tests[] = {TESTS(ipc), TESTS(tcp)};

	return cmocka_run_group_tests_name("rpc_trust", tests, NULL, NULL);
}
