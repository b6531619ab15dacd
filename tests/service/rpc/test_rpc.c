/* Calls between two ends, the same list over every transport. */
#include "tests/service/rpc/rpc_fixture.h"

#include "common/rpc/wire.h"

#include <stdio.h>
#include <string.h>

static struct rpc_reply create(struct fixture *fixture, const struct principal *who, const char *name)
{
	Kleos__CreateMemberRequest message = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	struct rpc_request request = {.method = SERVICE "CreateMember", .principal = who, .message = &message.base};
	struct rpc_reply reply;

	message.display_name = name;
	rpc_call(fixture->client, &fixture->arena, &request, &reply, NULL, NULL);
	return reply;
}

static void a_call_comes_back_with_what_the_handler_said(void **state)
{
	struct fixture *fixture = *state;
	Kleos__CreateMemberRequest message = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	struct rpc_request request = {
		.method = SERVICE "CreateMember", .principal = &fixture->maria, .message = &message.base};
	ProtobufCMessage *response;
	struct rpc_reply reply;
	const Kleos__Member *member;

	message.display_name = "Μαρία";
	assert_int_equal(rpc_call(fixture->client, &fixture->arena, &request, &reply,
							  &kleos__create_member_response__descriptor, &response),
					 STATUS_OK);
	member = ((Kleos__CreateMemberResponse *)response)->member;
	assert_string_equal(member->display_name, "Μαρία");
	assert_string_equal(member->handle, "maria");
	assert_false(reply.replayed);
}

static void a_handler_sees_the_whole_context(void **state)
{
	struct fixture *fixture = *state;
	Kleos__GetMemberRequest message = KLEOS__GET_MEMBER_REQUEST__INIT;
	struct rpc_request request = {
		.method = SERVICE "GetMember",
		.principal = &fixture->maria,
		.request_id = "key-1",
		.call_id = "call-2",
		.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	};
	struct rpc_reply reply;

	message.member = "context";
	request.body.len = kleos__get_member_request__get_packed_size(&message);
	request.body.data = arena_alloc(&fixture->arena, request.body.len);
	kleos__get_member_request__pack(&message, request.body.data);
	rpc_call(fixture->client, &fixture->arena, &request, &reply, NULL, NULL);
	assert_string_equal(fixture_name(fixture, &reply),
						"maria key-1 call-2 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
}

static void an_empty_message_travels(void **state)
{
	struct fixture *fixture = *state;
	struct rpc_reply reply = fixture_get(fixture, "", 0);

	assert_string_equal(fixture_name(fixture, &reply), "");
}

static void a_replay_is_told(void **state)
{
	assert_true(fixture_get(*state, "again", 0).replayed);
}

static void a_failure_comes_back_with_its_reason(void **state)
{
	struct rpc_reply reply = fixture_get(*state, "nobody", 0);

	assert_int_equal(reply.status, STATUS_NOT_FOUND);
	assert_string_equal(reply.reason, "MEMBER_NOT_FOUND");
	assert_string_equal(reply.message, "no member 'nobody'");
	assert_int_equal(reply.body.len, 0);
}

static void every_violation_comes_back(void **state)
{
	struct rpc_reply reply = fixture_get(*state, "wrong", 0);

	assert_int_equal(reply.status, STATUS_INVALID_ARGUMENT);
	assert_string_equal(reply.reason, "INVALID_FIELD");
	assert_int_equal(reply.n_violations, 2);
	assert_string_equal(reply.violations[0]->field, "handle");
	assert_string_equal(reply.violations[1]->description, "no such team: x");
}

static void an_unknown_method_is_not_implemented(void **state)
{
	struct fixture *fixture = *state;
	struct rpc_request request = {.method = SERVICE "Destroy", .principal = &fixture->maria};
	struct rpc_reply reply;

	assert_int_equal(rpc_call(fixture->client, &fixture->arena, &request, &reply, NULL, NULL), STATUS_UNIMPLEMENTED);
	assert_string_equal(reply.message, "no method '" SERVICE "Destroy'");
}

static void what_is_asked_of_another_service_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct rpc_client_config config = {.url = fixture->url,
									   .audience = "awards",
									   .environment = &fixture->world.environment,
									   .key = &fixture->world.key,
									   .local = fixture->local};
	struct rpc_client *own = fixture->client;

	assert_int_equal(rpc_client_open(&fixture->client, &config), STATUS_OK);
	fixture_wait_connected(fixture, true);
	assert_int_equal(fixture_get(fixture, "x", 0).status, STATUS_UNAUTHENTICATED);
	rpc_client_close(fixture->client);
	fixture->client = own;
}

static void a_role_that_is_missing_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct principal nikos = {.name = "nikos", .roles = ROLE_BIT(MEMBER)};

	assert_int_equal(create(fixture, &nikos, "x").status, STATUS_PERMISSION_DENIED);
	assert_int_equal(create(fixture, &fixture->maria, "x").status, STATUS_OK);
}

static void a_call_waits_no_longer_than_its_deadline(void **state)
{
	struct fixture *fixture = *state;
	struct rpc_reply reply;

	atomic_store(&fixture->holding, true);
	reply = fixture_get(fixture, "slow", 100);
	assert_int_equal(reply.status, STATUS_DEADLINE_EXCEEDED);
	fixture_wait_held(fixture, 1);
	fixture_assert_works(fixture);
	atomic_store(&fixture->holding, false);
	fixture_wait_held(fixture, 0);
	fixture_assert_works(fixture);
}

static void a_full_service_says_so_at_once(void **state)
{
	struct fixture *fixture = *state;

	atomic_store(&fixture->full, true);
	assert_int_equal(fixture_get(fixture, "x", 0).status, STATUS_RESOURCE_EXHAUSTED);
	atomic_store(&fixture->full, false);
	fixture_assert_works(fixture);
}

static void a_full_client_says_so_at_once(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcomes[FIXTURE_CALLERS + 1];

	atomic_store(&fixture->holding, true);
	for (int i = 0; i <= FIXTURE_CALLERS; i++) {
		outcome_init(&outcomes[i]);
		fixture_start(fixture, "slow", 20000, &outcomes[i]);
	}
	assert_true(outcome_is_over(&outcomes[FIXTURE_CALLERS]));
	assert_int_equal(outcomes[FIXTURE_CALLERS].status, STATUS_RESOURCE_EXHAUSTED);
	atomic_store(&fixture->holding, false);
	for (int i = 0; i <= FIXTURE_CALLERS; i++) {
		assert_int_equal(outcome_wait(&outcomes[i]), i < FIXTURE_CALLERS ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED);
		outcome_fini(&outcomes[i]);
	}
}

/* Two clients together ask more than the pool holds; calls of this process and of others share it. */
static void a_full_pool_says_so_at_once(void **state)
{
	struct fixture *fixture = *state;
	struct rpc_client *first = fixture->client;
	struct outcome outcomes[FIXTURE_POOL + 1];

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	fixture_wait_connected(fixture, true);
	atomic_store(&fixture->holding, true);
	for (int i = 0; i <= FIXTURE_POOL; i++) {
		outcome_init(&outcomes[i]);
		if (i == FIXTURE_CALLERS) {
			struct rpc_client *second = fixture->client;

			fixture_wait_taken(fixture, FIXTURE_CALLERS);
			fixture->client = first;
			first = second;
		}
		if (i == FIXTURE_POOL)
			fixture_wait_taken(fixture, FIXTURE_POOL);
		fixture_start(fixture, "slow", 20000, &outcomes[i]);
	}
	assert_int_equal(outcome_wait(&outcomes[FIXTURE_POOL]), STATUS_RESOURCE_EXHAUSTED);
	assert_string_equal(outcomes[FIXTURE_POOL].reason, "BUSY");
	atomic_store(&fixture->holding, false);
	for (int i = 0; i <= FIXTURE_POOL; i++) {
		assert_int_equal(outcome_wait(&outcomes[i]), i < FIXTURE_POOL ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED);
		outcome_fini(&outcomes[i]);
	}
	rpc_client_close(first);
}

static void a_slow_call_holds_up_no_other(void **state)
{
	struct fixture *fixture = *state;
	struct outcome slow;

	outcome_init(&slow);
	atomic_store(&fixture->holding, true);
	fixture_start(fixture, "slow", 20000, &slow);
	fixture_wait_held(fixture, 1);
	for (int i = 0; i < 50; i++)
		fixture_assert_works(fixture);
	assert_false(outcome_is_over(&slow));
	atomic_store(&fixture->holding, false);
	assert_int_equal(outcome_wait(&slow), STATUS_OK);
	outcome_fini(&slow);
}

static void a_request_that_is_too_long_does_not_leave(void **state)
{
	struct fixture *fixture = *state;
	char *name = arena_alloc(&fixture->arena, WIRE_MESSAGE_BOUND + 1);
	struct rpc_reply reply;

	memset(name, 'x', WIRE_MESSAGE_BOUND);
	reply = fixture_get(fixture, name, 0);
	assert_int_equal(reply.status, STATUS_INVALID_ARGUMENT);
	assert_string_equal(reply.reason, "BODY_TOO_LARGE");
	name[WIRE_MESSAGE_BOUND - 1024] = '\0';
	reply = fixture_get(fixture, name, 0);
	assert_string_equal(fixture_name(fixture, &reply), name);
}

static void a_reply_has_its_own_bound(void **state)
{
	struct fixture *fixture = *state;
	struct rpc_reply reply = fixture_get(fixture, "big", 20000);

	assert_int_equal(reply.status, STATUS_OK);
	assert_true(reply.body.len > WIRE_REPLY_BOUND - 4096);
	reply = fixture_get(fixture, "too big", 20000);
	assert_int_equal(reply.status, STATUS_RESOURCE_EXHAUSTED);
	assert_string_equal(reply.reason, "REPLY_TOO_LARGE");
	fixture_assert_works(fixture);
}

/* One thread's part of many calls in flight: every call starts the next one from its own callback. */
struct stream {
	struct fixture *fixture;
	char name[32];
	int left;
	int wrong;
	struct outcome outcome;
};

static void stream_next(struct stream *stream);

static void stream_answered(void *context, const struct rpc_reply *reply)
{
	struct stream *stream = context;
	Kleos__GetMemberResponse *response = kleos__get_member_response__unpack(NULL, reply->body.len, reply->body.data);

	if (reply->status != STATUS_OK || !response || strcmp(response->member->display_name, stream->name) != 0)
		stream->wrong++;
	if (response)
		kleos__get_member_response__free_unpacked(response, NULL);
	if (--stream->left > 0)
		stream_next(stream);
	else
		outcome_keep(&stream->outcome, reply);
}

static void stream_next(struct stream *stream)
{
	Kleos__GetMemberRequest message = KLEOS__GET_MEMBER_REQUEST__INIT;
	struct rpc_request request = {.method = SERVICE "GetMember",
								  .principal = &stream->fixture->maria,
								  .timeout_ms = 20000,
								  .message = &message.base};

	snprintf(stream->name, sizeof(stream->name), "%p %d", (void *)stream, stream->left);
	message.member = stream->name;
	rpc_call_start(stream->fixture->client, &request, stream_answered, stream);
}

#define N_STREAMS 16

static void *stream_all(void *argument)
{
	struct stream *streams = argument;

	for (int i = 0; i < N_STREAMS; i++)
		stream_next(&streams[i]);
	return NULL;
}

static void sixty_four_calls_of_four_threads_are_in_flight(void **state)
{
	static struct stream streams[4][N_STREAMS];
	pthread_t threads[4];

	for (int i = 0; i < 4; i++) {
		for (int j = 0; j < N_STREAMS; j++) {
			streams[i][j] = (struct stream){.fixture = *state, .left = 50};
			outcome_init(&streams[i][j].outcome);
		}
		pthread_create(&threads[i], NULL, stream_all, streams[i]);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < 4 * N_STREAMS; i++) {
		struct stream *stream = &streams[i / N_STREAMS][i % N_STREAMS];

		assert_int_equal(outcome_wait(&stream->outcome), STATUS_OK);
		assert_int_equal(stream->wrong, 0);
		outcome_fini(&stream->outcome);
	}
}

static const enum transport local = OVER_NOTHING, ipc = OVER_IPC, tcp = OVER_TCP;

#define TESTS(transport)                                                                                               \
	TEST(a_call_comes_back_with_what_the_handler_said, transport, fixture_begin),                                      \
		TEST(a_handler_sees_the_whole_context, transport, fixture_begin),                                              \
		TEST(an_empty_message_travels, transport, fixture_begin), TEST(a_replay_is_told, transport, fixture_begin),    \
		TEST(a_failure_comes_back_with_its_reason, transport, fixture_begin),                                          \
		TEST(every_violation_comes_back, transport, fixture_begin),                                                    \
		TEST(an_unknown_method_is_not_implemented, transport, fixture_begin),                                          \
		TEST(what_is_asked_of_another_service_is_refused, transport, fixture_begin),                                   \
		TEST(a_role_that_is_missing_is_refused, transport, fixture_begin),                                             \
		TEST(a_call_waits_no_longer_than_its_deadline, transport, fixture_begin),                                      \
		TEST(a_full_service_says_so_at_once, transport, fixture_begin),                                                \
		TEST(a_full_client_says_so_at_once, transport, fixture_begin),                                                 \
		TEST(a_full_pool_says_so_at_once, transport, fixture_begin),                                                   \
		TEST(a_slow_call_holds_up_no_other, transport, fixture_begin),                                                 \
		TEST(a_request_that_is_too_long_does_not_leave, transport, fixture_begin),                                     \
		TEST(a_reply_has_its_own_bound, transport, fixture_begin),                                                     \
		TEST(sixty_four_calls_of_four_threads_are_in_flight, transport, fixture_begin)

int main(void)
{
	const struct CMUnitTest tests[] = {TESTS(local), TESTS(ipc), TESTS(tcp)};

	return cmocka_run_group_tests_name("rpc", tests, NULL, NULL);
}
