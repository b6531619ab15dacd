#include "services/gateway/stream.h"
#include "services/recognitions/recognitions.h"
#include "tests/service/gateway/front.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PATH_SIZE 512

/* A gateway before members and recognitions, and three people with keys. */
struct desk {
	struct front *front;
	struct recognitions *recognitions;
	const char *maria, *nikos, *eleni; /* keys */
	const char *nikos_key_id;
};

static bool recognitions_answer(void *context)
{
	struct desk *desk = context;
	return ask(desk->front, desk->front->admin, "GET", "/v1/recognitions", "", NULL).status == 200;
}

static void start_recognitions(struct desk *desk)
{
	const struct recognitions_config config = {
		.site = fixture_site(&desk->front->base, desk->front->away[0]),
		.members_url = desk->front->peer.url,
		.default_ceiling = KLEOS__VISIBILITY__VISIBILITY_EXTERNAL,
	};
	assert_int_equal(recognitions_open(&desk->recognitions, &config), STATUS_OK);
	wait_until(recognitions_answer, desk);
}

static void stop_recognitions(struct desk *desk)
{
	recognitions_close(desk->recognitions);
	desk->recognitions = NULL;
}

static struct answer ask_as(struct desk *desk, const char *key, const char *target, const char *body)
{
	return ask(desk->front, key, "POST", target, "", body);
}

static void add_member(struct desk *desk, const char *handle)
{
	struct answer answer = ask_as(desk, desk->front->admin, "/v1/members",
								  arena_printf(&desk->front->base.arena, "{\"handle\":\"%s\"}", handle));
	assert_answer(&answer, 200, handle);
}

static const char *key_of(struct desk *desk, const char *handle, const char **id)
{
	struct answer answer = ask_as(
		desk, desk->front->admin, "/v1/apikeys",
		arena_printf(&desk->front->base.arena, "{\"member\":\"%s\",\"name\":\"x\",\"roles\":[\"MEMBER\"]}", handle));
	assert_answer(&answer, 200, "kls_");
	if (id)
		*id = text_of(desk->front, &answer, "id");
	return text_of(desk->front, &answer, "key");
}

static void give(struct desk *desk, const char *receiver, const char *message, const char *visibility)
{
	struct answer answer =
		ask_as(desk, desk->maria, "/v1/recognitions",
			   arena_printf(&desk->front->base.arena,
							"{\"receivers\":[{\"member\":\"%s\"}],\"message\":\"%s\",\"visibility\":\"%s\"}", receiver,
							message, visibility));
	assert_answer(&answer, 200, message);
}

static int set_up(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);
	front_set_up((void **)&desk->front);
	start_recognitions(desk);
	add_member(desk, "maria");
	add_member(desk, "nikos");
	add_member(desk, "eleni");
	desk->maria = key_of(desk, "maria", NULL);
	desk->nikos = key_of(desk, "nikos", &desk->nikos_key_id);
	desk->eleni = key_of(desk, "eleni", NULL);
	*state = desk;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *desk = *state;
	stop_recognitions(desk);
	front_tear_down((void **)&desk->front);
	free(desk);
	return 0;
}

/* ---- a subscriber ---- */

struct stream {
	struct desk *desk;
	int socket;
	char *bytes; /* as they came, chunk sizes and all */
	size_t length, read;
	bool ended;
};

#define STREAM_BOUND (4u << 20)

static void fill(struct stream *stream)
{
	assert_true(stream->length < STREAM_BOUND);
	ssize_t n = recv(stream->socket, stream->bytes + stream->length, STREAM_BOUND - stream->length, 0);
	stream->ended = n <= 0;
	stream->length += n > 0 ? (size_t)n : 0;
	stream->bytes[stream->length] = '\0';
}

/* The text up to `end`, which is read too; NULL: the stream ended before. */
static char *until(struct stream *stream, const char *end)
{
	char *at;
	while (!(at = strstr(stream->bytes + stream->read, end)) && !stream->ended)
		fill(stream);
	if (!at)
		return NULL;
	char *text = arena_text_n(&stream->desk->front->base.arena, stream->bytes + stream->read,
							  (size_t)(at - stream->bytes) - stream->read);
	stream->read = (size_t)(at - stream->bytes) + strlen(end);
	return text;
}

static struct stream subscribe_with(struct desk *desk, const char *key, const char *query, const char *last)
{
	struct arena *arena = &desk->front->base.arena;
	struct stream stream = {.desk = desk, .socket = front_connect(desk->front)};
	stream.bytes = arena_alloc(arena, STREAM_BOUND + 1);
	char *head =
		arena_printf(arena, "GET /v1/events%s HTTP/1.1\r\nHost: kleos\r\nAuthorization: Bearer %s\r\n%s%s%s\r\n", query,
					 key, last ? "Last-Event-ID: " : "", last ? last : "", last ? "\r\n" : "");
	front_write(stream.socket, head, strlen(head));
	return stream;
}

static struct stream subscribe(struct desk *desk, const char *key, const char *query, const char *last)
{
	struct stream stream = subscribe_with(desk, key, query, last);
	const char *head = until(&stream, "\r\n\r\n");
	assert_non_null(head);
	assert_non_null(strstr(head, "200 OK"));
	assert_non_null(strcasestr(head, "content-type: text/event-stream"));
	assert_non_null(until(&stream, "retry: 2000\n\n"));
	return stream;
}

static void unsubscribe(struct stream *stream)
{
	close(stream->socket);
}

struct event {
	const char *id, *type, *data;
};

static const char *line_of(struct desk *desk, const char *block, const char *name)
{
	const char *at = strstr(block, name);
	assert_non_null(at);
	at += strlen(name);
	return arena_text_n(&desk->front->base.arena, at, strcspn(at, "\n"));
}

static struct event next_event(struct stream *stream)
{
	char *block = until(stream, "\n\n");
	while (block && !strstr(block, "id: ")) /* a ping */
		block = until(stream, "\n\n");
	if (!block)
		fail_msg("the stream ended");
	return (struct event){line_of(stream->desk, block, "id: "), line_of(stream->desk, block, "event: "),
						  line_of(stream->desk, block, "data: ")};
}

/* Fails the test unless the next event is a recognition with this message. Its cursor. */
static const char *hears(struct stream *stream, const char *message)
{
	struct event event = next_event(stream);
	assert_string_equal(event.type, "recognition.given");
	if (!strstr(event.data, arena_printf(&stream->desk->front->base.arena, "\"message\":\"%s\"", message)))
		fail_msg("wanted %s, heard %s", message, event.data);
	return event.id;
}

/* ---- the tests ---- */

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

static void restart_gateway(struct desk *desk)
{
	const struct gateway_config config = {
		.listen = "127.0.0.1:0",
		.members_url = desk->front->peer.url,
		.recognitions_url = desk->front->away[0],
		.awards_url = desk->front->away[1],
		.environment = &desk->front->base.world.environment,
		.key = &desk->front->base.world.key,
	};
	gateway_close(desk->front->gateway);
	assert_int_equal(gateway_open(&desk->front->gateway, &config), STATUS_OK);
	wait_until(recognitions_answer, desk);
}

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
	assert_null(strstr(stream.bytes + stream.read, "never"));
	unsubscribe(&stream);
	stream = subscribe(desk, desk->nikos, "?types=recognition.given", cursor);
	for (int i = 0; i < 200; i++)
		if (i % 3)
			hears(&stream, arena_printf(&desk->front->base.arena, "m%d", i));
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

#define BREAK "ALTER TABLE recognition RENAME TO broken"
#define MEND  "ALTER TABLE broken RENAME TO recognition"

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
	const char *name = "kleos_rpc_client_errors_total{service=\"recognitions\",code=\"INTERNAL\"} ";
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

#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_stream_begins_now_and_tells_what_is_given),
		DESK_TEST(nobody_hears_of_what_they_may_not_see),
		DESK_TEST(a_stream_goes_on_where_it_was_without_gap_or_repeat),
		DESK_TEST(a_stream_goes_on_after_the_gateway_was_away),
		DESK_TEST(one_gets_the_types_one_asked_for),
		DESK_TEST(events_about_keys_are_not_told),
		DESK_TEST(what_makes_no_sense_is_refused_before_the_stream),
		DESK_TEST(a_service_that_is_away_holds_up_its_own_events_only),
		DESK_TEST(an_event_outlives_a_failing_storage),
		DESK_TEST(an_event_that_is_never_readable_does_not_stop_a_stream),
		DESK_TEST(a_history_that_was_replaced_is_told_of),
		DESK_TEST(a_revoked_key_hears_no_more),
		DESK_TEST(a_reader_that_is_slow_gets_everything_in_the_end),
		DESK_TEST(a_quiet_stream_is_pinged),
		DESK_TEST(imported_history_is_marked),
		DESK_TEST(one_key_does_not_take_every_stream),
		DESK_TEST(many_read_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
