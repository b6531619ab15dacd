#include "tests/support/support.h"

#include "common/meter/exposition.h"
#include "common/meter/samples.h"

#include <string.h>

struct look {
	struct arena arena;
	Kleos__ReadMetricsResponse response;
	struct samples samples;
	struct buffer out;
};

static int look_open(void **state)
{
	struct look *look = test_calloc(1, sizeof(*look));
	arena_init(&look->arena, 1 << 20);
	kleos__read_metrics_response__init(&look->response);
	look->samples = (struct samples){&look->arena, &look->response};
	buffer_init(&look->out, &look->arena, 1 << 20);
	*state = look;
	return 0;
}

static int look_close(void **state)
{
	struct look *look = *state;
	arena_fini(&look->arena);
	test_free(look);
	return 0;
}

static const char *print(struct look *look, enum exposition_form form)
{
	struct exposition_source sources[] = {{"members", &look->response}, {"awards", NULL}};
	buffer_clear(&look->out);
	exposition_print(&look->out, form, sources, 2);
	return buffer_text(&look->out);
}

static void a_series_has_its_service_and_its_labels(void **state)
{
	struct look *look = *state;
	samples_add(&look->samples, METER_RPC_CALLS, 3, "a.B/C", "OK", NULL);
	assert_string_equal(print(look, EXPOSITION_TEXT),
						"# HELP kleos_rpc_calls_total Calls that a service answered, by rpc and google.rpc code.\n"
						"# TYPE kleos_rpc_calls_total counter\n"
						"kleos_rpc_calls_total{service=\"members\",method=\"a.B/C\",code=\"OK\"} 3\n");
}

static void openmetrics_names_a_counter_without_total_and_has_an_end(void **state)
{
	struct look *look = *state;
	samples_add(&look->samples, METER_RPC_CALLS, 3, "a.B/C", "OK", NULL);
	assert_string_equal(print(look, EXPOSITION_OPENMETRICS),
						"# HELP kleos_rpc_calls Calls that a service answered, by rpc and google.rpc code.\n"
						"# TYPE kleos_rpc_calls counter\n"
						"kleos_rpc_calls_total{service=\"members\",method=\"a.B/C\",code=\"OK\"} 3\n"
						"# EOF\n");
}

static void buckets_are_cumulative_and_end_at_infinity(void **state)
{
	struct look *look = *state;
	struct histogram histogram = {0};
	histogram_add(&histogram, &scale_groups, 1);
	histogram_add(&histogram, &scale_groups, 2);
	histogram_add(&histogram, &scale_groups, 999);
	samples_add_histogram(&look->samples, METER_COMMIT_WRITES, &histogram, "members", NULL);
	const char *text = print(look, EXPOSITION_TEXT);
	assert_non_null(strstr(text, "_bucket{service=\"members\",database=\"members\",le=\"1.0\"} 1\n"));
	assert_non_null(strstr(text, ",le=\"2.0\"} 2\n"));
	assert_non_null(strstr(text, ",le=\"256.0\"} 2\n"));
	assert_non_null(strstr(text, ",le=\"+Inf\"} 3\n"));
	assert_non_null(strstr(text, "_sum{service=\"members\",database=\"members\"} 1002\n"));
	assert_non_null(strstr(text, "_count{service=\"members\",database=\"members\"} 3\n"));
}

static void what_would_end_a_label_is_escaped(void **state)
{
	struct look *look = *state;
	samples_add(&look->samples, METER_TIME_ZONE_INFO, 1, "a\"b\\c\nd", NULL);
	assert_non_null(strstr(print(look, EXPOSITION_TEXT), "zone=\"a\\\"b\\\\c\\nd\"} 1\n"));
}

static void what_another_version_sends_is_left_out(void **state)
{
	struct look *look = *state;
	samples_add(&look->samples, METER_TIME_ZONE_INFO, 1, "UTC", NULL);
	look->response.samples[0]->name = "kleos_of_tomorrow";
	samples_add(&look->samples, METER_TIME_ZONE_INFO, 1, "UTC", NULL);
	look->response.samples[1]->n_labels = 0;
	samples_add(&look->samples, METER_COMMIT_WRITES, 1, "members", NULL); /* a histogram without buckets */
	assert_string_equal(print(look, EXPOSITION_TEXT), "");
}

static void big_counters_keep_their_digits(void **state)
{
	struct look *look = *state;
	samples_add(&look->samples, METER_OUTBOX_HEAD, 123456789012345, NULL);
	assert_non_null(strstr(print(look, EXPOSITION_TEXT), "} 123456789012345\n"));
}

static void who_names_openmetrics_gets_it(void **state)
{
	(void)state;
	assert_int_equal(exposition_form_of(NULL), EXPOSITION_TEXT);
	assert_int_equal(exposition_form_of("*/*"), EXPOSITION_TEXT);
	assert_int_equal(exposition_form_of("text/plain;version=0.0.4"), EXPOSITION_TEXT);
	assert_int_equal(exposition_form_of("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"),
					 EXPOSITION_OPENMETRICS);
}

#define LOOK_TEST(name) cmocka_unit_test_setup_teardown(name, look_open, look_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOOK_TEST(a_series_has_its_service_and_its_labels),
		LOOK_TEST(openmetrics_names_a_counter_without_total_and_has_an_end),
		LOOK_TEST(buckets_are_cumulative_and_end_at_infinity),
		LOOK_TEST(what_would_end_a_label_is_escaped),
		LOOK_TEST(what_another_version_sends_is_left_out),
		LOOK_TEST(big_counters_keep_their_digits),
		LOOK_TEST(who_names_openmetrics_gets_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
