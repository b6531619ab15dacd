/* The frame that services stand in: events and request ids. */
#include "tests/service/frame/frame.h"

#include <string.h>

static void events_are_read_in_order_and_without_a_gap(void **state)
{
	struct frame *frame = *state;
	frame_append(frame, 700, "", NULL);
	const Kleos__ReadEventsResponse *run = frame_read(frame, 0, 0, NULL);
	assert_int_equal(run->n_events, 500);
	assert_int_equal(run->head, 700);
	for (size_t i = 0; i < run->n_events; i++)
		assert_int_equal(run->events[i]->seq, i + 1);
	run = frame_read(frame, run->last, 1000, NULL);
	assert_int_equal(run->n_events, 200);
	assert_int_equal(run->last, 700);
}

static void a_filter_moves_on_past_what_it_keeps_out(void **state)
{
	struct frame *frame = *state;
	frame_append(frame, 3, "", NULL);
	frame_append(frame, 2, "odd", NULL);
	frame_append(frame, 1, "", NULL);
	const Kleos__ReadEventsResponse *run = frame_read(frame, 0, 0, "odd.");
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
	assert_null(frame_append(frame, REFUSE, "", NULL));
	assert_string_equal(frame->peer.reply.reason, "REFUSED");
	assert_int_equal(frame_read(frame, 0, 0, NULL)->head, 0);
}

static void a_repeated_request_id_has_no_second_effect(void **state)
{
	struct frame *frame = *state;
	assert_int_equal(frame_append(frame, 1, "", "key")->nominations, 1);
	assert_int_equal(frame_append(frame, 1, "", "key")->nominations, -1);
	assert_true(frame->peer.reply.replayed);
	assert_int_equal(frame_read(frame, 0, 0, NULL)->head, 1);
}

static void a_refused_write_may_be_tried_again_under_its_request_id(void **state)
{
	struct frame *frame = *state;
	frame_append(frame, REFUSE, "", "key");
	frame_append(frame, REFUSE, "", "key");
	assert_string_equal(frame->peer.reply.reason, "REFUSED");
}

static void a_request_id_is_not_used_for_something_else(void **state)
{
	struct frame *frame = *state;
	frame_append(frame, 1, "", "key");
	assert_null(frame_append(frame, 2, "", "key"));
	assert_int_equal(frame->peer.reply.status, STATUS_ALREADY_EXISTS);
	assert_string_equal(frame->peer.reply.reason, "REQUEST_ID_REUSED");
}

static void request_ids_of_two_callers_are_two(void **state)
{
	struct frame *frame = *state;
	frame_append(frame, 1, "", "key");
	struct id member = id_new(&frame->base.world.environment);
	frame->who = caller(ROLE_BIT(MEMBER), &member);
	assert_int_equal(frame_append(frame, 2, "", "key")->nominations, 2);
}

static void a_request_id_outlives_a_restart(void **state)
{
	struct frame *frame = *state;
	frame_append(frame, 1, "", "key");
	service_close(frame->service);
	frame_open(frame);
	rpc_client_close(frame->peer.client);
	peer_connect(&frame->peer);
	assert_int_equal(frame_append(frame, 1, "", "key")->nominations, -1);
}

static void a_request_id_has_at_most_255_characters(void **state)
{
	struct frame *frame = *state;
	char key[2 * 256 + 1] = "";
	for (int i = 0; i < 255; i++)
		strcat(key, "κ"); /* of two bytes */
	assert_non_null(frame_append(frame, 1, "", key));
	assert_non_null(frame_append(frame, 1, "", key));
	assert_true(frame->peer.reply.replayed);
	strcat(key, "k");
	assert_null(frame_append(frame, 1, "", key));
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
	return state.writing.waiting == 3;
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
	assert_int_equal(frame_read(frame, 0, 0, NULL)->head, 0);
}

static void more_interfaces_than_there_is_room_for_are_refused(void **state)
{
	struct frame *frame = *state;
	struct rpc_interface many[7];
	struct service *service;
	struct service_config config = frame_config(frame, "many");
	for (size_t i = 0; i < 7; i++)
		many[i] = config.interfaces[0];
	config.site.url = arena_printf(&frame->base.arena, "ipc://%s/many.sock", frame->base.folder);
	config.interfaces = many;
	config.n_interfaces = 7;
	assert_int_equal(service_open(&service, &config), STATUS_OK);
	assert_int_equal(service_listen(service), STATUS_FAILED_PRECONDITION);
	service_close(service);
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(events_are_read_in_order_and_without_a_gap), TEST(a_filter_moves_on_past_what_it_keeps_out),              \
			TEST(a_wrong_question_is_told_which_field_is_wrong), TEST(only_processes_of_the_deployment_read_events),   \
			TEST(a_refused_write_leaves_no_event), TEST(a_repeated_request_id_has_no_second_effect),                   \
			TEST(a_refused_write_may_be_tried_again_under_its_request_id),                                             \
			TEST(a_request_id_is_not_used_for_something_else), TEST(request_ids_of_two_callers_are_two),               \
			TEST(a_request_id_outlives_a_restart), TEST(a_request_id_has_at_most_255_characters),                      \
			TEST(a_refusal_does_not_outlive_what_it_rests_on),                                                         \
			TEST(more_interfaces_than_there_is_room_for_are_refused),                                                  \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(FRAME_TEST);
	const struct CMUnitTest tcp[] = TESTS(FRAME_TEST_TCP);
	return cmocka_run_group_tests_name("frame over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("frame over tcp", tcp, NULL, NULL);
}
