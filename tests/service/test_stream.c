/* Streams of events: who hears what, from where on. */
#include "services/gateway/stream/stream.h"
#include "tests/service/gateway/subscriber.h"

#include <stdatomic.h>
#include <string.h>

static void a_stream_begins_now_and_tells_what_is_given(void **state)
{
	struct desk *desk = *state;
	give(desk, "nikos", "before", "ORGANIZATION");
	struct stream stream = subscribe(desk, desk->nikos, "", NULL);
	give(desk, "nikos", "after", "ORGANIZATION");
	struct event event = next_event(&stream);
	assert_string_equal(event.type, "recognition.given");
	assert_non_null(strstr(event.data, "\"source\":\"/recognitions\",\"type\":\"org.kleos.recognition.given.v1\""));
	assert_non_null(strstr(event.data, "\"time\":\"2026-03-01T09:00:00Z\""));
	assert_non_null(strstr(event.data, "\"message\":\"after\""));
	assert_null(strstr(event.data, "\"imported\""));
	unsubscribe(&stream);
}

static void nobody_hears_of_what_they_may_not_see(void **state)
{
	struct desk *desk = *state;
	struct stream nikos = subscribe(desk, desk->nikos, "", NULL), eleni = subscribe(desk, desk->eleni, "", NULL);
	struct stream admin = subscribe(desk, desk->front->admin, "?types=recognition.*", NULL);
	give(desk, "nikos", "between us", "PRIVATE");
	give(desk, "nikos", "for all", "ORGANIZATION");
	hears(&nikos, "between us");
	hears(&nikos, "for all");
	hears(&eleni, "for all");
	hears(&admin, "for all");
	assert_null(strstr(eleni.bytes, "between"));
	assert_null(strstr(admin.bytes, "between"));
	unsubscribe(&nikos);
	unsubscribe(&eleni);
	unsubscribe(&admin);
}

static void a_stream_goes_on_where_it_was_without_gap_or_repeat(void **state)
{
	struct desk *desk = *state;
	struct stream stream = subscribe(desk, desk->nikos, "", NULL);
	give(desk, "nikos", "one", "ORGANIZATION");
	give(desk, "nikos", "two", "PRIVATE");
	const char *first = hears(&stream, "one"), *second = hears(&stream, "two");
	unsubscribe(&stream);
	give(desk, "nikos", "three", "ORGANIZATION");
	stream = subscribe(desk, desk->nikos, "", first);
	hears(&stream, "two");
	hears(&stream, "three");
	unsubscribe(&stream);
	stream = subscribe(desk, desk->nikos, arena_printf(&desk->front->base.arena, "?after=%s", second), NULL);
	hears(&stream, "three");
	give(desk, "nikos", "four", "ORGANIZATION");
	hears(&stream, "four");
	unsubscribe(&stream);
}

static void one_gets_the_types_one_asked_for(void **state)
{
	struct desk *desk = *state;
	struct stream people = subscribe(desk, desk->nikos, "?types=member.created", NULL);
	struct stream thanks = subscribe(desk, desk->nikos, "?types=award.*,recognition.given", NULL);
	give(desk, "nikos", "one", "ORGANIZATION");
	add_member(desk, "anna");
	give(desk, "nikos", "two", "ORGANIZATION");
	struct event event = next_event(&people);
	assert_string_equal(event.type, "member.created");
	assert_non_null(strstr(event.data, "\"handle\":\"anna\""));
	hears(&thanks, "one");
	hears(&thanks, "two");
	unsubscribe(&people);
	unsubscribe(&thanks);
}

static void events_about_keys_are_not_told(void **state)
{
	struct desk *desk = *state;
	struct stream stream = subscribe(desk, desk->front->admin, "", NULL);
	key_of(desk, "nikos", NULL);
	add_member(desk, "anna");
	assert_string_equal(next_event(&stream).type, "member.created");
	assert_null(strstr(stream.bytes, "apikey"));
	unsubscribe(&stream);
}

static void what_makes_no_sense_is_refused_before_the_stream(void **state)
{
	struct desk *desk = *state;
	struct stream stream = subscribe(desk, desk->maria, "", NULL);
	give(desk, "nikos", "one", "ORGANIZATION");
	const char *of_maria = hears(&stream, "one");
	unsubscribe(&stream);
	const char *const wrong[][2] = {
		{"after=nonsense", "\"field\":\"after\""},
		{arena_printf(&desk->front->base.arena, "after=%s", of_maria), "\"field\":\"after\""},
		{"types=apikey.*", "\"field\":\"types\""},
		{"types=recognition", "\"field\":\"types\""},
		{"type=recognition.*", "\"field\":\"type\""},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		const char *target = arena_printf(&desk->front->base.arena, "/v1/events?%s", wrong[i][0]);
		struct answer answer = ask(desk->front, desk->nikos, "GET", target, "", NULL);
		assert_answer(&answer, 400, wrong[i][1]);
	}
	struct answer answer = ask(desk->front, NULL, "GET", "/v1/events", "", NULL);
	assert_answer(&answer, 401, "UNAUTHENTICATED");
}

static void a_revoked_key_hears_no_more(void **state)
{
	struct desk *desk = *state;
	struct stream nikos = subscribe(desk, desk->nikos, "", NULL), eleni = subscribe(desk, desk->eleni, "", NULL);
	const char *target = arena_printf(&desk->front->base.arena, "/v1/apikeys/%s", desk->nikos_key_id);
	struct answer answer = ask(desk->front, desk->front->admin, "DELETE", target, "", NULL);
	assert_answer(&answer, 200, "revokeTime");
	assert_non_null(until(&nikos, "\r\n0\r\n\r\n")); /* the last chunk */
	give(desk, "nikos", "still here", "ORGANIZATION");
	hears(&eleni, "still here");
	unsubscribe(&nikos);
	unsubscribe(&eleni);
}

static void a_reader_that_is_slow_gets_everything_in_the_end(void **state)
{
	struct desk *desk = *state;
	char message[1501];
	memset(message, 'x', sizeof message - 1);
	message[sizeof message - 1] = '\0';
	struct stream stream = subscribe(desk, desk->nikos, "?types=recognition.*", NULL);
	for (int i = 0; i < 400; i++)
		give(desk, "nikos", arena_printf(&desk->front->base.arena, "m%d %s", i, message), "ORGANIZATION");
	for (int i = 0; i < 400; i++)
		hears(&stream, arena_printf(&desk->front->base.arena, "m%d %s", i, message));
	unsubscribe(&stream);
}

static void a_quiet_stream_is_pinged(void **state)
{
	struct desk *desk = *state;
	struct test_world *world = &desk->front->base.world;
	struct stream stream = subscribe(desk, desk->nikos, "", NULL);
	int64_t now = environment_monotonic_ms(&world->environment);
	atomic_store(&world->monotonic_ms, now + 15000);
	assert_non_null(until(&stream, ":ping\n\n"));
	unsubscribe(&stream);
}

static void imported_history_is_marked(void **state)
{
	struct desk *desk = *state;
	struct stream stream = subscribe(desk, desk->nikos, "", NULL);
	struct answer answer =
		ask(desk->front, desk->front->admin, "POST", "/v1/recognitions:import", "Content-Type: text/csv\r\n",
			"given_at,giver,receivers,value,win,message\n2026-01-01,x,y,,,bad\n"
			"2026-01-01T09:00:00Z,maria,nikos,,,long ago\n");
	assert_answer(&answer, 200, "\"created\":1");
	struct event event = next_event(&stream);
	assert_non_null(strstr(event.data, "\"imported\":true"));
	assert_non_null(strstr(event.data, "\"message\":\"long ago\""));
	unsubscribe(&stream);
}

static void one_key_does_not_take_every_stream(void **state)
{
	struct desk *desk = *state;
	static struct stream streams[STREAM_KEY_BOUND];
	for (int i = 0; i < STREAM_KEY_BOUND; i++)
		streams[i] = subscribe(desk, desk->nikos, "", NULL);
	struct stream refused = subscribe_with(desk, desk->nikos, "", NULL);
	assert_non_null(strstr(until(&refused, "\r\n"), "429"));
	struct stream another = subscribe(desk, desk->eleni, "", NULL);
	unsubscribe(&another);
	unsubscribe(&refused);
	for (int i = 0; i < STREAM_KEY_BOUND; i++)
		unsubscribe(&streams[i]);
}

static void many_read_at_once(void **state)
{
	struct desk *desk = *state;
	enum { READERS = 60 };
	static struct stream streams[READERS];
	for (int i = 0; i < READERS; i++)
		streams[i] = subscribe(desk, i % 2 ? desk->nikos : desk->eleni, "?types=recognition.*", NULL);
	for (int i = 0; i < 20; i++)
		give(desk, "nikos", arena_printf(&desk->front->base.arena, "m%d", i), i % 2 ? "ORGANIZATION" : "PRIVATE");
	for (int i = 0; i < READERS; i++)
		for (int k = 0; k < 20; k++)
			if (i % 2 || k % 2)
				hears(&streams[i], arena_printf(&desk->front->base.arena, "m%d", k));
	for (int i = 0; i < READERS; i++)
		unsubscribe(&streams[i]);
}

static void put_into_team(struct desk *desk, const char *handle, const char *team)
{
	struct arena *arena = &desk->front->base.arena;
	struct answer answer =
		ask(desk->front, desk->front->admin, "PATCH", arena_printf(arena, "/v1/members/%s?updateMask=team", handle), "",
			arena_printf(arena, "{\"team\":\"%s\"}", team));
	assert_answer(&answer, 200, team);
}

/* The clock stands at nine o'clock in UTC on a Sunday. */
static void a_routine_is_told_to_its_team_when_it_is_due(void **state)
{
	struct desk *desk = *state;
	put_into_team(desk, "maria", "marketing");
	put_into_team(desk, "nikos", "marketing/social");
	struct stream nikos = subscribe(desk, desk->nikos, "?types=routine.due", NULL);
	struct stream eleni = subscribe(desk, desk->eleni, "?types=routine.*,recognition.given", NULL);
	give(desk, "nikos", "the week's best", "ORGANIZATION");
	struct answer answer = ask_as(desk, desk->front->admin, "/v1/routines",
								  "{\"team\":\"marketing\",\"weekday\":\"SUNDAY\",\"time\":\"11:01\","
								  "\"timeZone\":\"Europe/Athens\",\"setting\":\"CHAT\",\"channel\":\"#kudos\"}");
	assert_answer(&answer, 200, "\"nextDueTime\":\"2026-03-01T09:01:00Z\"");
	desk->front->base.world.now_ms += 60000;
	struct event event = next_event(&nikos);
	assert_string_equal(event.type, "routine.due");
	const char *parts[] = {"\"type\":\"org.kleos.routine.due.v1\"",
						   "\"dueTime\":\"2026-03-01T09:01:00Z\"",
						   "\"team\":\"marketing\"",
						   "\"channel\":\"#kudos\"",
						   "\"locale\":\"el\"",
						   "\"message\":\"the week's best\"",
						   "\"recognitions\":1"};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (!strstr(event.data, parts[i]))
			fail_msg("%s is not in %s", parts[i], event.data);
	hears(&eleni, "the week's best");
	give(desk, "nikos", "after", "ORGANIZATION");
	hears(&eleni, "after"); /* not of the team: of the routine she hears nothing */
	unsubscribe(&nikos);
	unsubscribe(&eleni);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_stream_begins_now_and_tells_what_is_given),
		DESK_TEST(nobody_hears_of_what_they_may_not_see),
		DESK_TEST(a_stream_goes_on_where_it_was_without_gap_or_repeat),
		DESK_TEST(one_gets_the_types_one_asked_for),
		DESK_TEST(events_about_keys_are_not_told),
		DESK_TEST(what_makes_no_sense_is_refused_before_the_stream),
		DESK_TEST(a_revoked_key_hears_no_more),
		DESK_TEST(a_reader_that_is_slow_gets_everything_in_the_end),
		DESK_TEST(a_quiet_stream_is_pinged),
		DESK_TEST(imported_history_is_marked),
		DESK_TEST(one_key_does_not_take_every_stream),
		DESK_TEST(many_read_at_once),
		DESK_TEST(a_routine_is_told_to_its_team_when_it_is_due),
	};
	return cmocka_run_group_tests_name("streams", tests, NULL, NULL);
}
