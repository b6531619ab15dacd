/* What happens when ends come and go, over every transport. */
#include "tests/service/rpc/rpc_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

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

static void a_call_ends_when_its_server_is_killed(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome;
	pid_t server = fixture_spawn(fixture);

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	fixture_wait_connected(fixture, true);
	fixture_assert_works(fixture);
	outcome_init(&outcome);
	fixture_start(fixture, "slow", 600000, &outcome);
	fixture_assert_works(fixture); /* came later, so the slow one is there too */
	fixture_kill(server);
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
	outcome_fini(&outcome);
	server = fixture_spawn(fixture);
	fixture_wait_connected(fixture, true);
	fixture_assert_works(fixture);
	fixture_kill(server);
}

/* Milliseconds that a call took to come back with this status. */
static int64_t time_of_get(struct fixture *fixture, uint32_t timeout_ms, enum status wanted)
{
	int64_t start = environment_monotonic_ms(&fixture->world.environment);

	assert_int_equal(fixture_get(fixture, "maria", timeout_ms).status, wanted);
	return environment_monotonic_ms(&fixture->world.environment) - start;
}

/* kill() comes back before all threads of the other one have stopped. */
static void stand_still(pid_t server)
{
	int status = 0;

	assert_int_equal(kill(server, SIGSTOP), 0);
	assert_int_equal(waitpid(server, &status, WUNTRACED), server);
	assert_true(WIFSTOPPED(status));
}

static void a_server_that_stands_still_costs_one_deadline(void **state)
{
	struct fixture *fixture = *state;
	pid_t server = fixture_spawn(fixture);

	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	fixture_wait_connected(fixture, true);
	fixture_assert_works(fixture);
	stand_still(server);
	assert_true(time_of_get(fixture, 2500, STATUS_DEADLINE_EXCEEDED) >= 2500);
	fixture_wait_connected(fixture, false);
	for (int i = 0; i < 3; i++)
		assert_true(time_of_get(fixture, 2500, STATUS_UNAVAILABLE) < 500);
	kill(server, SIGCONT);
	fixture_wait_connected(fixture, true);
	fixture_assert_works(fixture);
	fixture_kill(server);
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
		pid_t server = fixture_spawn(fixture);

		fixture_wait_connected(fixture, true);
		fixture_assert_works(fixture);
		atomic_store(&fixture->held, 32);
		for (int lane = 0; lane < 32; lane++)
			go_on(fixture, &begin_now);
		usleep(5000); /* any moment will do */
		fixture_kill(server);
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
	const char *urls[] = {"", "members", "carrier-pigeon://members", "inproc://members",
						  "ipc:///no/such/folder/members.sock"};
	char *own = fixture->url;

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		fixture->url = (char *)urls[i];
		assert_int_equal(fixture_serve(fixture), STATUS_INVALID_ARGUMENT);
		if (i < 4)
			assert_int_equal(fixture_connect(fixture), STATUS_INVALID_ARGUMENT);
	}
	fixture->url = own;
}

static const enum transport local = OVER_NOTHING, ipc = OVER_IPC, tcp = OVER_TCP;

#define TESTS(transport)                                                                                               \
	TEST(without_a_server_a_call_fails_at_once, transport, fixture_begin_alone),                                       \
		TEST(a_server_that_went_away_and_came_back_is_found_again, transport, fixture_begin),                          \
		TEST(a_server_that_closes_answers_what_it_has_taken, transport, fixture_begin),                                \
		TEST(a_client_that_closes_cancels_what_it_waits_for, transport, fixture_begin),                                \
		TEST(one_address_has_one_server, transport, fixture_begin)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TESTS(local),
		TESTS(ipc),
		TESTS(tcp),
		TEST(a_call_ends_when_its_server_is_killed, ipc, fixture_begin_alone),
		TEST(a_call_ends_when_its_server_is_killed, tcp, fixture_begin_alone),
		TEST(a_server_that_stands_still_costs_one_deadline, ipc, fixture_begin_alone),
		TEST(a_server_that_stands_still_costs_one_deadline, tcp, fixture_begin_alone),
		TEST(a_busy_client_outlives_many_deaths_of_its_server, ipc, fixture_begin_alone),
		TEST(a_busy_client_outlives_many_deaths_of_its_server, tcp, fixture_begin_alone),
		TEST(a_socket_left_by_a_dead_process_is_replaced, ipc, fixture_begin_alone),
		TEST(a_url_that_says_nothing_is_refused, ipc, fixture_begin_alone),
	};

	if (argc == 3 && strcmp(argv[1], "serve") == 0)
		return fixture_serve_alone(argv[2]);
	return cmocka_run_group_tests_name("rpc_faults", tests, NULL, NULL);
}
