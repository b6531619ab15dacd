#include "common/base/array.h"
#include "common/meter/exposition.h"
#include "common/meter/samples.h"
#include "common/rpc/wire.h"
#include "common/service/measure.h"
#include "services/gateway/exchange.h"
#include "services/gateway/gateway_state.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define BODY_BOUND     ((size_t)16 * 1024 * 1024)
#define ASK_TIMEOUT_MS 2000
#define SOURCES        (1 + 2 * SERVICE_COUNT) /* the gateway, what it says of each service, what each says itself */

/* One /metrics on its way: every service is asked at once; who does not answer has no series but kleos_service_up 0. */
struct gathering {
	atomic_int left;
	enum exposition_form form;
	Kleos__ReadMetricsResponse own;
	struct asked {
		struct exchange_call call;
		struct arena arena; /* of this reply */
		const Kleos__ReadMetricsResponse *response;
		Kleos__ReadMetricsResponse about; /* in the same arena */
	} services[SERVICE_COUNT];
};

/* ---- what the gateway itself measures ---- */

static void add_route(struct samples *samples, const struct route *route)
{
	const struct measure *measure = route->measure;
	const char *path = *route->path ? route->path : "unmatched";
	for (size_t i = 0; i < MEASURE_CODES && measure->codes[i].count; i++)
		samples_add(samples, METER_HTTP_REQUESTS, (double)measure->codes[i].count, route->method, path,
					arena_printf(samples->arena, "%u", measure->codes[i].http_status), NULL);
	if (histogram_count(&measure->duration))
		samples_add_histogram(samples, METER_HTTP_DURATION, &measure->duration, route->method, path, NULL);
}

static void add_http(struct samples *samples, struct gateway *gateway)
{
	const struct routes *routes = &gateway->routes;
	for (size_t i = 0; i < routes->n; i++)
		add_route(samples, &routes->list[i]);
	add_route(samples, &routes->nowhere);
	samples_add(samples, METER_HTTP_LIBRARY_INFO, 1, MHD_get_version(), http_library_is_strict() ? "1" : "0", NULL);
	samples_add(samples, METER_HTTP_IN_FLIGHT, atomic_load(&gateway->in_flight), NULL);
}

static void add_calls(struct samples *samples, struct gateway *gateway)
{
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		const char *name = gateway_service_name((enum gateway_service)i);
		for (int code = 1; code < STATUS_COUNT; code++) {
			uint64_t count = atomic_load(&gateway->call_failures[i][code]);
			if (count)
				samples_add(samples, METER_RPC_CLIENT_ERRORS, (double)count, name, status_name((enum status)code),
							NULL);
		}
		samples_add(samples, METER_RPC_CLIENT_CONNECTED, rpc_client_connected(gateway->clients[i]), name, NULL);
	}
}

static void add_own(struct samples *samples, struct gateway *gateway)
{
	samples_add(samples, METER_SERVICE_UP, 1, NULL);
	samples_add(samples, METER_SERVICE_READY, keys_ready(gateway->keys), NULL);
	samples_add(samples, METER_TIME_ZONE_INFO, 1, zone_days_name(gateway->days), NULL);
	samples_add_build(samples);
	add_http(samples, gateway);
	add_calls(samples, gateway);
	admission_measure(&gateway->admission, samples);
	keys_measure(gateway->keys, samples);
	for (size_t i = 0; i < gateway->parts_open; i++)
		if (gateway_parts[i]->measure)
			gateway_parts[i]->measure(gateway->parts[i], samples);
	measure_process(samples, gateway->environment);
}

/* ---- what the services say ---- */

static void take_reply(struct exchange *exchange, struct asked *asked, const struct rpc_reply *reply)
{
	struct samples about = {.arena = &asked->arena, .response = &asked->about};
	ProtobufCMessage *message;
	const char *problem;
	int64_t now_ms = environment_now_ms(gateway_environment(exchange_gateway(exchange)));
	kleos__read_metrics_response__init(&asked->about);
	if (reply->status == STATUS_OK &&
		wire_unpack(&kleos__read_metrics_response__descriptor, &asked->arena, reply->body.data, reply->body.len,
					WIRE_REPLY_BOUND, &message, &problem) == STATUS_OK)
		asked->response = (const Kleos__ReadMetricsResponse *)message;
	samples_add(&about, METER_SERVICE_UP, asked->response != NULL, NULL);
	if (asked->response)
		samples_add(&about, METER_SERVICE_CLOCK_SKEW, (double)(asked->response->now_ms - now_ms) / 1000, NULL);
}

static void answer(struct exchange *exchange, struct gathering *gathering)
{
	struct exposition_source sources[SOURCES] = {{"gateway", &gathering->own}};
	struct buffer out;
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		const char *name = gateway_service_name((enum gateway_service)i);
		sources[1 + 2 * i] = (struct exposition_source){name, &gathering->services[i].about};
		sources[2 + 2 * i] = (struct exposition_source){name, gathering->services[i].response};
	}
	buffer_init(&out, exchange_arena(exchange), BODY_BOUND);
	exposition_print(&out, gathering->form, sources, SOURCES);
	if (out.overflowed)
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "REPLY_TOO_LARGE", "there are more figures than fit");
	else
		exchange_answer(exchange, MHD_HTTP_OK, exposition_type(gathering->form), out.bytes, out.length);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		arena_fini(&gathering->services[i].arena);
}

/* On the threads that bring the replies, several at once: each has an arena of its own, the last one answers. */
static void told(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct gathering *gathering = exchange_state(exchange);
	take_reply(exchange, context, reply);
	if (atomic_fetch_sub(&gathering->left, 1) == 1)
		answer(exchange, gathering);
}

static void ask(struct exchange *exchange, struct gathering *gathering)
{
	Kleos__ReadMetricsRequest request = KLEOS__READ_METRICS_REQUEST__INIT;
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		struct asked *asked = &gathering->services[i];
		arena_init(&asked->arena, 4 * WIRE_REPLY_BOUND);
		asked->call = (struct exchange_call){
			.service = (enum gateway_service)i,
			.method = "kleos.rpc.v1.MetricsService/ReadMetrics",
			.message = &request.base,
			.timeout_ms = ASK_TIMEOUT_MS,
			.as_process = true,
			.done = told,
			.context = asked,
		};
	}
	for (size_t i = 0; i < SERVICE_COUNT; i++) /* the first may be answered before the next is asked */
		exchange_call(exchange, &gathering->services[i].call);
}

static void metrics(struct exchange *exchange)
{
	struct gathering *gathering = arena_alloc(exchange_arena(exchange), sizeof(*gathering));
	struct samples own = {.arena = exchange_arena(exchange), .response = &gathering->own};
	atomic_init(&gathering->left, SERVICE_COUNT);
	gathering->form = exposition_form_of(exchange_header(exchange, MHD_HTTP_HEADER_ACCEPT));
	kleos__read_metrics_response__init(&gathering->own);
	add_own(&own, exchange_gateway(exchange));
	exchange_set_state(exchange, gathering);
	ask(exchange, gathering);
}

static const struct route_guide guide = {
	.operation = "Server_GetMetrics",
	.tag = "Server",
	.words = "Figures of every service for Prometheus, in its text format 0.0.4, or as OpenMetrics 1.0.0 when Accept "
			 "names it. docker/observability/README.md lists them.",
	.gives = "text/plain",
};

static const struct special_route routes[] = {
	{.method = "GET", .path = "/metrics", .roles = ROLES_INTEGRATION, .guide = &guide, .finish = metrics},
};

const struct gateway_part metrics_part = {.routes = routes, .n_routes = ARRAY_LENGTH(routes)};
