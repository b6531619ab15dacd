#include "tests/support/test_arena.h"

#include "common/json/json.h"
#include "kinds.pb-c.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"

#include <string.h>

static void set(void *message, const char *name, const char *value)
{
	struct json_problem problem;

	if (json_set_text(message, &test_arena, name, value, &problem) != STATUS_OK)
		fail_msg("%s=%s: %s", name, value, problem.message);
}

static void refused(const char *name, const char *value, enum status expected, const char *message)
{
	struct json_problem problem = {"unset", "unset"};
	Kinds__Kinds kinds = KINDS__KINDS__INIT;

	assert_int_equal(json_set_text(&kinds.base, &test_arena, name, value, &problem), expected);
	assert_string_equal(problem.field, name);
	if (!strstr(problem.message, message))
		fail_msg("%s=%s: %s", name, value, problem.message);
}

static void a_query_fills_a_request(void **state)
{
	Kleos__ListRecognitionsRequest request = KLEOS__LIST_RECOGNITIONS_REQUEST__INIT;

	(void)state;
	set(&request, "pageSize", "25");
	set(&request, "page_token", "abc");
	set(&request, "team", "μάρκετινγκ/social");
	set(&request, "win", "BIG");
	set(&request, "since", "2026-03-01T09:00:00.5Z");
	assert_int_equal(request.page_size, 25);
	assert_string_equal(request.page_token, "abc");
	assert_string_equal(request.team, "μάρκετινγκ/social");
	assert_int_equal(request.win, KLEOS__WIN__WIN_BIG);
	assert_true(request.since->seconds == 1772355600);
	assert_int_equal(request.since->nanos, 500000000);
}

static void every_kind_has_a_text_form(void **state)
{
	Kinds__Kinds kinds = KINDS__KINDS__INIT;

	(void)state;
	set(&kinds, "flag", "true");
	set(&kinds, "flag", "false");
	set(&kinds, "raw", "-_8");
	set(&kinds, "method", "2");
	set(&kinds, "numbers.u64", "18446744073709551615");
	set(&kinds, "numbers.real", "0.5");
	set(&kinds, "wI64", "-3");
	set(&kinds, "wBool", "true");
	set(&kinds, "wString", "");
	set(&kinds, "updateMask", "displayName,team");
	set(&kinds, "byMessage.i32", "7");
	set(&kinds, "by_message.s32", "8");
	assert_false(kinds.flag);
	assert_int_equal(kinds.raw.len, 2);
	assert_int_equal(kinds.method, 2);
	assert_true(kinds.numbers->u64 == UINT64_MAX);
	assert_true(kinds.numbers->real == 0.5);
	assert_int_equal(kinds.w_i64->value, -3);
	assert_true(kinds.w_bool->value);
	assert_string_equal(kinds.w_string->value, "");
	assert_string_equal(kinds.update_mask->paths[0], "display_name");
	assert_int_equal(kinds.choice_case, KINDS__KINDS__CHOICE_BY_MESSAGE);
	assert_int_equal(kinds.by_message->i32 + kinds.by_message->s32, 15);
}

static void repeated_names_append(void **state)
{
	struct json_problem problem;
	Kinds__Kinds *kinds;
	ProtobufCMessage *message;

	(void)state;
	assert_int_equal(json_parse(&kinds__kinds__descriptor, &test_arena, "{\"texts\":[\"a\"]}", 15, &message, &problem),
					 STATUS_OK);
	kinds = (Kinds__Kinds *)message;
	set(kinds, "texts", "b");
	set(kinds, "texts", "c");
	set(kinds, "counts", "4");
	assert_int_equal(kinds->n_texts, 3);
	assert_string_equal(kinds->texts[0], "a");
	assert_string_equal(kinds->texts[2], "c");
	assert_int_equal(kinds->counts[0], 4);
	for (int i = 0; i < 97; i++)
		set(kinds, "texts", "x");
	assert_int_equal(json_set_text(message, &test_arena, "texts", "y", &problem), STATUS_INVALID_ARGUMENT);
	assert_string_equal(problem.message, "is given too often");
}

static void what_does_not_fit_is_refused(void **state)
{
	(void)state;
	refused("foo", "1", STATUS_NOT_FOUND, "is not a field");
	refused("", "1", STATUS_NOT_FOUND, "is not a field");
	refused("numbers.foo", "1", STATUS_NOT_FOUND, "is not a field");
	refused("numbers.", "1", STATUS_NOT_FOUND, "is not a field");
	refused(".i32", "1", STATUS_NOT_FOUND, "is not a field");
	refused("text.x", "1", STATUS_NOT_FOUND, "is not a field");
	refused("atTime.seconds", "1", STATUS_NOT_FOUND, "is not a field");
	refused("numbers", "1", STATUS_INVALID_ARGUMENT, "expected one of its fields");
	refused("rows", "1", STATUS_INVALID_ARGUMENT, "JSON body");
	refused("rows.i32", "1", STATUS_INVALID_ARGUMENT, "JSON body");
	refused("numbers.i32", "", STATUS_INVALID_ARGUMENT, "expected a whole number");
	refused("numbers.i32", "x", STATUS_INVALID_ARGUMENT, "expected a whole number");
	refused("numbers.i32", "2147483648", STATUS_INVALID_ARGUMENT, "must be from");
	refused("flag", "TRUE", STATUS_INVALID_ARGUMENT, "expected true or false");
	refused("method", "get", STATUS_INVALID_ARGUMENT, "is not one of ");
	refused("atTime", "yesterday", STATUS_INVALID_ARGUMENT, "expected a time");
	refused("text", "\xff", STATUS_INVALID_ARGUMENT, "is not UTF-8");
	refused("counts", "x", STATUS_INVALID_ARGUMENT, "expected a whole number");
}

static void a_group_takes_one_field(void **state)
{
	Kinds__Kinds kinds = KINDS__KINDS__INIT;
	struct json_problem problem;

	(void)state;
	set(&kinds, "byText", "x");
	assert_int_equal(json_set_text(&kinds.base, &test_arena, "byNumber", "1", &problem), STATUS_INVALID_ARGUMENT);
	assert_int_equal(json_set_text(&kinds.base, &test_arena, "byMessage.i32", "1", &problem), STATUS_INVALID_ARGUMENT);
	assert_string_equal(kinds.by_text, "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_query_fills_a_request), cmocka_unit_test(every_kind_has_a_text_form),
		cmocka_unit_test(repeated_names_append),   cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(a_group_takes_one_field),
	};

	return cmocka_run_group_tests(tests, test_arena_set_up, test_arena_tear_down);
}
