/* bench_feed: how long a page of the feed and a search take in the service, and what search costs those who give.
 *
 *     bench_feed FOLDER [RECOGNITIONS [SECONDS [erase]]]
 *
 * FOLDER must be empty and lie on the disk that is asked about. RECOGNITIONS (1 000 000) are written through the
 * store's verbs, by 10 000 members of 200 teams over three years: half for everyone, the rest for teams, managers and
 * those named. Every text holds "thanks". Then pages of 50 are asked for over the service's own door, and at last
 * thanks are given for SECONDS (4) at a time with search and without, in turns; with `erase` instead of all
 * that a member is erased while others give. Prints a line of JSON a case. */
#include "common/rpc/client.h"
#include "common/rpc/local.h"
#include "common/store/outbox.h"
#include "common/store/store.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"
#include "recognitions/sql.h"
#include "services/recognitions/recognitions.h"
#include "kleos/rights/v1/rights_service.pb-c.h"
#include "services/recognitions/search/search.h"
#include "services/recognitions/state.h"
#include "services/recognitions/store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMBERS  10000
#define TEAMS    200
#define BATCH    50000
#define ASKED    400
#define GIVERS   32
#define TURNS    3
#define ERASED   5 /* the number of a member */
#define YEARS_MS (INT64_C(3) * 365 * 86400000)

struct bench {
	struct environment environment;
	struct cluster_key key;
	char *folder;
	struct rpc_local *local;
	struct store *store;
	struct recognitions *service;
	struct rpc_client *client;
	struct id members[MEMBERS];
	int64_t teams[TEAMS];
	int64_t begin_ms;
	uint64_t seed;
	int done, count;
};

static uint32_t dice(struct bench *bench, uint32_t sides)
{
	bench->seed = bench->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((bench->seed >> 33) % sides);
}

static const char *const syllables[] = {"ka", "lo", "mi", "ra", "te", "su", "no", "vi", "ευ", "χα", "ρι", "στω"};

/* One of about 20 000 words, small numbers more often than great ones. */
static void word_add(struct bench *bench, char *text)
{
	uint32_t number = dice(bench, 1 + dice(bench, 1 + dice(bench, 20736)));
	strcat(text, " ");
	for (int i = 0; i < 4; i++, number /= 12)
		strcat(text, syllables[number % 12]);
}

static void member_put(struct bench *bench, struct db *db, struct arena *arena, int i)
{
	Kleos__MemberRecord record = KLEOS__MEMBER_RECORD__INIT;
	Kleos__MemberSpell spell = KLEOS__MEMBER_SPELL__INIT, *spells[] = {&spell};
	bench->members[i] = id_new(&bench->environment);
	record.id = (ProtobufCBinaryData){ID_SIZE, bench->members[i].bytes};
	record.handle = arena_printf(arena, "member-%d", i);
	record.display_name = arena_printf(arena, "Member %d", i);
	record.status = KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE;
	record.spells = spells;
	record.n_spells = 1;
	struct id team = {.bytes = {3, [15] = (uint8_t)(i % TEAMS)}};
	spell.team_id = (ProtobufCBinaryData){ID_SIZE, team.bytes};
	spell.team = arena_printf(arena, "area%d/team%d", i % TEAMS % 20, i % TEAMS);
	if (i >= 1000) /* the first thousand lead nine each */
		spell.manager = (ProtobufCBinaryData){ID_SIZE, bench->members[i % 1000].bytes};
	known_put(db, &record, 0);
}

static bool members_put(void *context, struct db *db)
{
	struct bench *bench = context;
	struct arena arena;
	arena_init(&arena, 64 << 20);
	db_execute(db, "PRAGMA cache_size=-1000000"); /* what is written in no order stays in memory */
	for (int i = 0; i < MEMBERS; i++)
		member_put(bench, db, &arena, i);
	for (int i = 0; i < TEAMS; i++)
		bench->teams[i] = team_number(db, arena_printf(&arena, "area%d/team%d", i % 20, i));
	arena_fini(&arena);
	return true;
}

static struct named_member named(const struct bench *bench, uint32_t member)
{
	return (struct named_member){.id = bench->members[member], .team = bench->teams[member % TEAMS]};
}

/* Of 20: ten for everyone, six for a team, two for a manager, two for those named. */
static Kleos__Visibility some_visibility(struct bench *bench)
{
	uint32_t n = dice(bench, 20);
	return n < 10   ? KLEOS__VISIBILITY__VISIBILITY_ORGANIZATION
		   : n < 16 ? KLEOS__VISIBILITY__VISIBILITY_TEAM
		   : n < 18 ? KLEOS__VISIBILITY__VISIBILITY_MANAGER
					: KLEOS__VISIBILITY__VISIBILITY_PRIVATE;
}

static void recognition_make(struct bench *bench, struct recognition *out, char *text)
{
	uint32_t giver = dice(bench, MEMBERS), receiver = (giver + TEAMS * (1 + dice(bench, 40))) % MEMBERS;
	strcpy(text, "Thanks");
	for (uint32_t words = 6 + dice(bench, 18); words; words--)
		word_add(bench, text);
	if (dice(bench, 5) == 0)
		receiver = (receiver + 7) % MEMBERS; /* of another team */
	out->id = id_new(&bench->environment);
	out->giver = named(bench, giver);
	out->message = text;
	out->value = dice(bench, 2) ? "craft" : "";
	out->win = KLEOS__WIN__WIN_SMALL;
	out->requested = out->visibility = some_visibility(bench);
	out->giver_cap = KLEOS__VISIBILITY__VISIBILITY_EXTERNAL;
	out->give_ms = out->create_ms = bench->begin_ms + YEARS_MS / bench->count * bench->done;
	out->arcs[0] = (struct arc){.receiver = named(bench, receiver), .credit = "", .cap = out->visibility};
	out->n_arcs = 1;
}

static bool batch_put(void *context, struct db *db)
{
	struct bench *bench = context;
	struct recognition *made = calloc(1, sizeof(*made));
	char text[1024];
	for (int i = 0; i < BATCH && bench->done < bench->count; i++, bench->done++) {
		recognition_make(bench, made, text);
		recognition_put(db, made);
		outbox_append(db, "recognition.given", &made->id, made->give_ms, true);
	}
	free(made);
	return true;
}

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "bench_feed: %s failed\n", what);
	exit(1);
}

static void generate(struct bench *bench)
{
	char path[1024];
	snprintf(path, sizeof(path), "%s/recognitions.db", bench->folder);
	struct store_config config = {.path = path,
								  .migrations = &recognitions_migrations,
								  .synchronous = DB_NORMAL,
								  .environment = &bench->environment};
	must(store_open(&bench->store, &config) == STATUS_OK, "opening the database");
	bench->begin_ms = environment_now_ms(&bench->environment) - YEARS_MS;
	int64_t begun = environment_monotonic_ms(&bench->environment);
	must(store_write_now(bench->store, members_put, bench) == STATUS_OK, "members");
	while (bench->done < bench->count)
		must(store_write_now(bench->store, batch_put, bench) == STATUS_OK, "recognitions");
	store_close(bench->store);
	printf("{\"bench\":\"feed\",\"case\":\"generated\",\"recognitions\":%d,\"seconds\":%.1f}\n", bench->done,
		   (double)(environment_monotonic_ms(&bench->environment) - begun) / 1000);
	fflush(stdout);
}

static void service_start(struct bench *bench, bool search)
{
	struct recognitions_config config = {
		.site = {.url = "inproc://bench-recognitions",
				 .data_dir = bench->folder,
				 .synchronous = DB_FULL,
				 .environment = &bench->environment,
				 .key = &bench->key,
				 .local = bench->local},
		.members_url = "inproc://bench-nobody",
		.no_search = !search,
	};
	struct rpc_client_config client = {.url = config.site.url,
									   .audience = "recognitions",
									   .environment = &bench->environment,
									   .key = &bench->key,
									   .local = bench->local};
	must(recognitions_open(&bench->service, &config) == STATUS_OK, "opening the service");
	must(rpc_client_open(&bench->client, &client) == STATUS_OK, "opening the client");
	while (!rpc_client_connected(bench->client))
		usleep(1000);
}

static void service_stop(struct bench *bench)
{
	rpc_client_close(bench->client);
	recognitions_close(bench->service);
}

static struct principal principal_of(const struct bench *bench, int member, uint32_t roles)
{
	struct principal principal = {.roles = roles, .name = "bench"};
	if (member >= 0)
		principal.member = bench->members[member];
	principal.key = bench->members[member >= 0 ? member : 0];
	return principal;
}

/* Milliseconds; rows of the page go to *rows. */
static double ask(struct bench *bench, const struct principal *who, const Kleos__ListRecognitionsRequest *request,
				  size_t *rows)
{
	struct arena arena;
	struct rpc_reply reply;
	ProtobufCMessage *response;
	struct timespec begun, ended;
	struct rpc_request call = {.method = "kleos.recognitions.v1.RecognitionsService/ListRecognitions",
							   .principal = who,
							   .timeout_ms = 20000,
							   .message = &request->base};
	arena_init(&arena, 16 << 20);
	clock_gettime(CLOCK_MONOTONIC, &begun);
	enum status status =
		rpc_call(bench->client, &arena, &call, &reply, &kleos__list_recognitions_response__descriptor, &response);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	must(status == STATUS_OK, "a list");
	*rows = ((Kleos__ListRecognitionsResponse *)response)->n_recognitions;
	arena_fini(&arena);
	return (double)(ended.tv_sec - begun.tv_sec) * 1000 + (double)(ended.tv_nsec - begun.tv_nsec) / 1e6;
}

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

static Kleos__ListRecognitionsRequest list(const char *query, const char *team, const char *receiver)
{
	Kleos__ListRecognitionsRequest request = KLEOS__LIST_RECOGNITIONS_REQUEST__INIT;
	request.query = query;
	request.team = team;
	request.receiver = receiver;
	return request;
}

/* Until the oldest are found: search takes them in from the oldest on, so until it has as many as there are. */
static void search_settle(struct bench *bench)
{
	struct principal who = principal_of(bench, -1, ROLE_BIT(SERVICE));
	Google__Protobuf__Timestamp since = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	Kleos__ListRecognitionsRequest request = list("thanks", "", "");
	int64_t begun = environment_monotonic_ms(&bench->environment);
	size_t rows = 0;
	since.seconds = (bench->begin_ms + YEARS_MS / bench->count * (bench->count - 20)) / 1000;
	request.since = &since;
	while (ask(bench, &who, &request, &rows) >= 0 && !rows)
		usleep(100000);
	printf("{\"bench\":\"feed\",\"case\":\"search made anew\",\"seconds\":%.1f}\n",
		   (double)(environment_monotonic_ms(&bench->environment) - begun) / 1000);
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
	measure(bench, "search, the beginning of many words", ROLE_BIT(MEMBER), true, list("kaka*", "", ""));
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

struct givers {
	struct bench *bench;
	_Atomic bool over;
	_Atomic int64_t given, number;
};

static void give(struct givers *givers, struct arena *arena, uint32_t giver)
{
	struct bench *bench = givers->bench;
	Kleos__GiveRecognitionRequest request = KLEOS__GIVE_RECOGNITION_REQUEST__INIT;
	Kleos__ReceiverInput receiver = KLEOS__RECEIVER_INPUT__INIT, *receivers[] = {&receiver};
	struct principal who = principal_of(bench, (int)giver, ROLE_BIT(MEMBER));
	struct id request_id = id_new(&bench->environment);
	struct rpc_reply reply;
	receiver.member = arena_printf(arena, "member-%u", (giver + 200) % MEMBERS);
	request.receivers = receivers;
	request.n_receivers = 1;
	request.message = "Thanks for staying late with the migration on Thursday and for writing down what we learned: "
					  "the next team will not have to find it out again.";
	struct rpc_request call = {.method = "kleos.recognitions.v1.RecognitionsService/GiveRecognition",
							   .principal = &who,
							   .request_id = id_text(arena, &request_id),
							   .message = &request.base};
	if (rpc_call(bench->client, arena, &call, &reply, NULL, NULL) == STATUS_OK)
		atomic_fetch_add(&givers->given, 1);
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

/* ---- erasing ---- */

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
	printf("{\"bench\":\"feed\",\"case\":\"erased\",\"seconds\":%.2f,\"longest_write_ms\":%lld}\n",
		   (double)ms / 1000, (long long)lone.longest_ms);
	fflush(stdout);
}

static void measure_all(struct bench *bench, int seconds)
{
	service_start(bench, true);
	measure_lists(bench);
	service_stop(bench);
	measure_scrub(bench);
	measure_giving(bench, seconds);
}

int main(int argc, char **argv)
{
	int seconds = argc > 3 ? atoi(argv[3]) : 4;
	static struct bench bench;
	if (argc < 2) {
		fprintf(stderr, "usage: bench_feed FOLDER [RECOGNITIONS [SECONDS [erase]]]\n");
		return 2;
	}
	db_prepare_process();
	bench.folder = argv[1];
	bench.count = argc > 2 ? atoi(argv[2]) : 1000000;
	bench.seed = 1;
	bench.environment = environment_system(NULL);
	environment_random(&bench.environment, &bench.key, sizeof(bench.key));
	must(bench.count > 1000 && (bench.local = rpc_local_new()), "starting");
	generate(&bench);
	if (argc > 4 && strcmp(argv[4], "erase") == 0)
		measure_erase(&bench);
	else
		measure_all(&bench, seconds);
	rpc_local_free(bench.local);
	return 0;
}
