#include "tests/bench/feed_stage.h"

#include "common/directory/directory_teams.h"
#include "common/store/outbox.h"
#include "recognitions/sql.h"
#include "services/recognitions/search/search.h"
#include "services/recognitions/state.h"
#include "services/recognitions/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BATCH    50000
#define YEARS_MS (INT64_C(3) * 365 * 86400000)

uint32_t dice(struct bench *bench, uint32_t sides)
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
		bench->teams[i] = directory_team_number(db, arena_printf(&arena, "area%d/team%d", i % 20, i));
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
	if (bench->done < bench->count / 3)
		strcat(text, " apollo");
	if (dice(bench, 5) == 0)
		receiver = (receiver + 7) % MEMBERS; /* of another team */
	out->id = id_new(&bench->environment);
	out->giver = named(bench, giver);
	out->message.words = text;
	out->value = dice(bench, 2) ? "craft" : "";
	out->win = KLEOS__WIN__WIN_SMALL;
	out->requested = out->visibility = some_visibility(bench);
	out->giver_cap = KLEOS__VISIBILITY__VISIBILITY_EXTERNAL;
	out->give_ms = out->create_ms = bench->begin_ms + YEARS_MS / bench->count * bench->done;
	out->arcs[0] = (struct arc){.receiver = named(bench, receiver), .credit = {""}, .cap = out->visibility};
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

void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "bench_feed: %s failed\n", what);
	exit(1);
}

void generate(struct bench *bench)
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

void service_start(struct bench *bench, bool search)
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

void service_stop(struct bench *bench)
{
	rpc_client_close(bench->client);
	recognitions_close(bench->service);
}

struct principal principal_of(const struct bench *bench, int member, uint32_t roles)
{
	struct principal principal = {.roles = roles, .name = "bench"};
	if (member >= 0)
		principal.member = bench->members[member];
	principal.key = bench->members[member >= 0 ? member : 0];
	return principal;
}

double ask(struct bench *bench, const struct principal *who, const Kleos__ListRecognitionsRequest *request,
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

Kleos__ListRecognitionsRequest list(const char *query, const char *team, const char *receiver)
{
	Kleos__ListRecognitionsRequest request = KLEOS__LIST_RECOGNITIONS_REQUEST__INIT;
	request.query = query;
	request.team = team;
	request.receiver = receiver;
	return request;
}

/* Until the oldest are found: search takes them in from the oldest on, so until it has as many as there are. */
void search_settle(struct bench *bench)
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

void give(struct givers *givers, struct arena *arena, uint32_t giver)
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

void bench_init(struct bench *bench, char *folder, int recognitions)
{
	db_prepare_process();
	bench->folder = folder;
	bench->count = recognitions;
	bench->seed = 1;
	bench->environment = environment_system(NULL);
	environment_random(&bench->environment, &bench->key, sizeof(bench->key));
	must(bench->count > 1000 && (bench->local = rpc_local_new()), "starting");
}
