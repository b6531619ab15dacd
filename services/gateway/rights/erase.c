#include "common/base/wait.h"
#include "common/service/message.h"
#include "services/gateway/rights/rights.h"

#include <pthread.h>
#include <stdlib.h>

#define WAIT_MS     10000 /* for services that are at work, unless the caller states another time */
#define ANSWER_MS   300   /* of it, kept for the answer */
#define AGAIN_MS    50    /* between asks */
#define GET_ERASURE "kleos.rights.v1.RightsService/GetErasure"

/* One erasure on its way: in the exchange's arena, which the mutex guards while answers come. */
struct erasing {
	struct exchange *exchange;
	struct exchange_call call; /* of members' own rpc */
	Kleos__Erasure erasure;
	Kleos__ErasureProgress progress[SERVICE_COUNT];
	Kleos__ErasureProgress *list[SERVICE_COUNT];
	bool at_work[SERVICE_COUNT]; /* it answers, and will be done soon; who does not answer is not waited for */
	Kleos__GetErasureRequest request;
	struct rights_ask asks[SERVICE_COUNT];
	pthread_mutex_t mutex;
	int waiting;
	struct erasing *next; /* among the waiters */
};

/* Those to be asked about again. */
struct rights_waiters {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct erasing *first;
	bool closing;
	bool started;
};

static void ask_all(struct erasing *erasing);

static void answer(struct erasing *erasing)
{
	Kleos__EraseMemberResponse response = KLEOS__ERASE_MEMBER_RESPONSE__INIT;
	response.erasure = &erasing->erasure;
	pthread_mutex_destroy(&erasing->mutex);
	exchange_answer_message(erasing->exchange, &response.base);
}

/* ---- waiting ---- */

/* False: the gateway is stopping. */
static bool wait_more(struct rights_waiters *waiters, struct erasing *erasing)
{
	pthread_mutex_lock(&waiters->mutex);
	bool waits = !waiters->closing;
	if (waits) {
		exchange_hold(erasing->exchange);
		erasing->next = waiters->first;
		waiters->first = erasing;
		pthread_cond_signal(&waiters->changed);
	}
	pthread_mutex_unlock(&waiters->mutex);
	return waits;
}

/* Everybody who waits, after a moment; NULL: closing, and nobody is left. */
static struct erasing *take_waiters(struct rights_waiters *waiters)
{
	pthread_mutex_lock(&waiters->mutex);
	while (!waiters->first && !waiters->closing)
		pthread_cond_wait(&waiters->changed, &waiters->mutex);
	struct timespec end = monotonic_after_ms(AGAIN_MS);
	while (!waiters->closing && cond_wait_until(&waiters->changed, &waiters->mutex, &end))
		;
	struct erasing *list = waiters->first;
	waiters->first = NULL;
	pthread_mutex_unlock(&waiters->mutex);
	return list;
}

static void *run(void *context)
{
	struct rights_waiters *waiters = context;
	for (struct erasing *list; (list = take_waiters(waiters));) {
		while (list) {
			struct erasing *erasing = list;
			struct exchange *exchange = erasing->exchange;
			list = list->next;
			ask_all(erasing);
			exchange_release(exchange);
		}
	}
	return NULL;
}

enum status rights_waiters_open(struct rights_waiters **out)
{
	struct rights_waiters *waiters = calloc(1, sizeof(*waiters));
	if (!waiters)
		return STATUS_RESOURCE_EXHAUSTED;
	pthread_mutex_init(&waiters->mutex, NULL);
	cond_init_monotonic(&waiters->changed);
	waiters->started = pthread_create(&waiters->thread, NULL, run, waiters) == 0;
	if (!waiters->started) {
		rights_waiters_close(waiters);
		return STATUS_RESOURCE_EXHAUSTED;
	}
	*out = waiters;
	return STATUS_OK;
}

void rights_waiters_quiesce(struct rights_waiters *waiters)
{
	pthread_mutex_lock(&waiters->mutex);
	waiters->closing = true;
	pthread_cond_broadcast(&waiters->changed);
	pthread_mutex_unlock(&waiters->mutex);
	if (waiters->started)
		pthread_join(waiters->thread, NULL);
	waiters->started = false;
}

void rights_waiters_close(struct rights_waiters *waiters)
{
	rights_waiters_quiesce(waiters);
	pthread_cond_destroy(&waiters->changed);
	pthread_mutex_destroy(&waiters->mutex);
	free(waiters);
}

/* ---- asking ---- */

static void settle(struct erasing *erasing)
{
	Kleos__Erasure *erasure = &erasing->erasure;
	bool at_work = false;
	erasure->done = true;
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		erasure->done = erasure->done && erasing->progress[i].state == KLEOS__ERASURE_STATE__ERASURE_STATE_DONE;
		at_work = at_work || erasing->at_work[i];
	}
	bool time_is_up = exchange_time_left(erasing->exchange, WAIT_MS) <= ANSWER_MS;
	if (!at_work || time_is_up || !wait_more(exchange_part(erasing->exchange), erasing))
		answer(erasing);
}

static void take_progress(struct erasing *erasing, enum gateway_service service, const struct rpc_reply *reply)
{
	struct arena *arena = exchange_arena(erasing->exchange);
	Kleos__ErasureProgress *progress = &erasing->progress[service];
	const Kleos__GetErasureResponse *got = NULL;
	if (reply->status == STATUS_OK)
		got = (const Kleos__GetErasureResponse *)rights_message(arena, reply, &kleos__get_erasure_response__descriptor);
	erasing->at_work[service] = got && !got->done;
	progress->message = "";
	progress->state = KLEOS__ERASURE_STATE__ERASURE_STATE_WAITING;
	if (got && got->done)
		progress->state = KLEOS__ERASURE_STATE__ERASURE_STATE_DONE;
	else if (got && got->begun)
		progress->state = KLEOS__ERASURE_STATE__ERASURE_STATE_RUNNING;
	else if (got)
		progress->message = "it has not heard of it yet";
	else
		progress->message =
			reply->message && *reply->message ? arena_text(arena, reply->message) : "it does not answer";
}

static void progress_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	const struct rights_ask *ask = context;
	struct erasing *erasing = ask->whole;
	(void)exchange;
	pthread_mutex_lock(&erasing->mutex);
	take_progress(erasing, ask->service, reply);
	bool last = --erasing->waiting == 0;
	pthread_mutex_unlock(&erasing->mutex);
	if (last)
		settle(erasing);
}

static void ask_all(struct erasing *erasing)
{
	uint32_t left = exchange_time_left(erasing->exchange, WAIT_MS);
	uint32_t most = left > 2 * ANSWER_MS ? left - ANSWER_MS : ANSWER_MS;
	erasing->waiting = SERVICE_COUNT;
	for (enum gateway_service service = 0; service < SERVICE_COUNT; service++) {
		struct rights_ask *ask = &erasing->asks[service];
		*ask = (struct rights_ask){.service = service, .whole = erasing};
		ask->call = (struct exchange_call){.service = service,
										   .method = GET_ERASURE,
										   .message = &erasing->request.base,
										   .timeout_ms = most < 2000 ? most : 2000,
										   .done = progress_came_back,
										   .context = ask};
	}
	/* the last one that comes back may end the exchange: nothing of it is touched behind the last call */
	struct exchange *exchange = erasing->exchange;
	exchange_hold(exchange);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		exchange_call(exchange, &erasing->asks[i].call);
	exchange_release(exchange);
}

/* ---- the rpc ---- */

static void begin_progress(struct erasing *erasing, const Kleos__Erasure *erasure)
{
	struct arena *arena = exchange_arena(erasing->exchange);
	struct id member = {0};
	id_parse(&member, erasure->member);
	kleos__get_erasure_request__init(&erasing->request);
	erasing->request.member = id_message(arena, &member);
	kleos__erasure__init(&erasing->erasure);
	erasing->erasure.member = erasure->member;
	erasing->erasure.n_services = SERVICE_COUNT;
	erasing->erasure.services = erasing->list;
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		kleos__erasure_progress__init(&erasing->progress[i]);
		erasing->progress[i].service = gateway_service_name((enum gateway_service)i);
		erasing->list[i] = &erasing->progress[i];
	}
	pthread_mutex_init(&erasing->mutex, NULL);
}

/* Members has left the tombstone; the others hear of it by its feed, whatever happens here. */
static void begun(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct erasing *erasing = context;
	if (reply->status != STATUS_OK) {
		exchange_fail_reply(exchange, reply);
		return;
	}
	const Kleos__EraseMemberResponse *got = (const Kleos__EraseMemberResponse *)rights_message(
		exchange_arena(exchange), reply, &kleos__erase_member_response__descriptor);
	if (!got || !got->erasure) {
		exchange_fail(exchange, STATUS_INTERNAL, "BAD_REPLY", "the service's reply could not be read");
		return;
	}
	if (reply->replayed)
		exchange_add_header(exchange, "Idempotent-Replayed", "true");
	begin_progress(erasing, got->erasure);
	ask_all(erasing);
}

void rights_erase(struct exchange *exchange, const ProtobufCMessage *request)
{
	struct erasing *erasing = arena_alloc(exchange_arena(exchange), sizeof(*erasing));
	erasing->exchange = exchange;
	erasing->call = (struct exchange_call){.service = SERVICE_MEMBERS,
										   .method = "kleos.members.v1.MembersService/EraseMember",
										   .message = request,
										   .request_id = exchange_request_id(exchange),
										   .done = begun,
										   .context = erasing};
	exchange_call(exchange, &erasing->call);
}
