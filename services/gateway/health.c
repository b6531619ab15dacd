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

static const char *const service_names[SERVICE_COUNT] = {"members", "recognitions", "awards"};

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
		add_service(&out, service_names[i], readiness->services[i].ok, readiness->services[i].message);
		buffer_add_char(&out, ',');
	}
	add_service(&out, "gateway", keys, keys ? "" : "has not read the API keys yet");
	buffer_add_text(&out, "]}");
	exchange_answer(exchange, ready ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, "application/json", out.bytes,
					out.length);
}

/* On an nng thread; several at once: each has a place of its own, the last one answers. */
static void checked(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct readiness *readiness = exchange_state(exchange);
	struct check *check = context;
	const char *message = reply->message ? reply->message : "";
	Kleos__CheckHealthResponse *health = NULL;
	if (reply->status == STATUS_OK)
		health = kleos__check_health_response__unpack(NULL, reply->body.len, reply->body.data);
	if (health) {
		check->ok = health->ready;
		message = health->message;
	}
	snprintf(check->message, MESSAGE_SIZE, "%s", message);
	if (health)
		kleos__check_health_response__free_unpacked(health, NULL);
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

static const struct special_route routes[] = {
	{.method = "GET", .path = "/healthz", .finish = healthz},
	{.method = "GET", .path = "/readyz", .finish = readyz},
};

const struct gateway_part health_part = {.routes = routes, .n_routes = sizeof(routes) / sizeof(*routes)};
