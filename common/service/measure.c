#include "common/service/measure.h"

#include "common/service/service_state.h"
#include "common/trace/tracer.h"

#include <sys/statvfs.h>

void measure_store(struct samples *samples, struct store *store, const char *database)
{
	struct store_state state;
	store_state(store, &state);
	samples_add_histogram(samples, METER_COMMIT_DURATION, state.commit_duration, database, NULL);
	samples_add_histogram(samples, METER_COMMIT_WRITES, state.commit_writes, database, NULL);
	samples_add(samples, METER_DATABASE_WRITABLE, store_health(store) == STATUS_OK, database, NULL);
	samples_add(samples, METER_DATABASE_BYTES, (double)store_bytes(store), database, NULL);
}

void measure_follower(struct samples *samples, const struct follower *follower, const char *name, const char *source)
{
	struct follower_state state;
	follower_state(follower, &state);
	samples_add(samples, METER_FOLLOWER_CONNECTED, state.connected, name, source, NULL);
	samples_add(samples, METER_FOLLOWER_LAG, (double)state.lag, name, source, NULL);
}

void measure_process(struct samples *samples, const struct environment *environment)
{
	struct tracer_state spans;
	samples_add_process(samples);
	if (!environment->tracer)
		return;
	tracer_state(environment->tracer, &spans);
	samples_add(samples, METER_TRACE_SPANS, (double)spans.exported, "exported", NULL);
	samples_add(samples, METER_TRACE_SPANS, (double)spans.dropped, "dropped", NULL);
}

static void add_queue(struct samples *samples, const char *name, const struct store_queue_state *queue)
{
	samples_add(samples, METER_QUEUE_DEPTH, (double)queue->waiting, name, NULL);
	samples_add(samples, METER_QUEUE_BOUND, (double)queue->bound, name, NULL);
	samples_add(samples, METER_QUEUE_REFUSALS, (double)queue->refusals, name, NULL);
}

static void add_work(struct samples *samples, struct service *service)
{
	struct store_state store;
	struct rpc_server_state server;
	store_state(service_store(service), &store);
	rpc_server_state(service_server(service), &server);
	struct store_queue_state calls = {server.in_flight, server.in_flight_bound, server.refusals};
	add_queue(samples, "calls", &calls);
	add_queue(samples, "writes", &store.writing);
	add_queue(samples, "reads", &store.reading);
	samples_add(samples, METER_DATABASE_SYNCHRONOUS, store.synchronous, service_name(service), NULL);
	samples_add(samples, METER_OUTBOX_HEAD, (double)store.head_seq, NULL);
}

static void add_disk(struct samples *samples, const char *data_dir)
{
	struct statvfs disk;
	if (statvfs(data_dir, &disk))
		return;
	samples_add(samples, METER_DATA_FREE_BYTES, (double)disk.f_bavail * (double)disk.f_frsize, NULL);
	samples_add(samples, METER_DATA_SIZE_BYTES, (double)disk.f_blocks * (double)disk.f_frsize, NULL);
}

static void add_tally(void *context, const char *interface, const char *method, const struct rpc_tally *tally)
{
	struct samples *samples = context;
	const char *name = interface ? arena_printf(samples->arena, "%s/%s", interface, method) : "none";
	for (int code = 0; code < RPC_CODES; code++) {
		uint64_t count = atomic_load_explicit(&tally->codes[code], memory_order_relaxed);
		if (count)
			samples_add(samples, METER_RPC_CALLS, (double)count, name, status_name((enum status)code), NULL);
	}
	samples_add_histogram(samples, METER_RPC_DURATION, &tally->duration, name, NULL);
}

enum status read_metrics(struct call *call, const Kleos__ReadMetricsRequest *request,
						 Kleos__ReadMetricsResponse *response)
{
	struct service *service = call->service;
	const struct service_config *config = service_config(service);
	struct samples samples = {.arena = call->arena, .response = response};
	const char *message = "", *zone = zone_days_name(service_days(service));
	(void)request;
	response->now_ms = environment_now_ms(call->environment);
	samples_add(&samples, METER_SERVICE_READY, service_health(service, call->arena, &message) == STATUS_OK, NULL);
	samples_add(&samples, METER_TIME_ZONE_INFO, 1, zone, NULL);
	samples_add_build(&samples);
	rpc_server_tallies(service_server(service), &samples, add_tally);
	add_work(&samples, service);
	measure_store(&samples, service_store(service), config->name);
	add_disk(&samples, service_data_dir(service));
	if (!config->site.local) /* else the gateway tells of the process */
		measure_process(&samples, call->environment);
	if (config->measure)
		config->measure(config->state, &samples);
	return STATUS_OK;
}
