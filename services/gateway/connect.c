#include "common/base/text.h"
#include "common/json/json.h"
#include "common/rpc/wire.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/header.h"

#include <string.h>
#include <strings.h>

/* The Connect protocol, version 1, unary: connectrpc.com/docs/protocol. */

#define TIMEOUT_DIGITS 10

static bool is_get(const struct exchange *exchange)
{
	return strcmp(exchange->route->method, "GET") == 0;
}

/* A GET says it by the parameter `encoding`, a POST by the type of its body. */
static bool speaks(const struct exchange *exchange, const char *encoding, const char *type)
{
	const char *asked = exchange_query(exchange, "encoding");
	return is_get(exchange) ? asked && strcasecmp(asked, encoding) == 0 : header_is_type(exchange->content_type, type);
}

static bool take_codec(struct exchange *exchange)
{
	bool proto = speaks(exchange, "proto", "application/proto");
	bool known = proto || speaks(exchange, "json", "application/json");
	exchange->codec = proto ? CODEC_PROTO : CODEC_JSON;
	if (!known) {
		exchange_add_header(exchange, "Accept-Post", "application/json, application/proto");
		exchange_refuse(exchange, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, STATUS_INVALID_ARGUMENT, "UNSUPPORTED_MEDIA_TYPE",
						"speak application/json or application/proto");
	}
	return known;
}

static bool take_timeout(struct exchange *exchange)
{
	const char *text = exchange_header(exchange, "Connect-Timeout-Ms");
	uint64_t ms = 0;
	if (!text)
		return true;
	if (!header_number(text, TIMEOUT_DIGITS, &ms)) {
		exchange_fail(exchange, STATUS_INVALID_ARGUMENT, "BAD_TIMEOUT", "Connect-Timeout-Ms is at most ten digits");
		return false;
	}
	if (!ms) {
		exchange_fail(exchange, STATUS_DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", "no time was left for the call");
		return false;
	}
	exchange->timeout_ms = ms < WIRE_TIMEOUT_BOUND_MS ? (uint32_t)ms : WIRE_TIMEOUT_BOUND_MS;
	return true;
}

static bool take_version(struct exchange *exchange)
{
	const char *version =
		is_get(exchange) ? exchange_query(exchange, "connect") : exchange_header(exchange, "Connect-Protocol-Version");
	if (!version || strcmp(version, "1") == 0 || strcmp(version, "v1") == 0)
		return true;
	exchange_fail(exchange, STATUS_INVALID_ARGUMENT, "BAD_PROTOCOL_VERSION",
				  "this is version 1 of the Connect protocol");
	return false;
}

static bool take_compression(struct exchange *exchange)
{
	const char *encoding = is_get(exchange) ? exchange_query(exchange, "compression") : exchange->content_encoding;
	if (!encoding || !*encoding || strcasecmp(encoding, "identity") == 0)
		return true;
	exchange_fail(exchange, STATUS_UNIMPLEMENTED, "UNSUPPORTED_ENCODING",
				  "unknown compression \"%s\": supported encodings are identity", encoding);
	return false;
}

bool connect_accepts(struct exchange *exchange)
{
	return take_codec(exchange) && take_compression(exchange) && take_version(exchange) && take_timeout(exchange);
}

/* The message of a GET into the place of the body. URL-safe base64, padded or not. */
static bool take_query_message(struct exchange *exchange)
{
	const char *text = exchange_query(exchange, "message");
	const char *base64 = exchange_query(exchange, "base64");
	uint8_t *bytes;
	if (!text) {
		exchange_fail(exchange, STATUS_INVALID_ARGUMENT, "NO_MESSAGE", "the parameter \"message\" is missing");
		return false;
	}
	exchange->body = arena_text(&exchange->arena, text);
	exchange->body_length = strlen(text);
	if (!base64 || strcmp(base64, "1") != 0)
		return true;
	while (exchange->body_length && exchange->body[exchange->body_length - 1] == '=')
		exchange->body[--exchange->body_length] = 0;
	if (!text_base64url_decode(&exchange->arena, exchange->body, &bytes, &exchange->body_length)) {
		exchange_fail(exchange, STATUS_INVALID_ARGUMENT, "BAD_MESSAGE", "the parameter \"message\" is not base64");
		return false;
	}
	exchange->body = (char *)bytes;
	return true;
}

ProtobufCMessage *connect_request(struct exchange *exchange)
{
	const ProtobufCMessageDescriptor *type = exchange->route->procedure->input;
	ProtobufCMessage *message = NULL;
	struct json_problem json = {0};
	const char *problem = NULL;
	if (is_get(exchange) && !take_query_message(exchange))
		return NULL;
	if (exchange->codec == CODEC_PROTO) {
		if (wire_unpack(type, &exchange->arena, (const uint8_t *)exchange->body, exchange->body_length,
						WIRE_MESSAGE_BOUND, &message, &problem) == STATUS_OK)
			return message;
		exchange_fail(exchange, STATUS_INVALID_ARGUMENT, "BAD_MESSAGE", "%s", problem ? problem : "is not a message");
		return NULL;
	}
	if (json_parse(type, &exchange->arena, exchange->body ? exchange->body : "", exchange->body_length, &message,
				   &json) == STATUS_OK)
		return message;
	exchange_fail_field(exchange, json.field ? json.field : "", "%s", json.message ? json.message : "is not JSON");
	return NULL;
}
