#include "tests/support/support.h"

#include "common/trace/otlp.h"
#include "common/trace/span.h"
#include "common/trace/tracer.h"

#include <jansson.h>
#include <string.h>

#define PARENT "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

struct world {
	struct environment environment;
	struct tracer *tracer;
};

static int world_open(void **state)
{
	struct world *world = test_calloc(1, sizeof(*world));
	world->environment = environment_system(NULL);
	world->tracer = tracer_new(&world->environment);
	assert_non_null(world->tracer);
	*state = world;
	return 0;
}

static int world_close(void **state)
{
	struct world *world = *state;
	tracer_free(world->tracer);
	test_free(world);
	return 0;
}

static void only_what_the_standard_allows_is_a_traceparent(void **state)
{
	static const struct {
		const char *text;
		bool valid;
	} cases[] = {
		{PARENT, true},
		{"", false},
		{"00", false},
		{"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-tail", false},
		{"01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-tail", true},
		{"01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01tail", false},
		{"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false},
		{"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false},
		{"00-00000000000000000000000000000000-b7ad6b7169203331-01", false},
		{"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false},
		{"00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-001", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(traceparent_is_valid(cases[i].text), cases[i].valid);
}

static void a_span_is_below_the_one_it_was_told_of(void **state)
{
	struct world *world = *state;
	struct span above, below;
	struct span_record record;
	char text[TRACEPARENT_SIZE];
	span_begin(&above, world->tracer, PARENT, SPAN_SERVER, "above");
	span_begin(&below, world->tracer, span_traceparent(&above, text, ""), SPAN_CLIENT, "below");
	assert_memory_equal(below.parent, above.id, SPAN_ID_SIZE);
	assert_memory_equal(below.trace, above.trace, TRACE_ID_SIZE);
	assert_int_equal(strncmp(text, PARENT, 36), 0);
	span_end(&below, STATUS_OK, 0);
	span_end(&below, STATUS_OK, 0); /* once is enough */
	assert_int_equal(tracer_take(world->tracer, &record, 1, 0), 1);
	assert_string_equal(record.name, "below");
	assert_int_equal(tracer_take(world->tracer, &record, 1, 0), 0);
}

static void what_is_not_sampled_passes_through(void **state)
{
	static const char *const quiet[] = {"", "nonsense", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"};
	struct world *world = *state;
	struct span span;
	char text[TRACEPARENT_SIZE];
	for (size_t i = 0; i < sizeof(quiet) / sizeof(*quiet); i++) {
		span_begin(&span, world->tracer, quiet[i], SPAN_SERVER, "x");
		assert_null(span.tracer);
		assert_ptr_equal(span_traceparent(&span, text, quiet[i]), quiet[i]);
	}
	span_begin(&span, NULL, PARENT, SPAN_SERVER, "x");
	assert_null(span.tracer);
}

static void a_full_ring_drops_the_new_and_counts_them(void **state)
{
	struct world *world = *state;
	struct tracer_state counted;
	for (int i = 0; i < TRACER_RING + 7; i++) {
		struct span span;
		span_begin(&span, world->tracer, PARENT, SPAN_SERVER, "x");
		span_end(&span, STATUS_OK, 0);
	}
	tracer_state(world->tracer, &counted);
	assert_int_equal(counted.dropped, 7);
}

static void ids_are_unlike_each_other(void **state)
{
	struct world *world = *state;
	uint8_t a[SPAN_ID_SIZE], b[SPAN_ID_SIZE];
	tracer_new_id(world->tracer, a);
	tracer_new_id(world->tracer, b);
	assert_memory_not_equal(a, b, SPAN_ID_SIZE);
}

static void it_is_printed_as_otlp_wants_it(void **state)
{
	static const char *const attributes[] = {"service.name", "a\"b", NULL};
	struct world *world = *state;
	struct span span;
	struct span_record record;
	struct buffer out;
	span_begin(&span, world->tracer, PARENT, SPAN_SERVER, "");
	span.name = "/v1/members";
	span.method = "GET";
	span_end(&span, STATUS_OK, 503);
	assert_int_equal(tracer_take(world->tracer, &record, 1, 0), 1);
	buffer_init(&out, NULL, 1 << 16);
	otlp_print(&out, &(struct otlp_resource){attributes}, &record, 1);
	json_t *message = json_loads(buffer_text(&out), JSON_REJECT_DUPLICATES, NULL);
	const char *name, *parent, *trace, *start;
	int code, kind;
	assert_int_equal(json_unpack(message, "{s:[{s:[{s:[{s:s, s:s, s:s, s:s, s:i, s:{s:i}}]}]}]}", "resourceSpans",
								 "scopeSpans", "spans", "name", &name, "parentSpanId", &parent, "traceId", &trace,
								 "startTimeUnixNano", &start, "kind", &kind, "status", "code", &code),
					 0);
	assert_string_equal(name, "GET /v1/members");
	assert_string_equal(parent, "b7ad6b7169203331");
	assert_string_equal(trace, "0af7651916cd43dd8448eb211c80319c");
	assert_int_equal(kind, 2);
	assert_int_equal(code, 2);
	json_decref(message);
	buffer_fini(&out);
}

#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_the_standard_allows_is_a_traceparent),
		WORLD_TEST(a_span_is_below_the_one_it_was_told_of),
		WORLD_TEST(what_is_not_sampled_passes_through),
		WORLD_TEST(a_full_ring_drops_the_new_and_counts_them),
		WORLD_TEST(ids_are_unlike_each_other),
		WORLD_TEST(it_is_printed_as_otlp_wants_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
