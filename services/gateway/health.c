#include "common/base/array.h"
#include "common/base/buffer.h"
#include "common/rpc/wire.h"
#include "kleos/rpc/v1/health_service.pb-c.h"
#include "services/gateway/exchange.h"
#include "services/gateway/gateway_state.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define CHECK_TIMEOUT_MS 1000
#define MESSAGE_SIZE     200
#define BODY_BOUND       4096

/* One /readyz on its way: every service is asked at once. */
struct readiness {
	atomic_int left;
	struct check {
		struct exchange_call call;
		bool ok;
		char message[MESSAGE_SIZE];
	} services[SERVICE_COUNT];
};

static void healthz(struct exchange *exchange)
{
	static const char body[] = "{\"live\":true}";
	exchange_answer(exchange, MHD_HTTP_OK, "application/json", body, sizeof(body) - 1);
}

static void add_service(struct buffer *out, const char *name, bool ok, const char *message)
{
	buffer_printf(out, "{\"service\":\"%s\",\"ok\":%s,\"message\":", name, ok ? "true" : "false");
	buffer_add_json_text(out, message, strlen(message));
	buffer_add_char(out, '}');
}

static void answer_readiness(struct exchange *exchange, const struct readiness *readiness)
{
	struct gateway *gateway = exchange_gateway(exchange);
	bool keys = keys_ready(gateway->keys), ready = keys;
	struct buffer out;
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		ready = ready && readiness->services[i].ok;
	buffer_init(&out, exchange_arena(exchange), BODY_BOUND);
	buffer_printf(&out, "{\"ready\":%s,\"services\":[", ready ? "true" : "false");
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		const struct check *check = &readiness->services[i];
		add_service(&out, gateway_service_name((enum gateway_service)i), check->ok, check->message);
		buffer_add_char(&out, ',');
	}
	add_service(&out, "gateway", keys, keys ? "" : "has not read the API keys yet");
	buffer_add_text(&out, "]}");
	exchange_answer(exchange, ready ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, "application/json", out.bytes,
					out.length);
}

/* What the service says of itself into its place. */
static void take_reply(struct check *check, const struct rpc_reply *reply, struct arena *scratch)
{
	ProtobufCMessage *health = NULL;
	const char *problem, *message = reply->message ? reply->message : "";
	if (reply->status == STATUS_OK)
		message = "its answer is not readable";
	if (reply->status == STATUS_OK && wire_unpack(&kleos__check_health_response__descriptor, scratch, reply->body.data,
												  reply->body.len, WIRE_REPLY_BOUND, &health, &problem) == STATUS_OK) {
		check->ok = ((const Kleos__CheckHealthResponse *)health)->ready;
		message = ((const Kleos__CheckHealthResponse *)health)->message;
	}
	snprintf(check->message, MESSAGE_SIZE, "%s", message);
}

/* On the threads that bring the replies (exchange_call.done), several at once: each has a place of its own, the last
 * one answers. */
static void checked(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct readiness *readiness = exchange_state(exchange);
	struct arena scratch;
	arena_init(&scratch, 4 * WIRE_REPLY_BOUND);
	take_reply(context, reply, &scratch);
	arena_fini(&scratch);
	if (atomic_fetch_sub(&readiness->left, 1) == 1)
		answer_readiness(exchange, readiness);
}

static void readyz(struct exchange *exchange)
{
	struct arena *arena = exchange_arena(exchange);
	struct readiness *readiness = arena_alloc(arena, sizeof(*readiness));
	Kleos__CheckHealthRequest *request = arena_alloc(arena, sizeof(*request));
	kleos__check_health_request__init(request);
	atomic_init(&readiness->left, SERVICE_COUNT);
	exchange_set_state(exchange, readiness);
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		readiness->services[i].call = (struct exchange_call){
			.service = (enum gateway_service)i,
			.method = "kleos.rpc.v1.HealthService/CheckHealth",
			.message = &request->base,
			.timeout_ms = CHECK_TIMEOUT_MS,
			.as_process = true,
			.done = checked,
			.context = &readiness->services[i],
		};
		exchange_call(exchange, &readiness->services[i].call);
	}
}

static const struct route_guide healthz_guide = {
	.operation = "Server_GetHealth",
	.tag = "Server",
	.words = "Whether the process lives. No key is needed.",
	.gives = "application/json",
};

static const struct route_guide readyz_guide = {
	.operation = "Server_GetReadiness",
	.tag = "Server",
	.words = "Whether every service can be asked, and which cannot. 503 while one cannot. No key is needed.",
	.gives = "application/json",
	.also = 503,
};

static const struct special_route routes[] = {
	{.method = "GET", .path = "/healthz", .guide = &healthz_guide, .finish = healthz},
	{.method = "GET", .path = "/readyz", .guide = &readyz_guide, .finish = readyz},
};

const struct gateway_part health_part = {.routes = routes, .n_routes = ARRAY_LENGTH(routes)};
