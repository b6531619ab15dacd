#include "services/gateway/stream/cloudevent.h"
#include "services/gateway/stream/cursor.h"
#include "services/gateway/stream/event_kind.h"
#include "tests/support/support.h"

#include "kleos/recognitions/v1/recognitions_service.pb-c.h"

#include <string.h>

static struct test_world world;
static struct arena arena;

static int before_each(void **state)
{
	(void)state;
	test_world_init(&world);
	arena_init(&arena, 1u << 20);
	return 0;
}

static int after_each(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

static struct cursor some_cursor(void)
{
	struct cursor cursor = {0};
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		cursor.places[i].epoch = id_new(&world.environment);
		cursor.places[i].seq = i ? (int64_t)i << 40 : -1;
	}
	return cursor;
}

static void a_cursor_opens_as_it_was_sealed(void **state)
{
	(void)state;
	struct id reader = id_new(&world.environment);
	struct cursor in = some_cursor(), out;
	const char *text = cursor_seal(&arena, &world.environment, &world.key, &reader, &in);
	assert_true(strlen(text) < 200);
	assert_true(cursor_open(&arena, &world.key, &reader, text, &out));
	assert_memory_equal(&in, &out, sizeof in);
}

static void two_cursors_of_one_place_look_different(void **state)
{
	(void)state;
	struct id reader = id_new(&world.environment);
	struct cursor cursor = some_cursor();
	const char *a = cursor_seal(&arena, &world.environment, &world.key, &reader, &cursor);
	const char *b = cursor_seal(&arena, &world.environment, &world.key, &reader, &cursor);
	assert_string_not_equal(a, b);
}

static void a_cursor_is_of_no_use_to_another_reader(void **state)
{
	(void)state;
	struct id reader = id_new(&world.environment), other = id_new(&world.environment);
	struct cursor cursor = some_cursor();
	const char *text = cursor_seal(&arena, &world.environment, &world.key, &reader, &cursor);
	assert_false(cursor_open(&arena, &world.key, &other, text, &cursor));
}

static void what_is_no_cursor_does_not_open(void **state)
{
	(void)state;
	struct id reader = id_new(&world.environment);
	struct cursor cursor = some_cursor();
	char *text = arena_text(&arena, cursor_seal(&arena, &world.environment, &world.key, &reader, &cursor));
	static const char *const others[] = {"", "0", "1", "not a cursor", "AAAA", "====", "\xCE\xB1"};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(cursor_open(&arena, &world.key, &reader, others[i], &cursor));
	for (size_t i = 0; text[i]; i++) {
		char was = text[i];
		text[i] = was == 'A' ? 'B' : 'A';
		assert_false(cursor_open(&arena, &world.key, &reader, text, &cursor));
		text[i] = was;
	}
	text[strlen(text) - 1] = '\0';
	assert_false(cursor_open(&arena, &world.key, &reader, text, &cursor));
}

static bool wants(const char *types, const char *type)
{
	struct event_filter filter;
	assert_null(event_filter_parse(&arena, types, &filter));
	return event_filter_wants(&filter, type);
}

static void a_filter_names_types_and_families(void **state)
{
	(void)state;
	assert_true(wants("", "member.created"));
	assert_true(wants("recognition.given", "recognition.given"));
	assert_false(wants("recognition.given", "recognition.given_again"));
	assert_false(wants("recognition.given", "member.created"));
	assert_true(wants("award.*,recognition.given", "award.closed"));
	assert_true(wants("award.*,recognition.given", "recognition.given"));
	assert_false(wants("award.*", "recognition.given"));
}

static void a_filter_refuses_what_is_no_type(void **state)
{
	(void)state;
	static const char *const wrong[] = {"apikey.created", "*",         "award", "award.", "award.*x",
										"Award.*",        "award.a.b", "x.y",   ",",      "award.*,,member.*",
										"a.*,b.*"};
	struct event_filter filter;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_non_null(event_filter_parse(&arena, wrong[i], &filter));
	assert_non_null(event_filter_parse(&arena,
									   "award.*,award.*,award.*,award.*,award.*,award.*,award.*,award.*,award.*,"
									   "award.*,award.*,award.*,award.*,award.*,award.*,award.*,award.*",
									   &filter));
}

static void events_about_keys_stay_inside(void **state)
{
	(void)state;
	assert_null(event_kind_find(SERVICE_MEMBERS, "apikey.created"));
	assert_null(event_kind_find(SERVICE_MEMBERS, "recognition.given"));
	assert_non_null(event_kind_find(SERVICE_RECOGNITIONS, "recognition.given"));
}

static const char *printed(const struct cloudevent *event)
{
	struct buffer out;
	buffer_init(&out, &arena, 1u << 16);
	cloudevent_add(&out, &world.key, event);
	return buffer_text(&out);
}

static void an_event_is_one_line_of_cloudevents_json(void **state)
{
	(void)state;
	Kleos__Recognition recognition = KLEOS__RECOGNITION__INIT;
	Kleos__GetRecognitionResponse response = KLEOS__GET_RECOGNITION_RESPONSE__INIT;
	recognition.message = "two\nlines";
	response.recognition = &recognition;
	struct cloudevent event = {.source = "/recognitions",
							   .type = "recognition.given",
							   .time_ms = 1772355600250,
							   .seq = 41,
							   .data = &response.base};
	const char *text = printed(&event);
	assert_null(strchr(text, '\n'));
	assert_non_null(strstr(text, "{\"specversion\":\"1.0\",\"id\":\""));
	assert_non_null(strstr(text, "\"source\":\"/recognitions\",\"type\":\"org.kleos.recognition.given.v1\","
								 "\"subject\":\"00000000-0000-0000-0000-000000000000\","
								 "\"time\":\"2026-03-01T09:00:00.250Z\",\"datacontenttype\":\"application/json\","
								 "\"data\":{\"recognition\":{"));
	assert_non_null(strstr(text, "two\\nlines"));
	assert_null(strstr(text, "imported"));
	event.imported = true;
	assert_non_null(strstr(printed(&event), ",\"imported\":true,"));
}

static void an_event_may_be_about_something_that_has_a_name(void **state)
{
	(void)state;
	Kleos__ReportPeriod period = KLEOS__REPORT_PERIOD__INIT;
	Kleos__GetReportPeriodResponse response = KLEOS__GET_REPORT_PERIOD_RESPONSE__INIT;
	const struct event_kind *kind = event_kind_find(SERVICE_RECOGNITIONS, "report.ready");
	period.period = "2026-W47";
	response.report_period = &period;
	struct cloudevent event = {.source = "/recognitions",
							   .type = kind->type,
							   .subject_name = event_kind_subject(kind, &response.base),
							   .data = &response.base};
	assert_non_null(strstr(printed(&event), "\"type\":\"org.kleos.report.ready.v1\",\"subject\":\"2026-W47\","));
	kind = event_kind_find(SERVICE_RECOGNITIONS, "routine.due");
	assert_null(event_kind_subject(kind, &response.base));
}

static void an_event_has_the_same_id_each_time_and_another_one_has_not(void **state)
{
	(void)state;
	Kleos__GetRecognitionResponse response = KLEOS__GET_RECOGNITION_RESPONSE__INIT;
	struct cloudevent event = {.source = "/awards", .type = "award.closed", .seq = 41, .data = &response.base};
	const char *first = printed(&event);
	assert_string_equal(first, printed(&event));
	event.seq = 42;
	assert_string_not_equal(first, printed(&event));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_cursor_opens_as_it_was_sealed, before_each, after_each),
		cmocka_unit_test_setup_teardown(two_cursors_of_one_place_look_different, before_each, after_each),
		cmocka_unit_test_setup_teardown(a_cursor_is_of_no_use_to_another_reader, before_each, after_each),
		cmocka_unit_test_setup_teardown(what_is_no_cursor_does_not_open, before_each, after_each),
		cmocka_unit_test_setup_teardown(a_filter_names_types_and_families, before_each, after_each),
		cmocka_unit_test_setup_teardown(a_filter_refuses_what_is_no_type, before_each, after_each),
		cmocka_unit_test_setup_teardown(events_about_keys_stay_inside, before_each, after_each),
		cmocka_unit_test_setup_teardown(an_event_is_one_line_of_cloudevents_json, before_each, after_each),
		cmocka_unit_test_setup_teardown(an_event_may_be_about_something_that_has_a_name, before_each, after_each),
		cmocka_unit_test_setup_teardown(an_event_has_the_same_id_each_time_and_another_one_has_not, before_each,
										after_each),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
