#include "common/base/buffer.h"
#include "common/base/text.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"
#include "services/gateway/identity/identity.h"
#include "services/gateway/reasons.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define DOMAIN        "kleos"
#define ERROR_BOUND   ((size_t)64 * 1024)
#define RETRY_AFTER_S "1"

/* What went wrong, before it is put in either form. */
struct refusal {
	unsigned http_status;
	enum status status;
	const char *reason;
	const char *message;
	Kleos__FieldViolation **violations;
	size_t n_violations;
};

unsigned status_http(enum status status)
{
	switch (status) {
	case STATUS_OK:
		return 200;
	case STATUS_CANCELLED:
		return 499;
	case STATUS_INVALID_ARGUMENT:
	case STATUS_FAILED_PRECONDITION:
	case STATUS_OUT_OF_RANGE:
		return 400;
	case STATUS_UNAUTHENTICATED:
		return 401;
	case STATUS_PERMISSION_DENIED:
		return 403;
	case STATUS_NOT_FOUND:
		return 404;
	case STATUS_ALREADY_EXISTS:
	case STATUS_ABORTED:
		return 409;
	case STATUS_RESOURCE_EXHAUSTED:
		return 429;
	case STATUS_UNIMPLEMENTED:
		return 501;
	case STATUS_UNAVAILABLE:
		return 503;
	case STATUS_DEADLINE_EXCEEDED:
		return 504;
	case STATUS_UNKNOWN:
	case STATUS_INTERNAL:
	case STATUS_DATA_LOSS:
		break;
	}
	return 500;
}

static void add_text(struct buffer *out, const char *text)
{
	buffer_add_json_text(out, text, strlen(text));
}

/* ---- REST: the error model of AIP-193 ---- */

static void rest_reason(struct buffer *out, const char *description)
{
	struct reason reason = reason_of(out->arena, description);
	if (!*reason.name)
		return;
	buffer_printf(out, ",\"reason\":\"%s\",\"values\":[", reason.name);
	for (size_t i = 0; i < reason.n_values; i++) {
		buffer_add_text(out, i ? "," : "");
		add_text(out, reason.values[i]);
	}
	buffer_add_char(out, ']');
}

static void rest_violations(struct buffer *out, const struct refusal *refusal)
{
	buffer_add_text(out, ",{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[");
	for (size_t i = 0; i < refusal->n_violations; i++) {
		buffer_add_text(out, i ? ",{\"field\":" : "{\"field\":");
		add_text(out, refusal->violations[i]->field);
		buffer_add_text(out, ",\"description\":");
		add_text(out, refusal->violations[i]->description);
		rest_reason(out, refusal->violations[i]->description);
		buffer_add_char(out, '}');
	}
	buffer_add_text(out, "]}");
}

static void rest_body(struct buffer *out, const struct refusal *refusal)
{
	buffer_printf(out, "{\"error\":{\"code\":%u,\"status\":\"%s\",\"message\":", refusal->http_status,
				  status_name(refusal->status));
	add_text(out, refusal->message);
	buffer_add_text(out, ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":");
	add_text(out, refusal->reason);
	buffer_add_text(out, ",\"domain\":\"" DOMAIN "\",\"metadata\":{}}");
	if (refusal->n_violations)
		rest_violations(out, refusal);
	buffer_add_text(out, "]}}");
}

/* ---- Connect: details are packed messages of google.rpc, made by hand as they are three texts ---- */

static void pack_length(struct buffer *out, unsigned field, size_t length)
{
	buffer_add_char(out, (char)(field << 3 | 2)); /* wire type 2: length-delimited */
	for (; length > 0x7f; length >>= 7)
		buffer_add_char(out, (char)(length | 0x80));
	buffer_add_char(out, (char)length);
}

static void pack_text(struct buffer *out, unsigned field, const char *text)
{
	pack_length(out, field, strlen(text));
	buffer_add_text(out, text);
}

/* ErrorInfo{reason = 1, domain = 2, metadata = 3}. */
static void pack_error_info(struct buffer *out, const struct refusal *refusal)
{
	pack_text(out, 1, refusal->reason);
	pack_text(out, 2, DOMAIN);
}

/* BadRequest{field_violations = 1 {field = 1, description = 2, reason = 3}}. */
static void pack_bad_request(struct buffer *out, const struct refusal *refusal)
{
	struct buffer one;
	buffer_init(&one, out->arena, ERROR_BOUND);
	for (size_t i = 0; i < refusal->n_violations; i++) {
		buffer_clear(&one);
		pack_text(&one, 1, refusal->violations[i]->field);
		pack_text(&one, 2, refusal->violations[i]->description);
		pack_text(&one, 3, reason_of(out->arena, refusal->violations[i]->description).name);
		pack_length(out, 1, one.length);
		buffer_add(out, one.bytes, one.length);
	}
}

static void connect_detail(struct buffer *out, const char *type, const struct buffer *packed)
{
	size_t size = sodium_base64_encoded_len(packed->length, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	char *text = arena_alloc(out->arena, size);
	sodium_bin2base64(text, size, packed->bytes, packed->length, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	buffer_printf(out, "{\"type\":\"google.rpc.%s\",\"value\":\"%s\"}", type, text);
}

/* "NOT_FOUND" is "not_found", and the protocol writes canceled with one l. */
static const char *connect_code(struct arena *arena, enum status status)
{
	return status == STATUS_CANCELLED ? "canceled" : text_lower_ascii(arena, status_name(status));
}

static void connect_body(struct buffer *out, const struct refusal *refusal)
{
	struct buffer packed;
	buffer_init(&packed, out->arena, ERROR_BOUND);
	buffer_printf(out, "{\"code\":\"%s\",\"message\":", connect_code(out->arena, refusal->status));
	add_text(out, refusal->message);
	buffer_add_text(out, ",\"details\":[");
	pack_error_info(&packed, refusal);
	connect_detail(out, "ErrorInfo", &packed);
	if (refusal->n_violations) {
		buffer_clear(&packed);
		pack_bad_request(&packed, refusal);
		buffer_add_char(out, ',');
		connect_detail(out, "BadRequest", &packed);
	}
	buffer_add_text(out, "]}");
}

/* ---- the verbs ---- */

/* RFC 6750 §3, RFC 9728 §5.1. */
static void add_challenge(struct exchange *exchange, enum status status)
{
	const struct identity *identity = exchange->gateway->identity;
	struct arena *arena = &exchange->arena;
	const char *text = "Bearer realm=\"kleos\"";
	if (identity)
		text = arena_printf(arena, "%s, resource_metadata=\"%s/.well-known/oauth-protected-resource\"", text,
							identity_public_url(identity));
	if (status == STATUS_PERMISSION_DENIED)
		text = arena_printf(arena, "%s, error=\"insufficient_scope\"", text);
	else if (exchange->challenge)
		text = arena_printf(arena, "%s, %s", text, exchange->challenge);
	exchange_add_header(exchange, MHD_HTTP_HEADER_WWW_AUTHENTICATE, text);
}

static void refuse(struct exchange *exchange, const struct refusal *refusal)
{
	const struct special_route *special = exchange->route->special;
	struct buffer out;
	if (atomic_load(&exchange->claimed))
		return;
	if (refusal->status == STATUS_UNAVAILABLE || refusal->status == STATUS_RESOURCE_EXHAUSTED)
		exchange_add_header(exchange, MHD_HTTP_HEADER_RETRY_AFTER, RETRY_AFTER_S);
	if (refusal->status == STATUS_UNAUTHENTICATED || (exchange->token && refusal->status == STATUS_PERMISSION_DENIED))
		add_challenge(exchange, refusal->status);
	if (special && special->refuse) {
		special->refuse(exchange, refusal->http_status, refusal->reason, refusal->message);
		return;
	}
	buffer_init(&out, &exchange->arena, ERROR_BOUND);
	if (exchange->style == STYLE_CONNECT)
		connect_body(&out, refusal);
	else
		rest_body(&out, refusal);
	exchange_answer(exchange, refusal->http_status, "application/json", out.bytes, out.length);
}

void exchange_refuse(struct exchange *exchange, unsigned http_status, enum status status, const char *reason,
					 const char *message)
{
	refuse(exchange, &(struct refusal){http_status, status, reason, message, NULL, 0});
}

enum status exchange_fail(struct exchange *exchange, enum status status, const char *reason, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	const char *message = arena_vprintf(&exchange->arena, format, values);
	va_end(values);
	exchange_refuse(exchange, status_http(status), status, reason, message);
	return status;
}

enum status exchange_fail_field(struct exchange *exchange, const char *field, const char *format, ...)
{
	Kleos__FieldViolation violation = KLEOS__FIELD_VIOLATION__INIT;
	va_list values;
	va_start(values, format);
	violation.field = field;
	violation.description = arena_vprintf(&exchange->arena, format, values);
	va_end(values);
	const char *message =
		*field ? arena_printf(&exchange->arena, "%s: %s", field, violation.description) : violation.description;
	refuse(exchange, &(struct refusal){400, STATUS_INVALID_ARGUMENT, "INVALID_FIELD", message,
									   (Kleos__FieldViolation *[]){&violation}, 1});
	return STATUS_INVALID_ARGUMENT;
}

enum status exchange_fail_reply(struct exchange *exchange, const struct rpc_reply *reply)
{
	refuse(exchange, &(struct refusal){status_http(reply->status), reply->status,
									   reply->reason && *reply->reason ? reply->reason : status_name(reply->status),
									   reply->message ? reply->message : "", reply->violations, reply->n_violations});
	return reply->status;
}
