#include "common/trace/span.h"

#include "common/base/text.h"
#include "common/trace/tracer.h"

#include <stdio.h>
#include <string.h>

#define TRACEPARENT_LENGTH (TRACEPARENT_SIZE - 1)
#define TRACEPARENT_MOST   256 /* of a later version, with its tail */
#define AT_TRACE           3
#define AT_SPAN            36
#define AT_FLAGS           53
#define SAMPLED            1

static bool is_hex(const char *text, size_t length)
{
	return strspn(text, "0123456789abcdef") >= length;
}

static bool is_zero(const char *text, size_t length)
{
	return strspn(text, "0") >= length;
}

bool traceparent_is_valid(const char *text)
{
	size_t length = strnlen(text, TRACEPARENT_MOST);

	if (length < TRACEPARENT_LENGTH || text[2] != '-' || text[AT_SPAN - 1] != '-' || text[AT_FLAGS - 1] != '-')
		return false;
	if (!is_hex(text, 2) || !is_hex(text + AT_TRACE, 32) || !is_hex(text + AT_SPAN, 16) || !is_hex(text + AT_FLAGS, 2))
		return false;
	if (is_zero(text + AT_TRACE, 32) || is_zero(text + AT_SPAN, 16) || strncmp(text, "ff", 2) == 0)
		return false;
	if (length == TRACEPARENT_LENGTH)
		return true;
	return strncmp(text, "00", 2) != 0 && text[TRACEPARENT_LENGTH] == '-' && length < TRACEPARENT_MOST;
}

static void traceparent_write(char out[TRACEPARENT_SIZE], const uint8_t *trace, const uint8_t *span, bool sampled)
{
	memcpy(out, "00-", 3);
	text_hex(out + AT_TRACE, trace, TRACE_ID_SIZE);
	out[AT_SPAN - 1] = '-';
	text_hex(out + AT_SPAN, span, SPAN_ID_SIZE);
	memcpy(out + AT_FLAGS - 1, sampled ? "-01" : "-00", 4);
}

/* The id above is half of the trace's: nobody has a span of that name. */
void traceparent_make(char out[TRACEPARENT_SIZE], const uint8_t trace[TRACE_ID_SIZE], bool sampled)
{
	traceparent_write(out, trace, trace + SPAN_ID_SIZE, sampled);
}

void traceparent_trace_id(char out[TRACE_ID_TEXT_SIZE], const char *traceparent)
{
	size_t length = *traceparent ? TRACE_ID_TEXT_SIZE - 1 : 0;

	memcpy(out, traceparent + (length ? AT_TRACE : 0), length);
	out[length] = '\0';
}

static unsigned digit(char c)
{
	return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10);
}

static void hex_read(uint8_t *out, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		out[i] = (uint8_t)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
}

void span_begin(struct span *span, struct tracer *tracer, const char *traceparent, enum span_kind kind,
				const char *name)
{
	*span = (struct span){.kind = kind, .name = name};
	if (!tracer || !traceparent || !traceparent_is_valid(traceparent) || !(digit(traceparent[AT_FLAGS + 1]) & SAMPLED))
		return;
	span->tracer = tracer;
	hex_read(span->trace, traceparent + AT_TRACE, TRACE_ID_SIZE);
	hex_read(span->parent, traceparent + AT_SPAN, SPAN_ID_SIZE);
	tracer_new_id(tracer, span->id);
	span->begun_ns = tracer_now_ns();
}

void span_begin_first(struct span *span, struct tracer *tracer, const char *traceparent, enum span_kind kind,
					  const char *name)
{
	span_begin(span, tracer, traceparent, kind, name);
	memset(span->parent, 0, SPAN_ID_SIZE);
}

const char *span_traceparent(const struct span *span, char out[TRACEPARENT_SIZE], const char *otherwise)
{
	if (!span->tracer)
		return otherwise;
	traceparent_write(out, span->trace, span->id, true);
	return out;
}

void span_end(struct span *span, enum status status, unsigned http_status)
{
	struct tracer *tracer = span->tracer;
	struct span_record record = {
		.kind = span->kind, .begun_ns = span->begun_ns, .status = status, .http_status = http_status};

	if (!tracer)
		return;
	span->tracer = NULL;
	record.ended_ns = tracer_now_ns();
	memcpy(record.trace, span->trace, TRACE_ID_SIZE);
	memcpy(record.id, span->id, SPAN_ID_SIZE);
	memcpy(record.parent, span->parent, SPAN_ID_SIZE);
	snprintf(record.name, sizeof(record.name), "%s", span->name);
	snprintf(record.method, sizeof(record.method), "%s", span->method ? span->method : "");
	tracer_put(tracer, &record);
}
