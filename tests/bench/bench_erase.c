/* bench_erase: how long an erasure takes, and how long writes wait for it.
 *
 *     bench_erase FOLDER [RECOGNITIONS]
 *
 * FOLDER must be empty and lie on the disk that is asked about. RECOGNITIONS: 1 000 000. While somebody gives one
 * thanks after the other a member is erased; prints when it was done and the longest time that one thanks took. */
#include "kleos/rights/v1/rights_service.pb-c.h"
#include "services/recognitions/state.h"
#include "tests/bench/feed_stage.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ERASED 5 /* the number of a member */

static bool begin_erasure(void *context, struct db *db)
{
	struct bench *bench = context;
	service_erase(bench->service->service, db, &bench->members[ERASED]);
	return true;
}

static bool is_erased(struct bench *bench)
{
	struct principal who = principal_of(bench, -1, ROLE_BIT(PEOPLE_ADMIN));
	Kleos__GetErasureRequest request = KLEOS__GET_ERASURE_REQUEST__INIT;
	struct rpc_request call = {.method = "kleos.rights.v1.RightsService/GetErasure",
							   .principal = &who,
							   .timeout_ms = 60000,
							   .message = &request.base};
	struct rpc_reply reply;
	ProtobufCMessage *response;
	struct arena arena;
	arena_init(&arena, 1 << 20);
	request.member = (ProtobufCBinaryData){.len = ID_SIZE, .data = bench->members[ERASED].bytes};
	must(rpc_call(bench->client, &arena, &call, &reply, &kleos__get_erasure_response__descriptor, &response) ==
			 STATUS_OK,
		 "asking about the erasure");
	bool done = ((Kleos__GetErasureResponse *)response)->done;
	arena_fini(&arena);
	return done;
}

/* Gives one after the other and keeps the longest that one of them took. */
struct lone_giver {
	struct givers givers;
	int64_t longest_ms;
};

static void *lone_giver_main(void *context)
{
	struct lone_giver *lone = context;
	const struct environment *environment = &lone->givers.bench->environment;
	struct arena arena;
	arena_init(&arena, 1 << 20);
	while (!atomic_load(&lone->givers.over)) {
		arena_reset(&arena);
		int64_t begun = environment_monotonic_ms(environment);
		give(&lone->givers, &arena, (uint32_t)(atomic_fetch_add(&lone->givers.number, 1) * 37 % MEMBERS));
		int64_t took = environment_monotonic_ms(environment) - begun;
		lone->longest_ms = took > lone->longest_ms ? took : lone->longest_ms;
	}
	arena_fini(&arena);
	return NULL;
}

static void measure_erase(struct bench *bench)
{
	struct lone_giver lone = {.givers.bench = bench};
	pthread_t thread;
	service_start(bench, true);
	search_settle(bench);
	pthread_create(&thread, NULL, lone_giver_main, &lone);
	usleep(500000);
	lone.longest_ms = 0;
	int64_t begun = environment_monotonic_ms(&bench->environment);
	must(store_write_now(service_store(bench->service->service), begin_erasure, bench) == STATUS_OK, "erasing");
	while (!is_erased(bench))
		usleep(1000);
	int64_t ms = environment_monotonic_ms(&bench->environment) - begun;
	atomic_store(&lone.givers.over, true);
	pthread_join(thread, NULL);
	service_stop(bench);
	printf("{\"bench\":\"erase\",\"case\":\"erased\",\"seconds\":%.2f,\"longest_write_ms\":%lld}\n", (double)ms / 1000,
		   (long long)lone.longest_ms);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	if (argc < 2) {
		fprintf(stderr, "usage: bench_erase FOLDER [RECOGNITIONS]\n");
		return 2;
	}
	bench_init(&bench, argv[1], argc > 2 ? atoi(argv[2]) : 1000000);
	generate(&bench);
	measure_erase(&bench);
	rpc_local_free(bench.local);
	return 0;
}
