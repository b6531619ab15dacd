#include "common/trace/exporter.h"

#include "common/base/text.h"
#include "common/fetch/fetch.h"
#include "common/trace/otlp.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BATCH            512 /* spans of one request */
#define BODY_BOUND       ((size_t)1024 * 1024)
#define ANSWER_BOUND     65536
#define TIMEOUT_MS       3000 /* of one request: a stop waits for two at most */
#define WAIT_MS          1000
#define GATHER_MS        300 /* so that a request carries more than one span */
#define TRIES            5
#define PAUSE_MS         1000 /* doubles from try to try */
#define PAUSE_MOST_MS    30000
#define ATTRIBUTES_BOUND 32

struct exporter {
	const struct environment *environment;
	struct tracer *tracer;
	struct arena arena; /* settings, for its life */
	struct arena scratch;
	const char *url;
	const char *attributes[2 * ATTRIBUTES_BOUND + 1];
	pthread_t thread;
	bool complained;
	struct span_record batch[BATCH];
};

/* ---- what it is told ---- */

static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

static void add_attribute(struct exporter *exporter, const char *key, const char *value)
{
	size_t n = 0;

	while (exporter->attributes[n] && strcmp(exporter->attributes[n], key) != 0)
		n += 2;
	if (n == 2 * ATTRIBUTES_BOUND)
		return;
	exporter->attributes[n] = key;
	exporter->attributes[n + 1] = value;
}

/* a=b,c=d: percent-encoding is left as it is. False: not that. */
static bool read_attributes(struct exporter *exporter, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, ","), key = strcspn(text, "=");

		if (key == 0 || key >= length)
			return false;
		add_attribute(exporter, arena_text_n(&exporter->arena, text, key),
					  arena_text_n(&exporter->arena, text + key + 1, length - key - 1));
		text += length + (text[length] == ',');
	}
	return true;
}

static const char *read_variables(struct exporter *exporter, const char *endpoint, const char *service)
{
	size_t length = strlen(endpoint);
	const char *name = variable("OTEL_SERVICE_NAME");

	if (!text_starts_with(endpoint, "http://") && !text_starts_with(endpoint, "https://"))
		return "OTEL_EXPORTER_OTLP_ENDPOINT is no address that begins with http:// or https://";
	while (length && endpoint[length - 1] == '/')
		length--;
	exporter->url = arena_printf(&exporter->arena, "%.*s/v1/traces", (int)length, endpoint);
	add_attribute(exporter, "service.name", service);
	add_attribute(exporter, "service.version", KLEOS_VERSION);
	if (!read_attributes(exporter, arena_text(&exporter->arena, variable("OTEL_RESOURCE_ATTRIBUTES"))))
		return "OTEL_RESOURCE_ATTRIBUTES is not of the form name=value,name=value";
	if (*name)
		add_attribute(exporter, "service.name", arena_text(&exporter->arena, name));
	return NULL;
}

/* ---- sending ---- */

static enum status send_once(struct exporter *exporter, const struct buffer *body, int64_t *pause_ms)
{
	static const char *const headers[] = {"Content-Type: application/json", NULL};
	struct fetch_request request = {.url = exporter->url,
									.headers = headers,
									.body = body->bytes,
									.body_length = body->length,
									.timeout_ms = TIMEOUT_MS,
									.bound = ANSWER_BOUND};
	struct fetch_reply reply;
	enum status status = fetch(&exporter->scratch, &request, &reply);

	if (status != STATUS_OK)
		return status == STATUS_UNAVAILABLE || status == STATUS_DEADLINE_EXCEEDED ? STATUS_UNAVAILABLE : status;
	if (reply.retry_after_s > 0)
		*pause_ms = reply.retry_after_s < PAUSE_MOST_MS / 1000 ? reply.retry_after_s * 1000 : PAUSE_MOST_MS;
	if (reply.http_status / 100 == 2)
		return STATUS_OK;
	switch (reply.http_status) {
	case 429:
	case 502:
	case 503:
	case 504:
		return STATUS_UNAVAILABLE;
	default:
		return STATUS_FAILED_PRECONDITION;
	}
}

/* UNAVAILABLE is asked again, other refusals would be repeated. */
static enum status send_batch(struct exporter *exporter, const struct buffer *body)
{
	int64_t pause_ms = PAUSE_MS;
	enum status status = STATUS_UNAVAILABLE;

	for (int i = 0; i < TRIES && status == STATUS_UNAVAILABLE; i++) {
		if (i)
			tracer_rest(exporter->tracer, pause_ms);
		if (i && tracer_stopped(exporter->tracer))
			break;
		pause_ms *= 2;
		status = send_once(exporter, body, &pause_ms);
	}
	return status;
}

/* Said when it changes, not for every batch. The address may hold a password. */
static void complain(struct exporter *exporter, enum status status)
{
	if (status != STATUS_OK && !exporter->complained)
		log_warn(exporter->environment->log, "spans cannot be exported: they are dropped until the collector answers",
				 log_text("setting", "OTEL_EXPORTER_OTLP_ENDPOINT"), log_text("status", status_name(status)));
	exporter->complained = status != STATUS_OK;
}

static void export_batch(struct exporter *exporter, size_t n)
{
	const struct otlp_resource resource = {exporter->attributes};
	struct buffer body;

	buffer_init(&body, &exporter->scratch, BODY_BOUND);
	otlp_print(&body, &resource, exporter->batch, n);
	enum status status = body.overflowed ? STATUS_RESOURCE_EXHAUSTED : send_batch(exporter, &body);
	tracer_count(exporter->tracer, n, status == STATUS_OK);
	complain(exporter, status);
	arena_reset(&exporter->scratch);
}

static void *exporter_run(void *context)
{
	struct exporter *exporter = context;
	bool stopped = false;

	while (!stopped) {
		stopped = tracer_stopped(exporter->tracer); /* what is there by then is sent once more */
		size_t n = tracer_take(exporter->tracer, exporter->batch, BATCH, WAIT_MS);
		if (n)
			export_batch(exporter, n);
		if (n && n < BATCH)
			tracer_rest(exporter->tracer, GATHER_MS);
	}
	return NULL;
}

/* ---- its life ---- */

static void exporter_free(struct exporter *exporter)
{
	tracer_free(exporter->tracer);
	arena_fini(&exporter->scratch);
	arena_fini(&exporter->arena);
	free(exporter);
}

enum status exporter_open(struct exporter **out, const struct environment *environment, const char *service,
						  const char **problem)
{
	const char *endpoint = variable("OTEL_EXPORTER_OTLP_ENDPOINT");

	*problem = NULL;
	if (!*endpoint || text_equal(variable("OTEL_SDK_DISABLED"), "true"))
		return STATUS_OK;
	struct exporter *exporter = calloc(1, sizeof(*exporter));
	if (!exporter)
		return STATUS_RESOURCE_EXHAUSTED;
	exporter->environment = environment;
	arena_init(&exporter->arena, 1 << 16);
	arena_init(&exporter->scratch, 4 * BODY_BOUND);
	exporter->tracer = tracer_new(environment);
	*problem = read_variables(exporter, endpoint, service);
	if (*problem || !exporter->tracer || pthread_create(&exporter->thread, NULL, exporter_run, exporter)) {
		exporter_free(exporter);
		return *problem ? STATUS_INVALID_ARGUMENT : STATUS_RESOURCE_EXHAUSTED;
	}
	*out = exporter;
	return STATUS_OK;
}

struct tracer *exporter_tracer(struct exporter *exporter)
{
	return exporter ? exporter->tracer : NULL;
}

void exporter_close(struct exporter *exporter)
{
	if (!exporter)
		return;
	tracer_stop(exporter->tracer);
	pthread_join(exporter->thread, NULL);
	exporter_free(exporter);
}
