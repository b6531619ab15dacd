#include "tests/support/test_arena.h"

#include "common/json/json.h"
#include "kinds.pb-c.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"

#include <math.h>
#include <string.h>

static void *parsed_as(const ProtobufCMessageDescriptor *type, const char *text)
{
	struct json_problem problem = {0};
	ProtobufCMessage *message = NULL;

	if (json_parse(type, &test_arena, text, strlen(text), &message, &problem) != STATUS_OK)
		fail_msg("%s\n%s: %s", text, problem.field, problem.message);
	return message;
}

static Kinds__Kinds *parsed(const char *text)
{
	return parsed_as(&kinds__kinds__descriptor, text);
}

static const char *printed(const void *message)
{
	struct buffer out;

	buffer_init(&out, &test_arena, 1 << 20);
	json_print(&out, message, JSON_CANONICAL);
	return buffer_text(&out);
}

static void refused_bytes(const char *text, size_t length, const char *field, const char *message)
{
	struct json_problem problem = {"unset", "unset"};
	ProtobufCMessage *out = NULL;
	enum status status = json_parse(&kinds__kinds__descriptor, &test_arena, text, length, &out, &problem);

	if (status != STATUS_INVALID_ARGUMENT)
		fail_msg("%s gave %s", text, status_name(status));
	assert_null(out);
	if (strcmp(problem.field, field) != 0 || !strstr(problem.message, message))
		fail_msg("%s\n'%s': %s", text, problem.field, problem.message);
}

static void refused(const char *text, const char *field, const char *message)
{
	refused_bytes(text, strlen(text), field, message);
}

static void what_is_printed_parses_to_the_same(void **state)
{
	static const char *const texts[] = {
		"{}",
		"{\"flag\":true,\"text\":\"Κλέος \\\" \\\\ \\n 🏆\",\"raw\":\"AAECAw==\",\"method\":\"HTTP_METHOD2_KIND_GET\"}",
		"{\"numbers\":{\"i32\":-2147483648,\"s32\":2147483647,\"sf32\":-1,\"u32\":4294967295,\"f32\":1,"
		"\"i64\":\"-9223372036854775808\",\"s64\":\"9223372036854775807\",\"sf64\":\"-1\","
		"\"u64\":\"18446744073709551615\",\"f64\":\"1\",\"single\":0.1,\"real\":0.1}}",
		"{\"counts\":[1,0,-1],\"texts\":[\"\",\"a\"],\"raws\":[\"\",\"+/8=\"],\"rows\":[{},{\"i32\":1}],"
		"\"flags\":[true,false],\"methods\":[\"OTHER_KIND\",77],\"reals\":[\"NaN\",\"Infinity\",\"-Infinity\",0,1e+300]"
		","
		"\"longs\":[\"1\",\"-2\"]}",
		"{\"byNumber\":0}",
		"{\"byText\":\"\"}",
		"{\"byMessage\":{}}",
		"{\"atTime\":\"0001-01-01T00:00:00Z\",\"updateMask\":\"displayName,a.bC\"}",
		"{\"atTime\":\"1969-12-31T23:59:59.999999999Z\",\"updateMask\":\"\"}",
		"{\"atTime\":\"9999-12-31T23:59:59.000001Z\"}",
		"{\"wI32\":0,\"wI64\":\"0\",\"wU32\":0,\"wU64\":\"0\",\"wDouble\":0,\"wFloat\":0,\"wBool\":false,"
		"\"wString\":\"\",\"wBytes\":\"\",\"perMemberPer30Days\":3}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_string_equal(printed(parsed(texts[i])), texts[i]);
}

static void a_recognition_is_read(void **state)
{
	Kleos__GiveRecognitionRequest *request =
		parsed_as(&kleos__give_recognition_request__descriptor,
				  "{\"receivers\":[{\"member\":\"maria\"},{\"member\":\"nikos\",\"credit\":\"tests\"}],"
				  "\"message\":\"Thanks\",\"win\":\"BIG\",\"visibility\":\"VISIBILITY_TEAM\",\"request_id\":\"r1\"}");

	(void)state;
	assert_int_equal(request->n_receivers, 2);
	assert_string_equal(request->receivers[1]->member, "nikos");
	assert_string_equal(request->receivers[0]->credit, "");
	assert_int_equal(request->win, KLEOS__WIN__WIN_BIG);
	assert_int_equal(request->visibility, KLEOS__VISIBILITY__VISIBILITY_TEAM);
	assert_string_equal(request->request_id, "r1");
	assert_string_equal(request->giver, "");
}

static void an_empty_input_is_an_empty_object(void **state)
{
	(void)state;
	assert_string_equal(printed(parsed("")), "{}");
	assert_string_equal(printed(parsed(" \r\n\t")), "{}");
	assert_string_equal(printed(parsed(" {} ")), "{}");
}

static void lists_in_lists_are_read(void **state)
{
	(void)state;
	const Kinds__Kinds *kinds = parsed("{\"lists\":[[\"a\"],[],[\"b\",\"c\"]]}");
	assert_int_equal(kinds->n_lists, 3);
	assert_int_equal(kinds->lists[1]->n_values, 0);
	assert_string_equal(kinds->lists[2]->values[1]->string_value, "c");
	assert_string_equal(printed(kinds), "{\"lists\":[[\"a\"],[],[\"b\",\"c\"]]}");
	assert_string_equal(printed(parsed("{\"list\":[\"a\",1.5,true,[\"b\"]],\"any\":\"x\"}")),
						"{\"list\":[\"a\",1.5,true,[\"b\"]],\"any\":\"x\"}");
}

static void names_are_read_in_either_form(void **state)
{
	(void)state;
	assert_int_equal(parsed("{\"perMemberPer30Days\":1}")->per_member_per_30_days, 1);
	assert_int_equal(parsed("{\"per_member_per_30_days\":2}")->per_member_per_30_days, 2);
	refused("{\"perMemberPer_30Days\":1}", "perMemberPer30Days", "unknown field 'perMemberPer_30Days'");
	refused("{\"Flag\":true}", "Flag", "unknown field");
}

static void null_is_the_default(void **state)
{
	(void)state;
	assert_string_equal(printed(parsed("{\"flag\":null,\"text\":null,\"raw\":null,\"method\":null,\"numbers\":null,"
									   "\"counts\":null,\"byNumber\":null,\"byText\":\"x\",\"atTime\":null,"
									   "\"updateMask\":null,\"wI32\":null}")),
						"{\"byText\":\"x\"}");
	assert_string_equal(parsed("{\"text\":null}")->text, "");
}

static void numbers_are_read_in_every_form(void **state)
{
	Kinds__Numbers *n =
		parsed("{\"numbers\":{\"i32\":\"-7\",\"s32\":1e3,\"sf32\":5.0,\"u32\":\"1e2\",\"i64\":-7,\"s64\":"
			   "\"9007199254740993\",\"u64\":12,\"single\":\"1.5\",\"real\":\"-1e-3\",\"f64\":2}}")
			->numbers;

	(void)state;
	assert_int_equal(n->i32, -7);
	assert_int_equal(n->s32, 1000);
	assert_int_equal(n->sf32, 5);
	assert_int_equal(n->u32, 100);
	assert_int_equal(n->i64, -7);
	assert_true(n->s64 == 9007199254740993);
	assert_int_equal(n->u64, 12);
	assert_true(n->single == 1.5f);
	assert_true(n->real == -1e-3);
	assert_true(isnan(parsed("{\"wDouble\":\"NaN\"}")->w_double->value));
}

static void enums_are_read_by_name_and_number(void **state)
{
	(void)state;
	assert_int_equal(parsed("{\"method\":\"HTTP_METHOD2_KIND_GET\"}")->method, 1);
	assert_int_equal(parsed("{\"method\":\"GET\"}")->method, 1);
	assert_int_equal(parsed("{\"method\":\"OTHER_KIND\"}")->method, 2);
	assert_int_equal(parsed("{\"method\":\"MINUS\"}")->method, -1);
	assert_int_equal(parsed("{\"method\":1}")->method, 1);
	assert_int_equal(parsed("{\"method\":99}")->method, 99);
	refused("{\"method\":\"get\"}", "method", "is not one of ");
	refused("{\"method\":\"get\"}", "method", "GET, OTHER_KIND");
	refused("{\"method\":\"METHOD2_KIND_GET\"}", "method", "is not one of ");
	refused("{\"method\":\"\"}", "method", "is not one of ");
	refused("{\"method\":1.5}", "method", "expected a whole number");
	refused("{\"method\":2147483648}", "method", "must be from");
	refused("{\"method\":true}", "method", "expected a name");
}

static void bytes_are_read_from_any_base64(void **state)
{
	static const char *const same[] = {"+/8=", "+/8", "-_8=", "-_8"};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		Kinds__Kinds *kinds = parsed(arena_printf(&test_arena, "{\"raw\":\"%s\"}", same[i]));

		assert_int_equal(kinds->raw.len, 2);
		assert_memory_equal(kinds->raw.data, "\xfb\xff", 2);
	}
	refused("{\"raw\":\"+/\\n8=\"}", "raw", "expected base64");
	refused("{\"raw\":\"a\"}", "raw", "expected base64");
	refused("{\"raw\":1}", "raw", "expected base64");
}

static void field_masks_are_read(void **state)
{
	Kleos__UpdateMemberRequest *request = parsed_as(&kleos__update_member_request__descriptor,
													"{\"updateMask\":\"displayName,time_zone,manager.handle,*\"}");
	Google__Protobuf__FieldMask *mask = request->update_mask;

	(void)state;
	assert_int_equal(mask->n_paths, 4);
	assert_string_equal(mask->paths[0], "display_name");
	assert_string_equal(mask->paths[1], "time_zone");
	assert_string_equal(mask->paths[2], "manager.handle");
	assert_string_equal(mask->paths[3], "*");
	refused("{\"updateMask\":\"a,,b\"}", "updateMask", "expected names of fields");
	refused("{\"updateMask\":\"a,\"}", "updateMask", "expected names of fields");
	refused("{\"updateMask\":\"a b\"}", "updateMask", "expected names of fields");
	refused("{\"updateMask\":[\"a\"]}", "updateMask", "expected names of fields in a string");
}

static void what_is_not_json_is_refused(void **state)
{
	(void)state;
	refused("{", "", "not JSON at line 1");
	refused("[]", "", "expected an object");
	refused("3", "", "not JSON");
	refused("null", "", "not JSON");
	refused("{} {}", "", "not JSON");
	refused("{\"flag\":true,}", "", "not JSON");
	refused("{'flag':true}", "", "not JSON");
	refused("{\"numbers\":{\"i32\":01}}", "", "not JSON");
	refused("{\"numbers\":{\"real\":NaN}}", "", "not JSON");
	refused("{\"text\":\"\n\"}", "", "not JSON");
	refused("// {}", "", "not JSON");
	refused("{\"text\":\"", "", "not JSON");
	refused("{\"text\":\"\\", "", "not JSON");
}

static void duplicate_keys_are_refused(void **state)
{
	(void)state;
	refused("{\"text\":\"a\",\"text\":\"b\"}", "", "a key is given twice");
	refused("{\"numbers\":{\"i32\":1,\"i32\":1}}", "", "a key is given twice");
	refused("{\"at_time\":null,\"atTime\":null}", "atTime", "is given twice, by both of its names");
	refused("{\"byNumber\":1,\"byText\":\"x\"}", "byText", "cannot be given together");
}

static void unknown_keys_are_refused(void **state)
{
	(void)state;
	refused("{\"foo\":1}", "foo", "unknown field 'foo'");
	refused("{\"foo\":null}", "foo", "unknown field 'foo'");
	refused("{\"\":1}", "", "unknown field ''");
	refused("{\"rows\":[{},{\"i32\":1,\"bad\":2}]}", "rows[1].bad", "unknown field 'bad'");
	refused("{\"wI32\":{\"value\":1}}", "wI32", "expected a whole number");
	refused(arena_printf(&test_arena, "{\"%s\":1}", "ααααααααααααααααααααααααααααααααααααααα"),
			"αααααααααααααααααααααααααααααααα", "'αααααααααααααααααααααααααααααααα'");
}

static void wrong_types_are_refused(void **state)
{
	(void)state;
	refused("{\"text\":1}", "text", "expected a string");
	refused("{\"text\":{}}", "text", "expected a string");
	refused("{\"texts\":\"a\"}", "texts", "expected a list");
	refused("{\"texts\":[\"a\",null]}", "texts[1]", "cannot be null in a list");
	refused("{\"texts\":[[\"a\"]]}", "texts[0]", "expected a string");
	refused("{\"flag\":\"true\"}", "flag", "expected true or false");
	refused("{\"flag\":1}", "flag", "expected true or false");
	refused("{\"numbers\":[]}", "numbers", "expected an object");
	refused("{\"numbers\":\"\"}", "numbers", "expected an object");
	refused("{\"rows\":{}}", "rows", "expected a list");
	refused("{\"rows\":[1]}", "rows[0]", "expected an object");
	refused("{\"numbers\":{\"i32\":true}}", "numbers.i32", "expected a whole number");
	refused("{\"numbers\":{\"i32\":\"\"}}", "numbers.i32", "expected a whole number");
	refused("{\"numbers\":{\"i32\":\" 1\"}}", "numbers.i32", "expected a whole number");
	refused("{\"numbers\":{\"i32\":\"1 \"}}", "numbers.i32", "expected a whole number");
	refused("{\"numbers\":{\"i32\":\"0x1\"}}", "numbers.i32", "expected a whole number");
	refused("{\"numbers\":{\"i32\":\"01\"}}", "numbers.i32", "expected a whole number");
	refused("{\"numbers\":{\"i32\":\"NaN\"}}", "numbers.i32", "expected a whole number");
	refused("{\"numbers\":{\"real\":\"nan\"}}", "numbers.real", "expected a number");
	refused("{\"numbers\":{\"real\":\"inf\"}}", "numbers.real", "expected a number");
	refused("{\"numbers\":{\"real\":[]}}", "numbers.real", "expected a number");
	refused("{\"atTime\":0}", "atTime", "expected a time in a string");
	refused("{\"atTime\":\"2026-03-01\"}", "atTime", "expected a time such as");
	refused("{\"atTime\":\"2026-03-01T09:00:00z\"}", "atTime", "expected a time such as");
	refused("{\"atTime\":\"2026-03-01t09:00:00Z\"}", "atTime", "expected a time such as");
	refused("{\"atTime\":\"10000-01-01T00:00:00Z\"}", "atTime", "expected a time such as");
	refused("{\"list\":\"a\"}", "list", "expected a list");
	refused("{\"lists\":[[\"a\",{}]]}", "lists[0][1]", "expected a string, a number, true, false or a list");
	refused("{\"lists\":[[null]]}", "lists[0][0]", "cannot be null in a list");
}

static void numbers_out_of_range_are_refused(void **state)
{
	(void)state;
	refused("{\"numbers\":{\"i32\":2147483648}}", "numbers.i32", "must be from -2147483648 to 2147483647");
	refused("{\"numbers\":{\"i32\":-2147483649}}", "numbers.i32", "must be from");
	refused("{\"numbers\":{\"i32\":\"2147483648\"}}", "numbers.i32", "must be from");
	refused("{\"numbers\":{\"i32\":1e300}}", "numbers.i32", "must be from");
	refused("{\"numbers\":{\"u32\":4294967296}}", "numbers.u32", "must be from 0 to 4294967295");
	refused("{\"numbers\":{\"u32\":-1}}", "numbers.u32", "must be from 0");
	refused("{\"numbers\":{\"u32\":\"-1\"}}", "numbers.u32", "must be from 0");
	refused("{\"numbers\":{\"i64\":9223372036854775808}}", "numbers.i64", "must be from -9223372036854775808");
	refused("{\"numbers\":{\"i64\":\"9223372036854775808\"}}", "numbers.i64", "must be from");
	refused("{\"numbers\":{\"i64\":\"-9223372036854775809\"}}", "numbers.i64", "must be from");
	refused("{\"numbers\":{\"u64\":\"18446744073709551616\"}}", "numbers.u64", "must be from 0");
	refused("{\"numbers\":{\"u64\":1e30}}", "numbers.u64", "must be from 0");
	refused("{\"numbers\":{\"u64\":-1}}", "numbers.u64", "must be from 0");
	refused("{\"numbers\":{\"u64\":99999999999999999999999}}", "numbers.u64", "must be from 0");
	refused("{\"numbers\":{\"i32\":0.5}}", "numbers.i32", "expected a whole number");
	refused("{\"numbers\":{\"single\":3.5e38}}", "numbers.single", "too large");
	refused("{\"numbers\":{\"real\":1e400}}", "", "a number is out of range");
	refused("{\"numbers\":{\"real\":\"1e400\"}}", "numbers.real", "out of range");
	refused("{\"counts\":[1,2,3000000000]}", "counts[2]", "must be from");
}

static void texts_that_are_no_utf8_are_refused(void **state)
{
	static const char nul[] = "{\"text\":\"a\0b\"}";

	(void)state;
	refused("{\"text\":\"\xff\"}", "", "not UTF-8");
	refused("{\"text\":\"\xed\xa0\x80\"}", "", "not UTF-8");
	refused("{\"text\":\"\xc0\x80\"}", "", "not UTF-8");
	refused("{\"text\":\"\\ud800\"}", "", "not JSON");
	refused("{\"text\":\"a\\u0000b\"}", "", "NUL");
	refused("{\"te\\u0000xt\":\"a\"}", "", "NUL");
	refused_bytes(nul, sizeof(nul) - 1, "", "not JSON");
	refused_bytes("\0", 1, "", "not JSON");
	assert_string_equal(parsed("{\"text\":\"\\ud83c\\udfc6\"}")->text, "🏆");
}

static void deep_nesting_is_refused_at_any_size(void **state)
{
	char *deep = arena_alloc(&test_arena, 100001);

	(void)state;
	memset(deep, '[', 100000);
	refused(deep, "", "nested too deeply");
	refused("{\"text\":[[[[[[[[1]]]]]]]]}", "", "nested too deeply");
	refused("{\"text\":[[[[[[[1]]]]]]]}", "text", "expected a string");
	assert_string_equal(parsed("{\"text\":\"[[[[[[[[[[\\\"[[[[[\"}")->text, "[[[[[[[[[[\"[[[[[");
}

static void what_does_not_fit_the_arena_is_refused(void **state)
{
	struct json_problem problem;
	ProtobufCMessage *out = NULL;
	struct arena small;
	struct buffer text;

	(void)state;
	buffer_init(&text, NULL, 1 << 20);
	buffer_add_text(&text, "{\"rows\":[{}");
	for (int i = 0; i < 10000; i++)
		buffer_add_text(&text, ",{}");
	buffer_add_text(&text, "]}");
	for (size_t cap = 0; cap < 20000; cap += 500) {
		arena_init(&small, cap);
		assert_int_equal(json_parse(&kinds__kinds__descriptor, &small, buffer_text(&text), text.length, &out, &problem),
						 STATUS_RESOURCE_EXHAUSTED);
		assert_string_equal(problem.message, "too large");
		assert_null(out);
		arena_fini(&small);
	}
	buffer_fini(&text);
}

static void top_keys_are_told_in_snake_case(void **state)
{
	const char *text = "{\"displayName\":\"x\",\"manager\":{\"id\":1},\"time_zone\":null}", **keys;

	(void)state;
	keys = json_keys(&test_arena, text, strlen(text));
	assert_string_equal(keys[0], "display_name");
	assert_string_equal(keys[1], "manager");
	assert_string_equal(keys[2], "time_zone");
	assert_null(keys[3]);
	assert_null(json_keys(&test_arena, "[1]", 3)[0]);
	assert_null(json_keys(&test_arena, "", 0)[0]);
	assert_null(json_keys(&test_arena, "{\"a\"", 4)[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_printed_parses_to_the_same),
		cmocka_unit_test(a_recognition_is_read),
		cmocka_unit_test(an_empty_input_is_an_empty_object),
		cmocka_unit_test(lists_in_lists_are_read),
		cmocka_unit_test(names_are_read_in_either_form),
		cmocka_unit_test(null_is_the_default),
		cmocka_unit_test(numbers_are_read_in_every_form),
		cmocka_unit_test(enums_are_read_by_name_and_number),
		cmocka_unit_test(bytes_are_read_from_any_base64),
		cmocka_unit_test(field_masks_are_read),
		cmocka_unit_test(what_is_not_json_is_refused),
		cmocka_unit_test(duplicate_keys_are_refused),
		cmocka_unit_test(unknown_keys_are_refused),
		cmocka_unit_test(wrong_types_are_refused),
		cmocka_unit_test(numbers_out_of_range_are_refused),
		cmocka_unit_test(texts_that_are_no_utf8_are_refused),
		cmocka_unit_test(deep_nesting_is_refused_at_any_size),
		cmocka_unit_test(what_does_not_fit_the_arena_is_refused),
		cmocka_unit_test(top_keys_are_told_in_snake_case),
	};

	return cmocka_run_group_tests(tests, test_arena_set_up, test_arena_tear_down);
}
