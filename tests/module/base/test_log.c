#include "tests/support/support.h"

#include "common/base/log.h"
#include "common/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was written, the time blotted out. */
struct caught {
	struct log log;
	char lines[20000];
	size_t length;
	int writes;
};

static void catch_line(void *host, const char *line, size_t length)
{
	struct caught *caught = host;

	assert_true(caught->length + length < sizeof(caught->lines));
	assert_int_equal(line[length - 1], '\n');
	memcpy(caught->lines + caught->length, line, length);
	caught->length += length;
	caught->lines[caught->length] = 0;
	caught->writes++;
}

static struct caught *catcher(enum log_format format)
{
	static struct caught caught;

	caught = (struct caught){.log = {.service = "members", .level = LOG_INFO, .format = format}};
	caught.log.write = catch_line;
	caught.log.host = &caught;
	return &caught;
}

static const char *after_time(const struct caught *caught, const char *mark)
{
	const char *at = strstr(caught->lines, mark);

	assert_non_null(at);
	return at;
}

static void a_json_line_has_its_fields(void **state)
{
	struct caught *c = catcher(LOG_JSON);

	(void)state;
	log_info(&c->log, "member created", log_text("member", "0197"), log_number("took_ms", -12));
	assert_memory_equal(c->lines, "{\"time\":\"2", 10);
	assert_string_equal(after_time(c, "\"level\""),
						"\"level\":\"info\",\"service\":\"members\",\"message\":\"member created\",\"member\":\"0197\","
						"\"took_ms\":-12}\n");
	assert_int_equal(c->writes, 1);
}

static void a_logfmt_line_has_its_fields(void **state)
{
	struct caught *c = catcher(LOG_LOGFMT);

	(void)state;
	log_error(&c->log, "went wrong", log_text("method", "kleos.v1/Get"), log_text("none", ""), log_text("eq", "a=b"),
			  log_number("code", 13));
	assert_memory_equal(c->lines, "time=2", 6);
	assert_string_equal(after_time(c, "level="), "level=error service=members message=\"went wrong\" "
												 "method=kleos.v1/Get none=\"\" eq=\"a=b\" code=13\n");
}

static void control_characters_are_escaped(void **state)
{
	struct caught *c = catcher(LOG_LOGFMT);

	(void)state;
	log_info(&c->log, "x", log_text("t", "a\nlevel=error \"\\\x1b[0m\x7f\xc2\x85 é"), log_text("bad", "\xff\xc3"));
	assert_string_equal(after_time(c, "t=\""),
						"t=\"a\\u000alevel=error \\\"\\\\\\u001b[0m\\u007f\\u0085 é\" bad=\"\\ufffd\\ufffd\"\n");
}

static void long_texts_are_cut_on_a_border(void **state)
{
	struct caught *c = catcher(LOG_JSON);
	char text[2000] = "x";

	(void)state;
	for (size_t i = 1; i + 2 < 1500; i += 2)
		memcpy(text + i, "é", 3);
	log_info(&c->log, "x", log_text("t", text));
	/* 1 byte and 249 times 2: the next would end at 501 */
	assert_int_equal(strlen(after_time(c, "\"t\":")), strlen("\"t\":\"\"}\n") + 499);
	assert_true(text_is_utf8(c->lines, c->length));
}

static void a_line_never_exceeds_a_pipe_and_is_whole(void **state)
{
	struct caught *c = catcher(LOG_JSON);
	struct log_field fields[40];
	char text[600];

	(void)state;
	memset(text, '\n', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	for (size_t i = 0; i < 38; i++)
		fields[i] = log_text("t", text);
	fields[38] = log_number("last", 5);
	fields[39] = (struct log_field){0};
	log_write(&c->log, LOG_INFO, "x", fields);
	assert_int_equal(c->writes, 1);
	assert_true(c->length <= 4096);
	assert_string_equal(after_time(c, ",\"last\""), ",\"last\":5}\n");
}

static void lower_levels_and_no_log_are_silent(void **state)
{
	struct caught *c = catcher(LOG_JSON);

	(void)state;
	log_debug(&c->log, "x", log_number("n", 1));
	log_error(NULL, "x", log_number("n", 1));
	assert_int_equal(c->writes, 0);
}

static void names_of_levels_and_formats_are_read(void **state)
{
	enum log_level level = LOG_DEBUG;
	enum log_format format = LOG_JSON;

	(void)state;
	assert_true(log_level_parse(&level, "warn"));
	assert_int_equal(level, LOG_WARN);
	assert_false(log_level_parse(&level, "WARN"));
	assert_true(log_format_parse(&format, "logfmt"));
	assert_int_equal(format, LOG_LOGFMT);
	assert_false(log_format_parse(&format, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_json_line_has_its_fields),
		cmocka_unit_test(a_logfmt_line_has_its_fields),
		cmocka_unit_test(control_characters_are_escaped),
		cmocka_unit_test(long_texts_are_cut_on_a_border),
		cmocka_unit_test(a_line_never_exceeds_a_pipe_and_is_whole),
		cmocka_unit_test(lower_levels_and_no_log_are_silent),
		cmocka_unit_test(names_of_levels_and_formats_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
