/* rpc_fixture: a server with two threads of its own, a client, and a transport between them. The interface is the
 * beginning of MembersService: CreateMember echoes, GetMember does what the member's name says. */
#ifndef KLEOS_TESTS_RPC_FIXTURE_H
#define KLEOS_TESTS_RPC_FIXTURE_H

#include "tests/support/support.h"

#include "common/base/queue.h"
#include "common/rpc/client.h"
#include "common/rpc/local.h"
#include "common/rpc/server.h"
#include "common/rpc/wire.h"
#include "kleos/members/v1/members_service.pb-c.h"

#include <pthread.h>
#include <stdatomic.h>

#define N_WORKERS 2
#define SERVICE   "kleos.members.v1.MembersService/"

/* OVER_NOTHING: inproc://, both ends have the same rpc_local. */
enum transport { OVER_NOTHING, OVER_IPC, OVER_TCP };

#define FIXTURE_POOL    128 /* calls that the server takes at once */
#define FIXTURE_CALLERS 96  /* calls that the client makes at once */

struct fixture {
	struct test_world world;
	struct arena arena; /* of the test's own thread */
	char *folder;       /* ipc only */
	char *url;
	struct rpc_interface interface;
	struct rpc_local *local; /* NULL but over nothing */
	struct rpc_server *server;
	struct rpc_client *client;
	struct principal maria;
	struct queue queue;
	pthread_t workers[N_WORKERS];
	atomic_bool full;    /* `take` refuses */
	atomic_bool holding; /* handlers asked to wait do so until this is false */
	atomic_int held;     /* how many of them wait now */
};

/* Server, workers and client of a transport; the client is connected. */
void fixture_open(struct fixture *fixture, enum transport transport);
void fixture_close(struct fixture *fixture);

/* For cmocka: set-ups and tear-down of a test whose state is its transport, which becomes a fixture. */
int fixture_begin(void **transport);       /* open */
int fixture_begin_alone(void **transport); /* prepared */
int fixture_end(void **fixture);

/* A test over a transport, a constant whose name says which. */
#define TEST(function, transport, setup)                                                                               \
	{                                                                                                                  \
#transport ": " #function, function, setup, fixture_end, (void *)&transport                                    \
	}

/* A fixture without server and client. */
void fixture_prepare(struct fixture *fixture, enum transport transport);
enum status fixture_serve(struct fixture *fixture);
enum status fixture_connect(struct fixture *fixture);
void fixture_wait_connected(struct fixture *fixture, bool connected); /* fails the test after 10 s */
void fixture_wait_held(struct fixture *fixture, int n);
void fixture_wait_taken(struct fixture *fixture, int n); /* calls that the server has in its pool */

/* GetMember of `member`; the reply's memory is the fixture's. */
struct rpc_reply fixture_get(struct fixture *fixture, const char *member, uint32_t timeout_ms);
/* The display name of a GetMember or CreateMember reply. */
const char *fixture_name(struct fixture *fixture, const struct rpc_reply *reply);
void fixture_assert_works(struct fixture *fixture);

/* A reply that a callback left for the test's thread. */
struct outcome {
	pthread_mutex_t mutex;
	pthread_cond_t came;
	bool over;
	enum status status;
	char reason[32];
};
void outcome_init(struct outcome *outcome);
void outcome_keep(void *outcome, const struct rpc_reply *reply); /* a `done` */
bool outcome_is_over(struct outcome *outcome);
enum status outcome_wait(struct outcome *outcome); /* fails the test after 20 s */
void outcome_fini(struct outcome *outcome);
/* Starts GetMember; the outcome is kept. */
void fixture_start(struct fixture *fixture, const char *member, uint32_t timeout_ms, struct outcome *outcome);

/* Serves at `url` until killed; prints a line when it listens. */
int fixture_serve_alone(const char *url);
/* A process of its own, this very program with `serve URL`, that listens at the fixture's address. */
pid_t fixture_spawn(struct fixture *fixture);
void fixture_kill(pid_t child);

/* A stream socket to the fixture's server (ipc or tcp), with no nng on this side; a send or receive fails after 20 s.
 */
int fixture_stream(const struct fixture *fixture);
/* One that listens at the fixture's address, in the server's place. */
int fixture_listen(const struct fixture *fixture);

#endif
