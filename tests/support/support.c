#include "tests/support/support.h"

#include <arpa/inet.h>
#include <ftw.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define TEST_START_MS 1772355600000 /* 2026-03-01T09:00:00Z */

static int64_t world_now_ms(void *host)
{
	struct test_world *world = host;
	return atomic_load(&world->now_ms);
}

static int64_t world_monotonic_ms(void *host)
{
	struct test_world *world = host;
	int64_t fixed = atomic_load(&world->monotonic_ms);
	if (fixed)
		return fixed;
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* splitmix64 (Steele, Lea and Flood 2014): each draw takes one number of the sequence, so threads never share one. */
static void world_random(void *host, void *out, size_t length)
{
	struct test_world *world = host;
	unsigned char *bytes = out;
	for (size_t done = 0; done < length;) {
		uint64_t z = atomic_fetch_add(&world->seed, UINT64_C(0x9e3779b97f4a7c15)) + UINT64_C(0x9e3779b97f4a7c15);
		z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
		z ^= z >> 31;
		size_t part = length - done < sizeof(z) ? length - done : sizeof(z);
		memcpy(bytes + done, &z, part);
		done += part;
	}
}

static void drop_line(void *host, const char *line, size_t length)
{
	(void)host;
	(void)line;
	(void)length;
}

void test_world_init(struct test_world *world)
{
	memset(world, 0, sizeof(*world));
	environment_system(NULL); /* libsodium is ready afterwards */
	atomic_init(&world->now_ms, TEST_START_MS);
	atomic_init(&world->seed, 1);
	world->log = (struct log){.service = "test", .level = LOG_DEBUG, .format = LOG_LOGFMT};
	if (!getenv("KLEOS_TEST_LOG"))
		world->log.write = drop_line;
	world->environment = (struct environment){
		.host = world,
		.now_ms = world_now_ms,
		.monotonic_ms = world_monotonic_ms,
		.random = world_random,
		.log = &world->log,
	};
	memset(world->key.bytes, 7, sizeof(world->key.bytes));
}

char *test_folder_make(void)
{
	const char *parent = getenv("TMPDIR");
	char *folder = NULL;
	if (asprintf(&folder, "%s/kleos-test-XXXXXX", parent ? parent : "/tmp") < 0 || !mkdtemp(folder))
		fail_msg("no temporary folder");
	return folder;
}

static int remove_entry(const char *path, const struct stat *state, int kind, struct FTW *walk)
{
	(void)state;
	(void)kind;
	(void)walk;
	return remove(path);
}

void test_folder_remove(char *folder)
{
	if (!folder)
		return;
	nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
}

char *test_inproc_url(const char *name)
{
	static _Atomic unsigned count;
	char *url = NULL;
	if (asprintf(&url, "inproc://%s-%d-%u", name, (int)getpid(), atomic_fetch_add(&count, 1)) < 0)
		fail_msg("no memory");
	return url;
}

/* True when nobody listens there; the port is free again afterwards. */
static bool port_is_free(uint16_t port)
{
	int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int reuse = 1; /* as nng listens: a port that only lingers in TIME_WAIT is free */
	setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse));
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	bool free_now = handle >= 0 && bind(handle, (struct sockaddr *)&address, sizeof(address)) == 0;
	if (handle >= 0)
		close(handle);
	return free_now;
}

/* The ports lie below those the kernel gives to outgoing connections (32768 and up): one of those may take a port
 * between this look and the service that is to listen there. */
char *test_tcp_url(void)
{
	for (int tries = 0; tries < 100; tries++) {
		uint16_t port = 0;
		if (getentropy(&port, sizeof(port)) != 0)
			continue;
		port = (uint16_t)(10000 + port % 22000);
		if (!port_is_free(port) || !port_is_free((uint16_t)(port + 1)))
			continue;
		char *url = NULL;
		if (asprintf(&url, "tcp://127.0.0.1:%u", (unsigned)port) < 0)
			fail_msg("no memory");
		return url;
	}
	fail_msg("no free port");
	return NULL;
}
