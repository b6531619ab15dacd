#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"

/* A trace that begins here has the call's own id: whoever was told X-Call-Id finds it. Recorded when nobody said
 * otherwise. */
void exchange_trace_begin(struct exchange *exchange)
{
	struct tracer *tracer = exchange->gateway->environment->tracer;
	struct id id;
	bool first = !*exchange->traceparent && id_parse(&id, exchange->call_id);
	if (first) {
		traceparent_make(exchange->traceparent_text, id.bytes, tracer != NULL);
		exchange->traceparent = exchange->traceparent_text;
	}
	(first ? span_begin_first : span_begin)(&exchange->span, tracer, exchange->traceparent, SPAN_SERVER, "");
	exchange->traceparent = span_traceparent(&exchange->span, exchange->traceparent_text, exchange->traceparent);
}

void exchange_trace_end(struct exchange *exchange, unsigned http_status)
{
	exchange->span.name = *exchange->route->path ? exchange->route->path : "unmatched";
	exchange->span.method = exchange->route->method;
	span_end(&exchange->span, STATUS_OK, http_status);
}
