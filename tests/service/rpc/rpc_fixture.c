#include "tests/service/rpc/rpc_fixture.h"

#include "common/rpc/reaper_watch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* A taken call on its way to a worker; from the call's arena. */
struct work {
	struct queue_link link; /* first */
	struct call *call;
};

static void hold(struct fixture *fixture)
{
	atomic_fetch_add(&fixture->held, 1);
	while (atomic_load(&fixture->holding))
		usleep(500);
	atomic_fetch_sub(&fixture->held, 1);
}

static Kleos__Member *member_new(struct call *call, const char *name)
{
	Kleos__Member *member = arena_alloc(call->arena, sizeof(*member));

	kleos__member__init(member);
	member->display_name = name;
	return member;
}

static enum status create_member(struct call *call, const Kleos__CreateMemberRequest *request,
								 Kleos__CreateMemberResponse *response)
{
	response->member = member_new(call, request->display_name);
	response->member->handle = call->principal.name;
	return STATUS_OK;
}

static const char *big_text(struct call *call, size_t length)
{
	char *text = arena_alloc(call->arena, length + 1);

	memset(text, 'x', length);
	return text;
}

static enum status get_member(struct call *call, const Kleos__GetMemberRequest *request,
							  Kleos__GetMemberResponse *response)
{
	const char *name = request->member;

	if (strcmp(name, "nobody") == 0)
		return fail(call, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND", "no member '%s'", name);
	if (strcmp(name, "wrong") == 0) {
		violate(call, "handle", "a handle is needed");
		violate(call, "team", "no such team: %s", "x");
		return fail_violations(call);
	}
	if (strcmp(name, "slow") == 0)
		hold(call->service);
	if (strcmp(name, "context") == 0)
		name = arena_printf(call->arena, "%s %s %s %s", call->principal.name, call->request_id, call->call_id,
							call->traceparent);
	if (strcmp(name, "big") == 0)
		name = big_text(call, WIRE_REPLY_BOUND - 4096);
	if (strcmp(name, "too big") == 0)
		name = big_text(call, WIRE_REPLY_BOUND);
	call->replayed = strcmp(name, "again") == 0;
	response->member = member_new(call, name);
	return STATUS_OK;
}

#define METHODS(METHOD)                                                                                                \
	METHOD(CreateMember, create_member, RPC_WRITE_BY_ROWS, ROLES_PEOPLE)                                               \
	METHOD(GetMember, get_member, RPC_READ, ROLES_ANY)
METHODS(RPC_SHIM)
static const struct rpc_method methods[] = {METHODS(RPC_ROW)};

static bool take(void *host, struct call *call)
{
	struct fixture *fixture = host;
	struct work *work = arena_alloc(call->arena, sizeof(*work));

	work->call = call;
	return !atomic_load(&fixture->full) && queue_push(&fixture->queue, &work->link);
}

static void run(struct fixture *fixture, struct call *call)
{
	ProtobufCMessage *request, *response = NULL;

	call->service = fixture;
	if (rpc_open_call(call, &request, &response) == STATUS_OK)
		call->status = call->method->handle(call, request, response);
	rpc_answer(call, response);
}

static void *worker(void *argument)
{
	struct fixture *fixture = argument;
	struct queue_link *link;

	while ((link = queue_pop(&fixture->queue)) != NULL)
		run(fixture, ((struct work *)(void *)link)->call);
	return NULL;
}

static void choose_url(struct fixture *fixture, enum transport transport)
{
	char url[256];

	switch (transport) {
	case OVER_NOTHING:
		fixture->local = rpc_local_new();
		fixture->url = test_inproc_url("rpc");
		break;
	case OVER_TCP:
		fixture->url = test_tcp_url();
		break;
	case OVER_IPC:
		fixture->folder = test_folder_make();
		snprintf(url, sizeof(url), "ipc://%s/members.sock", fixture->folder);
		fixture->url = strdup(url);
		break;
	}
}

void fixture_prepare(struct fixture *fixture, enum transport transport)
{
	memset(fixture, 0, sizeof(*fixture));
	test_world_init(&fixture->world);
	arena_init(&fixture->arena, 128u << 20);
	choose_url(fixture, transport);
	fixture->interface = (struct rpc_interface){&kleos__members_service__descriptor, methods, 2};
	fixture->maria = (struct principal){.name = "maria", .roles = ROLE_BIT(MEMBER) | ROLE_BIT(PEOPLE_ADMIN)};
	queue_init(&fixture->queue, 1024);
	for (int i = 0; i < N_WORKERS; i++)
		pthread_create(&fixture->workers[i], NULL, worker, fixture);
}

enum status fixture_serve(struct fixture *fixture)
{
	struct rpc_server_config config = {
		.url = fixture->url,
		.audience = "members",
		.interfaces = &fixture->interface,
		.n_interfaces = 1,
		.environment = &fixture->world.environment,
		.key = &fixture->world.key,
		.local = fixture->local,
		.in_flight = FIXTURE_POOL,
		.arena_cap = 64u << 20,
		.host = fixture,
		.take = take,
	};

	return rpc_server_open(&fixture->server, &config);
}

enum status fixture_connect(struct fixture *fixture)
{
	struct rpc_client_config config = {
		.url = fixture->url,
		.audience = "members",
		.environment = &fixture->world.environment,
		.key = &fixture->world.key,
		.local = fixture->local,
		.in_flight = FIXTURE_CALLERS,
	};

	return rpc_client_open(&fixture->client, &config);
}

static void wait_until(struct fixture *fixture, bool (*holds)(struct fixture *fixture, int n), int n, const char *what)
{
	for (int i = 0; i < 20000; i++) {
		if (holds(fixture, n))
			return;
		usleep(500);
	}
	fail_msg("%s: not within 10 s", what);
}

static bool connected_is(struct fixture *fixture, int n)
{
	return rpc_client_connected(fixture->client) == (n != 0);
}

static bool held_is(struct fixture *fixture, int n)
{
	return atomic_load(&fixture->held) == n;
}

void fixture_wait_connected(struct fixture *fixture, bool connected)
{
	wait_until(fixture, connected_is, connected, "connection");
}

void fixture_wait_held(struct fixture *fixture, int n)
{
	wait_until(fixture, held_is, n, "held calls");
}

static bool taken_is(struct fixture *fixture, int n)
{
	return rpc_server_in_flight(fixture->server) == (size_t)n;
}

void fixture_wait_taken(struct fixture *fixture, int n)
{
	wait_until(fixture, taken_is, n, "taken calls");
}

void fixture_open(struct fixture *fixture, enum transport transport)
{
	fixture_prepare(fixture, transport);
	assert_int_equal(fixture_serve(fixture), STATUS_OK);
	assert_int_equal(fixture_connect(fixture), STATUS_OK);
	fixture_wait_connected(fixture, true);
}

void fixture_close(struct fixture *fixture)
{
	atomic_store(&fixture->holding, false);
	rpc_client_close(fixture->client);
	rpc_server_close(fixture->server);
	queue_close(&fixture->queue);
	for (int i = 0; i < N_WORKERS; i++)
		pthread_join(fixture->workers[i], NULL);
	queue_fini(&fixture->queue);
	arena_fini(&fixture->arena);
	if (fixture->folder)
		test_folder_remove(fixture->folder);
	rpc_local_free(fixture->local);
	free(fixture->url);
}

static struct rpc_request ask(const struct fixture *fixture, const ProtobufCMessage *message, uint32_t timeout_ms)
{
	return (struct rpc_request){
		.method = SERVICE "GetMember",
		.principal = &fixture->maria,
		.timeout_ms = timeout_ms,
		.message = message,
	};
}

struct rpc_reply fixture_get(struct fixture *fixture, const char *member, uint32_t timeout_ms)
{
	Kleos__GetMemberRequest message = KLEOS__GET_MEMBER_REQUEST__INIT;
	struct rpc_request request = ask(fixture, &message.base, timeout_ms);
	struct rpc_reply reply;

	message.member = member;
	rpc_call(fixture->client, &fixture->arena, &request, &reply, NULL, NULL);
	return reply;
}

const char *fixture_name(struct fixture *fixture, const struct rpc_reply *reply)
{
	Kleos__GetMemberResponse *response;

	if (reply->status != STATUS_OK)
		fail_msg("%s: %s", status_name(reply->status), reply->message);
	response = kleos__get_member_response__unpack(&fixture->arena.allocator, reply->body.len, reply->body.data);
	assert_non_null(response);
	return response->member->display_name;
}

void fixture_assert_works(struct fixture *fixture)
{
	struct rpc_reply reply = fixture_get(fixture, "still there", 0);

	assert_string_equal(fixture_name(fixture, &reply), "still there");
}

void fixture_start(struct fixture *fixture, const char *member, uint32_t timeout_ms, struct outcome *outcome)
{
	Kleos__GetMemberRequest message = KLEOS__GET_MEMBER_REQUEST__INIT;
	struct rpc_request request = ask(fixture, &message.base, timeout_ms);

	message.member = member;
	rpc_call_start(fixture->client, &request, outcome_keep, outcome);
}

void outcome_init(struct outcome *outcome)
{
	memset(outcome, 0, sizeof(*outcome));
	pthread_mutex_init(&outcome->mutex, NULL);
	pthread_cond_init(&outcome->came, NULL);
}

void outcome_keep(void *context, const struct rpc_reply *reply)
{
	struct outcome *outcome = context;

	pthread_mutex_lock(&outcome->mutex);
	outcome->status = reply->status;
	snprintf(outcome->reason, sizeof(outcome->reason), "%s", reply->reason ? reply->reason : "");
	outcome->over = true;
	pthread_cond_signal(&outcome->came);
	pthread_mutex_unlock(&outcome->mutex);
}

bool outcome_is_over(struct outcome *outcome)
{
	bool over;

	pthread_mutex_lock(&outcome->mutex);
	over = outcome->over;
	pthread_mutex_unlock(&outcome->mutex);
	return over;
}

enum status outcome_wait(struct outcome *outcome)
{
	struct timespec until;
	bool over;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 20;
	pthread_mutex_lock(&outcome->mutex);
	while (!outcome->over)
		if (pthread_cond_timedwait(&outcome->came, &outcome->mutex, &until) == ETIMEDOUT)
			break;
	over = outcome->over;
	pthread_mutex_unlock(&outcome->mutex);
	if (!over)
		fail_msg("the call did not end");
	return outcome->status;
}

void outcome_fini(struct outcome *outcome)
{
	pthread_cond_destroy(&outcome->came);
	pthread_mutex_destroy(&outcome->mutex);
}

int fixture_serve_alone(const char *url)
{
	static struct fixture fixture;

	fixture_prepare(&fixture, OVER_NOTHING);
	rpc_local_free(fixture.local);
	fixture.local = NULL;
	free(fixture.url);
	fixture.url = strdup(url);
	atomic_store(&fixture.holding, true);
	if (fixture_serve(&fixture) != STATUS_OK)
		return 1;
	if (!reaper_watch_start(fixture.world.environment.log))
		return 1;
	puts("listening");
	fflush(stdout);
	for (;;)
		pause();
}

pid_t fixture_spawn(struct fixture *fixture)
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

void fixture_kill(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

union address {
	struct sockaddr any;
	struct sockaddr_un local;
	struct sockaddr_in remote;
};

static union address address_of(const struct fixture *fixture, socklen_t *length)
{
	union address address = {0};

	if (strncmp(fixture->url, "ipc://", 6) == 0) {
		address.local.sun_family = AF_UNIX;
		snprintf(address.local.sun_path, sizeof(address.local.sun_path), "%s", fixture->url + strlen("ipc://"));
		*length = sizeof(address.local);
	} else {
		address.remote.sin_family = AF_INET;
		address.remote.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address.remote.sin_port = htons((uint16_t)atoi(strrchr(fixture->url, ':') + 1));
		*length = sizeof(address.remote);
	}
	return address;
}

int fixture_stream(const struct fixture *fixture)
{
	struct timeval patience = {.tv_sec = 20};
	socklen_t length;
	union address address = address_of(fixture, &length);
	int stream = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(stream, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(stream, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	assert_int_equal(connect(stream, &address.any, length), 0);
	return stream;
}

int fixture_listen(const struct fixture *fixture)
{
	struct timeval patience = {.tv_sec = 20};
	socklen_t length;
	union address address = address_of(fixture, &length);
	int listener = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)); /* of accept, and of what it accepts */
	assert_int_equal(bind(listener, &address.any, length), 0);
	assert_int_equal(listen(listener, 8), 0);
	return listener;
}

static struct fixture the_fixture; /* tests run one after the other */

int fixture_begin(void **transport)
{
	fixture_open(&the_fixture, *(const enum transport *)*transport);
	*transport = &the_fixture;
	return 0;
}

int fixture_begin_alone(void **transport)
{
	fixture_prepare(&the_fixture, *(const enum transport *)*transport);
	*transport = &the_fixture;
	return 0;
}

int fixture_end(void **fixture)
{
	fixture_close(*fixture);
	return 0;
}
