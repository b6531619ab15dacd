/* Streams of events while something is away, broken or replaced. */
#include "tests/service/gateway/subscriber.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PATH_SIZE 512

static void a_stream_goes_on_after_the_gateway_was_away(void **state)
{
	struct desk *desk = *state;
	struct stream stream = subscribe(desk, desk->nikos, "?types=recognition.given", NULL);
	give(desk, "nikos", "one", "ORGANIZATION");
	const char *cursor = hears(&stream, "one");
	for (int i = 0; i < 200; i++)
		give(desk, i % 3 ? "nikos" : "eleni", arena_printf(&desk->front->base.arena, "m%d", i),
			 i % 3 ? "ORGANIZATION" : "PRIVATE");
	restart_gateway(desk);
	unsubscribe(&stream);
	stream = subscribe(desk, desk->nikos, "?types=recognition.given", cursor);
	for (int i = 0; i < 200; i++)
		if (i % 3)
			hears(&stream, arena_printf(&desk->front->base.arena, "m%d", i));
	unsubscribe(&stream);
}

static void a_service_that_is_away_holds_up_its_own_events_only(void **state)
{
	struct desk *desk = *state;
	struct stream stream = subscribe(desk, desk->nikos, "", NULL);
	stop_recognitions(desk);
	add_member(desk, "anna");
	assert_string_equal(next_event(&stream).type, "member.created");
	struct stream late = subscribe(desk, desk->nikos, "", NULL);
	start_recognitions(desk);
	give(desk, "nikos", "back", "ORGANIZATION");
	hears(&stream, "back");
	hears(&late, "back");
	unsubscribe(&stream);
	unsubscribe(&late);
}

/* Breaks the database of recognitions for those who read it, or mends it. */
static void alter_recognitions(struct desk *desk, const char *sql)
{
	sqlite3 *db;
	const char *path = arena_printf(&desk->front->base.arena, "%s/recognitions.db", desk->front->base.folder);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

#define BREAK   "ALTER TABLE recognition RENAME TO broken"
#define MEND    "ALTER TABLE broken RENAME TO recognition"
#define LEAVERS 200

struct failing {
	struct desk *desk;
	int wanted;
	int64_t pause_ms; /* goes by at every look */
};

/* So many calls of recognitions ended with a failure of its storage. */
static bool calls_failed(void *context)
{
	struct failing *failing = context;
	struct front *front = failing->desk->front;
	struct answer answer = ask(front, front->admin, "GET", "/metrics", "", NULL);
	const char *name = "kleos_rpc_client_errors_total{service=\"gateway\",target=\"recognitions\",code=\"INTERNAL\"} ";
	const char *at = strstr(answer.body, name);
	if (failing->pause_ms)
		atomic_fetch_add(&front->base.world.monotonic_ms, failing->pause_ms);
	nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL); /* every look takes memory until the test ends */
	return at && atoi(at + strlen(name)) >= failing->wanted;
}

static void an_event_outlives_a_failing_storage(void **state)
{
	struct desk *desk = *state;
	struct stream stream = subscribe(desk, desk->nikos, "?types=recognition.given", NULL);
	give(desk, "nikos", "one", "ORGANIZATION");
	const char *cursor = hears(&stream, "one");
	unsubscribe(&stream);
	give(desk, "nikos", "two", "ORGANIZATION");
	alter_recognitions(desk, BREAK);
	stream = subscribe(desk, desk->nikos, "?types=recognition.given", cursor);
	wait_until(calls_failed, &(struct failing){.desk = desk, .wanted = 2});
	alter_recognitions(desk, MEND);
	hears(&stream, "two");
	unsubscribe(&stream);
}

static void an_event_that_is_never_readable_does_not_stop_a_stream(void **state)
{
	struct desk *desk = *state;
	struct test_world *world = &desk->front->base.world;
	struct stream stream = subscribe(desk, desk->nikos, "?types=recognition.given", NULL);
	give(desk, "nikos", "one", "ORGANIZATION");
	const char *cursor = hears(&stream, "one");
	unsubscribe(&stream);
	give(desk, "nikos", "two", "ORGANIZATION");
	alter_recognitions(desk, BREAK);
	atomic_store(&world->monotonic_ms, environment_monotonic_ms(&world->environment));
	stream = subscribe(desk, desk->nikos, "?types=recognition.given", cursor);
	wait_until(calls_failed, &(struct failing){.desk = desk, .wanted = 12, .pause_ms = 33000});
	alter_recognitions(desk, MEND);
	give(desk, "nikos", "three", "ORGANIZATION");
	hears(&stream, "three");
	unsubscribe(&stream);
}

static void a_history_that_was_replaced_is_told_of(void **state)
{
	struct desk *desk = *state;
	static const char *const parts[] = {"", "-wal", "-shm"};
	struct stream stream = subscribe(desk, desk->nikos, "", NULL);
	give(desk, "nikos", "one", "ORGANIZATION");
	hears(&stream, "one");
	stop_recognitions(desk);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char path[PATH_SIZE];
		snprintf(path, sizeof path, "%s/recognitions.db%s", desk->front->base.folder, parts[i]);
		unlink(path);
	}
	start_recognitions(desk);
	struct event event = next_event(&stream);
	assert_string_equal(event.type, "reset");
	assert_non_null(strstr(event.data, "\"source\":\"/recognitions\""));
	give(desk, "nikos", "of the new one", "ORGANIZATION");
	hears(&stream, "of the new one");
	unsubscribe(&stream);
}

/* What is fetched for them comes back to nobody; sanitizers would tell. */
static void readers_leave_while_events_are_fetched_for_them(void **state)
{
	struct desk *desk = *state;
	struct stream stream = subscribe(desk, desk->nikos, "", NULL);
	give(desk, "nikos", "one", "ORGANIZATION");
	const char *cursor = hears(&stream, "one");
	unsubscribe(&stream);
	for (int i = 0; i < LEAVERS; i++) {
		if (i % 20 == 0)
			give(desk, "nikos", "another", "ORGANIZATION");
		stream = subscribe_with(desk, desk->nikos, "", cursor); /* or refused: too many that are not noticed gone yet */
		unsubscribe(&stream);
	}
	stream = subscribe(desk, desk->eleni, "", NULL);
	give(desk, "nikos", "the last", "ORGANIZATION");
	hears(&stream, "the last");
	unsubscribe(&stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_stream_goes_on_after_the_gateway_was_away),
		DESK_TEST(a_service_that_is_away_holds_up_its_own_events_only),
		DESK_TEST(an_event_outlives_a_failing_storage),
		DESK_TEST(an_event_that_is_never_readable_does_not_stop_a_stream),
		DESK_TEST(a_history_that_was_replaced_is_told_of),
		DESK_TEST(readers_leave_while_events_are_fetched_for_them),
	};
	return cmocka_run_group_tests_name("faults of streams", tests, NULL, NULL);
}
