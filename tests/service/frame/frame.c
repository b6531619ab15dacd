#include "tests/service/frame/frame.h"

#include "common/store/outbox.h"

#include <stdlib.h>
#include <string.h>

#define LONG_TYPE               1000000 /* bytes: more than fits into a database that may not grow */
#define COUNTER_METHODS(METHOD) METHOD(SummarizeAwards, append_events, RPC_WRITE, ROLES_ANY)

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

struct service_config frame_config(struct frame *frame, const char *name)
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

void frame_open(struct frame *frame)
{
	const struct service_config config = frame_config(frame, "test");
	assert_int_equal(service_open(&frame->service, &config), STATUS_OK);
	assert_int_equal(service_listen(frame->service), STATUS_OK);
}

static int set_up(void **state, enum peer_transport transport)
{
	struct frame *frame = calloc(1, sizeof(*frame));
	service_fixture_init(&frame->base);
	sem_init(&frame->entered, 0, 0);
	sem_init(&frame->leave, 0, 0);
	peer_init(&frame->peer, &frame->base, "test", transport);
	frame_open(frame);
	peer_connect(&frame->peer);
	frame->who = caller(ROLE_BIT(MEMBER), NULL);
	*state = frame;
	return 0;
}

int frame_inproc(void **state)
{
	return set_up(state, PEER_INPROC);
}
int frame_tcp(void **state)
{
	return set_up(state, PEER_TCP);
}

int frame_tear_down(void **state)
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

const Kleos__SummarizeAwardsResponse *frame_append(struct frame *frame, int32_t count, const char *team,
												   const char *request_id)
{
	Kleos__SummarizeAwardsRequest request = KLEOS__SUMMARIZE_AWARDS_REQUEST__INIT;
	request.from_day = count;
	request.team = team;
	return peer_call(&frame->peer, &frame->who, COUNTER, "SummarizeAwards", request_id, &request.base);
}

const Kleos__ReadEventsResponse *frame_read(struct frame *frame, int64_t after, int32_t limit, const char *prefix)
{
	struct principal gateway = principal_internal("test");
	Kleos__ReadEventsRequest request = KLEOS__READ_EVENTS_REQUEST__INIT;
	request.after = after;
	request.limit = limit;
	request.type_prefixes = &prefix;
	request.n_type_prefixes = prefix != NULL;
	return peer_must(&frame->peer, &gateway, EVENTS, "ReadEvents", &request.base);
}
