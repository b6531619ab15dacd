/* What happens when bytes are wrong and ends come and go, over every transport. */
#include "tests/service/rpc/rpc_fixture.h"

#include "common/rpc/mac.h"
#include "common/rpc/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

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

/* Takes the message. NULL: no answer within 300 ms that belongs to the call of this MAC. */
static Kleos__Reply *send_message(struct fixture *fixture, nng_msg *message, const struct mac *mac)
{
	nng_socket socket;
	Kleos__Reply *reply = NULL;

	assert_int_equal(nng_req0_open(&socket), 0);
	assert_int_equal(nng_socket_set_ms(socket, NNG_OPT_RECVTIMEO, 300), 0);
	assert_int_equal(nng_socket_set_ms(socket, NNG_OPT_RECONNMINT, 1000), 0);
	assert_int_equal(nng_dial(socket, fixture->url, NULL, 0), 0);
	assert_int_equal(nng_sendmsg(socket, message, 0), 0);
	if (nng_recvmsg(socket, &message, 0) == 0) {
		if (mac_take_reply(message, mac, &fixture->world.key))
			reply = kleos__reply__unpack(&fixture->arena.allocator, nng_msg_len(message), nng_msg_body(message));
		nng_msg_free(message);
	}
	nng_close(socket);
	return reply;
}

static nng_msg *message_of(const void *bytes, size_t length)
{
	nng_msg *message;

	assert_int_equal(nng_msg_alloc(&message, 0), 0);
	assert_int_equal(nng_msg_append(message, bytes, length), 0);
	return message;
}

/* Sends bytes as they are: what is not trusted is answered as the call of no MAC. */
static Kleos__Reply *send_raw(struct fixture *fixture, const void *bytes, size_t length)
{
	const struct mac none = {0};

	return send_message(fixture, message_of(bytes, length), &none);
}

/* Sends bytes as who holds the key does. */
static Kleos__Reply *send_sealed(struct fixture *fixture, const void *bytes, size_t length)
{
	nng_msg *message = message_of(bytes, length);
	struct mac mac;

	assert_int_equal(mac_put_call(&mac, message, &fixture->world.key), 0);
	return send_message(fixture, message, &mac);
}

static ProtobufCBinaryData envelope(struct fixture *fixture, Kleos__Call *call)
{
	Kleos__Principal principal;

	principal_state(&principal, &fixture->world.environment, &fixture->maria, "members", call->timeout_ms);
	call->principal = &principal;
	return wire_pack(&call->base, &fixture->arena);
}

static void assert_refused(const Kleos__Reply *reply, enum status status, const char *reason)
{
	if (!reply)
		fail_msg("no answer where %s was expected", reason);
	assert_int_equal(reply->code, status);
	assert_string_equal(reply->reason, reason);
}

static void bytes_that_are_no_envelope_are_answered(void **state)
{
	struct fixture *fixture = *state;

	assert_refused(send_sealed(fixture, "\xff\xff\xff", 3), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	assert_refused(send_sealed(fixture, "\x0a\x02\xc0\xaf", 4), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	assert_refused(send_sealed(fixture, "\x42\x01x\x42\x01y", 6), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	assert_refused(send_sealed(fixture, "\x42\x81\x00x", 4), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
	assert_refused(send_sealed(fixture, "\x0a\x00", 2), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
	fixture_assert_works(fixture);
}

static void a_message_of_no_bytes_is_never_answered(void **state)
{
	struct fixture *fixture = *state;

	assert_null(send_raw(fixture, "", 0));
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
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
}

static void a_call_without_time_is_not_begun(void **state)
{
	struct fixture *fixture = *state;
	Kleos__Call call = KLEOS__CALL__INIT;
	ProtobufCBinaryData packed;

	call.method = SERVICE "GetMember";
	packed = envelope(fixture, &call);
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_DEADLINE_EXCEEDED, "DEADLINE_PASSED");
	call.timeout_ms = 600001;
	packed = envelope(fixture, &call);
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE");
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
	packed = envelope(fixture, &call);
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	id[255] = '\0';
	packed = envelope(fixture, &call);
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_OK, "");
}

static void a_body_that_is_no_message_is_refused(void **state)
{
	struct fixture *fixture = *state;
	Kleos__Call call = KLEOS__CALL__INIT;
	ProtobufCBinaryData packed;

	call.method = SERVICE "GetMember";
	call.timeout_ms = 1000;
	call.body = (ProtobufCBinaryData){.len = 3, .data = (uint8_t *)"\x0a\x01\x00"};
	packed = envelope(fixture, &call);
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "MALFORMED_REQUEST");
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
		packed = envelope(fixture, &call);
	}
	assert_int_equal(packed.len, length);
	return packed;
}

static void a_request_of_the_bound_is_taken_and_a_longer_one_is_not(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData packed = envelope_of(fixture, WIRE_MESSAGE_BOUND);

	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_OK, "");
	packed = envelope_of(fixture, WIRE_MESSAGE_BOUND + 1);
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_INVALID_ARGUMENT, "BODY_TOO_LARGE");
	fixture_assert_works(fixture);
}

/* A packed call that waits for a second, without its MAC. */
static ProtobufCBinaryData call_of_a_second(struct fixture *fixture)
{
	Kleos__Call call = KLEOS__CALL__INIT;

	call.method = SERVICE "GetMember";
	call.timeout_ms = 1000;
	return envelope(fixture, &call);
}

static void a_call_with_any_byte_changed_is_refused_unread(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData packed = call_of_a_second(fixture);
	size_t step = 11; /* every byte: test_mac */

	for (size_t i = 0; i < packed.len + MAC_SIZE; i += step) {
		nng_msg *message = message_of(packed.data, packed.len);
		const struct mac none = {0};
		struct mac mac;

		assert_int_equal(mac_put_call(&mac, message, &fixture->world.key), 0);
		((uint8_t *)nng_msg_body(message))[i] ^= 1;
		assert_refused(send_message(fixture, message, &none), STATUS_UNAUTHENTICATED, "UNTRUSTED_CALL");
	}
	assert_refused(send_raw(fixture, packed.data, packed.len), STATUS_UNAUTHENTICATED, "UNTRUSTED_CALL");
	assert_refused(send_raw(fixture, "x", 1), STATUS_UNAUTHENTICATED, "UNTRUSTED_CALL");
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_OK, "");
}

static void a_call_under_another_key_is_refused(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData packed = call_of_a_second(fixture);
	nng_msg *message = message_of(packed.data, packed.len);
	const struct cluster_key other = {{9}};
	const struct mac none = {0};
	struct mac mac;

	assert_int_equal(mac_put_call(&mac, message, &other), 0);
	assert_refused(send_message(fixture, message, &none), STATUS_UNAUTHENTICATED, "UNTRUSTED_CALL");
}

static void a_captured_call_is_worth_nothing_when_its_time_is_over(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData packed = call_of_a_second(fixture);

	fixture->world.now_ms += 1000 + PRINCIPAL_SLACK_MS;
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_OK, "");
	fixture->world.now_ms += 1;
	assert_refused(send_sealed(fixture, packed.data, packed.len), STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL");
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
	message = message_of(packed.data, packed.len);
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
	assert_untrusted(fixture, impostor, message_of("", 0));
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
	call = impostor_answer(impostor, message_of("", 0));
	assert_int_equal(outcome_wait(&first), STATUS_UNAVAILABLE);
	assert_true(mac_take_call(&mac, call, &fixture->world.key));
	assert_untrusted(fixture, impostor, reply_under(fixture, &fixture->world.key, &mac));
	nng_msg_free(call);
	outcome_fini(&first);
	nng_close(impostor);
}

/* A stream socket to the server, with no nng on this side: when a connection breaks halfway through a message, nng
 * 1.5.2 may never end that operation, and then never reaps a pipe again. */
static int stream_open(const struct fixture *fixture)
{
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	struct sockaddr_in remote = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	bool is_ipc = strncmp(fixture->url, "ipc://", 6) == 0;
	int stream = socket(is_ipc ? AF_UNIX : AF_INET, SOCK_STREAM, 0);

	snprintf(local.sun_path, sizeof(local.sun_path), "%s", fixture->url + strlen("ipc://"));
	remote.sin_port = htons((uint16_t)atoi(strrchr(fixture->url, ':') + 1));
	if (is_ipc)
		assert_int_equal(connect(stream, (struct sockaddr *)&local, sizeof(local)), 0);
	else
		assert_int_equal(connect(stream, (struct sockaddr *)&remote, sizeof(remote)), 0);
	return stream;
}

/* Whether the server hangs up on these bytes. */
static bool is_dropped(const struct fixture *fixture, const void *bytes, size_t length)
{
	struct timeval patience = {.tv_sec = 20};
	uint8_t heard[64];
	int stream = stream_open(fixture);
	ssize_t n;

	setsockopt(stream, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	assert_int_equal(send(stream, bytes, length, MSG_NOSIGNAL), length);
	do /* its own greeting comes first */
		n = recv(stream, heard, sizeof(heard), 0);
	while (n > 0);
	close(stream);
	return n == 0 || errno == ECONNRESET;
}

static void a_peer_that_speaks_no_nng_is_dropped(void **state)
{
	struct fixture *fixture = *state;
	/* greeting of a REQ socket, then (on ipc after a byte 1) the length of a message in 8 bytes */
	const uint8_t ipc_long[] = {0, 'S', 'P', 0, 0, 0x30, 0, 0, 1, 0, 0, 0, 0, 0, 0x10, 0, 0};
	const uint8_t tcp_long[] = {0, 'S', 'P', 0, 0, 0x30, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0};
	const uint8_t huge[] = {0, 'S', 'P', 0, 0, 0x30, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	const uint8_t wrong_peer[] = {0, 'S', 'P', 0, 0, 0x20, 0, 0};

	assert_true(is_dropped(fixture, "GET / HTTP/1.1\r\n\r\n", 18));
	assert_true(is_dropped(fixture, wrong_peer, sizeof(wrong_peer)));
	assert_true(is_dropped(fixture, huge, sizeof(huge)));
	if (strncmp(fixture->url, "ipc://", 6) == 0)
		assert_true(is_dropped(fixture, ipc_long, sizeof(ipc_long)));
	else
		assert_true(is_dropped(fixture, tcp_long, sizeof(tcp_long)));
	fixture_assert_works(fixture);
}

static void without_a_server_a_call_fails_at_once(void **state)
{
	struct fixture *fixture = *state;
	struct rpc_reply reply;

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	reply = fixture_get(fixture, "x", 60000);
	assert_int_equal(reply.status, STATUS_UNAVAILABLE);
	assert_int_equal(fixture_serve(fixture), STATUS_OK);
	fixture_wait_connected(fixture, true);
	fixture_assert_works(fixture);
}

static void a_server_that_went_away_and_came_back_is_found_again(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 3; i++) {
		rpc_server_close(fixture->server);
		fixture_wait_connected(fixture, false);
		assert_int_equal(fixture_get(fixture, "x", 60000).status, STATUS_UNAVAILABLE);
		assert_int_equal(fixture_serve(fixture), STATUS_OK);
		fixture_wait_connected(fixture, true);
		fixture_assert_works(fixture);
	}
}

static void *close_server(void *argument)
{
	struct fixture *fixture = argument;

	rpc_server_close(fixture->server);
	return NULL;
}

static void a_server_that_closes_answers_what_it_has_taken(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome;
	pthread_t closer;

	outcome_init(&outcome);
	atomic_store(&fixture->holding, true);
	fixture_start(fixture, "slow", 60000, &outcome);
	fixture_wait_held(fixture, 1);
	assert_int_equal(rpc_server_in_flight(fixture->server), 1);
	pthread_create(&closer, NULL, close_server, fixture);
	usleep(50000); /* lets close begin; the test holds in either order */
	assert_false(outcome_is_over(&outcome));
	atomic_store(&fixture->holding, false);
	assert_int_equal(outcome_wait(&outcome), STATUS_OK);
	pthread_join(closer, NULL);
	fixture->server = NULL;
	outcome_fini(&outcome);
}

static void a_client_that_closes_cancels_what_it_waits_for(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcomes[8];

	atomic_store(&fixture->holding, true);
	for (int i = 0; i < 8; i++) {
		outcome_init(&outcomes[i]);
		fixture_start(fixture, "slow", 60000, &outcomes[i]);
	}
	fixture_wait_held(fixture, N_WORKERS);
	rpc_client_close(fixture->client);
	fixture->client = NULL;
	for (int i = 0; i < 8; i++) {
		assert_true(outcome_is_over(&outcomes[i]));
		assert_int_equal(outcomes[i].status, STATUS_CANCELLED);
		outcome_fini(&outcomes[i]);
	}
}

static void one_address_has_one_server(void **state)
{
	struct fixture *fixture = *state;
	struct rpc_server *first = fixture->server;

	assert_int_equal(fixture_serve(fixture), STATUS_ALREADY_EXISTS);
	assert_ptr_equal(fixture->server, first);
	fixture_assert_works(fixture);
}

/* A process of its own that serves at the fixture's address. */
static pid_t spawn_server(struct fixture *fixture)
{
	char *arguments[] = {(char *)"rpc", (char *)"serve", fixture->url, NULL};
	posix_spawn_file_actions_t actions;
	int ends[2];
	char line[16] = {0};
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	assert_int_equal(posix_spawn(&child, "/proc/self/exe", &actions, NULL, arguments, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	assert_true(read(ends[0], line, sizeof(line) - 1) > 0);
	close(ends[0]);
	assert_string_equal(line, "listening\n");
	return child;
}

static void end_process(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void a_call_ends_when_its_server_is_killed(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome;
	pid_t server = spawn_server(fixture);

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	fixture_wait_connected(fixture, true);
	fixture_assert_works(fixture);
	outcome_init(&outcome);
	fixture_start(fixture, "slow", 600000, &outcome);
	fixture_assert_works(fixture); /* came later, so the slow one is there too */
	end_process(server);
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
	outcome_fini(&outcome);
	server = spawn_server(fixture);
	fixture_wait_connected(fixture, true);
	fixture_assert_works(fixture);
	end_process(server);
}

/* A lane of a busy client: the next call begins where the one before ended, until one fails. */
static void go_on(void *context, const struct rpc_reply *reply)
{
	struct fixture *fixture = context;
	Kleos__GetMemberRequest message = KLEOS__GET_MEMBER_REQUEST__INIT;
	struct rpc_request request = {
		.method = SERVICE "GetMember", .principal = &fixture->maria, .message = &message.base};

	if (reply->status != STATUS_OK) {
		atomic_fetch_sub(&fixture->held, 1);
		return;
	}
	message.member = "x";
	rpc_call_start(fixture->client, &request, go_on, fixture);
}

static void a_busy_client_outlives_many_deaths_of_its_server(void **state)
{
	struct fixture *fixture = *state;
	const struct rpc_reply begin_now = {.status = STATUS_OK};

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	for (int i = 0; i < 20; i++) {
		pid_t server = spawn_server(fixture);

		fixture_wait_connected(fixture, true);
		fixture_assert_works(fixture);
		atomic_store(&fixture->held, 32);
		for (int lane = 0; lane < 32; lane++)
			go_on(fixture, &begin_now);
		usleep(5000); /* any moment will do */
		end_process(server);
		fixture_wait_connected(fixture, false);
		fixture_wait_held(fixture, 0); /* every call ended */
	}
}

static void a_socket_left_by_a_dead_process_is_replaced(void **state)
{
	struct fixture *fixture = *state;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int left = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", fixture->url + strlen("ipc://"));
	assert_int_equal(bind(left, (struct sockaddr *)&address, sizeof(address)), 0);
	close(left);
	assert_int_equal(fixture_serve(fixture), STATUS_OK);
	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	fixture_wait_connected(fixture, true);
	fixture_assert_works(fixture);
}

static void a_url_that_says_nothing_is_refused(void **state)
{
	struct fixture *fixture = *state;
	const char *urls[] = {"", "members", "carrier-pigeon://members", "ipc:///no/such/folder/members.sock"};
	char *own = fixture->url;

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		fixture->url = (char *)urls[i];
		assert_int_equal(fixture_serve(fixture), STATUS_INVALID_ARGUMENT);
		if (i < 3)
			assert_int_equal(fixture_connect(fixture), STATUS_INVALID_ARGUMENT);
	}
	fixture->url = own;
}

static const enum transport inproc = OVER_INPROC, local = OVER_NOTHING, ipc = OVER_IPC, tcp = OVER_TCP;

#define TEST(function, transport, setup) {#transport ": " #function, function, setup, end, (void *)&transport}
#define TESTS(transport)                                                                                               \
	TEST(bytes_that_are_no_envelope_are_answered, transport, begin),                                                   \
		TEST(a_message_of_no_bytes_is_never_answered, transport, begin),                                               \
		TEST(who_is_nobody_learns_nothing_of_the_methods, transport, begin),                                        \
		TEST(a_call_without_time_is_not_begun, transport, begin), TEST(a_request_id_has_a_bound, transport, begin),    \
		TEST(a_body_that_is_no_message_is_refused, transport, begin),                                                  \
		TEST(a_request_of_the_bound_is_taken_and_a_longer_one_is_not, transport, begin),                               \
		TEST(a_call_with_any_byte_changed_is_refused_unread, transport, begin),                                        \
		TEST(a_call_under_another_key_is_refused, transport, begin),                                                   \
		TEST(a_captured_call_is_worth_nothing_when_its_time_is_over, transport, begin),                                \
		TEST(a_reply_of_who_does_not_hold_the_key_is_not_believed, transport, begin_alone),                            \
		TEST(a_reply_answers_one_call_only, transport, begin_alone),                                                   \
		TEST(without_a_server_a_call_fails_at_once, transport, begin_alone),                                           \
		TEST(a_server_that_went_away_and_came_back_is_found_again, transport, begin),                                  \
		TEST(a_server_that_closes_answers_what_it_has_taken, transport, begin),                                        \
		TEST(a_client_that_closes_cancels_what_it_waits_for, transport, begin),                                        \
		TEST(one_address_has_one_server, transport, begin)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TESTS(inproc),
		TESTS(local),
		TESTS(ipc),
		TESTS(tcp),
		TEST(a_peer_that_speaks_no_nng_is_dropped, ipc, begin),
		TEST(a_peer_that_speaks_no_nng_is_dropped, tcp, begin),
		TEST(a_call_ends_when_its_server_is_killed, ipc, begin_alone),
		TEST(a_call_ends_when_its_server_is_killed, tcp, begin_alone),
		TEST(a_busy_client_outlives_many_deaths_of_its_server, ipc, begin_alone),
		TEST(a_busy_client_outlives_many_deaths_of_its_server, tcp, begin_alone),
		TEST(a_socket_left_by_a_dead_process_is_replaced, ipc, begin_alone),
		TEST(a_url_that_says_nothing_is_refused, inproc, begin_alone),
	};

	if (argc == 3 && strcmp(argv[1], "serve") == 0)
		return fixture_serve_alone(argv[2]);
	return cmocka_run_group_tests_name("rpc_faults", tests, NULL, NULL);
}
