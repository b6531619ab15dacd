#include "common/base/text.h"
#include "common/rpc/call.h"
#include "common/rpc/wire.h"
#include "services/gateway/exchange_state.h"

#include <string.h>

static const char **text_field(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return (const char **)((uint8_t *)message + field->offset);
}

/* Into the envelope and out of the message, so that one payload has one digest however the key was told. A write
 * without a key gets one of its own: sending it twice inside the deployment is harmless then. False: refused. */
bool exchange_take_request_id(struct exchange *exchange, const char **field)
{
	const char *header = exchange->idempotency_key;
	const char *id = *field && **field ? *field : header;
	if (!id || !*id)
		id = exchange->call_id;
	if (header && *header && strcmp(id, header) != 0) {
		exchange_fail_field(exchange, "requestId", "differs from the Idempotency-Key header");
		return false;
	}
	if (!text_is_utf8(id, strlen(id)) || !request_id_fits(id)) {
		exchange_fail_field(exchange, "requestId", "is text of at most %d characters", REQUEST_ID_BOUND);
		return false;
	}
	*field = "";
	exchange->call.request_id = id;
	return true;
}

void unary_answer(struct exchange *exchange)
{
	const ProtobufCBinaryData *reply = &exchange->reply;
	ProtobufCMessage *response;
	const char *problem;
	if (exchange->style == STYLE_CONNECT && exchange->codec == CODEC_PROTO)
		exchange_answer(exchange, MHD_HTTP_OK, "application/proto", reply->data, reply->len);
	else if (wire_unpack(exchange->route->procedure->output, &exchange->arena, reply->data, reply->len,
						 WIRE_REPLY_BOUND, &response, &problem) == STATUS_OK)
		exchange_answer_message(exchange, response);
	else
		exchange_fail(exchange, STATUS_INTERNAL, "BAD_REPLY", "the service's reply could not be read");
}

/*~ 3. unary_start below asks the service and returns; the reply comes here, on whatever thread brings it. On with
 * rpc_call_start in common/rpc/client.c.
 * A write may be told of by the one thread that makes all writes: the HTTP thread turns its reply into an answer. */
static void unary_done(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	(void)context;
	if (reply->status != STATUS_OK) {
		exchange_fail_reply(exchange, reply);
		return;
	}
	if (reply->replayed)
		exchange_add_header(exchange, "Idempotent-Replayed", "true");
	bool read = exchange->route->procedure->read;
	exchange->reply = reply->body;
	if (!read || exchange->codec == CODEC_PROTO) /* it goes on after this function */
		exchange->reply.data = arena_copy(&exchange->arena, reply->body.data, reply->body.len);
	if (read) {
		unary_answer(exchange);
		return;
	}
	atomic_store(&exchange->replied, true);
	exchange_wake(exchange);
}

void unary_start(struct exchange *exchange, ProtobufCMessage *request)
{
	const struct procedure *procedure = exchange->route->procedure;
	if (procedure->request_id && !exchange_take_request_id(exchange, text_field(request, procedure->request_id)))
		return;
	if (procedure->local) {
		procedure->local->start(exchange, request);
		return;
	}
	exchange->call.service = procedure->service;
	exchange->call.method = procedure->name;
	exchange->call.message = request;
	exchange->call.done = unary_done;
	exchange_call(exchange, &exchange->call);
}
