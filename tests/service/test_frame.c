/* The frame that services stand in, and the follower of its outbox. A small service stands in for a real one: its only
 * rpc appends as many events as it is told to, or does one of the other things below. */
#include "common/events/publisher.h"
#include "common/service/service.h"
#include "common/store/outbox.h"
#include "kleos/awards/v1/summary_service.pb-c.h"
#include "tests/support/service_fixture.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COUNTER (&kleos__summary_service__descriptor)
#define EVENTS  (&kleos__events_service__descriptor)
enum { REFUSE = -1, HOLD = -2, ONCE = -3, FILL = -4, PARK = -5 }; /* in the place of a number of events */
#define LONG_TYPE               1000000 /* bytes: more than fits into a database that may not grow */
#define COUNTER_METHODS(METHOD) METHOD(SummarizeAwards, append_events, RPC_WRITE, ROLES_ANY, append_events_replay)

struct frame {
	struct service_fixture base;
	struct service *service;
	struct peer peer;
	struct principal who;
	sem_t entered, leave; /* of HOLD */
};

/* Stays in the handler until it is let go, so that what is sent meanwhile is one group. */
static enum status hold(struct frame *frame)
{
	sem_post(&frame->entered);
	sem_wait(&frame->leave);
	return STATUS_OK;
}

/* What another did already is not done again. */
static enum status append_once(struct call *call)
{
	struct id subject = id_new(call->environment);
	if (outbox_head(call->db) > 0)
		return fail(call, STATUS_ALREADY_EXISTS, "DONE_ALREADY", "there is an event already");
	call_publish(call, "test.event", &subject);
	return STATUS_OK;
}

static enum status fill_disk(struct call *call)
{
	struct id subject = id_new(call->environment);
	char *type = arena_alloc(call->arena, LONG_TYPE);
	memset(type, 'x', LONG_TYPE - 1);
	db_execute(call->db, "PRAGMA max_page_count=1"); /* as large as it is, and no larger */
	call_publish(call, type, &subject);
	return STATUS_OK;
}

static enum status append_events(struct call *call, const Kleos__SummarizeAwardsRequest *request,
								 Kleos__SummarizeAwardsResponse *response)
{
	int32_t count = request->from_day == REFUSE ? 1 : request->from_day;
	if (request->from_day == HOLD)
		return hold(call->service);
	if (request->from_day == ONCE)
		return append_once(call);
	if (request->from_day == FILL)
		return fill_disk(call);
	if (request->from_day == PARK)
		return call_park(call, "MEMBER_NOT_FOUND", "nobody knows them");
	for (int32_t i = 0; i < count; i++) {
		call->resource = id_new(call->environment);
		call_publish(call, *request->team ? "odd.event" : "test.event", &call->resource);
	}
	if (request->from_day == REFUSE)
		return fail(call, STATUS_FAILED_PRECONDITION, "REFUSED", "as was asked");
	response->nominations = count;
	return STATUS_OK;
}

static enum status append_events_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call;
	(void)resource;
	((Kleos__SummarizeAwardsResponse *)response)->nominations = -1;
	return STATUS_OK;
}

COUNTER_METHODS(RPC_SHIM)
static const struct rpc_method methods[] = {COUNTER_METHODS(RPC_ROW)};
static const struct rpc_interface interfaces[] = {{COUNTER, methods, 1}};

static struct service_config frame_config(struct frame *frame, const char *name)
{
	static const struct migration_set none = {"test", NULL, 0};
	return (struct service_config){
		.name = name,
		.site = fixture_site(&frame->base, frame->peer.url),
		.migrations = &none,
		.interfaces = interfaces,
		.n_interfaces = 1,
		.state = frame,
	};
}

static void open_service(struct frame *frame)
{
	const struct service_config config = frame_config(frame, "test");
	assert_int_equal(service_open(&frame->service, &config), STATUS_OK);
	assert_int_equal(service_listen(frame->service), STATUS_OK);
}

static int open_frame(void **state, enum peer_transport transport)
{
	struct frame *frame = calloc(1, sizeof(*frame));
	service_fixture_init(&frame->base);
	sem_init(&frame->entered, 0, 0);
	sem_init(&frame->leave, 0, 0);
	peer_init(&frame->peer, &frame->base, "test", transport);
	open_service(frame);
	peer_connect(&frame->peer);
	frame->who = caller(ROLE_BIT(MEMBER), NULL);
	*state = frame;
	return 0;
}

static int open_inproc(void **state)
{
	return open_frame(state, PEER_INPROC);
}
static int open_tcp(void **state)
{
	return open_frame(state, PEER_TCP);
}

static int close_frame(void **state)
{
	struct frame *frame = *state;
	peer_fini(&frame->peer);
	service_close(frame->service);
	service_fixture_fini(&frame->base);
	sem_destroy(&frame->entered);
	sem_destroy(&frame->leave);
	free(frame);
	return 0;
}

/* What the rpc answered; its reply is in frame->peer.reply. */
static const Kleos__SummarizeAwardsResponse *append(struct frame *frame, int32_t count, const char *team,
													const char *request_id)
{
	Kleos__SummarizeAwardsRequest request = KLEOS__SUMMARIZE_AWARDS_REQUEST__INIT;
	request.from_day = count;
	request.team = team;
	return peer_call(&frame->peer, &frame->who, COUNTER, "SummarizeAwards", request_id, &request.base);
}

static const Kleos__ReadEventsResponse *read_events_after(struct frame *frame, int64_t after, int32_t limit,
														  const char *prefix)
{
	struct principal gateway = principal_internal("test");
	Kleos__ReadEventsRequest request = KLEOS__READ_EVENTS_REQUEST__INIT;
	request.after = after;
	request.limit = limit;
	request.type_prefixes = &prefix;
	request.n_type_prefixes = prefix != NULL;
	return peer_must(&frame->peer, &gateway, EVENTS, "ReadEvents", &request.base);
}

static void events_are_read_in_order_and_without_a_gap(void **state)
{
	struct frame *frame = *state;
	append(frame, 700, "", NULL);
	const Kleos__ReadEventsResponse *run = read_events_after(frame, 0, 0, NULL);
	assert_int_equal(run->n_events, 500);
	assert_int_equal(run->head, 700);
	for (size_t i = 0; i < run->n_events; i++)
		assert_int_equal(run->events[i]->seq, i + 1);
	run = read_events_after(frame, run->last, 1000, NULL);
	assert_int_equal(run->n_events, 200);
	assert_int_equal(run->last, 700);
}

static void a_filter_moves_on_past_what_it_keeps_out(void **state)
{
	struct frame *frame = *state;
	append(frame, 3, "", NULL);
	append(frame, 2, "odd", NULL);
	append(frame, 1, "", NULL);
	const Kleos__ReadEventsResponse *run = read_events_after(frame, 0, 0, "odd.");
	assert_int_equal(run->n_events, 2);
	assert_int_equal(run->events[0]->seq, 4);
	assert_int_equal(run->last, 6);
}

static void a_wrong_question_is_told_which_field_is_wrong(void **state)
{
	struct frame *frame = *state;
	struct principal gateway = principal_internal("test");
	Kleos__ReadEventsRequest request = KLEOS__READ_EVENTS_REQUEST__INIT;
	request.after = -1;
	peer_refused(&frame->peer, &gateway, EVENTS, "ReadEvents", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_int_equal(frame->peer.reply.n_violations, 1);
	assert_string_equal(frame->peer.reply.violations[0]->field, "after");
}

static void only_processes_of_the_deployment_read_events(void **state)
{
	struct frame *frame = *state;
	struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	Kleos__ReadEventsRequest request = KLEOS__READ_EVENTS_REQUEST__INIT;
	peer_refused(&frame->peer, &admin, EVENTS, "ReadEvents", &request.base, STATUS_PERMISSION_DENIED, NULL);
}

static void a_refused_write_leaves_no_event(void **state)
{
	struct frame *frame = *state;
	assert_null(append(frame, REFUSE, "", NULL));
	assert_string_equal(frame->peer.reply.reason, "REFUSED");
	assert_int_equal(read_events_after(frame, 0, 0, NULL)->head, 0);
}

static void a_repeated_request_id_has_no_second_effect(void **state)
{
	struct frame *frame = *state;
	assert_int_equal(append(frame, 1, "", "key")->nominations, 1);
	assert_int_equal(append(frame, 1, "", "key")->nominations, -1);
	assert_true(frame->peer.reply.replayed);
	assert_int_equal(read_events_after(frame, 0, 0, NULL)->head, 1);
}

static void a_refused_write_may_be_tried_again_under_its_request_id(void **state)
{
	struct frame *frame = *state;
	append(frame, REFUSE, "", "key");
	append(frame, REFUSE, "", "key");
	assert_string_equal(frame->peer.reply.reason, "REFUSED");
}

static void a_request_id_is_not_used_for_something_else(void **state)
{
	struct frame *frame = *state;
	append(frame, 1, "", "key");
	assert_null(append(frame, 2, "", "key"));
	assert_int_equal(frame->peer.reply.status, STATUS_ALREADY_EXISTS);
	assert_string_equal(frame->peer.reply.reason, "REQUEST_ID_REUSED");
}

static void request_ids_of_two_callers_are_two(void **state)
{
	struct frame *frame = *state;
	append(frame, 1, "", "key");
	struct id member = id_new(&frame->base.world.environment);
	frame->who = caller(ROLE_BIT(MEMBER), &member);
	assert_int_equal(append(frame, 2, "", "key")->nominations, 2);
}

static void a_request_id_outlives_a_restart(void **state)
{
	struct frame *frame = *state;
	append(frame, 1, "", "key");
	service_close(frame->service);
	open_service(frame);
	peer_connect(&frame->peer);
	assert_int_equal(append(frame, 1, "", "key")->nominations, -1);
}

static void a_request_id_has_at_most_255_characters(void **state)
{
	struct frame *frame = *state;
	char key[2 * 256 + 1] = "";
	for (int i = 0; i < 255; i++)
		strcat(key, "κ"); /* of two bytes */
	assert_non_null(append(frame, 1, "", key));
	assert_non_null(append(frame, 1, "", key));
	assert_true(frame->peer.reply.replayed);
	strcat(key, "k");
	assert_null(append(frame, 1, "", key));
	assert_int_equal(frame->peer.reply.status, STATUS_INVALID_ARGUMENT);
}

/* A call that runs while the test does something else. */
struct pending {
	sem_t ended;
	enum status status;
};

static void pending_done(void *context, const struct rpc_reply *reply)
{
	struct pending *pending = context;
	pending->status = reply->status;
	sem_post(&pending->ended);
}

static void pending_start(struct pending *pending, struct frame *frame, int32_t count)
{
	Kleos__SummarizeAwardsRequest ask = KLEOS__SUMMARIZE_AWARDS_REQUEST__INIT;
	ask.from_day = count;
	const struct rpc_request request = {
		.method = "kleos.awards.v1.SummaryService/SummarizeAwards", .principal = &frame->who, .message = &ask.base};
	sem_init(&pending->ended, 0, 0);
	rpc_call_start(frame->peer.client, &request, pending_done, pending);
}

static enum status pending_end(struct pending *pending)
{
	sem_wait(&pending->ended);
	sem_destroy(&pending->ended);
	return pending->status;
}

static bool writes_wait(void *context)
{
	struct store_state state;
	store_state(service_store(((struct frame *)context)->service), &state);
	return state.writes_waiting == 3;
}

static void a_refusal_does_not_outlive_what_it_rests_on(void **state)
{
	struct frame *frame = *state;
	struct pending held, first, second, filler;
	pending_start(&held, frame, HOLD);
	sem_wait(&frame->entered);
	pending_start(&first, frame, ONCE);
	pending_start(&second, frame, ONCE); /* refused because of the first */
	pending_start(&filler, frame, FILL); /* and nothing of the group is in */
	wait_until(writes_wait, frame);
	sem_post(&frame->leave);
	assert_int_equal(pending_end(&held), STATUS_OK);
	assert_int_equal(pending_end(&first), STATUS_RESOURCE_EXHAUSTED);
	assert_int_equal(pending_end(&second), STATUS_RESOURCE_EXHAUSTED);
	assert_int_equal(pending_end(&filler), STATUS_RESOURCE_EXHAUSTED);
	assert_int_equal(read_events_after(frame, 0, 0, NULL)->head, 0);
}

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
											 .key = &frame->base.world.key};
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
	append(frame, 1200, "", NULL);
	listener_open(&listener, frame);
	listener_hears(&listener, 1200);
	for (int i = 0; i < 20; i++)
		append(frame, 3, "", NULL);
	listener_hears(&listener, 1260);
	assert_true(follower_caught_up(listener.follower));
	listener_close(&listener);
}

static void a_follower_goes_on_where_it_was(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {0};
	listener_open(&listener, frame);
	append(frame, 5, "", NULL);
	listener_hears(&listener, 5);
	listener_close(&listener);
	append(frame, 5, "", NULL);
	listener_open(&listener, frame);
	listener_hears(&listener, 10);
	listener_close(&listener);
}

static void a_follower_outlives_its_source(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {0};
	listener_open(&listener, frame);
	append(frame, 5, "", NULL);
	listener_hears(&listener, 5);
	service_close(frame->service);
	open_service(frame);
	peer_connect(&frame->peer);
	append(frame, 2, "", NULL);
	listener_hears(&listener, 7);
	listener_close(&listener);
}

static void an_apply_that_failed_comes_again(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {.failures_left = 2};
	append(frame, 9, "", NULL);
	listener_open(&listener, frame);
	listener_hears(&listener, 9);
	listener_close(&listener);
}

static void another_history_is_read_from_its_beginning(void **state)
{
	struct frame *frame = *state;
	struct listener listener = {.applied = 3};
	listener.epoch = id_new(&frame->base.world.environment); /* of a database that is no more */
	append(frame, 2, "", NULL);
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
	append(frame, 1, "", NULL);
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

static void more_interfaces_than_there_is_room_for_are_refused(void **state)
{
	struct frame *frame = *state;
	struct rpc_interface many[7];
	struct service *service;
	struct service_config config = frame_config(frame, "many");
	for (size_t i = 0; i < 7; i++)
		many[i] = interfaces[0];
	config.site.url = arena_printf(&frame->base.arena, "ipc://%s/many.sock", frame->base.folder);
	config.interfaces = many;
	config.n_interfaces = 7;
	assert_int_equal(service_open(&service, &config), STATUS_OK);
	assert_int_equal(service_listen(service), STATUS_FAILED_PRECONDITION);
	service_close(service);
}

#define TEST(name, open) cmocka_unit_test_setup_teardown(name, open, close_frame)
#define FRAME_TESTS(open)                                                                                              \
	{                                                                                                                  \
		TEST(events_are_read_in_order_and_without_a_gap, open), TEST(a_filter_moves_on_past_what_it_keeps_out, open),  \
			TEST(only_processes_of_the_deployment_read_events, open), TEST(a_refused_write_leaves_no_event, open),     \
			TEST(a_repeated_request_id_has_no_second_effect, open),                                                    \
			TEST(a_refused_write_may_be_tried_again_under_its_request_id, open),                                       \
			TEST(a_request_id_is_not_used_for_something_else, open), TEST(request_ids_of_two_callers_are_two, open),   \
			TEST(more_interfaces_than_there_is_room_for_are_refused, open),                                            \
			TEST(a_wrong_question_is_told_which_field_is_wrong, open),                                                 \
			TEST(nobody_is_unknown_for_good_while_a_service_stops, open),                                              \
			TEST(a_refusal_does_not_outlive_what_it_rests_on, open), TEST(a_request_id_outlives_a_restart, open),      \
			TEST(a_request_id_has_at_most_255_characters, open),                                                       \
			TEST(a_follower_hears_everything_once_and_in_order, open), TEST(a_follower_goes_on_where_it_was, open),    \
			TEST(a_follower_outlives_its_source, open), TEST(an_apply_that_failed_comes_again, open),                  \
			TEST(another_history_is_read_from_its_beginning, open),                                                    \
			cmocka_unit_test(the_doorbell_is_beside_the_service),                                                      \
			TEST(a_second_start_leaves_the_first_ones_doorbell_alone, open),                                           \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = FRAME_TESTS(open_inproc);
	const struct CMUnitTest tcp[] = FRAME_TESTS(open_tcp);
	int failed = cmocka_run_group_tests_name("frame over inproc", inproc, NULL, NULL);
	return failed + cmocka_run_group_tests_name("frame over tcp", tcp, NULL, NULL);
}
