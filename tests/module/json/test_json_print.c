#include "tests/support/test_arena.h"

#include "common/json/json.h"
#include "kinds.pb-c.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/recognitions/v1/recognition.pb-c.h"
#include "kleos/reports/v1/report.pb-c.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *printed(const void *message, enum json_style style)
{
	struct buffer out;

	buffer_init(&out, &test_arena, 1 << 20);
	json_print(&out, message, style);
	assert_false(out.overflowed);
	return buffer_text(&out);
}

static void an_empty_message_is_an_empty_object(void **state)
{
	Kinds__Kinds kinds = KINDS__KINDS__INIT;

	(void)state;
	assert_string_equal(printed(&kinds, JSON_CANONICAL), "{}");
}

static void rest_shows_what_is_not_set(void **state)
{
	Kleos__Member member = KLEOS__MEMBER__INIT;
	Kinds__Kinds kinds = KINDS__KINDS__INIT;

	(void)state;
	assert_string_equal(printed(&member, JSON_REST),
						"{\"id\":\"\",\"handle\":\"\",\"displayName\":\"\",\"email\":\"\",\"team\":\"\",\"title\":\"\","
						"\"leader\":false,\"hats\":[],\"joinedOn\":\"\",\"leftOn\":\"\",\"locale\":\"\","
						"\"timeZone\":\"\",\"status\":\"UNSPECIFIED\",\"externalId\":\"\",\"etag\":\"\"}");
	assert_string_equal(printed(&kinds, JSON_REST),
						"{\"flag\":false,\"text\":\"\",\"raw\":\"\",\"method\":\"UNSPECIFIED\",\"counts\":[],"
						"\"texts\":[],\"raws\":[],\"rows\":[],\"flags\":[],\"methods\":[],\"reals\":[],\"longs\":[],"
						"\"wI32\":null,\"wI64\":null,\"wU32\":null,\"wU64\":null,\"wDouble\":null,\"wFloat\":null,"
						"\"wBool\":null,\"wString\":null,\"wBytes\":null,\"perMemberPer30Days\":0,\"lists\":[]}");
}

static void a_recognition_prints_in_both_styles(void **state)
{
	Kleos__MemberReference maria = KLEOS__MEMBER_REFERENCE__INIT;
	Kleos__Receiver receiver = KLEOS__RECEIVER__INIT, *receivers[] = {&receiver};
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	Kleos__Recognition recognition = KLEOS__RECOGNITION__INIT;

	(void)state;
	maria.handle = "maria";
	receiver.member = &maria;
	time.seconds = 1772355600;
	time.nanos = 250000000;
	recognition.receivers = receivers;
	recognition.n_receivers = 1;
	recognition.message = "Ευχαριστώ για το \"κλέος\"\n";
	recognition.win = KLEOS__WIN__WIN_BIG;
	recognition.visibility = KLEOS__VISIBILITY__VISIBILITY_TEAM;
	recognition.give_time = &time;
	assert_string_equal(printed(&recognition, JSON_CANONICAL),
						"{\"receivers\":[{\"member\":{\"handle\":\"maria\"}}],"
						"\"message\":\"Ευχαριστώ για το \\\"κλέος\\\"\\n\",\"win\":\"WIN_BIG\","
						"\"visibility\":\"VISIBILITY_TEAM\",\"giveTime\":\"2026-03-01T09:00:00.250Z\"}");
	assert_string_equal(
		printed(&recognition, JSON_REST),
		"{\"id\":\"\",\"receivers\":[{\"member\":{\"id\":\"\",\"handle\":\"maria\",\"displayName\":\"\"},"
		"\"credit\":\"\"}],\"message\":\"Ευχαριστώ για το \\\"κλέος\\\"\\n\",\"value\":\"\","
		"\"win\":\"BIG\",\"prompt\":0,\"setting\":\"UNSPECIFIED\","
		"\"requestedVisibility\":\"UNSPECIFIED\",\"visibility\":\"TEAM\",\"links\":[],"
		"\"giveTime\":\"2026-03-01T09:00:00.250Z\",\"joiners\":[],\"reactions\":[],"
		"\"commentCount\":0,\"joinerCount\":0,\"metrics\":[]}");
}

static void wrappers_print_as_their_value_also_when_zero(void **state)
{
	Google__Protobuf__Int32Value zero = GOOGLE__PROTOBUF__INT32_VALUE__INIT;
	Google__Protobuf__DoubleValue half = GOOGLE__PROTOBUF__DOUBLE_VALUE__INIT;
	Kleos__Ratio ratio = KLEOS__RATIO__INIT;

	(void)state;
	half.value = 0.5;
	ratio.numerator = &zero;
	ratio.value = &half;
	assert_string_equal(printed(&ratio, JSON_CANONICAL), "{\"numerator\":0,\"value\":0.5}");
	assert_string_equal(printed(&ratio, JSON_REST), "{\"numerator\":0,\"denominator\":null,\"value\":0.5}");
}

static void every_kind_of_number_prints(void **state)
{
	Kinds__Numbers n = KINDS__NUMBERS__INIT;

	(void)state;
	n.i32 = n.s32 = n.sf32 = INT32_MIN;
	n.u32 = n.f32 = UINT32_MAX;
	n.i64 = n.s64 = n.sf64 = INT64_MIN;
	n.u64 = n.f64 = UINT64_MAX;
	n.single = 0.1f;
	n.real = 0.1;
	assert_string_equal(
		printed(&n, JSON_CANONICAL),
		"{\"i32\":-2147483648,\"s32\":-2147483648,\"sf32\":-2147483648,\"u32\":4294967295,\"f32\":4294967295,"
		"\"i64\":\"-9223372036854775808\",\"s64\":\"-9223372036854775808\",\"sf64\":\"-9223372036854775808\","
		"\"u64\":\"18446744073709551615\",\"f64\":\"18446744073709551615\",\"single\":0.1,\"real\":0.1}");
}

static void reals_print_the_fewest_digits_that_read_back(void **state)
{
	static const struct {
		double number;
		const char *text;
	} cases[] = {
		{1.0, "1"},
		{1.0 / 3.0, "0.3333333333333333"},
		{0.1 + 0.2, "0.30000000000000004"},
		{1e21, "1e+21"},
		{5e-324, "5e-324"},
		{1.7976931348623157e308, "1.7976931348623157e+308"},
		{-0.0, "-0"},
		{NAN, "\"NaN\""},
		{INFINITY, "\"Infinity\""},
		{-INFINITY, "\"-Infinity\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		Kinds__Numbers n = KINDS__NUMBERS__INIT;

		n.real = cases[i].number;
		assert_string_equal(printed(&n, JSON_CANONICAL), arena_printf(&test_arena, "{\"real\":%s}", cases[i].text));
	}
	for (uint64_t seed = 1; seed < 20000; seed++) {
		uint64_t bits = seed * UINT64_C(0x9e3779b97f4a7c15);
		Kinds__Numbers n = KINDS__NUMBERS__INIT;

		memcpy(&n.real, &bits, sizeof(bits));
		if (isfinite(n.real))
			assert_true(strtod(printed(&n, JSON_CANONICAL) + strlen("{\"real\":"), NULL) == n.real);
		arena_reset(&test_arena);
	}
}

static void bytes_print_as_base64(void **state)
{
	Kinds__Kinds kinds = KINDS__KINDS__INIT;
	uint8_t bytes[1600];
	const char *text;

	(void)state;
	memset(bytes, 0xfb, sizeof(bytes));
	kinds.raw = (ProtobufCBinaryData){.len = 1, .data = bytes};
	assert_string_equal(printed(&kinds, JSON_CANONICAL), "{\"raw\":\"+w==\"}");
	kinds.raw.len = sizeof(bytes);
	text = printed(&kinds, JSON_CANONICAL);
	assert_int_equal(strlen(text), strlen("{\"raw\":\"\"}") + (sizeof(bytes) + 2) / 3 * 4);
	assert_ptr_equal(strchr(text, '='), text + strlen(text) - 4);
}

static void enums_print_their_name_or_number(void **state)
{
	Kinds__HTTPMethod2Kind all[] = {1, 2, -1, 0, 77};
	Kinds__Kinds kinds = KINDS__KINDS__INIT;

	(void)state;
	kinds.methods = all;
	kinds.n_methods = 5;
	assert_string_equal(printed(&kinds, JSON_CANONICAL),
						"{\"methods\":[\"HTTP_METHOD2_KIND_GET\",\"OTHER_KIND\",\"HTTP_METHOD2_KIND_MINUS\","
						"\"HTTP_METHOD2_KIND_UNSPECIFIED\",77]}");
	assert_non_null(
		strstr(printed(&kinds, JSON_REST), "\"methods\":[\"GET\",\"OTHER_KIND\",\"MINUS\",\"UNSPECIFIED\",77]"));
}

static void a_chosen_field_prints_also_when_zero(void **state)
{
	Kinds__Kinds kinds = KINDS__KINDS__INIT;

	(void)state;
	kinds.choice_case = KINDS__KINDS__CHOICE_BY_NUMBER;
	assert_string_equal(printed(&kinds, JSON_CANONICAL), "{\"byNumber\":0}");
}

static void times_print_with_the_digits_they_need(void **state)
{
	static const struct {
		int64_t seconds;
		int32_t nanos;
		const char *text;
	} cases[] = {
		{0, 0, "1970-01-01T00:00:00Z"},           {0, 1000000, "1970-01-01T00:00:00.001Z"},
		{0, 1000, "1970-01-01T00:00:00.000001Z"}, {-1, 999999999, "1969-12-31T23:59:59.999999999Z"},
		{INT64_MAX, 0, "9999-12-31T23:59:59Z"},   {INT64_MIN, 0, "0001-01-01T00:00:00Z"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
		Kinds__Kinds kinds = KINDS__KINDS__INIT;

		time.seconds = cases[i].seconds;
		time.nanos = cases[i].nanos;
		kinds.at_time = &time;
		assert_string_equal(printed(&kinds, JSON_CANONICAL),
							arena_printf(&test_arena, "{\"atTime\":\"%s\"}", cases[i].text));
	}
}

static void field_masks_print_as_camel_paths(void **state)
{
	char one[] = "display_name", two[] = "manager.time_zone", *paths[] = {one, two};
	Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
	Kleos__UpdateMemberRequest request = KLEOS__UPDATE_MEMBER_REQUEST__INIT;

	(void)state;
	mask.paths = paths;
	mask.n_paths = 2;
	request.update_mask = &mask;
	assert_string_equal(printed(&request, JSON_CANONICAL), "{\"updateMask\":\"displayName,manager.timeZone\"}");
}

static void names_become_camels(void **state)
{
	(void)state;
	assert_string_equal(json_name(&test_arena, "display_name"), "displayName");
	assert_string_equal(json_name(&test_arena, "per_member_per_30_days"), "perMemberPer30Days");
	assert_string_equal(json_name(&test_arena, "id"), "id");
}

static void past_the_bound_it_says_so(void **state)
{
	Kleos__Member member = KLEOS__MEMBER__INIT;
	struct buffer out;

	(void)state;
	buffer_init(&out, NULL, 20);
	json_print(&out, &member.base, JSON_REST);
	assert_true(out.overflowed);
	buffer_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_message_is_an_empty_object),
		cmocka_unit_test(rest_shows_what_is_not_set),
		cmocka_unit_test(a_recognition_prints_in_both_styles),
		cmocka_unit_test(wrappers_print_as_their_value_also_when_zero),
		cmocka_unit_test(every_kind_of_number_prints),
		cmocka_unit_test(reals_print_the_fewest_digits_that_read_back),
		cmocka_unit_test(bytes_print_as_base64),
		cmocka_unit_test(enums_print_their_name_or_number),
		cmocka_unit_test(a_chosen_field_prints_also_when_zero),
		cmocka_unit_test(times_print_with_the_digits_they_need),
		cmocka_unit_test(field_masks_print_as_camel_paths),
		cmocka_unit_test(names_become_camels),
		cmocka_unit_test(past_the_bound_it_says_so),
	};

	return cmocka_run_group_tests(tests, test_arena_set_up, test_arena_tear_down);
}
