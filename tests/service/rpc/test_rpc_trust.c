/* What is taken from whom: bytes that are wrong, calls and replies of who does not hold the key, over every transport.
 */
#include "tests/service/rpc/rpc_raw.h"

#include <nng/protocol/reqrep0/rep.h>
#include <string.h>

static int begin(void **state)
{
	static struct fixture fixture;

	fixture_open(&fixture, *(const enum transport *)*state);
	*state = &fixture;
	return 0;
}

static int begin_alone(void **state)
{
	static struct fixture fixture;

	fixture_prepare(&fixture, *(const enum transport *)*state);
	*state = &fixture;
	return 0;
}

static int end(void **state)
{
	fixture_close(*state);
	return 0;
}

static void bytes_that_are_no_envelope_are_answered(void **state)
{
	struct fixture *fixture = *state;

	raw_assert_refused(raw_send_sealed(fixture, "\xff\xff\xff", 3), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	raw_assert_refused(raw_send_sealed(fixture, "\x0a\x02\xc0\xaf", 4), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	raw_assert_refused(raw_send_sealed(fixture, "\x42\x01x\x42\x01y", 6), STATUS_INVALID_ARGUMENT,
					   "MALFORMED_ENVELOPE");
	raw_assert_refused(raw_send_sealed(fixture, "\x42\x81\x00x", 4), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	raw_assert_refused(raw_send_sealed(fixture, "\x0a\x00", 2), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
	fixture_assert_works(fixture);
}

static void a_message_of_no_bytes_is_never_answered(void **state)
{
	struct fixture *fixture = *state;

	assert_null(raw_send(fixture, "", 0));
	assert_int_equal(rpc_server_in_flight(fixture->server), 0);
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
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
}

static void a_call_without_time_is_not_begun(void **state)
{
	struct fixture *fixture = *state;
	Kleos__Call call = KLEOS__CALL__INIT;
	ProtobufCBinaryData packed;

	call.method = SERVICE "GetMember";
	packed = raw_envelope(fixture, &call);
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_DEADLINE_EXCEEDED, "DEADLINE_PASSED");
	call.timeout_ms = 600001;
	packed = raw_envelope(fixture, &call);
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT,
					   "MALFORMED_ENVELOPE");
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
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	id[255] = '\0';
	packed = raw_envelope(fixture, &call);
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_OK, "");
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
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "MALFORMED_REQUEST");
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

	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_OK, "");
	packed = envelope_of(fixture, WIRE_MESSAGE_BOUND + 1);
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "BODY_TOO_LARGE");
	fixture_assert_works(fixture);
}

/* A packed call that waits for a second, without its MAC. */
static ProtobufCBinaryData call_of_a_second(struct fixture *fixture)
{
	Kleos__Call call = KLEOS__CALL__INIT;

	call.method = SERVICE "GetMember";
	call.timeout_ms = 1000;
	return raw_envelope(fixture, &call);
}

static void a_call_with_any_byte_changed_is_refused_unread(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData packed = call_of_a_second(fixture);
	size_t step = 11; /* every byte: test_mac */

	for (size_t i = 0; i < packed.len + MAC_SIZE; i += step) {
		nng_msg *message = raw_message(packed.data, packed.len);
		const struct mac none = {0};
		struct mac mac;

		assert_int_equal(mac_put_call(&mac, message, &fixture->world.key), 0);
		((uint8_t *)nng_msg_body(message))[i] ^= 1;
		raw_assert_refused(raw_send_message(fixture, message, &none), STATUS_UNAUTHENTICATED, "UNTRUSTED_CALL");
	}
	raw_assert_refused(raw_send(fixture, packed.data, packed.len), STATUS_UNAUTHENTICATED, "UNTRUSTED_CALL");
	raw_assert_refused(raw_send(fixture, "x", 1), STATUS_UNAUTHENTICATED, "UNTRUSTED_CALL");
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_OK, "");
}

static void a_call_under_another_key_is_refused(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData packed = call_of_a_second(fixture);
	nng_msg *message = raw_message(packed.data, packed.len);
	const struct cluster_key other = {{9}};
	const struct mac none = {0};
	struct mac mac;

	assert_int_equal(mac_put_call(&mac, message, &other), 0);
	raw_assert_refused(raw_send_message(fixture, message, &none), STATUS_UNAUTHENTICATED, "UNTRUSTED_CALL");
}

static void a_captured_call_is_worth_nothing_when_its_time_is_over(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData packed = call_of_a_second(fixture);

	fixture->world.now_ms += 1000 + PRINCIPAL_SLACK_MS;
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_OK, "");
	fixture->world.now_ms += 1;
	raw_assert_refused(raw_send_sealed(fixture, packed.data, packed.len), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
}

/* Somebody who took a service's address without having its key: answers the next call, which is his to read, with the
 * message given (taken; NULL: with the call itself). The call is the caller's. */
static nng_msg *impostor_answer(nng_socket impostor, nng_msg *reply)
{
	nng_msg *call, *copy;

	assert_int_equal(nng_recvmsg(impostor, &call, 0), 0);
	while (nng_msg_len(call) == 0) { /* a link, which is not answered */
		nng_msg_free(call);
		assert_int_equal(nng_recvmsg(impostor, &call, 0), 0);
	}
	assert_int_equal(nng_msg_dup(&copy, call), 0);
	assert_int_equal(nng_sendmsg(impostor, reply ? reply : call, 0), 0);
	if (reply)
		nng_msg_free(call);
	return copy;
}

static nng_socket impostor_open(struct fixture *fixture)
{
	nng_socket impostor;

	assert_int_equal(nng_rep0_open(&impostor), 0);
	assert_int_equal(nng_socket_set_ms(impostor, NNG_OPT_RECVTIMEO, 10000), 0);
	assert_int_equal(nng_listen(impostor, fixture->url, NULL, 0), 0);
	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	fixture_wait_connected(fixture, true);
	return impostor;
}

static nng_msg *reply_under(struct fixture *fixture, const struct cluster_key *key, const struct mac *call)
{
	Kleos__Reply reply = KLEOS__REPLY__INIT;
	ProtobufCBinaryData packed;
	nng_msg *message;

	reply.reason = "WELL";
	packed = wire_pack(&reply.base, &fixture->arena);
	message = raw_message(packed.data, packed.len);
	if (key)
		assert_int_equal(mac_put_reply(message, call, key), 0);
	return message;
}

static void assert_untrusted(struct fixture *fixture, nng_socket impostor, nng_msg *reply)
{
	struct outcome outcome;

	outcome_init(&outcome);
	fixture_start(fixture, "x", 20000, &outcome);
	nng_msg_free(impostor_answer(impostor, reply));
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
	assert_string_equal(outcome.reason, "UNTRUSTED_REPLY");
	outcome_fini(&outcome);
}

static void a_reply_of_who_does_not_hold_the_key_is_not_believed(void **state)
{
	struct fixture *fixture = *state;
	nng_socket impostor = impostor_open(fixture);
	const struct cluster_key other = {{9}};
	const struct mac none = {0};

	assert_untrusted(fixture, impostor, NULL);
	assert_untrusted(fixture, impostor, raw_message("", 0));
	assert_untrusted(fixture, impostor, reply_under(fixture, NULL, NULL));
	assert_untrusted(fixture, impostor, reply_under(fixture, &other, &none));
	nng_close(impostor);
}

/* The impostor has a true reply, to another call that asked the same. */
static void a_reply_answers_one_call_only(void **state)
{
	struct fixture *fixture = *state;
	nng_socket impostor = impostor_open(fixture);
	struct outcome first;
	nng_msg *call;
	struct mac mac;

	outcome_init(&first);
	fixture_start(fixture, "x", 20000, &first);
	call = impostor_answer(impostor, raw_message("", 0));
	assert_int_equal(outcome_wait(&first), STATUS_UNAVAILABLE);
	assert_true(mac_take_call(&mac, call, &fixture->world.key));
	assert_untrusted(fixture, impostor, reply_under(fixture, &fixture->world.key, &mac));
	nng_msg_free(call);
	outcome_fini(&first);
	nng_close(impostor);
}

static const enum transport inproc = OVER_INPROC, local = OVER_NOTHING, ipc = OVER_IPC, tcp = OVER_TCP;

#define TEST(function, transport, setup)                                                                               \
	{                                                                                                                  \
#transport ": " #function, function, setup, end, (void *)&transport                                            \
	}
#define TESTS(transport)                                                                                               \
	TEST(bytes_that_are_no_envelope_are_answered, transport, begin),                                                   \
		TEST(a_message_of_no_bytes_is_never_answered, transport, begin),                                               \
		TEST(who_is_nobody_learns_nothing_of_the_methods, transport, begin),                                           \
		TEST(a_call_without_time_is_not_begun, transport, begin), TEST(a_request_id_has_a_bound, transport, begin),    \
		TEST(a_body_that_is_no_message_is_refused, transport, begin),                                                  \
		TEST(a_request_of_the_bound_is_taken_and_a_longer_one_is_not, transport, begin),                               \
		TEST(a_call_with_any_byte_changed_is_refused_unread, transport, begin),                                        \
		TEST(a_call_under_another_key_is_refused, transport, begin),                                                   \
		TEST(a_captured_call_is_worth_nothing_when_its_time_is_over, transport, begin),                                \
		TEST(a_reply_of_who_does_not_hold_the_key_is_not_believed, transport, begin_alone),                            \
		TEST(a_reply_answers_one_call_only, transport, begin_alone)

int main(void)
{
	const struct CMUnitTest tests[] = {TESTS(inproc), TESTS(local), TESTS(ipc), TESTS(tcp)};

	return cmocka_run_group_tests_name("rpc_trust", tests, NULL, NULL);
}
