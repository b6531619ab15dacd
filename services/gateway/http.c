#include "services/gateway/http.h"

#include "common/base/stopwatch.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"

#include <string.h>

#define SMALL_BODY   16384 /* bytes; allocated at once */
#define STREAM_BLOCK 4096  /* bytes a stream is asked for at a time */

/*~ 2. The HTTP library calls http_access at the bottom again and again: with the head, with bytes of the body, with its
 * end. In between the exchange sleeps (exchange_pause) until somebody wakes it; no thread waits for a service. The
 * route was found by the descriptors (routes.c), the caller by the key (caller/authenticate.c); `dispatch` makes a
 * message of the body and hands it to unary.c. */

/* ---- answering ---- */

static ssize_t stream_read(void *context, uint64_t position, char *out, size_t size)
{
	struct exchange *exchange = context;
	(void)position;
	const struct gateway *gateway = exchange->gateway;
	if (atomic_load(exchange->answer.whole ? &gateway->closing : &gateway->draining))
		return exchange->answer.whole ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
	ptrdiff_t n = exchange->answer.read(exchange, out, size);
	if (n < 0)
		return n == -1 ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
	connection_allow(exchange->watch, n > 0 ? STREAM_DEADLINE_MS : NO_DEADLINE);
	if (n == 0)
		exchange_pause(exchange);
	return n;
}

static struct MHD_Response *make_response(struct exchange *exchange)
{
	const struct exchange_answer *answer = &exchange->answer;
	if (answer->read)
		return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, stream_read, exchange, NULL);
	/* the bytes are the exchange's, which outlives the response */
	return MHD_create_response_from_buffer(answer->length, (void *)answer->bytes, MHD_RESPMEM_PERSISTENT);
}

/* Data are kept by nobody; a page says otherwise by itself. */
static bool says_cache_control(const struct exchange_answer *answer)
{
	for (size_t i = 0; i < answer->n_headers; i++)
		if (strcmp(answer->headers[i].name, MHD_HTTP_HEADER_CACHE_CONTROL) == 0)
			return true;
	return false;
}

static void add_headers(struct MHD_Response *response, const struct exchange *exchange)
{
	const struct exchange_answer *answer = &exchange->answer;
	if (answer->content_type)
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type);
	if (!says_cache_control(answer))
		MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(response, "X-Call-Id", exchange->call_id);
	if (exchange->by_cookie) /* no other site takes it in, however it asks */
		MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
	for (size_t i = 0; i < answer->n_headers; i++)
		MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value);
	if (answer->close || atomic_load(&exchange->gateway->draining))
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
}

/* How fast the answer is read is no other caller's matter. */
static void leave(struct exchange *exchange)
{
	admission_leave(exchange);
	if (exchange->shares)
		shares_leave(exchange->gateway->shares, exchange);
}

static enum MHD_Result send_answer(struct exchange *exchange)
{
	struct MHD_Response *response = make_response(exchange);
	if (!response)
		return MHD_NO;
	add_headers(response, exchange);
	exchange->phase = PHASE_SENDING;
	leave(exchange);
	connection_allow(exchange->watch, exchange->answer.read ? NO_DEADLINE : SEND_DEADLINE_MS);
	if (exchange->answer.length > HTTP_UNSENT_BOUND)
		connection_hold_back(exchange->watch);
	enum MHD_Result result = MHD_queue_response(exchange->connection, exchange->answer.http_status, response);
	MHD_destroy_response(response); /* the library keeps its own hold */
	return result;
}

/* ---- the head ---- */

static size_t body_bound(const struct exchange *exchange)
{
	const struct special_route *special = exchange->route->special;
	return special ? special->body_bound : HTTP_BODY_BOUND;
}

static void refuse_body(struct exchange *exchange)
{
	exchange_refuse(exchange, MHD_HTTP_CONTENT_TOO_LARGE, STATUS_INVALID_ARGUMENT, "BODY_TOO_LARGE",
					arena_printf(&exchange->arena, "the body may have %zu bytes here", body_bound(exchange)));
}

/* Whoever has no key was counted by the address (caller/visitors.h). */
static bool is_within_rate(struct exchange *exchange)
{
	if (exchange->caller != CALLER_KNOWN || shares_within_rate(exchange->gateway->shares, &exchange->principal))
		return true;
	exchange->shed = true;
	exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "RATE_LIMITED",
				  "too many requests a second with your keys; wait as Retry-After says");
	return false;
}

/* A body where none belongs is refused with the head: the route's own code may answer from then on, on any thread. */
static bool has_too_much(const struct exchange *exchange)
{
	size_t bound = body_bound(exchange);
	return (exchange->has_length && exchange->content_length > bound) || (exchange->chunked && !bound);
}

/* The caller is known, or nobody needs to be. */
static void welcome(struct exchange *exchange)
{
	const struct route *route = exchange->route;
	const struct local_method *local = route->procedure ? route->procedure->local : NULL;
	uint32_t roles = route->special ? route->special->roles : local ? local->roles : 0;
	if (!is_within_rate(exchange) || !authorize(exchange, roles) || !route->special || !route->special->start)
		return;
	exchange->started = true;
	route->special->start(exchange);
}

static void judge_head(struct exchange *exchange)
{
	if (!routes_find(&exchange->gateway->routes, exchange) || !admission_has_room(exchange))
		return;
	const struct special_route *special = exchange->route->special;
	if (special && !special->roles && !special->visitors)
		exchange->caller = CALLER_NOBODY;
	else if (!authenticate(exchange))
		return;
	if (has_too_much(exchange)) {
		refuse_body(exchange);
		return;
	}
	if (!special && !(exchange->style == STYLE_CONNECT ? connect_accepts : rest_accepts)(exchange))
		return;
	if (exchange->caller != CALLER_UNKNOWN)
		welcome(exchange);
}

/* A refused body is read and dropped, so that the client, still writing, gets to read the answer; unless it waits for
 * a "go on", or the body is too long for that, or its framing cannot be trusted. */
static bool answers_at_once(const struct exchange *exchange)
{
	return exchange_answered(exchange) &&
		   (exchange->answer.close || exchange->expects_continue || exchange->content_length > HTTP_DRAIN_BOUND);
}

/* False: the gateway stops, and answers those alone who came before. */
static bool let_in(struct exchange *exchange)
{
	struct gateway *gateway = exchange->gateway;
	atomic_fetch_add(&gateway->at_work, 1);
	exchange->let_in = !atomic_load(&gateway->draining);
	if (!exchange->let_in)
		atomic_fetch_sub(&gateway->at_work, 1);
	return exchange->let_in;
}

static enum MHD_Result take_head(struct exchange *exchange, const char *method, const char *version)
{
	bool decoded = !exchange_answered(exchange);
	exchange->method = method;
	exchange->phase = PHASE_BODY;
	bool file = false;
	bool sound = guard_headers(exchange, version);
	exchange_trace_begin(exchange);
	if (sound && decoded && let_in(exchange)) {
		judge_head(exchange);
		file = exchange->route->special && exchange->route->special->upload;
	}
	connection_allow(exchange->watch, file ? FILE_DEADLINE_MS : BODY_DEADLINE_MS);
	return answers_at_once(exchange) ? send_answer(exchange) : MHD_YES;
}

/* ---- the body ---- */

static void keep_body(struct exchange *exchange, const char *bytes, size_t length)
{
	size_t need = exchange->body_length + length;
	if (need > body_bound(exchange)) {
		refuse_body(exchange);
		return;
	}
	if (need > exchange->body_capacity) {
		size_t capacity = need * 2; /* grows with what came, not with what was announced */
		if (exchange->has_length && (exchange->content_length < capacity || exchange->content_length <= SMALL_BODY))
			capacity = (size_t)exchange->content_length;
		char *body = arena_alloc(&exchange->arena, capacity + 1); /* zeroed: always ends in a NUL */
		if (exchange->body_length)
			memcpy(body, exchange->body, exchange->body_length);
		exchange->body = body;
		exchange->body_capacity = capacity;
	}
	memcpy(exchange->body + exchange->body_length, bytes, length);
	exchange->body_length = need;
}

/* Hands a piece of a file to its part. How much was taken. */
static size_t offer(struct exchange *exchange, const char *bytes, size_t length)
{
	if (exchange->caller == CALLER_UNKNOWN) {
		if (!authenticate_again(exchange))
			return 0;
		if (!exchange_answered(exchange))
			welcome(exchange);
	}
	if (exchange->seen + length > body_bound(exchange))
		refuse_body(exchange);
	else if (atomic_load(&exchange->gateway->closing))
		exchange_fail(exchange, STATUS_UNAVAILABLE, "STOPPING", "the gateway is stopping");
	if (exchange_answered(exchange))
		return length;
	size_t taken = exchange->route->special->upload(exchange, bytes, length);
	return exchange_answered(exchange) ? length : taken;
}

static enum MHD_Result take_body(struct exchange *exchange, const char *bytes, size_t *length)
{
	const struct special_route *special = exchange->route->special;
	size_t drain = body_bound(exchange) + HTTP_DRAIN_BOUND;
	size_t taken = *length;
	if (exchange_answered(exchange))
		;
	else if (special && special->upload)
		taken = offer(exchange, bytes, *length);
	else
		keep_body(exchange, bytes, *length);
	exchange->seen += taken;
	*length -= taken;
	if (exchange->seen > drain)
		return MHD_NO; /* refused long ago and still writing */
	if (*length)
		exchange_pause(exchange);
	return MHD_YES;
}

/* ---- the end of the request ---- */

static void dispatch(struct exchange *exchange)
{
	const struct special_route *special = exchange->route->special;
	exchange->dispatched = true;
	if (special) {
		if (special->finish)
			special->finish(exchange);
		return;
	}
	ProtobufCMessage *request = exchange->style == STYLE_CONNECT ? connect_request(exchange) : rest_request(exchange);
	if (request)
		unary_start(exchange, request);
}

/* Whether it is its caller's turn, of an rpc: what lasts, such as a stream or a file, is bounded by itself. False: it
 * waits, or was refused. */
static bool has_its_turn(struct exchange *exchange)
{
	if (exchange->waits_for_turn)
		return false;
	if (exchange->shares || exchange->dispatched || exchange->caller != CALLER_KNOWN || exchange->route->special)
		return true;
	const enum share share = shares_enter(exchange->gateway->shares, exchange);
	exchange->shed = share == SHARE_REFUSED;
	if (exchange->shed)
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "RATE_LIMITED",
					  "too many requests at once with your keys while others call; wait as Retry-After says");
	return share == SHARE_GOES;
}

static enum MHD_Result go_on(struct exchange *exchange)
{
	if (!exchange->let_in && !exchange_answered(exchange))
		exchange_fail(exchange, STATUS_UNAVAILABLE, "STOPPING", "the gateway is stopping");
	if (exchange->caller == CALLER_UNKNOWN && !exchange_answered(exchange)) {
		if (!authenticate_again(exchange)) {
			exchange_pause(exchange);
			return MHD_YES;
		}
		if (!exchange_answered(exchange))
			welcome(exchange);
	}
	if (!exchange->dispatched && !exchange_answered(exchange) && has_its_turn(exchange) && admission_enter(exchange))
		dispatch(exchange);
	if (atomic_load(&exchange->replied) && !exchange_answered(exchange))
		unary_answer(exchange);
	if (exchange_answered(exchange))
		return send_answer(exchange);
	exchange_pause(exchange);
	return MHD_YES;
}

/* ---- what the HTTP library calls, all on its thread ---- */

void *http_request_line(void *context, const char *target, struct MHD_Connection *connection)
{
	struct exchange *exchange = exchange_new(context, connection);
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	if (!exchange)
		return NULL;
	exchange->watch = info ? info->socket_context : NULL;
	if (!uri_take(exchange, target))
		exchange_refuse(exchange, MHD_HTTP_BAD_REQUEST, STATUS_INVALID_ARGUMENT, "BAD_ADDRESS",
						"the address is not a path, or is badly encoded");
	return exchange;
}

enum MHD_Result http_access(void *context, struct MHD_Connection *connection, const char *url, const char *method,
							const char *version, const char *bytes, size_t *length, void **state)
{
	struct exchange *exchange = *state;
	(void)context;
	(void)connection;
	(void)url;
	if (!exchange)
		return MHD_NO;
	switch (exchange->phase) {
	case PHASE_START:
		return take_head(exchange, method, version);
	case PHASE_BODY:
		if (*length)
			return take_body(exchange, bytes, length);
		exchange->phase = PHASE_FINISHED;
		connection_allow(exchange->watch, NO_DEADLINE);
		return go_on(exchange);
	case PHASE_FINISHED:
		return go_on(exchange);
	case PHASE_SENDING:
		break;
	}
	return MHD_YES;
}

static void log_exchange(const struct exchange *exchange, unsigned http_status, int64_t duration_ms)
{
	char trace_id[TRACE_ID_TEXT_SIZE];
	traceparent_trace_id(trace_id, exchange->traceparent);
	const struct log_field fields[] = {
		log_text("method", exchange->method),
		log_text("route", exchange->route->path),
		log_number("status", http_status),
		log_number("duration_ms", duration_ms),
		log_text("call_id", exchange->call_id),
		*trace_id ? log_text("trace_id", trace_id) : (struct log_field){0},
		{0},
	};
	log_write(exchange->gateway->environment->log, LOG_INFO, "request", fields);
}

void http_completed(void *context, struct MHD_Connection *connection, void **state,
					enum MHD_RequestTerminationCode code)
{
	struct exchange *exchange = *state;
	(void)context;
	(void)connection;
	(void)code;
	if (!exchange)
		return;
	*state = NULL;
	atomic_store(&exchange->turn, TURN_ENDED);
	leave(exchange);
	if (exchange->started && exchange->route->special->end)
		exchange->route->special->end(exchange);
	unsigned http_status =
		exchange->phase == PHASE_SENDING ? exchange->answer.http_status : status_http(STATUS_CANCELLED);
	int64_t duration_ms = environment_monotonic_ms(exchange->gateway->environment) - exchange->start_ms;
	measure_add(exchange->route->measure, http_status, stopwatch_ns() - exchange->begun_ns);
	if (!admission_tells(exchange))
		log_exchange(exchange, http_status, duration_ms);
	exchange_trace_end(exchange, http_status);
	connection_allow(exchange->watch, IDLE_DEADLINE_MS);
	exchange_release(exchange);
}
