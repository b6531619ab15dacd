/* The follower of an outbox, and the doorbell that wakes it. */
#include "common/events/publisher.h"
#include "tests/service/frame/frame.h"

#include <stdatomic.h>
#include <sys/stat.h>

/* What a follower's applies brought. */
struct listener {
	struct frame *frame;
	struct rpc_client *client;
	struct follower *follower;
	_Atomic int64_t applied; /* last seq applied */
	_Atomic int resets, gaps, failures_left;
	struct id epoch;
	int64_t wanted; /* for wait_until */
};

static int64_t listener_cursor(void *host, struct id *epoch)
{
	struct listener *listener = host;
	*epoch = listener->epoch;
	return atomic_load(&listener->applied);
}

static enum status listener_apply(void *host, const Kleos__ReadEventsResponse *run, const struct id *epoch, bool reset)
{
	struct listener *listener = host;
	if (atomic_load(&listener->failures_left) > 0) {
		atomic_fetch_sub(&listener->failures_left, 1);
		return STATUS_UNAVAILABLE;
	}
	int64_t expected = reset ? 1 : atomic_load(&listener->applied) + 1;
	atomic_fetch_add(&listener->resets, reset);
	for (size_t i = 0; i < run->n_events; i++)
		atomic_fetch_add(&listener->gaps, run->events[i]->seq != expected++);
	atomic_store(&listener->applied, run->last);
	listener->epoch = *epoch;
	return STATUS_OK;
}

static bool listener_has_all(void *context)
{
	struct listener *listener = context;
	return atomic_load(&listener->applied) == listener->wanted;
}

static void listener_open(struct listener *listener, struct frame *frame)
{
	const struct rpc_client_config client = {.url = frame->peer.url,
											 .audience = "test",
											 .environment = &frame->base.world.environment,
											 .key = &frame->base.world.key,
											 .local = fixture_local(&frame->base, frame->peer.url)};
	assert_int_equal(rpc_client_open(&listener->client, &client), STATUS_OK);
	const struct follower_config config = {.client = listener->client,
										   .url = frame->peer.url,
										   .name = "listener",
										   .environment = &frame->base.world.environment,
										   .host = listener,
										   .cursor = listener_cursor,
										   .apply = listener_apply};
	listener->frame = frame;
	assert_int_equal(follower_open(&listener->follower, &config), STATUS_OK);
}

static void listener_close(struct listener *listener)
{
	follower_close(listener->follower);
	rpc_client_close(listener->client);
}

static void listener_hears(struct listener *listener, int64_t seq)
{
	listener->wanted = seq;
	wait_until(listener_has_all, listener);
	assert_int_equal(atomic_load(&listener->gaps), 0);
}

static void a_follower_hears_everything_once_and_in_order(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {0};
	frame_append(frame, 1200, "", NULL);
	listener_open(&listener, frame);
	listener_hears(&listener, 1200);
	for (int i = 0; i < 20; i++)
		frame_append(frame, 3, "", NULL);
	listener_hears(&listener, 1260);
	assert_true(follower_caught_up(listener.follower));
	listener_close(&listener);
}

static void a_follower_goes_on_where_it_was(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {0};
	listener_open(&listener, frame);
	frame_append(frame, 5, "", NULL);
	listener_hears(&listener, 5);
	listener_close(&listener);
	frame_append(frame, 5, "", NULL);
	listener_open(&listener, frame);
	listener_hears(&listener, 10);
	listener_close(&listener);
}

static void a_follower_outlives_its_source(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {0};
	listener_open(&listener, frame);
	frame_append(frame, 5, "", NULL);
	listener_hears(&listener, 5);
	service_close(frame->service);
	frame_open(frame);
	rpc_client_close(frame->peer.client);
	peer_connect(&frame->peer);
	frame_append(frame, 2, "", NULL);
	listener_hears(&listener, 7);
	listener_close(&listener);
}

static void an_apply_that_failed_comes_again(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {.failures_left = 2};
	frame_append(frame, 9, "", NULL);
	listener_open(&listener, frame);
	listener_hears(&listener, 9);
	listener_close(&listener);
}

static void another_history_is_read_from_its_beginning(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {.applied = 3};
	listener.epoch = id_new(&frame->base.world.environment); /* of a database that is no more */
	frame_append(frame, 2, "", NULL);
	listener_open(&listener, frame);
	listener_hears(&listener, 2);
	assert_int_equal(atomic_load(&listener.resets), 1);
	listener_close(&listener);
}

static void append_refused(struct frame *frame, int32_t count, enum status status, const char *reason)
{
	Kleos__SummarizeAwardsRequest request = KLEOS__SUMMARIZE_AWARDS_REQUEST__INIT;
	request.from_day = count;
	peer_refused(&frame->peer, &frame->who, COUNTER, "SummarizeAwards", &request.base, status, reason);
}

static void nobody_is_unknown_for_good_while_a_service_stops(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {0};
	append_refused(frame, PARK, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND"); /* it follows nobody */
	listener_open(&listener, frame);
	frame_append(frame, 1, "", NULL);
	listener_hears(&listener, 1);
	service_set_feed(frame->service, listener.follower);
	service_set_feed(frame->service, NULL);
	listener_close(&listener);
	append_refused(frame, PARK, STATUS_UNAVAILABLE, "STOPPING");
}

static void the_doorbell_is_beside_the_service(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, 4096);
	assert_string_equal(events_url(&arena, "inproc://members"), "inproc://members.events");
	assert_string_equal(events_url(&arena, "ipc:///run/m.sock"), "ipc:///run/m.sock.events");
	assert_string_equal(events_url(&arena, "tcp://members:7001"), "tcp://members:7002");
	const char *const bad[] = {"tcp://members",   "tcp://members:0", "tcp://members:65535",
							   "tcp://members:x", "http://a:1",      ""};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_null(events_url(&arena, bad[i]));
	arena_fini(&arena);
}

static enum status open_named(struct frame *frame, const char *name, const char *url, struct service **out)
{
	struct service_config config = frame_config(frame, name);
	config.site.url = url;
	return service_open(out, &config);
}

static ino_t file_number(const char *path)
{
	struct stat found;
	assert_int_equal(stat(path, &found), 0);
	return found.st_ino;
}

static void a_second_start_leaves_the_first_ones_doorbell_alone(void **state)
{
	struct frame *frame = *state;
	struct service *first, *second = NULL;
	struct arena *arena = &frame->base.arena;
	const char *url = arena_printf(arena, "ipc://%s/f.sock", frame->base.folder);
	const char *doorbell = arena_printf(arena, "%s/f.sock.events", frame->base.folder);
	assert_int_equal(open_named(frame, "first", url, &first), STATUS_OK);
	ino_t number = file_number(doorbell);
	assert_int_not_equal(open_named(frame, "first", url, &second), STATUS_OK); /* the same database */
	assert_int_equal(file_number(doorbell), number);
	assert_int_equal(open_named(frame, "second", url, &second), STATUS_ALREADY_EXISTS); /* the same address */
	assert_int_equal(file_number(doorbell), number);
	service_close(first);
	assert_int_equal(open_named(frame, "second", url, &second), STATUS_OK);
	service_close(second);
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(a_follower_hears_everything_once_and_in_order), TEST(a_follower_goes_on_where_it_was),                    \
			TEST(a_follower_outlives_its_source), TEST(an_apply_that_failed_comes_again),                              \
			TEST(another_history_is_read_from_its_beginning), TEST(nobody_is_unknown_for_good_while_a_service_stops),  \
			TEST(the_doorbell_is_beside_the_service), TEST(a_second_start_leaves_the_first_ones_doorbell_alone),       \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(FRAME_TEST);
	const struct CMUnitTest tcp[] = TESTS(FRAME_TEST_TCP);
	return cmocka_run_group_tests_name("follower over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("follower over tcp", tcp, NULL, NULL);
}
