#include "services/gateway/report/gather.h"

#include "common/rpc/wire.h"

#include <stdlib.h>

#define REPORT_TIMEOUT_MS 5000 /* unless the caller states less */

/* The message of a source's answer; NULL: it failed, and why is noted. */
static const ProtobufCMessage *take_message(const struct source *from, const struct rpc_reply *reply)
{
	struct exchange *exchange = from->gathering->exchange;
	struct arena *arena = exchange_arena(exchange);
	struct report_source *source = &from->gathering->answers[from->range].sources[from->service];
	const struct gathered_times *times = exchange_part(exchange);
	ProtobufCMessage *message = NULL;
	const char *problem;
	source->message = "";
	source->ok = !reply->status && wire_unpack(from->type, arena, reply->body.data, reply->body.len, WIRE_REPLY_BOUND,
											   &message, &problem) == STATUS_OK;
	if (source->ok)
		return message;
	const char *why =
		reply->status && reply->message && *reply->message ? reply->message : "its answer is not readable";
	source->message = arena_printf(arena, "its figures are missing: %s", why);
	source->as_of_ms = atomic_load(&times->as_of_ms[from->service]);
	return NULL;
}

static void note_time(const struct source *source, int64_t as_of_ms)
{
	struct gathered_times *times = exchange_part(source->gathering->exchange);
	source->gathering->answers[source->range].sources[source->service].as_of_ms = as_of_ms;
	atomic_store(&times->as_of_ms[source->service], as_of_ms);
}

static void take_reply(const struct source *source, const struct rpc_reply *reply)
{
	struct report_answers *answers = &source->gathering->answers[source->range];
	const ProtobufCMessage *message = take_message(source, reply);
	if (!message)
		return;
	switch (source->service) {
	case SERVICE_MEMBERS:
		answers->members = (const Kleos__GetDirectoryStateResponse *)message;
		note_time(source, answers->members->as_of_ms);
		break;
	case SERVICE_RECOGNITIONS:
		answers->impact = (const Kleos__SummarizeImpactResponse *)message;
		note_time(source, answers->impact->as_of_ms);
		break;
	default:
		answers->awards = (const Kleos__SummarizeAwardsResponse *)message;
		note_time(source, answers->awards->as_of_ms);
	}
}

/* On the threads that bring the replies (exchange_call.done), several at once. */
static void source_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct source *source = context;
	struct gathering *gathering = source->gathering;
	(void)exchange;
	pthread_mutex_lock(&gathering->mutex);
	take_reply(source, reply);
	bool last = --gathering->waiting == 0;
	pthread_mutex_unlock(&gathering->mutex);
	if (!last)
		return;
	pthread_mutex_destroy(&gathering->mutex);
	gathering->done(gathering);
}

/* Less than the caller has, so that a service that hangs makes the report partial, not late. */
static uint32_t source_timeout_ms(const struct exchange *exchange)
{
	uint32_t left = exchange_time_left(exchange, REPORT_TIMEOUT_MS);
	uint32_t most = left < REPORT_TIMEOUT_MS ? left : REPORT_TIMEOUT_MS;
	return most - most / 5;
}

static void prepare(struct gathering *gathering, enum gathered range, enum gateway_service service, const char *method,
					const ProtobufCMessage *request, const ProtobufCMessageDescriptor *type)
{
	struct source *source = &gathering->sources[range][service];
	*source = (struct source){.gathering = gathering, .service = service, .range = range, .type = type};
	source->call = (struct exchange_call){.service = service,
										  .method = method,
										  .message = request,
										  .timeout_ms = source_timeout_ms(gathering->exchange),
										  .as_process = true,
										  .done = source_came_back,
										  .context = source};
}

static void prepare_range(struct gathering *gathering, enum gathered range)
{
	struct arena *arena = exchange_arena(gathering->exchange);
	const struct report_question *question = &gathering->questions[range];
	Kleos__GetDirectoryStateRequest *directory = arena_alloc(arena, sizeof *directory);
	Kleos__SummarizeImpactRequest *impact = arena_alloc(arena, sizeof *impact);
	Kleos__SummarizeAwardsRequest *awards = arena_alloc(arena, sizeof *awards);
	kleos__get_directory_state_request__init(directory);
	directory->from_day = question->pulse_from_day;
	directory->to_day = question->pulse_to_day;
	kleos__summarize_impact_request__init(impact);
	impact->from_day = question->from_day;
	impact->to_day = question->to_day;
	impact->team = question->team;
	impact->interval = question->interval;
	kleos__summarize_awards_request__init(awards);
	awards->from_day = question->from_day;
	awards->to_day = question->to_day;
	awards->team = question->team;
	prepare(gathering, range, SERVICE_MEMBERS, "kleos.members.v1.DirectoryService/GetDirectoryState", &directory->base,
			&kleos__get_directory_state_response__descriptor);
	prepare(gathering, range, SERVICE_RECOGNITIONS, "kleos.recognitions.v1.ImpactService/SummarizeImpact",
			&impact->base, &kleos__summarize_impact_response__descriptor);
	prepare(gathering, range, SERVICE_AWARDS, "kleos.awards.v1.SummaryService/SummarizeAwards", &awards->base,
			&kleos__summarize_awards_response__descriptor);
}

enum status gather_open(struct gateway *gateway, void **state)
{
	(void)gateway;
	*state = calloc(1, sizeof(struct gathered_times));
	return *state ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

void gather_start(struct gathering *gathering)
{
	pthread_mutex_init(&gathering->mutex, NULL);
	gathering->waiting = GATHERED_RANGES * SERVICE_COUNT;
	prepare_range(gathering, GATHERED_NOW);
	prepare_range(gathering, GATHERED_BEFORE);
	/* the arena is the replies' from the first call on */
	for (size_t i = 0; i < GATHERED_RANGES * SERVICE_COUNT; i++)
		exchange_call(gathering->exchange, &gathering->sources[i / SERVICE_COUNT][i % SERVICE_COUNT].call);
}
