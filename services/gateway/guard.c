#include "common/base/limits.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/header.h"

#include <string.h>
#include <strings.h>

#define LENGTH_DIGITS 18

struct walk {
	struct exchange *exchange;
	const char *traceparent;
	const char *length;
	const char *problem;
	unsigned count, hosts, lengths, encodings, authorizations, cookies;
};

/* RFC 9112 §3.2 and §6: what two readers in a row could take for different messages. */
static bool walk_framing(struct walk *walk, const char *name, const char *value)
{
	if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
		walk->lengths++;
		walk->length = value;
	} else if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
		walk->encodings++;
		if (strcasecmp(value, "chunked") != 0)
			walk->problem = "the only transfer encoding is chunked";
	} else if (strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0) {
		walk->exchange->host = value;
		walk->hosts++;
	} else {
		return false;
	}
	return true;
}

/* What a browser tells of who asks it to. Whatever is told twice is another site's. */
static bool walk_browser(struct walk *walk, const char *name, const char *value)
{
	struct exchange *exchange = walk->exchange;
	if (strcasecmp(name, MHD_HTTP_HEADER_COOKIE) == 0) {
		exchange->cookie = value;
		walk->cookies++;
	} else if (strcasecmp(name, MHD_HTTP_HEADER_ORIGIN) == 0) {
		exchange->origin = exchange->origin ? "" : value;
	} else if (strcasecmp(name, "Sec-Fetch-Site") == 0) {
		exchange->fetch_site = exchange->fetch_site ? "" : value;
	} else if (strcasecmp(name, "Sec-Fetch-Mode") == 0) {
		exchange->fetch_mode = exchange->fetch_mode ? "" : value;
	} else {
		return false;
	}
	return true;
}

static void walk_known(struct walk *walk, const char *name, const char *value)
{
	struct exchange *exchange = walk->exchange;
	if (strcasecmp(name, MHD_HTTP_HEADER_AUTHORIZATION) == 0) {
		exchange->authorization = value;
		walk->authorizations++;
	} else if (strcasecmp(name, "X-API-Key") == 0) {
		exchange->api_key = value;
	} else if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_TYPE) == 0) {
		exchange->content_type = value;
	} else if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_ENCODING) == 0) {
		exchange->content_encoding = value;
	} else if (strcasecmp(name, "Idempotency-Key") == 0) {
		exchange->idempotency_key = value;
	} else if (strcasecmp(name, "traceparent") == 0) {
		walk->traceparent = value;
	} else if (strcasecmp(name, MHD_HTTP_HEADER_EXPECT) == 0) {
		exchange->expects_continue = strcasecmp(value, "100-continue") == 0;
	}
}

static enum MHD_Result walk_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct walk *walk = context;
	(void)kind;
	value = value ? value : "";
	walk->count++;
	if (strpbrk(name, " \t") || !*name)
		walk->problem = "a header's name holds white space";
	else if (!walk_framing(walk, name, value) && !walk_browser(walk, name, value))
		walk_known(walk, name, value);
	return MHD_YES;
}

static bool parse_length(struct exchange *exchange, const char *text)
{
	exchange->has_length = header_number(text, LENGTH_DIGITS, &exchange->content_length);
	return exchange->has_length;
}

static bool is_token(const char *text)
{
	return *text &&
		   text[strspn(text, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")] == 0;
}

static const char *walk_problem(struct walk *walk, const char *version)
{
	if (walk->problem)
		return walk->problem;
	if (!is_token(walk->exchange->method))
		return "the method is not a token";
	if (walk->lengths && walk->encodings)
		return "Content-Length and Transfer-Encoding in one request";
	if (walk->lengths > 1 || walk->encodings > 1)
		return "the length of the body is told twice";
	if (walk->hosts > 1)
		return "more than one Host";
	if (!walk->hosts && strcmp(version, MHD_HTTP_VERSION_1_1) == 0)
		return "no Host";
	if (walk->hosts && strlen(walk->exchange->host) > HTTP_HOST_BOUND)
		return "Host has more than 255 characters";
	if (walk->count > HTTP_HEADERS_BOUND)
		return "too many headers";
	if (walk->authorizations > 1)
		return "more than one Authorization";
	if (walk->cookies > 1)
		return "more than one Cookie";
	if (walk->length && !parse_length(walk->exchange, walk->length))
		return "Content-Length is not a number";
	walk->exchange->chunked = walk->encodings > 0;
	return NULL;
}

bool guard_headers(struct exchange *exchange, const char *version)
{
	struct walk walk = {.exchange = exchange};
	MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, walk_header, &walk);
	const char *problem = walk_problem(&walk, version);
	if (walk.traceparent && traceparent_is_valid(walk.traceparent))
		exchange->traceparent = walk.traceparent;
	if (!problem)
		return true;
	exchange->answer.close = true;
	exchange_refuse(exchange, MHD_HTTP_BAD_REQUEST, STATUS_INVALID_ARGUMENT, "BAD_REQUEST", problem);
	return false;
}
