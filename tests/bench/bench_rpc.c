/* bench_rpc: calls per second of common/rpc beside gRPC's C++ callback API: two processes, a Unix socket, 64 calls in
 * flight, 200 bytes there and back. Rounds are interleaved, so that what else the machine does falls on both alike.
 *   bench_rpc PEER [ROUNDS [SECONDS]]          PEER: the grpc_echo program
 *   bench_rpc serve URL inline|pool            serves until killed; prints a line when it listens
 *   bench_rpc call URL SECONDS IN_FLIGHT       prints calls per second */
#include "common/base/queue.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "kleos/members/v1/members_service.pb-c.h"

#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define IN_FLIGHT    64
#define TEXT_SIZE    200
#define ROUNDS_BOUND 100
#define POOL         2

extern char **environ;

static enum status get_member(struct call *call, const Kleos__GetMemberRequest *request,
							  Kleos__GetMemberResponse *response)
{
	response->member = arena_alloc(call->arena, sizeof(*response->member));
	kleos__member__init(response->member);
	response->member->display_name = request->member;
	return STATUS_OK;
}

#define METHODS(METHOD) METHOD(GetMember, get_member, RPC_READ, ROLES_ANY)
METHODS(RPC_SHIM)
static const struct rpc_method methods[] = {{.name = "CreateMember"}, METHODS(RPC_ROW)};
static const struct rpc_interface interface = {&kleos__members_service__descriptor, methods, 2};
static const struct cluster_key key = {{7}};

struct work {
	struct queue_link link; /* first */
	struct call *call;
};

static void answer(struct call *call)
{
	ProtobufCMessage *request, *response = NULL;

	if (rpc_open_call(call, &request, &response) == STATUS_OK)
		call->status = call->method->handle(call, request, response);
	rpc_answer(call, response);
}

static bool take_inline(void *host, struct call *call)
{
	(void)host;
	answer(call);
	return true;
}

static bool take_queued(void *host, struct call *call)
{
	struct work *work = arena_alloc(call->arena, sizeof(*work));

	work->call = call;
	return queue_push(host, &work->link);
}

static void *worker(void *queue)
{
	struct queue_link *link;

	while ((link = queue_pop(queue)) != NULL)
		answer(((struct work *)(void *)link)->call);
	return NULL;
}

static int serve(const char *url, bool pool)
{
	struct environment environment = environment_system(NULL);
	struct queue queue;
	struct rpc_server *server;
	struct rpc_server_config config = {
		.url = url,
		.audience = "members",
		.interfaces = &interface,
		.n_interfaces = 1,
		.environment = &environment,
		.key = &key,
		.host = &queue,
		.take = pool ? take_queued : take_inline,
	};

	queue_init(&queue, 1024);
	for (int i = 0; pool && i < POOL; i++) {
		pthread_t thread;
		pthread_create(&thread, NULL, worker, &queue);
	}
	if (rpc_server_open(&server, &config) != STATUS_OK)
		return 1;
	puts("listening");
	fflush(stdout);
	for (;;)
		pause();
}

struct load {
	struct rpc_client *client;
	struct rpc_request request;
	atomic_bool over;
	atomic_long calls;
	atomic_long failures;
	atomic_int running;
};

/* Every call in flight starts the next one from its own callback. */
static void answered(void *context, const struct rpc_reply *reply)
{
	struct load *load = context;
	Kleos__GetMemberResponse *response = kleos__get_member_response__unpack(NULL, reply->body.len, reply->body.data);

	atomic_fetch_add(&load->calls, 1);
	if (reply->status != STATUS_OK || !response || strlen(response->member->display_name) != TEXT_SIZE)
		atomic_fetch_add(&load->failures, 1);
	kleos__get_member_response__free_unpacked(response, NULL);
	if (atomic_load(&load->over) || reply->status != STATUS_OK)
		atomic_fetch_sub(&load->running, 1);
	else
		rpc_call_start(load->client, &load->request, answered, load);
}

static double now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void rest(double seconds)
{
	usleep((useconds_t)(seconds * 1e6));
}

/* After a third of a second for warming up. */
static double measure(struct load *load, double seconds, int in_flight)
{
	double start, rate;
	long before;

	atomic_store(&load->running, in_flight);
	for (int i = 0; i < in_flight; i++)
		rpc_call_start(load->client, &load->request, answered, load);
	rest(0.3);
	before = atomic_load(&load->calls);
	start = now_seconds();
	rest(seconds);
	rate = (double)(atomic_load(&load->calls) - before) / (now_seconds() - start);
	atomic_store(&load->over, true);
	while (atomic_load(&load->running) > 0)
		rest(0.001);
	return rate;
}

static int call(const char *url, double seconds, int in_flight)
{
	struct environment environment = environment_system(NULL);
	struct rpc_client_config config = {
		.url = url,
		.audience = "members",
		.environment = &environment,
		.key = &key,
		.in_flight = (size_t)in_flight,
	};
	struct principal principal = {.name = "bench", .roles = ROLE_BIT(MEMBER), .member = {{1}}, .key = {{2}}};
	Kleos__GetMemberRequest message = KLEOS__GET_MEMBER_REQUEST__INIT;
	char text[TEXT_SIZE + 1] = {0};
	static struct load load;

	memset(text, 'x', TEXT_SIZE);
	message.member = text;
	load.request = (struct rpc_request){
		.method = "kleos.members.v1.MembersService/GetMember", .principal = &principal, .message = &message.base};
	if (rpc_client_open(&load.client, &config) != STATUS_OK)
		return 1;
	for (int i = 0; i < 10000 && !rpc_client_connected(load.client); i++)
		rest(0.001);
	printf("%.0f\n", measure(&load, seconds, in_flight));
	rpc_client_close(load.client);
	return atomic_load(&load.failures) == 0 ? 0 : 1;
}

/* Starts a program with its standard output in a pipe; reads its first line. */
static pid_t start(char **arguments, char *line, size_t size)
{
	posix_spawn_file_actions_t actions;
	int ends[2];
	pid_t child;
	FILE *output;

	if (pipe(ends) != 0)
		exit(1);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	if (posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ) != 0)
		exit(1);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	output = fdopen(ends[0], "r");
	if (!output || !fgets(line, (int)size, output)) {
		fprintf(stderr, "%s %s said nothing\n", arguments[0], arguments[1]);
		exit(1);
	}
	fclose(output);
	return child;
}

/* One measurement: a server, a client, calls per second. */
static double round_of(const char *program, const char *address, const char *how, double seconds)
{
	char duration[32], line[64], in_flight[16];
	char *server[] = {(char *)program, (char *)"serve", (char *)address, (char *)how, NULL};
	char *client[] = {(char *)program, (char *)"call", (char *)address, duration, in_flight, NULL};
	pid_t serving, calling;
	int outcome;

	snprintf(duration, sizeof(duration), "%g", seconds);
	snprintf(in_flight, sizeof(in_flight), "%d", IN_FLIGHT);
	serving = start(server, line, sizeof(line));
	calling = start(client, line, sizeof(line));
	waitpid(calling, &outcome, 0);
	kill(serving, SIGKILL);
	waitpid(serving, NULL, 0);
	if (outcome != 0) {
		fprintf(stderr, "%s: calls failed\n", program);
		exit(1);
	}
	return atof(line);
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof(*values), compare);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static int compare_with(const char *peer, int rounds, double seconds)
{
	double inline_ratios[ROUNDS_BOUND], pool_ratios[ROUNDS_BOUND];
	char folder[64], self[4096] = {0}, url[96], path[96];
	const char *parent = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/kleos-bench-XXXXXX", parent && strlen(parent) < 40 ? parent : P_tmpdir);
	if (!mkdtemp(folder) || readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		return 1;
	snprintf(url, sizeof(url), "ipc://%s/kleos", folder);
	snprintf(path, sizeof(path), "%s/grpc", folder);
	for (int i = 0; i < rounds; i++) {
		double straight = round_of(self, url, "inline", seconds);
		double grpc = round_of(peer, path, NULL, seconds);
		double pooled = round_of(self, url, "pool", seconds);

		inline_ratios[i] = straight / grpc;
		pool_ratios[i] = pooled / grpc;
		printf("round %d: kleos inline %.0f, kleos pool %.0f, grpc %.0f calls/s: %.2f and %.2f\n", i + 1, straight,
			   pooled, grpc, inline_ratios[i], pool_ratios[i]);
		fflush(stdout);
	}
	printf("rpc_ratio %.2f (inline), %.2f (thread pool), median of %d rounds\n", median(inline_ratios, rounds),
		   median(pool_ratios, rounds), rounds);
	return 0;
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[2]) : 5;

	if (argc == 4 && strcmp(argv[1], "serve") == 0)
		return serve(argv[2], strcmp(argv[3], "pool") == 0);
	if (argc == 5 && strcmp(argv[1], "call") == 0)
		return call(argv[2], atof(argv[3]), atoi(argv[4]));
	if (argc < 2 || rounds < 1 || rounds > ROUNDS_BOUND) {
		fprintf(stderr, "usage: bench_rpc PEER [ROUNDS [SECONDS]]\n");
		return 2;
	}
	return compare_with(argv[1], rounds, argc > 3 ? atof(argv[3]) : 3);
}
