/* Services that stop, start, are away or come back as others. Every test has a stage of its own. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"
#include "common/store/db.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"
#include "kleos/rpc/v1/health_service.pb-c.h"

#include <unistd.h>

static bool is_ready(void *context)
{
	struct stage *stage = context;
	struct principal process = principal_internal("test");
	Kleos__CheckHealthRequest request = KLEOS__CHECK_HEALTH_REQUEST__INIT;
	const Kleos__CheckHealthResponse *response =
		peer_must(&stage->peer, &process, &kleos__health_service__descriptor, "CheckHealth", &request.base);
	return response->ready;
}

/* The tests below have a stage of their own, since they stop and start services. */

static void open_members(struct stage *stage)
{
	const struct members_config members = {.site = fixture_site(&stage->fixture, stage->members_peer.url)};
	assert_int_equal(members_open(&stage->members, &members), STATUS_OK);
}

static void it_is_ready_when_it_knows_the_members(void **state)
{
	(void)state;
	struct stage stage = {0};
	service_fixture_init(&stage.fixture);
	peer_init(&stage.members_peer, &stage.fixture, "members", PEER_INPROC);
	peer_init(&stage.peer, &stage.fixture, "recognitions", PEER_INPROC);
	stage_open_recognitions(&stage);
	peer_connect(&stage.peer);
	assert_false(is_ready(&stage));
	open_members(&stage);
	peer_connect(&stage.members_peer);
	wait_until(is_ready, &stage);
	struct id id = stage_member(&stage, "early", "craft", "", VISIBILITY(EXTERNAL));
	stage_member(&stage, "bird", "craft", "", VISIBILITY(EXTERNAL));
	struct principal who = a_member(&id);
	stage_give(&stage, &who, stage_thanks(&stage, "bird", "worms"));
	stage_close(&stage);
}

static enum status summarize(struct stage *stage)
{
	struct principal gateway = principal_internal("test");
	Kleos__SummarizeImpactRequest request = KLEOS__SUMMARIZE_IMPACT_REQUEST__INIT;
	request.from_day = request.to_day = day_of_ms(stage->fixture.world.now_ms);
	peer_call(&stage->peer, &gateway, &kleos__impact_service__descriptor, "SummarizeImpact", NULL, &request.base);
	return stage->peer.reply.status;
}

static bool summarizes(void *context)
{
	return summarize(context) == STATUS_OK;
}

/* As a process leaves it that ended before it had read all members once. */
static void change_tables(struct stage *stage, const char *sql)
{
	struct db *db;
	const char *path = arena_printf(&stage->fixture.arena, "%s/recognitions.db", stage->fixture.folder);
	assert_int_equal(db_open(&db, path, DB_WRITER, DB_NORMAL, &stage->fixture.world.log), STATUS_OK);
	assert_true(db_execute(db, sql));
	db_close(db);
}

static void restart_with(struct stage *stage, const char *sql)
{
	rpc_client_close(stage->peer.client);
	stage_close_recognitions(stage);
	change_tables(stage, sql);
	stage_open_recognitions(stage);
	peer_connect(&stage->peer);
}

static void figures_wait_until_all_members_are_known(void **state)
{
	(void)state;
	static const char *const halfway[] = {"DELETE FROM cursor WHERE source = 'members whole'",
										  "UPDATE cursor SET epoch = randomblob(16) WHERE source = 'members'"};
	struct stage stage = {0};
	service_fixture_init(&stage.fixture);
	peer_init(&stage.members_peer, &stage.fixture, "members", PEER_INPROC);
	peer_init(&stage.peer, &stage.fixture, "recognitions", PEER_INPROC);
	stage_open_recognitions(&stage);
	peer_connect(&stage.peer);
	assert_int_equal(summarize(&stage), STATUS_UNAVAILABLE);
	for (size_t i = 0; i < sizeof(halfway) / sizeof(*halfway); i++) {
		open_members(&stage);
		peer_connect(&stage.members_peer);
		stage_member(&stage, i ? "second" : "first", "craft", "", VISIBILITY(EXTERNAL));
		wait_until(summarizes, &stage);
		stage_settle(&stage);
		rpc_client_close(stage.members_peer.client);
		members_close(stage.members);
		stage.members = NULL;
		restart_with(&stage, "");
		assert_int_equal(summarize(&stage), STATUS_OK); /* members is away, all it had said is here */
		restart_with(&stage, halfway[i]);
		assert_int_equal(summarize(&stage), STATUS_UNAVAILABLE);
	}
	open_members(&stage);
	peer_connect(&stage.members_peer);
	wait_until(summarizes, &stage);
	stage_close(&stage);
}

static void everything_is_there_after_a_restart_and_while_members_is_away(void **state)
{
	(void)state;
	struct stage stage = {0};
	stage_open(&stage, PEER_TCP);
	struct id id = stage_member(&stage, "lasting", "craft", "", VISIBILITY(EXTERNAL));
	stage_member(&stage, "friend", "craft", "", VISIBILITY(EXTERNAL));
	struct principal who = a_member(&id);
	const char *given = stage_give(&stage, &who, stage_thanks(&stage, "friend", "before"))->id;
	stage_set_ceiling(&stage, "friend", VISIBILITY(PRIVATE));
	peer_fini(&stage.members_peer);
	members_close(stage.members);
	rpc_client_close(stage.peer.client);
	stage_close_recognitions(&stage);
	peer_init(&stage.members_peer, &stage.fixture, "members", PEER_TCP); /* where nobody listens */
	stage_open_recognitions(&stage);
	peer_connect(&stage.peer);
	assert_string_equal(stage_get(&stage, &who, given)->receivers[0]->member->handle, "friend");
	assert_int_equal(stage_give(&stage, &who, stage_thanks(&stage, "friend", "after"))->visibility,
					 VISIBILITY(PRIVATE));
	stage_refuses(&stage, &who, stage_thanks(&stage, "stranger", "hello?"), STATUS_UNAVAILABLE, "MEMBERS_UNAVAILABLE");
	assert_false(is_ready(&stage));
	stage.members = NULL;
	stage_close(&stage);
}

static bool knows_the_new_one(void *context)
{
	struct stage *stage = context;
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	Kleos__GetPreferencesRequest request = KLEOS__GET_PREFERENCES_REQUEST__INIT;
	request.member = "newcomer";
	return peer_call(&stage->peer, &admin, RECOGNITIONS, "GetPreferences", NULL, &request.base) != NULL;
}

static void members_of_another_history_take_the_place_of_all(void **state)
{
	(void)state;
	struct stage stage = {0};
	stage_open(&stage, PEER_TCP);
	struct arena *arena = &stage.fixture.arena;
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	for (int i = 0; i < 5; i++)
		stage_member(&stage, arena_printf(arena, "old%d", i), "craft", "", VISIBILITY(EXTERNAL));
	stage_settle(&stage);
	rpc_client_close(stage.members_peer.client);
	members_close(stage.members);
	const char *endings[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < 3; i++)
		unlink(arena_printf(arena, "%s/members.db%s", stage.fixture.folder, endings[i]));
	open_members(&stage);
	peer_connect(&stage.members_peer);
	stage_member(&stage, "newcomer", "craft", "", VISIBILITY(EXTERNAL));
	wait_until(knows_the_new_one, &stage);
	Kleos__GetPreferencesRequest request = KLEOS__GET_PREFERENCES_REQUEST__INIT;
	request.member = "old3";
	peer_refused(&stage.peer, &admin, RECOGNITIONS, "GetPreferences", &request.base, STATUS_NOT_FOUND,
				 "MEMBER_NOT_FOUND");
	stage_close(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_ready_when_it_knows_the_members),
		cmocka_unit_test(figures_wait_until_all_members_are_known),
		cmocka_unit_test(everything_is_there_after_a_restart_and_while_members_is_away),
		cmocka_unit_test(members_of_another_history_take_the_place_of_all),
	};
	return cmocka_run_group_tests_name("restarts of recognitions", tests, NULL, NULL);
}
