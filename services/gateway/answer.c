#include "common/json/json.h"
#include "common/rpc/wire.h"
#include "services/gateway/exchange_state.h"

#define JSON_BOUND ((size_t)4 * WIRE_REPLY_BOUND)

bool exchange_answered(const struct exchange *exchange)
{
	return atomic_load(&exchange->ready);
}

void exchange_add_header(struct exchange *exchange, const char *name, const char *value)
{
	struct exchange_answer *answer = &exchange->answer;
	if (answer->n_headers < HEADERS_BOUND)
		answer->headers[answer->n_headers++] = (struct exchange_parameter){name, value};
}

/* True: this is the first answer; nobody else touches it. */
static bool claim(struct exchange *exchange)
{
	return !atomic_exchange(&exchange->claimed, true);
}

static void give(struct exchange *exchange)
{
	atomic_store(&exchange->ready, true);
	exchange_wake(exchange);
}

void exchange_answer(struct exchange *exchange, unsigned http_status, const char *content_type, const void *bytes,
					 size_t length)
{
	struct exchange_answer *answer = &exchange->answer;
	if (!claim(exchange))
		return;
	answer->http_status = http_status;
	answer->content_type = content_type;
	answer->bytes = bytes;
	answer->length = length;
	give(exchange);
}

static void answer_over_time(struct exchange *exchange, const char *content_type,
							 ptrdiff_t (*read)(struct exchange *exchange, char *out, size_t size), bool whole)
{
	struct exchange_answer *answer = &exchange->answer;
	if (!claim(exchange))
		return;
	answer->http_status = MHD_HTTP_OK;
	answer->content_type = content_type;
	answer->read = read;
	answer->whole = whole;
	give(exchange);
}

void exchange_answer_stream(struct exchange *exchange, const char *content_type,
							ptrdiff_t (*read)(struct exchange *exchange, char *out, size_t size))
{
	answer_over_time(exchange, content_type, read, false);
}

void exchange_answer_document(struct exchange *exchange, const char *content_type,
							  ptrdiff_t (*read)(struct exchange *exchange, char *out, size_t size))
{
	answer_over_time(exchange, content_type, read, true);
}

static void answer_proto(struct exchange *exchange, const ProtobufCMessage *message)
{
	ProtobufCBinaryData packed = wire_pack(message, &exchange->arena);
	exchange_answer(exchange, MHD_HTTP_OK, "application/proto", packed.data, packed.len);
}

void exchange_answer_message(struct exchange *exchange, const ProtobufCMessage *message)
{
	bool connect = exchange->style == STYLE_CONNECT;
	struct buffer out;
	if (connect && exchange->codec == CODEC_PROTO) {
		answer_proto(exchange, message);
		return;
	}
	buffer_init(&out, &exchange->arena, JSON_BOUND);
	json_print(&out, message, connect ? JSON_CANONICAL : JSON_REST);
	if (out.overflowed || exchange->arena.exhausted)
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "REPLY_TOO_LARGE", "the reply is too large; ask for less");
	else
		exchange_answer(exchange, MHD_HTTP_OK, "application/json", out.bytes, out.length);
}
