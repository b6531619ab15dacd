/* bench_feed: how long a page of the feed and a search take in the service, and what search costs those who give.
 *
 *     bench_feed FOLDER [RECOGNITIONS [SECONDS]]
 *
 * FOLDER must be empty and lie on the disk that is asked about. RECOGNITIONS (1 000 000) are written through the
 * store's verbs, by 10 000 members of 200 teams over three years: half for everyone, the rest for teams, managers and
 * those named. Every text holds "thanks", those of the first year "apollo". Then pages of 50 are asked for over the
 * service's own door, and at last thanks are given for SECONDS (4) at a time with search and without, in turns. Prints
 * a line of JSON a case. */
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"
#include "recognitions/sql.h"
#include "services/recognitions/search/search.h"
#include "services/recognitions/store.h"
#include "tests/bench/feed_stage.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ASKED  400
#define GIVERS 32
#define TURNS  3

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Who asks changes from one time to the next, when it is a member. */
static void measure(struct bench *bench, const char *name, uint32_t roles, bool member,
					Kleos__ListRecognitionsRequest request)
{
	double ms[ASKED];
	size_t rows = 0, all = 0;
	for (int i = 0; i < ASKED; i++) {
		struct principal who = principal_of(bench, member ? (int)dice(bench, MEMBERS) : -1, roles);
		ms[i] = ask(bench, &who, &request, &rows);
		all += rows;
	}
	qsort(ms, ASKED, sizeof(*ms), compare);
	printf("{\"bench\":\"feed\",\"case\":\"%s\",\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"most_ms\":%.2f,\"rows\":%.1f}\n",
		   name, ms[ASKED / 2], ms[ASKED * 99 / 100], ms[ASKED - 1], (double)all / ASKED);
	fflush(stdout);
}

static void measure_lists(struct bench *bench)
{
	search_settle(bench);
	measure(bench, "feed, member", ROLE_BIT(MEMBER), true, list("", "", ""));
	measure(bench, "feed, service", ROLE_BIT(SERVICE), false, list("", "", ""));
	measure(bench, "list of a person, member", ROLE_BIT(MEMBER), true, list("", "", "member-77"));
	measure(bench, "feed of a team, member", ROLE_BIT(MEMBER), true, list("", "area3", ""));
	measure(bench, "search, a word in every text, member", ROLE_BIT(MEMBER), true, list("thanks", "", ""));
	measure(bench, "search, a word in every text, service", ROLE_BIT(SERVICE), false, list("thanks", "", ""));
	measure(bench, "search, a word in every text, sees nothing", ROLE_BIT(PEOPLE_ADMIN), false, list("thanks", "", ""));
	measure(bench, "search, a word in every text, team", ROLE_BIT(MEMBER), true, list("thanks", "area3", ""));
	measure(bench, "search, a word in every text, receiver", ROLE_BIT(MEMBER), true, list("thanks", "", "member-77"));
	measure(bench, "search, two words", ROLE_BIT(MEMBER), true, list("thanks καλοκαλο", "", ""));
	measure(bench, "search, a common word", ROLE_BIT(MEMBER), true, list("kakakaka", "", ""));
	measure(bench, "search, a rare word", ROLE_BIT(MEMBER), true, list("στωριχαευ", "", ""));
	measure(bench, "search, a phrase", ROLE_BIT(MEMBER), true, list("\"thanks kakakaka\"", "", ""));
	measure(bench, "search, the beginning of every text's word", ROLE_BIT(MEMBER), true, list("than*", "", ""));
	measure(bench, "search, the same, service", ROLE_BIT(SERVICE), false, list("than*", "", ""));
	measure(bench, "search, the same, receiver", ROLE_BIT(MEMBER), true, list("than*", "", "member-77"));
	measure(bench, "search, the beginning of many words", ROLE_BIT(MEMBER), true, list("kaka*", "", ""));
	measure(bench, "search, the beginning of very many words", ROLE_BIT(MEMBER), true, list("ευ*", "", ""));
	measure(bench, "search, the beginning of rare words", ROLE_BIT(MEMBER), true, list("στωριχ*", "", ""));
	measure(bench, "search, the beginning of a word of long ago", ROLE_BIT(MEMBER), true, list("apol*", "", ""));
	measure(bench, "search, two beginnings", ROLE_BIT(MEMBER), true, list("than* στωρι*", "", ""));
	measure(bench, "search, a phrase with a beginning", ROLE_BIT(MEMBER), true, list("\"thanks kaka*\"", "", ""));
}

/* What an erasure waits for. */
static void measure_scrub(struct bench *bench)
{
	char path[1024], index[1024];
	struct search *search;
	snprintf(path, sizeof(path), "%s/recognitions.db", bench->folder);
	snprintf(index, sizeof(index), "%s/recognitions-search.db", bench->folder);
	struct store_config store = {
		.path = path, .migrations = &recognitions_migrations, .environment = &bench->environment};
	must(store_open(&bench->store, &store) == STATUS_OK, "opening the database");
	struct search_config config = {
		.store = bench->store, .path = index, .environment = &bench->environment, .read = recognition_read};
	must(search_open(&search, &config) == STATUS_OK, "opening search");
	int64_t begun = environment_monotonic_ms(&bench->environment);
	must(search_scrub(search) == STATUS_OK, "scrubbing");
	printf("{\"bench\":\"feed\",\"case\":\"search scrubbed\",\"seconds\":%.1f}\n",
		   (double)(environment_monotonic_ms(&bench->environment) - begun) / 1000);
	fflush(stdout);
	search_close(search);
	store_close(bench->store);
}

static void *giver_main(void *context)
{
	struct givers *givers = context;
	struct arena arena;
	arena_init(&arena, 1 << 20);
	while (!atomic_load(&givers->over)) {
		arena_reset(&arena);
		give(givers, &arena, (uint32_t)(atomic_fetch_add(&givers->number, 1) * 37 % MEMBERS));
	}
	arena_fini(&arena);
	return NULL;
}

/* A second. */
static double giving(struct bench *bench, bool search, int seconds)
{
	struct givers givers = {.bench = bench};
	pthread_t threads[GIVERS];
	service_start(bench, search);
	usleep(500000);
	int64_t begun = environment_monotonic_ms(&bench->environment);
	for (int i = 0; i < GIVERS; i++)
		pthread_create(&threads[i], NULL, giver_main, &givers);
	sleep((unsigned)seconds);
	atomic_store(&givers.over, true);
	for (int i = 0; i < GIVERS; i++)
		pthread_join(threads[i], NULL);
	int64_t ms = environment_monotonic_ms(&bench->environment) - begun;
	service_stop(bench);
	return (double)atomic_load(&givers.given) * 1000 / (double)ms;
}

static void measure_giving(struct bench *bench, int seconds)
{
	double with = 0, without = 0;
	for (int turn = 0; turn < TURNS; turn++) {
		without += giving(bench, false, seconds) / TURNS;
		with += giving(bench, true, seconds) / TURNS;
	}
	printf("{\"bench\":\"feed\",\"case\":\"giving\",\"per_second\":%.0f,\"without_search\":%.0f,\"ratio\":%.3f}\n",
		   with, without, with / without);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	int seconds = argc > 3 ? atoi(argv[3]) : 4;
	static struct bench bench;
	if (argc < 2) {
		fprintf(stderr, "usage: bench_feed FOLDER [RECOGNITIONS [SECONDS]]\n");
		return 2;
	}
	bench_init(&bench, argv[1], argc > 2 ? atoi(argv[2]) : 1000000);
	generate(&bench);
	service_start(&bench, true);
	measure_lists(&bench);
	service_stop(&bench);
	measure_scrub(&bench);
	measure_giving(&bench, seconds);
	rpc_local_free(bench.local);
	return 0;
}
