#include "common/base/stopwatch.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"

#include <stdlib.h>
#include <string.h>

/* ---- the pool ---- */

static struct exchange *pool_take(struct gateway *gateway)
{
	pthread_mutex_lock(&gateway->pool_mutex);
	struct exchange *exchange = gateway->pool;
	if (exchange) {
		gateway->pool = exchange->next;
		gateway->pool_length--;
	}
	pthread_mutex_unlock(&gateway->pool_mutex);
	return exchange;
}

static void exchange_free(struct exchange *exchange)
{
	arena_fini(&exchange->arena);
	free(exchange);
}

static void pool_give(struct exchange *exchange)
{
	struct gateway *gateway = exchange->gateway;
	if (exchange->visits)
		visitors_leave(gateway->visitors);
	if (exchange->let_in)
		atomic_fetch_sub(&gateway->at_work, 1);
	arena_reset(&exchange->arena);
	pthread_mutex_lock(&gateway->pool_mutex);
	bool kept = gateway->pool_length < POOL_BOUND;
	if (kept) {
		exchange->next = gateway->pool;
		gateway->pool = exchange;
		gateway->pool_length++;
	}
	pthread_mutex_unlock(&gateway->pool_mutex);
	if (!kept)
		exchange_free(exchange);
	atomic_fetch_sub(&gateway->in_flight, 1); /* the last word: gateway_close waits for it */
}

void exchange_pool_fini(struct gateway *gateway)
{
	while (gateway->pool) {
		struct exchange *exchange = gateway->pool;
		gateway->pool = exchange->next;
		exchange_free(exchange);
	}
}

static void exchange_init(struct exchange *exchange, struct gateway *gateway, struct MHD_Connection *connection)
{
	struct arena arena = exchange->arena;
	memset(exchange, 0, sizeof(*exchange));
	if (arena.cap)
		exchange->arena = arena;
	else
		arena_init(&exchange->arena, EXCHANGE_ARENA_CAP);
	exchange->arena.allocator.allocator_data = &exchange->arena;
	exchange->gateway = gateway;
	exchange->connection = connection;
	exchange->traceparent = "";
	atomic_init(&exchange->holds, 1);
	exchange->start_ms = environment_monotonic_ms(gateway->environment);
	exchange->begun_ns = stopwatch_ns();
	struct id id = id_new(gateway->environment);
	id_format(exchange->call_id, &id);
	exchange->route = &gateway->routes.nowhere;
	exchange->method = "";
	exchange->path = "";
}

struct exchange *exchange_new(struct gateway *gateway, struct MHD_Connection *connection)
{
	struct exchange *exchange = pool_take(gateway);
	if (!exchange)
		exchange = calloc(1, sizeof(*exchange));
	if (!exchange)
		return NULL;
	exchange_init(exchange, gateway, connection);
	atomic_fetch_add(&gateway->in_flight, 1);
	return exchange;
}

void exchange_hold(struct exchange *exchange)
{
	atomic_fetch_add(&exchange->holds, 1);
}

void exchange_release(struct exchange *exchange)
{
	if (atomic_fetch_sub(&exchange->holds, 1) == 1)
		pool_give(exchange);
}

/* ---- pausing and waking ---- */

void exchange_pause(struct exchange *exchange)
{
	enum exchange_turn running = TURN_RUNNING;
	MHD_suspend_connection(exchange->connection);
	if (atomic_compare_exchange_strong(&exchange->turn, &running, TURN_IDLE))
		return;
	atomic_store(&exchange->turn, TURN_RUNNING); /* was woken meanwhile */
	MHD_resume_connection(exchange->connection);
}

void exchange_wake(struct exchange *exchange)
{
	enum exchange_turn turn = atomic_load(&exchange->turn);
	while (turn == TURN_RUNNING || turn == TURN_IDLE) {
		/* the exchange may be over as soon as it is resumed */
		struct MHD_Connection *connection = exchange->connection;
		enum exchange_turn next = turn == TURN_IDLE ? TURN_RUNNING : TURN_WOKEN;
		if (!atomic_compare_exchange_weak(&exchange->turn, &turn, next))
			continue;
		if (turn == TURN_IDLE)
			MHD_resume_connection(connection);
		return;
	}
}

/* ---- what came ---- */

struct arena *exchange_arena(struct exchange *exchange)
{
	return &exchange->arena;
}

struct gateway *exchange_gateway(struct exchange *exchange)
{
	return exchange->gateway;
}

const struct principal *exchange_principal(const struct exchange *exchange)
{
	return &exchange->principal;
}

const char *exchange_request_id(const struct exchange *exchange)
{
	return exchange->call.request_id;
}

const char *exchange_header(struct exchange *exchange, const char *name)
{
	return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

const char *exchange_query(const struct exchange *exchange, const char *name)
{
	for (size_t i = 0; i < exchange->n_query; i++) {
		if (strcmp(exchange->query[i].name, name) == 0)
			return exchange->query[i].value;
	}
	return NULL;
}

const char *exchange_body(const struct exchange *exchange, size_t *length)
{
	*length = exchange->body_length;
	return exchange->body ? exchange->body : "";
}

const char *exchange_path_field(const struct exchange *exchange, const char *name)
{
	size_t i = 0;
	while (strcmp(exchange->path_fields[i].name, name) != 0)
		i++;
	return exchange->path_fields[i].value;
}

bool exchange_query_at(const struct exchange *exchange, size_t i, const char **name, const char **value)
{
	if (i >= exchange->n_query)
		return false;
	*name = exchange->query[i].name;
	*value = exchange->query[i].value;
	return true;
}

const char *exchange_path(const struct exchange *exchange)
{
	return exchange->path;
}

void *exchange_part(const struct exchange *exchange)
{
	const struct route *route = exchange->route;
	size_t part = route->special ? route->part : route->procedure->part;
	return exchange->gateway->parts[part];
}

void *exchange_state(const struct exchange *exchange)
{
	return exchange->state;
}

void exchange_set_state(struct exchange *exchange, void *state)
{
	exchange->state = state;
}

bool exchange_still_known(const struct exchange *exchange)
{
	struct principal principal;
	if (exchange->caller != CALLER_KNOWN)
		return exchange->caller != CALLER_UNKNOWN;
	return caller_find(exchange, &principal) == KEY_FOUND && principal.roles == exchange->principal.roles &&
		   principal.withheld == exchange->principal.withheld && id_equal(&principal.key, &exchange->principal.key);
}

bool exchange_client_gone(const struct exchange *exchange)
{
	return connection_is_gone(exchange->watch);
}

/* ---- asking a service ---- */

static void call_done(void *context, const struct rpc_reply *reply)
{
	struct exchange_call *call = context;
	struct exchange *exchange = call->exchange;
	struct gateway *gateway = exchange->gateway;
	if (reply->status > STATUS_OK && reply->status < STATUS_COUNT)
		atomic_fetch_add(&gateway->call_failures[call->service][reply->status], 1);
	call->done(exchange, call->context, reply);
	exchange_release(exchange);
}

static void call_start(struct exchange *exchange, struct exchange_call *call)
{
	struct gateway *gateway = exchange->gateway;
	struct principal process = {0};
	if (call->as_process)
		process = principal_internal("gateway");
	struct rpc_request request = {
		.method = call->method,
		.principal = call->as_process ? &process : &exchange->principal,
		.request_id = call->request_id,
		.call_id = exchange->call_id,
		.traceparent = exchange->traceparent,
		.timeout_ms = call->timeout_ms,
		.message = call->message,
		.body = call->body,
	};
	rpc_call_start(gateway->clients[call->service], &request, call_done, call);
}

uint32_t exchange_time_left(const struct exchange *exchange, uint32_t unless_stated_ms)
{
	int64_t spent = environment_monotonic_ms(exchange->gateway->environment) - exchange->start_ms;
	int64_t all = exchange->timeout_ms ? exchange->timeout_ms : unless_stated_ms;
	return spent < all ? (uint32_t)(all - spent) : 1;
}

void exchange_call(struct exchange *exchange, struct exchange_call *call)
{
	struct gateway *gateway = exchange->gateway;
	call->exchange = exchange;
	if (!call->timeout_ms)
		call->timeout_ms = exchange_time_left(exchange, HTTP_TIMEOUT_DEFAULT_MS);
	exchange_hold(exchange);
	atomic_fetch_add(&gateway->starting, 1);
	bool closing = atomic_load(&gateway->closing);
	if (!closing)
		call_start(exchange, call);
	atomic_fetch_sub(&gateway->starting, 1);
	if (closing) {
		struct rpc_reply reply = {
			.status = STATUS_UNAVAILABLE, .message = "the gateway is stopping", .reason = "STOPPING"};
		call_done(call, &reply);
	}
}
