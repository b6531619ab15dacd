/* A process whose nng lost its reaper ends, over tcp and ipc. What loses it is a peer of one of nng's own sockets; here
 * a REP socket stands for those that a service still has (its doorbell). Takes 10 to 20 s. */
#include "tests/service/rpc/rpc_fixture.h"

#include "common/rpc/reaper_watch.h"

#include <dirent.h>
#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CONNECTIONS 2000
#define ROUND       50 /* connections, after which descriptors are counted */
#define N_MESSAGES  20

static int count_descriptors(pid_t process)
{
	char path[64];
	DIR *folder;
	int n = 0;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)process);
	folder = opendir(path);
	while (folder && readdir(folder))
		n++;
	if (folder)
		closedir(folder);
	return n;
}

/* Greets as a REQ socket, sends many messages at once and is gone. */
static void hang_up_in_between(const struct fixture *fixture)
{
	const uint8_t greeting[] = {0, 'S', 'P', 0, 0, 0x30, 0, 0};
	/* on ipc a byte 1 comes first; then the length, the number of the request, and what is no call */
	const uint8_t message[] = {1, 0, 0, 0, 0, 0, 0, 0, 8, 0x80, 0, 0, 1, 0xff, 0xff, 0xff, 0xff};
	size_t skip = strncmp(fixture->url, "ipc://", 6) == 0 ? 0 : 1;
	uint8_t bytes[N_MESSAGES * sizeof(message)], heard[sizeof(greeting)];
	size_t length = 0;
	int stream = fixture_stream(fixture);

	for (int i = 0; i < N_MESSAGES; i++) {
		memcpy(bytes + length, message + skip, sizeof(message) - skip);
		length += sizeof(message) - skip;
	}
	send(stream, greeting, sizeof(greeting), MSG_NOSIGNAL);
	recv(stream, heard, sizeof(heard), MSG_WAITALL);
	send(stream, bytes, length, MSG_NOSIGNAL);
	close(stream);
}

/* A reaper that lives closes what was hung up, on a busy machine too. */
static bool leaks(pid_t server, int most)
{
	for (int i = 0; i < 40; i++) {
		usleep(50000);
		if (count_descriptors(server) <= most)
			return false;
	}
	return true;
}

/* False: this nng does not lose its reaper. */
static bool lose_reaper(const struct fixture *fixture, pid_t server)
{
	int before = count_descriptors(server);

	for (int i = 1; i <= CONNECTIONS; i++) {
		hang_up_in_between(fixture);
		if (i % ROUND == 0 && leaks(server, before + ROUND / 2))
			return true;
	}
	return false;
}

static void a_process_that_lost_its_reaper_ends(void **state)
{
	struct fixture *fixture = *state;
	pid_t server = fixture_spawn(fixture);
	int outcome = 0, patience_s = REAPER_WATCH_EVERY_S + 2 * REAPER_WATCH_PATIENCE_S + 5;

	if (!lose_reaper(fixture, server)) {
		fixture_kill(server);
		skip();
	}
	for (int i = 0; i < 20 * patience_s && waitpid(server, &outcome, WNOHANG) == 0; i++)
		usleep(50000);
	if (!WIFEXITED(outcome) || WEXITSTATUS(outcome) != REAPER_WATCH_EXIT)
		fixture_kill(server);
	assert_true(WIFEXITED(outcome));
	assert_int_equal(WEXITSTATUS(outcome), REAPER_WATCH_EXIT);
	server = fixture_spawn(fixture); /* the address is free again */
	close(fixture_stream(fixture));
	fixture_kill(server);
}

static void a_process_whose_reaper_works_goes_on(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 20; i++) {
		struct reaper_watch *watch = reaper_watch_start(fixture->world.environment.log);

		assert_non_null(watch);
		if (i % 2)
			usleep(1000); /* some are stopped while they close a connection, some while they rest */
		reaper_watch_stop(watch);
	}
}

/* Until killed; prints a line when it listens. */
static int serve(const char *url)
{
	struct test_world world;
	nng_socket socket;
	nng_msg *message;

	test_world_init(&world);
	if (nng_rep0_open(&socket) != 0 || nng_listen(socket, url, NULL, 0) != 0 ||
		!reaper_watch_start(world.environment.log))
		return 1;
	puts("listening");
	fflush(stdout);
	for (;;)
		if (nng_recvmsg(socket, &message, 0) == 0)
			nng_msg_free(message);
}

static const enum transport nothing = OVER_NOTHING, ipc = OVER_IPC, tcp = OVER_TCP;

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(a_process_whose_reaper_works_goes_on, nothing, fixture_begin_alone),
		TEST(a_process_that_lost_its_reaper_ends, tcp, fixture_begin_alone),
		TEST(a_process_that_lost_its_reaper_ends, ipc, fixture_begin_alone),
	};

	if (argc == 3 && strcmp(argv[1], "serve") == 0)
		return serve(argv[2]);
	return cmocka_run_group_tests_name("rpc_reaper", tests, NULL, NULL);
}
