#include "common/trace/otlp.h"

#include "common/base/text.h"

#include <stdio.h>
#include <string.h>

#define STATUS_CODE_ERROR 2 /* opentelemetry.proto.trace.v1.Status */

static void add_text(struct buffer *out, const char *text)
{
	buffer_add_json_text(out, text, strlen(text));
}

static void add_attribute(struct buffer *out, const char *key, const char *value, bool *first)
{
	buffer_add_text(out, *first ? "{\"key\":" : ",{\"key\":");
	add_text(out, key);
	buffer_add_text(out, ",\"value\":{\"stringValue\":");
	add_text(out, value);
	buffer_add_text(out, "}}");
	*first = false;
}

static void add_number(struct buffer *out, const char *key, unsigned value, bool *first)
{
	buffer_printf(out, "%s{\"key\":\"%s\",\"value\":{\"intValue\":\"%u\"}}", *first ? "" : ",", key, value);
	*first = false;
}

static void add_id(struct buffer *out, const char *key, const uint8_t *id, size_t size)
{
	char hex[2 * TRACE_ID_SIZE + 1];

	text_hex(hex, id, size);
	buffer_printf(out, "\"%s\":\"%s\",", key, hex);
}

/* Names as OpenTelemetry's conventions have them for HTTP servers and rpcs. */
static void add_attributes(struct buffer *out, const struct span_record *record)
{
	bool first = true;

	if (record->http_status) {
		add_attribute(out, "http.request.method", record->method, &first);
		add_attribute(out, "http.route", record->name, &first);
		add_number(out, "http.response.status_code", record->http_status, &first);
	} else if (record->kind != SPAN_INTERNAL) {
		add_attribute(out, "rpc.system.name", "kleos", &first);
		add_attribute(out, "rpc.method", record->name, &first);
		add_attribute(out, "rpc.response.status_code", status_name(record->status), &first);
	}
}

/* What is the server's fault; what a caller did wrong is an answer like others. */
static bool is_error(const struct span_record *record)
{
	switch (record->status) {
	case STATUS_UNKNOWN:
	case STATUS_DEADLINE_EXCEEDED:
	case STATUS_UNIMPLEMENTED:
	case STATUS_INTERNAL:
	case STATUS_UNAVAILABLE:
	case STATUS_DATA_LOSS:
		return true;
	default:
		return record->http_status >= 500;
	}
}

static void add_span(struct buffer *out, const struct span_record *record)
{
	static const uint8_t none[SPAN_ID_SIZE] = {0};
	char name[TRACER_METHOD_SIZE + SPAN_NAME_SIZE]; /* GET /v1/members */

	buffer_add_char(out, '{');
	add_id(out, "traceId", record->trace, TRACE_ID_SIZE);
	add_id(out, "spanId", record->id, SPAN_ID_SIZE);
	if (memcmp(record->parent, none, SPAN_ID_SIZE) != 0)
		add_id(out, "parentSpanId", record->parent, SPAN_ID_SIZE);
	buffer_add_text(out, "\"flags\":1,\"name\":"); /* sampled */
	snprintf(name, sizeof(name), "%s%s%s", record->method, record->method[0] ? " " : "", record->name);
	add_text(out, name);
	buffer_printf(out, ",\"kind\":%d,\"startTimeUnixNano\":\"%lld\",\"endTimeUnixNano\":\"%lld\",\"attributes\":[",
				  (int)record->kind, (long long)record->begun_ns, (long long)record->ended_ns);
	add_attributes(out, record);
	buffer_add_text(out, "],\"status\":{");
	if (is_error(record))
		buffer_printf(out, "\"code\":%d", STATUS_CODE_ERROR);
	buffer_add_text(out, "}}");
}

void otlp_print(struct buffer *out, const struct otlp_resource *resource, const struct span_record *records, size_t n)
{
	const char *const *attribute = resource->attributes;
	bool first = true;

	buffer_add_text(out, "{\"resourceSpans\":[{\"resource\":{\"attributes\":[");
	for (; *attribute; attribute += 2)
		add_attribute(out, attribute[0], attribute[1], &first);
	buffer_add_text(out,
					"]},\"scopeSpans\":[{\"scope\":{\"name\":\"kleos\",\"version\":\"" KLEOS_VERSION "\"},\"spans\":[");
	for (size_t i = 0; i < n; i++) {
		if (i)
			buffer_add_char(out, ',');
		add_span(out, &records[i]);
	}
	buffer_add_text(out, "]}]}]}");
}
